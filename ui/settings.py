"""Every setting, in one place; the environment is read once, when a command starts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import ProtokollsvarError
from index.limits import LIMITS, Limits
from qa.language_model import DEFAULT_SECONDS, Endpoint
from ui.provider import Provider
from ui.roles import ROLES

DEFAULT_PORT = 7860  # Gradio's own
_LONGEST_WAIT = 600  # seconds for a language model


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
    uploads: bool = False  # whether protocols can be added on the page
    users: Path | None = None  # the file of those who may sign in
    proxy: str | None = None  # the address of a proxy that signs users in …
    proxy_header: str = "X-Remote-User"  # … and names them here
    log: str = "text"  # "text": warnings; "json": everything, a line each
    log_questions: bool = False  # whether the log may hold what was asked
    metrics: bool = True  # whether the chat's server has /metrics …
    metrics_port: int | None = None  # … and this machine a port of its own for them
    stop_seconds: int = 20  # that running answers get when the server is stopped
    collections: Path | None = None  # the file of closed collections
    oidc: Provider | None = None  # an identity provider that signs users in
    limits: Limits = LIMITS  # what a single source file may cost
    llm_url: str | None = None  # of an OpenAI-compatible endpoint; None: no language model
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_seconds: float = DEFAULT_SECONDS

    @property
    def endpoint(self) -> Endpoint | None:
        """The language model that rewrites answers, if there is to be one."""
        if self.llm_url is None:
            return None
        model = self.llm_model or Endpoint(self.llm_url).model
        return Endpoint(self.llm_url, model, self.llm_key, self.llm_seconds)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read PROTOKOLLSVAR_ARCHIVE, _MODEL, _HOST, _PORT, _LLM_URL and the other variables.

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
            uploads=_switch(environment, "UPLOADS", default="off"),
            users=_path(environment, "USERS"),
            proxy=environment.get("PROTOKOLLSVAR_PROXY") or None,
            proxy_header=environment.get("PROTOKOLLSVAR_PROXY_HEADER") or default.proxy_header,
            log=_one_of(environment, "LOG", ("text", "json")),
            log_questions=_one_of(environment, "LOG_QUESTIONS", ("off", "on")) == "on",
            metrics=_switch(environment, "METRICS"),
            metrics_port=_number(environment, "METRICS_PORT", 1, 65535),
            stop_seconds=_number(environment, "STOP_SECONDS", 1, 3600) or default.stop_seconds,
            collections=_path(environment, "COLLECTIONS"),
            oidc=_provider(environment),
            limits=_limits(environment),
            llm_url=_url(environment.get("PROTOKOLLSVAR_LLM_URL", "").strip()),
            llm_model=environment.get("PROTOKOLLSVAR_LLM_MODEL", "").strip() or None,
            llm_key=_key(environment.get("PROTOKOLLSVAR_LLM_KEY", "").strip()),
            llm_seconds=_seconds(environment.get("PROTOKOLLSVAR_LLM_SECONDS", "").strip()),
        )


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(f"PROTOKOLLSVAR_{name}")
    return Path(text) if text else None


def _paths(environment: Mapping[str, str], name: str) -> tuple[Path, ...]:
    """Read folders parted as in PATH: by ":" on Linux."""
    text = environment.get(f"PROTOKOLLSVAR_{name}", "")
    return tuple(Path(part) for part in text.split(os.pathsep) if part)


def _switch(environment: Mapping[str, str], name: str, default: str = "on") -> bool:
    choices = ("on", "off") if default == "on" else ("off", "on")
    return _one_of(environment, name, choices) == "on"


def _one_of(environment: Mapping[str, str], name: str, choices: Sequence[str]) -> str:
    """Return the choice that the variable holds; the first of them where it holds nothing."""
    text = environment.get(f"PROTOKOLLSVAR_{name}", "").strip().lower() or choices[0]
    if text not in choices:
        raise SettingError(f'PROTOKOLLSVAR_{name} is "{text}", wanted {" or ".join(choices)}')
    return text


def _number(environment: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = environment.get(f"PROTOKOLLSVAR_{name}", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise SettingError(
        f'PROTOKOLLSVAR_{name} is "{text}", wanted a whole number from {least} to {most}'
    )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 65536:
        return int(text)
    raise SettingError(f'PROTOKOLLSVAR_PORT is "{text}", wanted a number from 0 to 65535')


def _url(text: str) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise SettingError(
            "PROTOKOLLSVAR_LLM_URL is no address of an endpoint, wanted one like "
            "http://127.0.0.1:8080/v1; a key belongs in PROTOKOLLSVAR_LLM_KEY"
        )
    return text


def _key(text: str) -> str | None:
    if not all(character.isascii() and character.isprintable() for character in text):
        raise SettingError("PROTOKOLLSVAR_LLM_KEY holds a character that a key cannot have")
    return text or None


def _seconds(text: str) -> float:
    if not text:
        return DEFAULT_SECONDS
    if text.isascii() and text.isdigit() and 0 < int(text) <= _LONGEST_WAIT:
        return float(text)
    raise SettingError(
        f'PROTOKOLLSVAR_LLM_SECONDS is "{text}", wanted a whole number from 1 to {_LONGEST_WAIT}'
    )


def _provider(environment: Mapping[str, str]) -> Provider | None:
    """Read PROTOKOLLSVAR_OIDC_ISSUER and the other variables of an identity provider."""
    names = ("ISSUER", "CLIENT", "SECRET", "URL", "CLAIM", *(f"{role.upper()}S" for role in ROLES))
    said = {name: environment.get(f"PROTOKOLLSVAR_OIDC_{name}", "").strip() for name in names}
    if not said["ISSUER"]:
        for name, value in said.items():
            if value:
                raise SettingError(
                    f"PROTOKOLLSVAR_OIDC_{name} is set and PROTOKOLLSVAR_OIDC_ISSUER is not; set "
                    "it to the address of the identity provider"
                )
        return None
    groups = {role: said[f"{role.upper()}S"] for role in ROLES if said[f"{role.upper()}S"]}
    return Provider(
        said["ISSUER"],
        said["CLIENT"],
        said["SECRET"],
        said["URL"],
        said["CLAIM"] or "groups",
        groups,
    )


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
