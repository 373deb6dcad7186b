"""The command `index`: once, on trial, or as the files come."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import ProtokollsvarError, StaleArchive
from ui import json_contract, printing
from ui.opening import embedder_of
from ui.options import ArchiveOption, JsonOption, ModelOption, settings_of
from ui.output import print_data, print_line, progress_for, say, shortened
from ui.settings import Settings

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.indexing import SyncReport


def index(
    context: typer.Context,
    source: Annotated[
        list[Path], typer.Argument(metavar="SOURCE...", help="Folders or files with protocols.")
    ],
    archive: ArchiveOption = None,
    model: ModelOption = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make it all anew, also if another model made it.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on as files come, change and go, until Ctrl-C.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read, parse and embed what is new, changed or gone since the last time."""
    if dry_run and watch:
        raise typer.BadParameter("--dry-run and --watch exclude each other")
    settings = settings_of(context, archive=archive, model=model)
    if watch:
        _watch(source, settings, rebuild=rebuild, as_json=as_json)
        return
    embedder = embedder_of(settings)
    report = _sync(source, settings, embedder, rebuild=rebuild, dry_run=dry_run, as_json=as_json)
    if as_json:
        print_data(_json(report, dry_run=dry_run))
    else:
        print_data(printing.preview_text(report) if dry_run else printing.sync_text(report))


def _sync(
    source: list[Path],
    settings: Settings,
    embedder: Embedder,
    *,
    rebuild: bool,
    dry_run: bool,
    as_json: bool,
) -> SyncReport:
    from index.finding import find_unsupported
    from index.indexing import sync
    from index.last_sync import LastSync, note_sync, now

    began = time.perf_counter()
    try:
        with progress_for(as_json) as progress:
            report = sync(
                source, settings.archive, embedder, progress,
                rebuild=rebuild, dry_run=dry_run, limits=settings.limits,
            )  # fmt: skip
    except ProtokollsvarError:
        if not dry_run:
            note_sync(settings.archive, LastSync(now(), False, time.perf_counter() - began))
        raise
    if not dry_run:
        counts = (report.added, report.updated, report.removed, report.unchanged)
        note_sync(
            settings.archive, LastSync(now(), True, report.seconds, *counts, len(report.failed))
        )
    if passed_over := [path.name for path in find_unsupported(source)]:
        say(f"Passed over, of other kinds ({len(passed_over)}): {shortened(passed_over)}")
    if report.copies:
        say(f"Passed over, same content ({len(report.copies)}): {shortened(report.copies)}")
    if report.erased:
        say(f"Passed over, erased before ({len(report.erased)}): {shortened(report.erased)}")
    for failed in report.failed:
        say(f"Skipped: {failed.reason}")
    for warning in report.warnings:
        say(f"Warning: {warning}")
    return report


def _watch(source: list[Path], settings: Settings, *, rebuild: bool, as_json: bool) -> None:
    """Sync now and after every change, until SIGINT or SIGTERM; a report a line with JSON."""
    from index.watching import look, settled_changes
    from ui.memory import keep_few_kernels

    keep_few_kernels()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    seen = look(source)
    embedder = embedder_of(settings)  # one for all syncs: its weights take some hundred MB
    report = _sync(source, settings, embedder, rebuild=rebuild, dry_run=False, as_json=as_json)
    _tell(report, as_json=as_json)
    say("Watching; stop with Ctrl-C.")
    for _ in settled_changes(source, stop, since=seen):
        try:
            report = _sync(
                source, settings, embedder, rebuild=False, dry_run=False, as_json=as_json
            )
        except StaleArchive:
            raise
        except ProtokollsvarError as error:  # a folder unplugged, a disk full: it may come back
            say(f"Not indexed: {error}")
        else:
            _tell(report, as_json=as_json)


def _tell(report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        print_line(_json(report, dry_run=False))
    else:
        print_data(printing.sync_text(report))


def _json(report: SyncReport, *, dry_run: bool) -> dict[str, Any]:
    said = json_contract.sync_json(report)
    return {**said, "dry_run": True, "paths": report.paths} if dry_run else said
