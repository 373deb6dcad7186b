"""Every setting, in one place; the environment is read once, when a command starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from index.errors import ProtokollsvarError
from index.limits import LIMITS, Limits

DEFAULT_PORT = 7860  # Gradio's own


class SettingError(ProtokollsvarError):
    """An environment variable holds what it cannot hold."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command works with unless its options say otherwise."""

    archive: Path = Path("archive")
    model: str | None = None  # None: the bundled one
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    feedback: Path | None = None  # None: feedback.jsonl in the archive's folder
    sources: tuple[Path, ...] = ()  # where the chat finds the original files to hand out
    api: bool = True  # whether the chat's server also has the REST API …
    mcp: bool = True  # … and the MCP server
    users: Path | None = None  # the file of those who may sign in
    proxy: str | None = None  # the address of a proxy that signs users in …
    proxy_header: str = "X-Remote-User"  # … and names them here
    limits: Limits = LIMITS  # what a single source file may cost

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read PROTOKOLLSVAR_ARCHIVE, _MODEL, _HOST, _PORT, _MAX_PAGES and the other variables.

        What is unset keeps its default.
        """
        default = cls()
        return cls(
            archive=Path(environment.get("PROTOKOLLSVAR_ARCHIVE") or default.archive),
            model=environment.get("PROTOKOLLSVAR_MODEL") or default.model,
            host=environment.get("PROTOKOLLSVAR_HOST") or default.host,
            port=_port(environment.get("PROTOKOLLSVAR_PORT") or str(default.port)),
            feedback=_path(environment, "FEEDBACK"),
            sources=_paths(environment, "SOURCES"),
            api=_switch(environment, "API"),
            mcp=_switch(environment, "MCP"),
            users=_path(environment, "USERS"),
            proxy=environment.get("PROTOKOLLSVAR_PROXY") or None,
            proxy_header=environment.get("PROTOKOLLSVAR_PROXY_HEADER") or default.proxy_header,
            limits=_limits(environment),
        )


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(f"PROTOKOLLSVAR_{name}")
    return Path(text) if text else None


def _paths(environment: Mapping[str, str], name: str) -> tuple[Path, ...]:
    """Read folders parted as in PATH: by ":" on Linux."""
    text = environment.get(f"PROTOKOLLSVAR_{name}", "")
    return tuple(Path(part) for part in text.split(os.pathsep) if part)


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(f"PROTOKOLLSVAR_{name}", "").strip().lower() or "on"
    if text not in ("on", "off"):
        raise SettingError(f'PROTOKOLLSVAR_{name} is "{text}", wanted on or off')
    return text == "on"


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 65536:
        return int(text)
    raise SettingError(f'PROTOKOLLSVAR_PORT is "{text}", wanted a number from 0 to 65535')


def _limits(environment: Mapping[str, str]) -> Limits:
    values: dict[str, int] = {}
    for one in fields(Limits):
        name = f"PROTOKOLLSVAR_MAX_{one.name.upper()}"
        text = environment.get(name)
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
            raise SettingError(f'{name} is "{text}", wanted a whole number above 0')
        values[one.name] = int(text)
    return Limits(**values)
