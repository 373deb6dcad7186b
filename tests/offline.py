"""Index, ask and serve while every connection to another machine is refused and noted.

python tests/offline.py FOLDER

The last line is JSON: what was answered, what of the network was asked for, and what the guard
noticed when it was tried out. Python's audit events tell of every connection and every look-up of
a name that goes through Python; with a C compiler the same is done for native code, by a library
that is loaded before the C library's own functions.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NOTES = "PROTOKOLLSVAR_OFFLINE_NOTES"  # the file in which the native guard notes
LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)

noted: list[str] = []


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what would leave this machine; an audit hook."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in LOCAL:
            noted.append(f"connect {address[0]}")
            raise OSError(101, "refused by the test")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0] not in LOCAL:
        noted.append(f"lookup {arguments[0]}")
        raise OSError(101, "refused by the test")


def call(*arguments: str) -> str:
    """Run a command; return what it prints."""
    from ui.cli import main

    sys.argv = ["protokollsvar", *arguments]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        main()
    return said.getvalue()


def visit(port: int, pages: dict[str, int]) -> None:
    """Ask the server for its pages as soon as it is ready, then stop it."""
    import httpx

    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{address}/readyz", timeout=60).status_code == 200:
                    break
            time.sleep(0.1)
        for path in ("/", "/arkiv", "/api"):
            pages[path] = httpx.get(address + path, timeout=120).status_code
        asked = {"question": "Vem var ordförande den 14 mars 2014?"}
        pages["/api/ask"] = httpx.get(f"{address}/api/ask", params=asked, timeout=120).status_code
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run as a script."""
    folder = Path(sys.argv[1])
    notes = folder / "notes.txt"
    if NOTES not in os.environ and (compiler := shutil.which("cc")):
        library = str(folder / "offline.so")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", library, str(HERE / "offline.c"), "-ldl"],
            check=True,
        )
        environment = {**os.environ, NOTES: str(notes), "LD_PRELOAD": library}
        sys.exit(subprocess.call([sys.executable, *sys.argv], env=environment))
    sys.addaudithook(guard)
    source, archive = HERE.parent / "eval" / "demo" / "protocols" / "samverkan", folder / "archive"
    some = folder / "protokoll"
    some.mkdir()
    for file in sorted(source.glob("*.txt"))[:2]:
        shutil.copy(file, some)
    call("index", str(some), "--archive", str(archive), "--json")
    answer = json.loads(
        call("ask", "Vilka var närvarande den 14 mars 2014?", "--archive", str(archive), "--json")
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    pages: dict[str, int] = {}
    visitor = threading.Thread(target=visit, args=(port, pages))
    visitor.start()
    # uvicorn raises the signal again when it has stopped: the process has more to say.
    signal.signal(signal.SIGTERM, lambda *_: None)
    call("chat", "--archive", str(archive), "--port", str(port))
    visitor.join()
    fetched = [*noted, *(notes.read_text().splitlines() if notes.exists() else [])]
    noted.clear()
    with contextlib.suppress(OSError), socket.socket() as tried:
        tried.connect(("192.0.2.1", 9))
    with contextlib.suppress(OSError):
        socket.getaddrinfo("arkiv.example", 80)
    print(  # noqa: T201 - read by the test
        json.dumps(
            {"answer": answer["status"], "pages": pages, "fetched": fetched, "noticed": noted}
        )
    )


if __name__ == "__main__":
    main()
