"""The evaluation page: choose or upload a question set, run it, read what came of it."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Protocol
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from eval.archives import DEMO_QUESTIONS
from eval.finds import Find, Place
from eval.plots import Row, bar_plot, interval_plot
from eval.questions import LabelledQuestion, load_questions, parse_questions
from eval.report import first_ranks, html_report
from eval.running import Evaluation, Search
from eval.saved import evaluation_json
from index.errors import QuestionError
from index.nouns import Meeting
from qa.nouns import Assistant
from ui import addresses
from ui.evaluation_runs import BusyError, Runs, Started
from ui.evaluation_words import EVALUATION_WORDS, EvaluationWords
from ui.pages import EVALUATION_PATH as PATH
from ui.pages import missing, render, words_of
from ui.words import Words

_LARGEST = 5  # MB of a question file: some ten thousand questions
_VIEWS = 8  # of which the runs are kept


class Evaluated(Search, Assistant, Protocol):
    """What the page needs of an archive that answers."""

    def refresh(self) -> bool:
        """Pick up a finished change made by another process."""

    def meetings(self) -> Sequence[Meeting]:
        """Return the meetings by date."""


def evaluation_routes(live: Evaluated, seen: Callable[[], Evaluated] | None = None) -> APIRouter:
    """Return the routes of the evaluation page over one archive.

    `seen` gives the archive as the present visitor sees it: a run works on that, in a thread of its
    own, and is shown only to who sees the same.
    """
    kept: OrderedDict[int, tuple[Evaluated, Runs]] = OrderedDict()  # by the view's identity
    making = Lock()

    def runs_now() -> Runs:
        view = seen() if seen is not None else live
        with making:
            _, runs = kept.setdefault(id(view), (view, Runs(view, view)))
            kept.move_to_end(id(view))
            while len(kept) > _VIEWS:
                kept.popitem(last=False)
        return runs

    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get(PATH)
    def start_page(request: Request) -> HTMLResponse:
        return _start(request, live, runs_now())

    @router.post(PATH)
    def start(
        request: Request,
        chosen: Annotated[str, Form()] = "",
        file: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        words = EVALUATION_WORDS[words_of(request).lang]
        if not _is_own(request):
            return _start(request, live, runs_now(), words.foreign, status=403)
        try:
            name, questions = _asked(live, chosen, file, words)
        except QuestionError as error:
            return _start(request, live, runs_now(), words.refused, str(error), status=422)
        except _Refused as refused:
            return _start(request, live, runs_now(), str(refused), status=422)
        try:
            run = runs_now().start(name, questions)
        except BusyError:
            return _start(request, live, runs_now(), words.busy, status=409)
        return RedirectResponse(_address(run, words_of(request)), status_code=303)

    @router.get(PATH + "/{run_id}")
    def run_page(request: Request, run_id: str) -> HTMLResponse:
        run = runs_now().get(run_id)
        words = words_of(request)
        if run is None:
            return missing(request, EVALUATION_WORDS[words.lang].missing_run)
        return render("evaluation.html", request, _run_view(run, request))

    @router.get(PATH + "/{run_id}/{kind}")
    def download(request: Request, run_id: str, kind: str) -> Response:
        run = runs_now().get(run_id)
        if run is None or run.evaluation is None or kind not in ("html", "json"):
            return missing(request, EVALUATION_WORDS[words_of(request).lang].missing_run)
        if kind == "html":
            text, media = html_report(run.evaluation), "text/html; charset=utf-8"
        else:
            record = evaluation_json(run.evaluation)
            text = json.dumps(record, ensure_ascii=False, indent=2)
            media = "application/json"
        name = quote(f"{run.name}.{kind}", safe="")
        disposition = f"attachment; filename*=UTF-8''{name}"
        return Response(text, media_type=media, headers={"Content-Disposition": disposition})

    return router


class _Refused(Exception):
    """Why the form was not accepted, in the page's language."""


def demo_sets(live: Evaluated) -> dict[str, tuple[LabelledQuestion, ...]]:
    """Return the demo's question sets by name, if the archive holds the demo's meetings."""
    days = {meeting.date for meeting in live.meetings()}
    sets = {path.stem: load_questions(path) for path in sorted(DEMO_QUESTIONS.glob("*.jsonl"))}
    return {
        name: questions
        for name, questions in sets.items()
        if days.issuperset(day for question in questions for day in question.meetings)
    }


def _asked(
    live: Evaluated, chosen: str, file: UploadFile | None, words: EvaluationWords
) -> tuple[str, Sequence[LabelledQuestion]]:
    if file is not None and file.filename:
        content = file.file.read(_LARGEST * 1_000_000 + 1)
        if len(content) > _LARGEST * 1_000_000:
            raise _Refused(words.too_large.format(limit=_LARGEST))
        name = Path(file.filename).name
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise QuestionError(
                f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8"
            ) from None
        return Path(name).stem, parse_questions(text, name)
    sets = demo_sets(live)
    if chosen in sets:
        return chosen, sets[chosen]
    raise _Refused(words.nothing_chosen)


def _is_own(request: Request) -> bool:
    """Tell whether a form was sent from our own page: another site must not start work here."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _start(
    request: Request,
    live: Evaluated,
    runs: Runs,
    problem: str = "",
    detail: str = "",
    status: int = 200,
) -> HTMLResponse:
    live.refresh()
    words = words_of(request)
    view = {
        "e": EVALUATION_WORDS[words.lang],
        "sets": {name: len(questions) for name, questions in demo_sets(live).items()},
        "runs": [(run, _address(run, words)) for run in runs.latest()],
        "problem": problem,
        "detail": detail,
        "action": _with_language(PATH, words),
    }
    return render("evaluations.html", request, view, status)


def _run_view(run: Started, request: Request) -> dict[str, Any]:
    words = words_of(request)
    e = EVALUATION_WORDS[words.lang]
    evaluation, failed = run.evaluation, run.failed  # the run may end while the page is made
    view: dict[str, Any] = {
        "e": e,
        "run": run,
        "failed": failed,
        "over": failed or evaluation is not None,
        "address": _address(run, words),
        "start_address": _with_language(PATH, words),
    }
    if evaluation is None:
        return view
    only_wrong = request.query_params.get("visa") == "fel"
    return view | _read(evaluation, e, words) | {"only_wrong": only_wrong}


def _read(evaluation: Evaluation, e: EvaluationWords, words: Words) -> dict[str, Any]:
    """Return what the template shows of a finished run."""
    values, intervals = evaluation.measures(), evaluation.intervals()
    parts = evaluation.by_type()
    chief = ("nDCG@10", "R@1", "answer_accuracy", "refusal_recall")
    rows = [Row(name, value, intervals[name]) for name, value in values.items()]
    ranks = [
        Row(e.not_among if name == "–" else e.rank.format(rank=name), share)
        for name, share in first_ranks(evaluation)
    ]
    return {
        "summary": e.summary.format(
            questions=len(evaluation.results), seconds=words.seconds(evaluation.seconds)
        ),
        "measures": [
            (name, e.measures.get(name, ""), _figure(value, words), _ends(intervals[name], words))
            for name, value in values.items()
        ],
        "plot": Markup(interval_plot(e.interval_note, rows)),  # escapes its labels
        "ranks": Markup(bar_plot(e.where_found, ranks)),
        "chief": [name for name in chief if name in evaluation.names],
        "types": [
            (kind, len(part.results), [
                (_figure(part.measures()[name], words), _ends(part.intervals()[name], words))
                for name in chief if name in evaluation.names
            ])
            for kind, part in parts.items()
        ],
        "results": evaluation.results,
        "place_href": lambda place: _place_address(place, words),
        "place_text": lambda place: _place_text(place, words),
        "why_text": lambda find: _why(find, e, words),
    }  # fmt: skip


def _place_address(place: Place, words: Words) -> str:
    return addresses.item_address(place.item_id, start=place.start, end=place.end, words=words)


def _place_text(place: Place, words: Words) -> str:
    whose = addresses.minutes(place.body, place.meeting, words)
    what = addresses.place(place.item, place.title, words)
    title = f" ”{place.title}”" if place.item and place.title else ""
    return ", ".join(part for part in (whose, place.date or words.undated, what + title) if part)


def _why(find: Find, e: EvaluationWords, words: Words) -> str:
    """Return why an item was found: its score, its rank in each leg, what it shares."""
    parts = [e.score.format(score=_figure(find.score, words))]
    parts += [f"{e.legs[leg]} {e.rank.format(rank=rank)}" for leg, rank in find.why.ranks.items()]
    if find.why.words:
        parts.append(e.shared_words.format(words=", ".join(find.why.words)))
    if find.why.parts:
        pairs = ", ".join(e.part_in.format(part=part, word=word) for part, word in find.why.parts)
        parts.append(e.shared_parts.format(parts=pairs))
    return "; ".join(parts)


def _figure(value: float | None, words: Words) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", words.decimal)


def _ends(ends: tuple[float, float] | None, words: Words) -> str:
    return f"{_figure(ends[0], words)}–{_figure(ends[1], words)}" if ends else "–"


def _address(run: Started, words: Words) -> str:
    return _with_language(f"{PATH}/{run.id}", words)


def _with_language(path: str, words: Words) -> str:
    return path if words.lang == "sv" else f"{path}?lang={words.lang}"
