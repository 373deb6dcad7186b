"""The command line: it parses, calls and prints.

Data goes to stdout, words about it to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage.
Everything heavy is imported by the command that needs it, so the light ones start at once.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from index.errors import ArchiveError, ProtokollsvarError, SourceError
from ui import evaluating, feedback_command, json_contract, keeping, printing, users_command
from ui.indexing import index as index_command
from ui.model_note import model_note
from ui.opening import model_of, open_archive, open_search, rewriter_of
from ui.options import (
    ArchiveOption,
    BodyOption,
    FromOption,
    JsonOption,
    ModelOption,
    PersonOption,
    ToOption,
    filter_of,
    reject_blank,
    settings_of,
)
from ui.output import print_data, say
from ui.settings import Settings
from ui.words import ENGLISH

app = typer.Typer(
    help="Answer Swedish questions from a folder of meeting protocols, every answer proven.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; every failure that can be foreseen is one sentence and exit code 1."""
    try:
        app(obj=Settings.from_environment(os.environ), prog_name="protokollsvar")
    except ProtokollsvarError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or 'the system'}: {error.strerror or error}")
    except SystemExit as stop:
        if stop.code == 130:  # typer's, after Ctrl-C; ours are 0, 1 and 2
            _fail("interrupted; an archive stays as it was before")
        raise


def _say_what_is_sent(settings: Settings) -> None:
    """Say where the language model is, if there is one: what it is asked leaves this program."""
    endpoint = settings.endpoint
    if endpoint:
        say(f"{endpoint.model} rewrites answers: questions and quotes are sent to {endpoint.url}")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print_data(version("protokollsvar"))
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Answer Swedish questions from a folder of meeting protocols, every answer proven."""


app.command("index")(index_command)


@app.command()
def chat(
    context: typer.Context,
    archive: ArchiveOption = None,
    host: Annotated[
        str | None,
        typer.Option(metavar="H", help="The address to listen on.  [default: 127.0.0.1]"),
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="P", min=0, max=65535, help="The port.  [default: 7860]")
    ] = None,
    model: ModelOption = None,
    source: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="Where the original files are, to hand out; can be repeated."
        ),
    ] = None,
    api: Annotated[
        bool | None, typer.Option("--api/--no-api", help="The REST API below /api.  [default: on]")
    ] = None,
    mcp: Annotated[
        bool | None, typer.Option("--mcp/--no-mcp", help="The MCP server at /mcp.  [default: on]")
    ] = None,
    uploads: Annotated[
        bool | None,
        typer.Option(
            "--allow-uploads/--no-uploads",
            help="Protocols can be added on the page; by editors, if there are users.  "
            "[default: no]",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Start the chat in the browser and print its address."""
    sources = tuple(source) if source else None
    settings = settings_of(
        context, archive=archive, model=model, host=host, port=port, sources=sources,
        api=api, mcp=mcp, uploads=uploads,
    )  # fmt: skip
    from ui.app import serve

    def announce(address: str) -> None:
        print_data({"address": address} if as_json else f"Protokollsvar answers at {address}")

    _say_what_is_sent(settings)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it
        serve(settings, model_of(settings), announce)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in Swedish.")],
    after: Annotated[
        list[str] | None,
        typer.Option(metavar="EARLIER_QUESTION", help="A question asked before; can be repeated."),
    ] = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    body: BodyOption = None,
    person: PersonOption = None,
    archive: ArchiveOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, with the citations that prove it."""
    reject_blank(question)
    where = filter_of(date_from, date_to, body, person)
    settings = settings_of(context, archive=archive, model=model)
    opened, searcher = open_search(settings)
    from qa.assistant import ArchiveAssistant

    answer = ArchiveAssistant(opened, searcher).ask(question, history=after or (), where=where)
    if settings.endpoint:
        _say_what_is_sent(settings)
        for rewriting in rewriter_of(settings.endpoint, opened, searcher).rewrite(answer, where):
            answer = rewriting.answer
            if rewriting.state != "writing":
                say(model_note(rewriting, ENGLISH))
    print_data(json_contract.answer_json(answer) if as_json else printing.answer_text(answer))


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, help="At most this many.")] = 10,
    date_from: FromOption = None,
    date_to: ToOption = None,
    body: BodyOption = None,
    person: PersonOption = None,
    archive: ArchiveOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the items that a query finds, best first."""
    reject_blank(query)
    where = filter_of(date_from, date_to, body, person)
    opened, searcher = open_search(settings_of(context, archive=archive, model=model))
    from qa.guided import GuidedSearcher

    began = time.perf_counter()
    hits = GuidedSearcher(opened, searcher).search(query, k, where=where)
    seconds = time.perf_counter() - began
    print_data(
        json_contract.hits_json(query, hits, seconds) if as_json else printing.hits_text(hits)
    )


@app.command()
def meetings(
    context: typer.Context,
    date_from: FromOption = None,
    date_to: ToOption = None,
    body: BodyOption = None,
    person: PersonOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the meetings of the archive by date."""
    where = filter_of(date_from, date_to, body, person)
    found = open_archive(settings_of(context, archive=archive)).meetings(where)
    if as_json:
        print_data({"meetings": [json_contract.meeting_row_json(meeting) for meeting in found]})
    else:
        print_data(printing.meetings_text(found))


@app.command()
def show(
    context: typer.Context,
    item_id: Annotated[
        str, typer.Argument(metavar="ITEM_ID", help="An item's id, as search and ask give it.")
    ],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print an item in its meeting."""
    settings = settings_of(context, archive=archive)
    try:
        meeting, item = open_archive(settings).find_item(item_id)
    except KeyError:
        raise ArchiveError(
            f'no item in {settings.archive} has the id "{item_id}"; '
            "take one from: protokollsvar search"
        ) from None
    if as_json:
        print_data(json_contract.shown_json(meeting, item))
    else:
        print_data(printing.item_text(meeting, item))


@app.command()
def parse(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One protocol.")],
    as_json: JsonOption = False,
) -> None:
    """Show what the parser understands of one file; no archive is needed or touched."""
    from index.source_files import parse_file

    if not file.is_file():
        raise SourceError(f"{file} is not a file; give one protocol")
    found, failed = parse_file(file, settings_of(context).limits)
    for one in failed:
        say(f"Skipped: {one.reason}")
    if as_json:
        print_data(json_contract.parsed_json(found))
        return
    from ui.tree import print_tree

    for meeting in found:
        print_tree(meeting)


app.command("eval")(evaluating.evaluate)
app.command("feedback")(feedback_command.feedback)


@app.command()
def verify(
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make vectors and words anew from the records first."),
    ] = False,
    erased: Annotated[
        str | None,
        typer.Option("--erased", metavar="TEXT", help="Look for traces of an erased text instead."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that the archive is whole: checksums, counts, every quote in its document."""
    settings = settings_of(context, archive=archive)
    if erased is not None:
        keeping.verify_erased(settings, erased, as_json=as_json)
        return
    if repair:
        from index.generations import rebuild_derived

        rebuild_derived(settings.archive)
        say(f"Made vectors and words of {settings.archive} anew.")
    from index.archive import verify_archive

    problems = verify_archive(settings.archive)
    if as_json:
        print_data({"archive": str(settings.archive), "ok": not problems, "problems": problems})
    elif problems:
        print_data("\n".join(problems))
    else:
        print_data(f"{settings.archive} is whole.")
    if problems:
        raise ArchiveError(
            f"{settings.archive} is not whole, see above; run: protokollsvar verify --repair"
        )


app.command()(users_command.user)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(keeping.erase)


@app.command()
def status(
    context: typer.Context,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what the archive holds and which model made it."""
    settings = settings_of(context, archive=archive)
    found = open_archive(settings).status()
    if as_json:
        print_data(json_contract.status_json(settings.archive, found))
    else:
        print_data(printing.status_text(found))


def _fail(sentence: str) -> None:
    say(f"protokollsvar: {sentence}")
    sys.exit(1)
