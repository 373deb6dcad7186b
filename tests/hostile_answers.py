"""What is looked for in the answer to a hostile request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from hostile_requests import MARK, Asked

CANARY = "kanariefågeln-sjunger-4711"  # stands in a file beside the archive, and nowhere else
OUTSIDE = (CANARY, "root:x:0:0", "-----BEGIN")
_TRACES = ("Traceback (most recent call last)", 'File "/', '.py", line')


class Wrong(AssertionError):
    """An answer that must not be."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


# What a visitor typed, shown as text: no browser goes there.
_TYPED_IN = frozenset({("input", "value"), ("option", "value"), ("button", "value")})


class Scripts(HTMLParser):
    """Collects what in a page a browser would run of what a visitor sent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            text = (value or "").strip().lower()
            leads = (tag, name) not in _TYPED_IN
            runs = name.startswith("on") or (
                leads and text.startswith(("javascript:", "data:text/html"))
            )
            if (runs or name == "srcdoc") and MARK in text:
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        # Our own scripts are files; Gradio's page has data of its own, as JSON, in one.
        if self._inside == "script" and re.search(rf"(?<![\"\w\\]){MARK}\(", data):
            self.found.append(data[:200])

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def check(asked: Asked, answer: Answered) -> None:
    """Raise Wrong if the answer is one that must not be."""
    said = answer.body.decode("utf-8", "replace")
    faults = []
    if answer.status >= 500:
        faults.append(f"status {answer.status}")
    faults += [f"a traceback: {one}" for one in _TRACES if one in said]
    asked_for = asked.path + asked.query.decode("latin-1") + asked.body.decode("latin-1")
    faults += [f"a file outside: {one}" for one in OUTSIDE if one in said and one not in asked_for]
    kind = answer.headers.get("content-type", "")
    if kind.startswith(("text/html", "image/svg", "application/xhtml")) and MARK in said:
        scripts = Scripts()
        scripts.feed(said)
        faults += [f"a script: {one}" for one in scripts.found]
    if "x-content-type-options" not in answer.headers:
        faults.append("no security headers")
    if "set-cookie" in answer.headers and "x=1" in answer.headers["set-cookie"]:
        faults.append("a header that was sent in")
    if faults:
        raise Wrong(f"{'; '.join(faults)}\n{asked}\n{said[:2000]}")
