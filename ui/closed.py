"""Closed collections: folders of the sources that only some visitors may read.

They stand in one JSON file, by name, each with its folders and with who has the right:

    {"personal": {"paths": ["personalutskottet"], "users": ["anna"], "groups": ["hr"]}}

A document that lies in several of them is read only by who has the right to each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.closing import folded_path, lies_in
from index.errors import ProtokollsvarError
from ui.roles import ROLES
from ui.visitors import Visitor

_FIELDS = {"paths", "users", "groups", "role"}


class CollectionsError(ProtokollsvarError):
    """The file of closed collections cannot be read."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Some folders and files of the sources, and who may read what was made of them."""

    name: str
    paths: frozenset[str]  # as folded_path writes them
    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()  # of an identity provider
    role: str | None = None  # from this role on; None: no role is enough

    def is_open_to(self, visitor: Visitor) -> bool:
        """Return whether the visitor, who must be known by name, has the right."""
        if visitor.name is None or visitor.role is None:
            return False
        by_role = self.role is not None and visitor.may(self.role)
        return visitor.name in self.users or bool(visitor.groups & self.groups) or by_role


class ClosedCollections:
    """The closed collections of a file, which is read again when it changed."""

    def __init__(self, path: Path) -> None:
        """Read the file; CollectionsError if it cannot be."""
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._held: tuple[Collection, ...] = ()
        self.all()

    def all(self) -> tuple[Collection, ...]:
        """Return the collections; CollectionsError rather than open what can no longer be read."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_ino, status.st_size)
            if seen != self._seen:
                self._held = collections_of(self._path.read_text(encoding="utf-8"))
                self._seen = seen
        except (OSError, UnicodeDecodeError) as error:
            raise CollectionsError(
                f"{self._path} cannot be read as closed collections ({error}); nothing is shown "
                "until it can"
            ) from error
        return self._held

    def hidden_from(self, visitor: Visitor) -> frozenset[str]:
        """Return the folders and files of which the visitor must not see or guess anything."""
        return frozenset(
            path for one in self.all() if not one.is_open_to(visitor) for path in one.paths
        )

    def unused(self, documents: Sequence[str]) -> list[str]:
        """Return the paths that close no document: mistyped, or of another source."""
        return sorted(
            path
            for one in self.all()
            for path in one.paths
            if not any(lies_in(document, [path]) for document in documents)
        )


def collections_of(text: str) -> tuple[Collection, ...]:
    """Read the file's text; CollectionsError says what is wrong in it."""
    try:
        held = json.loads(text)
        if not isinstance(held, dict):
            raise CollectionsError("the file of closed collections holds no object of them by name")
        return tuple(_collection(name, one) for name, one in held.items())
    except ValueError as error:
        raise CollectionsError(
            f"the file of closed collections is no JSON ({error}); see SECURITY.md for one"
        ) from error


def _collection(name: str, held: Any) -> Collection:
    if not isinstance(held, dict) or not set(held) <= _FIELDS:
        raise CollectionsError(
            f'the closed collection "{name}" may have {", ".join(sorted(_FIELDS))}, nothing else'
        )
    lists: dict[str, frozenset[str]] = {}
    for field in ("paths", "users", "groups"):
        values = held.get(field, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise CollectionsError(
                f'"{field}" of the closed collection "{name}" must be a list of words'
            )
        lists[field] = frozenset(values)
    paths = frozenset(folded_path(path) for path in lists["paths"])
    if not paths or "" in paths:
        raise CollectionsError(
            f'the closed collection "{name}" needs "paths": folders or files as `protokollsvar '
            "meetings --json` names them"
        )
    role = held.get("role")
    if role is not None and role not in ROLES:
        raise CollectionsError(
            f'"role" of the closed collection "{name}" is {role!r}, wanted one of '
            + ", ".join(ROLES)
        )
    return Collection(name, paths, lists["users"], lists["groups"], role)
