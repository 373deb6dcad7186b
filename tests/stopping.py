"""A server whose answers wait for a file: python tests/stopping.py FOLDER SECONDS

It prints its address, then "asked" for every question; each is answered when FOLDER/go is there.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from fake_archive import FakeArchive, FakeAssistant
from index.nouns import ANY, Filter
from qa.nouns import Answer
from ui.app import create_app
from ui.logs import set_up_logging
from ui.operation import Observed, Operation
from ui.stopping import StoppingServer


class WaitingAssistant(FakeAssistant):
    """Answers when it is told to."""

    go: Path

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Say that it was asked, and answer when the file is there."""
        print("asked", flush=True)  # noqa: T201 - read by the test
        while not self.go.exists():
            threading.Event().wait(0.05)
        return super().ask(question, history, where)


def main() -> None:
    """Serve until a signal comes."""
    set_up_logging(as_json=True)
    archive, operation = FakeArchive(), Operation()
    assistant = WaitingAssistant(archive)
    assistant.go = Path(sys.argv[1], "go")
    app = create_app(archive, assistant, operation=operation)
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201
    config = uvicorn.Config(Observed(app, operation), log_config=None, log_level="warning")
    StoppingServer(config, operation, float(sys.argv[2])).run(sockets=[listener])


if __name__ == "__main__":
    main()
