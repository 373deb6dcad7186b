"""The options that several commands share, and what is made of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import QuestionError
from index.nouns import Filter
from ui.settings import Settings

ArchiveOption = Annotated[
    Path | None,
    typer.Option("--archive", metavar="DIR", help="The archive folder.  [default: archive]"),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A sentence-transformers model, by name or folder.  [default: the bundled one]",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only meetings from this day on.")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only meetings up to this day.")
]
BodyOption = Annotated[
    str | None, typer.Option("--body", metavar="NAME", help="Only this body's meetings.")
]
PersonOption = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Only where this person took part.")
]


def settings_of(context: typer.Context, **options: Any) -> Settings:
    """Return the settings with the options that were given in their place."""
    settings: Settings = context.obj
    return replace(
        settings, **{name: value for name, value in options.items() if value is not None}
    )


def filter_of(
    date_from: str | None, date_to: str | None, body: str | None, person: str | None
) -> Filter:
    """Return the filter that the four options ask for; QuestionError if a day is none."""
    first, last = _day("--from", date_from), _day("--to", date_to)
    if first and last and first > last:
        raise QuestionError(f"--from {first} is after --to {last}; give the earlier day first")
    return Filter(date_from=first, date_to=last, body=body, person=person)


def _day(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f'{option} is "{text}", wanted a day like 2018-03-21') from None


def reject_blank(question: str) -> None:
    """Raise QuestionError if there is nothing in `question`."""
    if not question.strip():
        raise QuestionError(
            "the question is empty; ask something, like: vem valdes till ordförande?"
        )
