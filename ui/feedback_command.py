"""The command `feedback`: what people thought of answers, and evaluation questions made of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ui.feedback import FILE_NAME, FeedbackFile, evaluation_questions
from ui.options import ArchiveOption, JsonOption, settings_of
from ui.output import print_data, say


def feedback(
    context: typer.Context,
    archive: ArchiveOption = None,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a question set for eval of it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print what people thought of answers in the chat, oldest first."""
    settings = settings_of(context, archive=archive)
    verdicts = FeedbackFile(settings.feedback or settings.archive / FILE_NAME).all()
    if questions:
        records = evaluation_questions(verdicts)
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        questions.write_text(lines, encoding="utf-8")
        say(
            f"Wrote {len(records)} questions to {questions}; {len(verdicts)} verdicts were given. "
            "A complaint that does not say what is right makes none."
        )
    if as_json:
        print_data({"feedback": [asdict(verdict) for verdict in verdicts]})
    elif not questions:
        for one in verdicts:
            said = " ".join(part for part in (one.reason, one.comment) if part)
            print_data(
                f"{one.at}  {one.verdict:4}  {one.question}" + (f"  ({said})" if said else "")
            )
        if not verdicts:
            say("Nobody has judged an answer yet.")
