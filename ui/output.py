"""Where words go: data to stdout, words about it to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import typer

from ui.progress import Stages, progress_bar

_NAMED = 5  # files that one line on stderr names


def print_data(data: Any) -> None:
    """Print a text as it is, anything else as JSON."""
    if not isinstance(data, str):
        data = json.dumps(data, ensure_ascii=False, indent=2)
    typer.echo(data)


def print_line(data: Any) -> None:
    """Print data as JSON on one line, at once: for a program that reads line by line."""
    typer.echo(json.dumps(data, ensure_ascii=False))
    sys.stdout.flush()


def say(words: str) -> None:
    """Print words about the data, on stderr."""
    typer.echo(words, err=True)


def shortened(names: Sequence[str]) -> str:
    """Return the first of `names`, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def progress_for(as_json: bool) -> AbstractContextManager[Stages | None]:
    """Return a progress bar; where JSON is printed, only if somebody is looking."""
    return progress_bar(not as_json or sys.stderr.isatty())
