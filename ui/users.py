"""The users of a server that others reach: one file with names, roles and argon2 hashes."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from index.errors import ProtokollsvarError
from ui.roles import ROLES

SHORTEST = 12  # characters of a password


class UsersError(ProtokollsvarError):
    """The file of users cannot be read or written, or a user cannot be added."""


class Users:
    """The users in a file; it is read again when it changed."""

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        """Read the file; UsersError if it is there and cannot be read."""
        self.path = path
        self._hasher = hasher or PasswordHasher()
        # Compared with where the name is unknown, so that the time tells nothing.
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._seen: tuple[int, int] | None = None
        self._held: dict[str, Any] = {"users": {}}
        self._read()

    def names(self) -> list[str]:
        """Return the names of all users."""
        return sorted(self._read()["users"])

    def role(self, name: str) -> str | None:
        """Return a user's role; None if there is no such user."""
        user = self._read()["users"].get(name)
        return user["role"] if user else None

    def mark(self, name: str) -> str | None:
        """Return what changes with the user's password and role; None if there is no such user."""
        user = self._read()["users"].get(name)
        if user is None:
            return None
        return hashlib.sha256(f"{user['role']} {user['hash']}".encode()).hexdigest()

    def is_right(self, name: str, password: str) -> bool:
        """Return whether this is the user's password; takes as long for an unknown name."""
        user = self._read()["users"].get(name)
        try:
            self._hasher.verify(user["hash"] if user else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return user is not None

    def put(self, name: str, role: str, password: str) -> None:
        """Add a user, or change the role and the password of one."""
        if role not in ROLES:
            raise UsersError(f'there is no role "{role}"; give one of {", ".join(ROLES)}')
        if not name.strip() or not name.isprintable():
            raise UsersError("the name is empty or holds control characters; give another")
        if len(password) < SHORTEST:
            raise UsersError(
                f"the password has {len(password)} characters; give at least {SHORTEST}"
            )
        self._read()["users"][name] = {"role": role, "hash": self._hasher.hash(password)}
        self._write()

    def remove(self, name: str) -> None:
        """Remove a user, whose sessions end at once."""
        if self._read()["users"].pop(name, None) is None:
            raise UsersError(f'{self.path} has no user "{name}"; it has {", ".join(self.names())}')
        self._write()

    def _read(self) -> dict[str, Any]:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return self._held
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            try:
                held = json.loads(self.path.read_text(encoding="utf-8"))
                is_sound = all(
                    one["role"] in ROLES and one["hash"] for one in held["users"].values()
                )
            except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
                raise UsersError(f"{self.path} cannot be read as users ({error})") from error
            if not is_sound:
                raise UsersError(f"{self.path} is not a file of users; make a new one")
            self._held, self._seen = held, seen
        return self._held

    def _write(self) -> None:
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(self._held, indent=2) + "\n", encoding="utf-8")
            beside.replace(self.path)
        finally:
            beside.unlink(missing_ok=True)
