"""The README names every command, and nothing that does not exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from ui.cli import app
from ui.settings import SettingError, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATION = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
GROUP = typer.main.get_command(app)
COMMANDS = {
    name: {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    | {"--help"}
    for name, command in getattr(GROUP, "commands", {}).items()
}
CALLS = re.findall(r"(?:^|`)protokollsvar ([^`\n#>]+)", README, re.MULTILINE)
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_there_is_something_to_compare() -> None:
    assert len(COMMANDS) == 15
    assert len(CALLS) > 10
    assert "chat" in TARGETS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_shown(command: str) -> None:
    assert command in {call.split()[0] for call in CALLS}


@pytest.mark.parametrize("call", CALLS)
def test_every_call_exists(call: str) -> None:
    command, *rest = shlex.split(call)
    assert command in COMMANDS
    options = {word for word in rest if word.startswith("-")}
    assert options <= COMMANDS[command]


@pytest.mark.parametrize("option", sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README))))
def test_every_option_exists(option: str) -> None:
    assert any(option in options for options in COMMANDS.values())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_json(command: str) -> None:
    assert "--json" in COMMANDS[command]


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"\bmake ([a-z-]+)\b(?=[ `\n]|$)", README)))
)
def test_every_make_target_exists(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize(
    "path",
    sorted(
        set(re.findall(r"\]\(([^)#:]+)\)", README))
        | set(re.findall(r"`((?:index|qa|eval|ui)/[\w/]+\.py)`", README))
    ),
)
def test_every_file_exists(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize(
    "variable", sorted(set(re.findall(r"PROTOKOLLSVAR_\w+", README + OPERATION + SETTINGS)))
)
def test_every_variable_is_read(variable: str) -> None:
    assert changes_the_settings(variable)


def test_every_variable_is_described() -> None:
    source = (ROOT / "ui" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"PROTOKOLLSVAR_[A-Z_]*[A-Z]", source)) - {"PROTOKOLLSVAR_OIDC"}
    assert read
    assert not {name for name in read if name not in SETTINGS}


def changes_the_settings(variable: str) -> bool:
    try:
        return Settings.from_environment({variable: "7"}) != Settings()
    except SettingError as error:  # it wants another value, so it is read
        return variable in str(error)
