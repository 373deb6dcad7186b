"""The REST API: the JSON contract of the command line over HTTP, described by OpenAPI."""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import iterate_in_threadpool

from index.errors import ProtokollsvarError, QuestionError
from index.nouns import Filter
from qa.nouns import Answer
from ui import api_models as models
from ui import json_contract
from ui.live import LiveArchive
from ui.pages import render

PATH = "/api"
OPENAPI = f"{PATH}/openapi.json"
DESCRIPTION = (
    "Answers to Swedish questions from meeting protocols, every sentence proven by a quote. "
    "The JSON is that of the command line's --json; fields may be added, never renamed."
)
_LONGEST = 2000  # characters of a question that are read
_NAME = 200

_logger = logging.getLogger(__name__)

Question = Annotated[
    str, Query(min_length=1, max_length=_LONGEST, description="The question, in Swedish.")
]
Earlier = Annotated[
    list[Annotated[str, Field(max_length=_LONGEST)]],
    Query(max_length=50, description="The questions asked before it, oldest first."),
]
First = Annotated[
    dt.date | None, Query(alias="from", description="Only meetings from this day on.")
]
Last = Annotated[dt.date | None, Query(alias="to", description="Only meetings up to this day.")]
Body = Annotated[str | None, Query(max_length=_NAME, description="Only this body's meetings.")]
Person = Annotated[
    str | None, Query(max_length=_NAME, description="Only where this person took part.")
]
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": models.Problem, "description": "What was wrong, in one sentence."}
}
_UNKNOWN: dict[int | str, dict[str, Any]] = {
    404: {"model": models.Problem, "description": "There is none with this id."}
}


class Asking(BaseModel):
    """A question with the conversation and the selection that it is asked in."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    after: Annotated[list[Annotated[str, Field(max_length=_LONGEST)]], Field(max_length=50)] = []
    first: dt.date | None = Field(None, alias="from")
    last: dt.date | None = Field(None, alias="to")
    body: Annotated[str, Field(max_length=_NAME)] | None = None
    person: Annotated[str, Field(max_length=_NAME)] | None = None


def api(live: LiveArchive) -> APIRouter:
    """Return the routes below `/api`."""
    router = APIRouter(prefix=PATH, tags=["protokollsvar"])

    @router.get("", include_in_schema=False, response_class=HTMLResponse)
    def documentation(request: Request) -> HTMLResponse:
        return render("api.html", request, {"operations": _operations(request.app.openapi())})

    @router.get(
        "/ask", response_model=models.Answer, response_model_exclude_unset=True, responses=_PROBLEMS
    )
    def ask(
        question: Question,
        after: Earlier = [],  # noqa: B006  # FastAPI copies it
        first: First = None,
        last: Last = None,
        body: Body = None,
        person: Person = None,
    ) -> json_contract.Json:
        """Answer a question, with the citations that prove it."""
        where = filter_of(first, last, body, person)
        return json_contract.answer_json(_asked(live, question, after, where))

    @router.post(
        "/ask", response_model=models.Answer, response_model_exclude_unset=True, responses=_PROBLEMS
    )
    def ask_with_body(asking: Asking) -> json_contract.Json:
        """Answer a question, with the citations that prove it."""
        where = filter_of(asking.first, asking.last, asking.body, asking.person)
        return json_contract.answer_json(_asked(live, asking.question, asking.after, where))

    @router.get(
        "/ask/stream",
        response_class=StreamingResponse,
        responses={
            200: {
                "content": {"text/event-stream": {}},
                "description": "The events searching, sentence (each of the answer), and answer "
                "(the whole, as from /api/ask) or problem.",
            }
        },
    )
    def ask_streaming(
        question: Question,
        after: Earlier = [],  # noqa: B006  # FastAPI copies it
        first: First = None,
        last: Last = None,
        body: Body = None,
        person: Person = None,
    ) -> StreamingResponse:
        """Answer a question by server-sent events."""
        where = filter_of(first, last, body, person)
        return StreamingResponse(
            iterate_in_threadpool(_events(live, question, after, where)),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @router.get("/search", response_model=models.Hits, responses=_PROBLEMS)
    def search(
        query: Annotated[str, Query(min_length=1, max_length=_LONGEST)],
        k: Annotated[int, Query(ge=1, le=100, description="At most this many.")] = 10,
        first: First = None,
        last: Last = None,
        body: Body = None,
        person: Person = None,
    ) -> json_contract.Json:
        """List the items that a query finds, best first."""
        return search_json(live, query, k, filter_of(first, last, body, person))

    @router.get("/meetings", response_model=models.Meetings, responses=_PROBLEMS)
    def meetings(
        first: First = None, last: Last = None, body: Body = None, person: Person = None
    ) -> json_contract.Json:
        """List the meetings by date."""
        return meetings_json(live, filter_of(first, last, body, person))

    @router.get("/meetings/{meeting_id}", response_model=models.Meeting, responses=_UNKNOWN)
    def meeting(meeting_id: str) -> json_contract.Json:
        """Return one meeting: its attendance and its items."""
        live.refresh()
        try:
            return json_contract.meeting_json(live.meeting(meeting_id))
        except KeyError:
            raise HTTPException(404, f'no meeting has the id "{meeting_id}"') from None

    @router.get("/items/{item_id}", response_model=models.ShownItem, responses=_UNKNOWN)
    def item(item_id: str) -> json_contract.Json:
        """Return one item with its text and its meeting."""
        live.refresh()
        try:
            return json_contract.shown_json(*live.find_item(item_id))
        except KeyError:
            raise HTTPException(404, f'no item has the id "{item_id}"') from None

    return router


def filter_of(
    first: dt.date | None, last: dt.date | None, body: str | None, person: str | None
) -> Filter:
    """Return the filter; HTTP 400 if the first day is after the last."""
    if first and last and first > last:
        raise HTTPException(400, f"from {first} is after to {last}; give the earlier day first")
    return Filter(date_from=first, date_to=last, body=body or None, person=person or None)


def search_json(live: LiveArchive, query: str, k: int, where: Filter) -> json_contract.Json:
    """Return what `search --json` prints."""
    began = time.perf_counter()
    hits = live.search(query, k, where=where)
    return json_contract.hits_json(query, hits, time.perf_counter() - began)


def meetings_json(live: LiveArchive, where: Filter) -> json_contract.Json:
    """Return what `meetings --json` prints."""
    live.refresh()
    return {"meetings": [json_contract.meeting_row_json(one) for one in live.meetings(where)]}


def _asked(live: LiveArchive, question: str, after: list[str], where: Filter) -> Answer:
    try:
        return live.ask(question, after, where)
    except QuestionError as error:
        raise HTTPException(400, str(error)) from error
    except ProtokollsvarError as error:
        _logger.exception("could not answer a question")
        raise HTTPException(503, str(error)) from error


def _events(live: LiveArchive, question: str, after: list[str], where: Filter) -> Iterator[str]:
    yield _event("searching", {"question": question})
    try:
        answer = live.ask(question, after, where)
    except ProtokollsvarError as error:
        yield _event("problem", {"detail": str(error)})
        return
    except Exception:
        # The answer has begun, so its status cannot say it; the operator finds the cause here.
        _logger.exception("could not answer a question")
        yield _event("problem", {"detail": "the question could not be answered; try again"})
        return
    for sentence in answer.sentences:
        yield _event("sentence", {"text": sentence.text, "citations": list(sentence.citations)})
    yield _event("answer", json_contract.answer_json(answer))


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the page of the API shows of its OpenAPI description."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("description") or operation.get("summary", ""),
            "parameters": [
                (each["name"], each.get("description", ""), each.get("required", False))
                for each in operation.get("parameters", ())
            ],
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
