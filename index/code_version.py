"""Knowing when the code that understands documents has changed.

An archive built by older code must be read again, and nobody should have to remember to raise a
number: the version is a checksum of the source of the modules that take part.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r"^\s*(?:from|import) (index(?:\.\w+)*)", re.MULTILINE)


@cache
def code_version(*modules: str) -> str:
    """Return a checksum of the source of `modules` and of all of this package that they import."""
    waiting, seen = list(modules), dict[str, str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = _source(name)
            waiting += _IMPORT.findall(seen[name])
    digest = hashlib.sha256()
    for name in sorted(seen):
        digest.update(f"{name}\0{seen[name]}\0".encode())
    return digest.hexdigest()[:16]


def _source(module: str) -> str:
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None or not found.origin.endswith(".py"):
        return ""
    return Path(found.origin).read_text(encoding="utf-8")
