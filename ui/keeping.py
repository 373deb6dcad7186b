"""The commands that keep an archive: backup, restore and erase."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from index.errors import ArchiveError
from ui.feedback import FILE_NAME
from ui.opening import embedder_of
from ui.options import ArchiveOption, JsonOption, ModelOption, settings_of
from ui.output import print_data, say
from ui.settings import Settings


def backup(
    context: typer.Context,
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where to; a folder that does not exist yet.")
    ],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the archive, also while it is in use, and verify the copy."""
    from index.backups import backup as copy

    settings = settings_of(context, archive=archive)
    manifest = copy(settings.archive, target)
    if as_json:
        print_data({"backup": str(target), "generation": manifest.generation})
    else:
        print_data(f"{settings.archive} is backed up in {target}, {manifest.meetings} meetings.")


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A folder made by backup.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the archive what a backup is; running readers take it over."""
    from index.backups import restore as take

    settings = settings_of(context, archive=archive)
    manifest = take(source, settings.archive, lambda: embedder_of(settings))
    if as_json:
        print_data({"archive": str(settings.archive), "generation": manifest.generation})
    else:
        print_data(f"{settings.archive} is restored from {source}, {manifest.meetings} meetings.")


def erase(
    context: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TARGET]...", help="Paths in the archive, or meeting ids."),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS",
            help="Blank these words, as a name, in the targets or everywhere; can be repeated.",
        ),
    ] = None,
    archive: ArchiveOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase protocols, or words in them, without a trace; `verify --erased TEXT` proves it."""
    settings = settings_of(context, archive=archive, model=model)
    if text:
        _blank(settings, targets or [], text, as_json=as_json)
    elif targets:
        _erase(settings, targets, as_json=as_json)
    else:
        raise typer.BadParameter("give paths or meeting ids, or words with --text")


def _erase(settings: Settings, targets: list[str], *, as_json: bool) -> None:
    from index.erasing import erase as remove

    erasure = remove(settings.archive, targets)
    verdicts = forget(_feedback(settings), [*erasure.meetings, *erasure.documents])
    if as_json:
        print_data(
            {
                "documents": list(erasure.documents),
                "meetings": list(erasure.meetings),
                "verdicts": verdicts,
                "complete": erasure.is_complete,
            }
        )
    else:
        print_data(
            f"Erased {', '.join(erasure.documents)} with {len(erasure.meetings)} meetings and "
            f"{verdicts} verdicts on answers. The source files and backups are yours to remove."
        )
    _check_complete(erasure.is_complete)


def _blank(settings: Settings, targets: list[str], texts: list[str], *, as_json: bool) -> None:
    from index.blanking import blank

    found = blank(settings.archive, texts, embedder_of(settings), only=targets)
    verdicts = forget(_feedback(settings), texts)
    left = [] if targets else [one for text in texts for one in _traces(settings, text)]
    if as_json:
        print_data(
            {
                "documents": list(found.documents),
                "places": found.places,
                "verdicts": verdicts,
                "left": left,
                "complete": found.is_complete,
            }
        )
    else:
        print_data(
            f"Blanked {found.places} places in {', '.join(found.documents)} and removed {verdicts} "
            "verdicts on answers. These source files still hold the words, and backups do: they "
            "are yours to change."
        )
        for one in left:
            say(f"Left, as a part of other words or in a name of a file: {one}")
    _check_complete(found.is_complete)


def _traces(settings: Settings, text: str) -> list[str]:
    from index.erasing import traces_of

    return traces_of(settings.archive, text)


def _feedback(settings: Settings) -> Path:
    return settings.feedback or settings.archive / FILE_NAME


def _check_complete(is_complete: bool) -> None:
    if not is_complete:
        raise ArchiveError(
            "a running reader still holds the state before, so bytes of it are still on disk; ask "
            "it something or stop it, then run index or erase again and: verify --erased TEXT"
        )


def verify_erased(settings: Settings, text: str, *, as_json: bool) -> None:
    """Print where a text is still found; ArchiveError if it is."""
    traces = _traces(settings, text)
    if as_json:
        print_data({"archive": str(settings.archive), "ok": not traces, "problems": traces})
    else:
        print_data("\n".join(traces) or f"No byte of it is in {settings.archive}.")
    if traces:
        raise ArchiveError(f"{settings.archive} still holds the text, see above")


def forget(file: Path, names: Sequence[str]) -> int:
    """Remove the lines of a feedback file that hold one of `names`; return how many."""
    wanted = [" ".join(name.lower().split()) for name in names]
    try:
        opened = file.open("r+", encoding="utf-8", newline="")
    except FileNotFoundError:
        return 0
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        lines = opened.readlines()
        kept = [line for line in lines if not any(name in line.lower() for name in wanted)]
        if len(kept) < len(lines):
            opened.seek(0)
            opened.truncate()
            opened.writelines(kept)
            opened.flush()
            os.fsync(opened.fileno())
    return len(lines) - len(kept)
