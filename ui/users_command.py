"""The command `user`: who may sign in where others reach the chat."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.options import JsonOption, settings_of
from ui.output import print_data


def user(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
    role: Annotated[str, typer.Option(help="reader, editor or operator.")] = "reader",
    remove: Annotated[bool, typer.Option("--remove", help="Remove the user instead.")] = False,
    users: Annotated[
        Path | None, typer.Option("--users", metavar="FILE", help="The file of users.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Add or change a user; the password is asked for, or is the first line of stdin."""
    from ui.users import Users, UsersError

    file = settings_of(context, users=users).users
    if file is None:
        raise UsersError("there is no file of users; give --users or set PROTOKOLLSVAR_USERS")
    held = Users(file)
    if remove:
        held.remove(name)
    else:
        held.put(name, role, _password())
    if as_json:
        print_data({"users": {one: held.role(one) for one in held.names()}})
    else:
        print_data(f"{name} is {'removed from' if remove else f'{role} in'} {file}.")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
