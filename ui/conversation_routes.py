"""What the chat's own script asks for beside the answers: suggestions, feedback, exports.

Nothing of a conversation is kept here: it lives in the visitor's browser, and an export is made
from what the browser sends. Only a verdict that somebody chooses to give is written to a file.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from threading import Semaphore
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from index.errors import ProtokollsvarError
from index.nouns import FRAME_SUFFIX
from ui import exporting
from ui.feedback import Feedback, FeedbackError, FeedbackFile
from ui.remembering import ANSWERS
from ui.selection import where_of
from ui.suggesting import Askable, suggestions
from ui.words import WORDS, Words, language

PATH = "/samtal"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SUGGESTING = 1  # visitor for whom suggestions are looked for at a time

_logger = logging.getLogger(__name__)

Short = Annotated[str, Field(max_length=300)]
Asked = Annotated[str, Field(min_length=1, max_length=2000)]
Long = Annotated[str, Field(max_length=20_000)]
Earlier = Annotated[list[Asked], Field(max_length=50)]


class Asking(BaseModel):
    """A question that was asked, and what came before it."""

    question: Asked
    history: Earlier = []
    query: Annotated[dict[Short, Short], Field(max_length=10)] = {}  # of the page's address
    lang: Short = "sv"


class Cited(BaseModel):
    """One citation of an answer, as the page shows it."""

    n: Annotated[int, Field(ge=1, le=999)]
    reference: Annotated[str, Field(max_length=1000)]
    title: Annotated[str, Field(max_length=2000)] = ""
    quote: Long = ""
    address: Annotated[str, Field(max_length=2000)] = ""
    item_id: Annotated[str, Field(max_length=500)] = ""


class Judged(Asking):
    """A verdict on one answer."""

    verdict: Literal["up", "down"]
    reason: Literal[
        "", "wrong", "wrong_source", "incomplete", "should_answer", "should_refuse", "other"
    ] = ""
    comment: Annotated[str, Field(max_length=2000)] = ""
    answer: Long = ""
    highlight: Annotated[str, Field(max_length=2000)] | None = None
    found: bool
    citations: Annotated[list[Cited], Field(max_length=200)] = []


class SaidParagraph(BaseModel):
    """A sentence of an answer."""

    text: Long
    notes: Annotated[list[int], Field(max_length=100)] = []


class SaidTurn(BaseModel):
    """A question with its answer, as the page shows them."""

    question: Annotated[str, Field(max_length=20_000)]
    paragraphs: Annotated[list[SaidParagraph], Field(max_length=500)]
    citations: Annotated[list[Cited], Field(max_length=500)] = []
    searched: Annotated[str, Field(max_length=2000)] = ""


class Exported(BaseModel):
    """A conversation to be written to a file."""

    name: Short
    form: Literal["md", "docx"]
    lang: Short = "sv"
    turns: Annotated[list[SaidTurn], Field(max_length=500)]


def conversation_routes(archive: Askable, feedback: FeedbackFile | None) -> APIRouter:
    """Return the routes below `/samtal`; without `feedback` no verdict is taken."""
    router = APIRouter(prefix=PATH, include_in_schema=False)
    turns = Semaphore(_SUGGESTING)

    @router.post("/vidare")
    def go_on(asking: Asking) -> dict[str, Any]:
        # The answers that people wait for come first; the page asks again after a while.
        if ANSWERS.count or not turns.acquire(blocking=False):
            return {"suggestions": [], "later": True}
        try:
            found = suggestions(
                archive,
                asking.question,
                asking.history,
                where_of(asking.query),
                _words(asking),
                is_busy=lambda: ANSWERS.count > 0,
            )
        except ProtokollsvarError:
            _logger.exception("could not look for suggestions")
            found = []
        finally:
            turns.release()
        return {"suggestions": found}

    @router.post("/omdome")
    def judge(request: Request, judged: Judged) -> dict[str, str]:
        if feedback is None:
            raise HTTPException(404)
        _refuse_other_sites(request)
        try:
            feedback.add(_feedback(archive, judged))
        except FeedbackError as error:
            _logger.exception("could not keep feedback")
            raise HTTPException(507, "not kept") from error
        return {"status": "kept"}

    @router.post("/export")
    def export(exported: Exported) -> Response:
        words = WORDS[language(exported.lang)]
        name = exported.name.strip() or words.conversation
        said = [_turn(turn) for turn in exported.turns]
        if exported.form == "md":
            content = exporting.markdown(name, said).encode()
            return _file(content, name, "md", "text/markdown; charset=utf-8")
        return _file(exporting.docx(name, said, words), name, "docx", _DOCX)

    return router


def _feedback(archive: Askable, judged: Judged) -> Feedback:
    """Return what to keep; meeting and item are taken from the archive, not from the page."""
    items = {item.id: item for item in archive.catalogue().items}
    meetings = {meeting.id: meeting for meeting in archive.catalogue().meetings}
    citations = []
    for cited in judged.citations:
        item = items.get(cited.item_id)
        meeting = item.meeting if item else meetings.get(cited.item_id.removesuffix(FRAME_SUFFIX))
        day = meeting.date if meeting else None
        citations.append(
            {
                "item_id": cited.item_id,
                "date": day.isoformat() if day else None,
                "item": item.number if item else None,
                "quote": cited.quote,
            }
        )
    return Feedback(
        dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        judged.verdict,
        judged.reason,
        judged.comment.strip(),
        judged.question,
        tuple(judged.history),
        "answered" if judged.found else "not_found",
        judged.answer,
        judged.highlight or None,
        tuple(citations),
    )


def _turn(said: SaidTurn) -> exporting.Turn:
    notes = [exporting.Note(c.n, c.reference, c.title, c.quote, c.address) for c in said.citations]
    paragraphs = [exporting.Paragraph(p.text, tuple(p.notes)) for p in said.paragraphs]
    return exporting.Turn(said.question, tuple(paragraphs), tuple(notes), said.searched)


def _file(content: bytes, name: str, ending: str, media_type: str) -> Response:
    plain = re.sub(r"[^\w -]", "", name).strip()[:80] or "protokollsvar"
    disposition = f"attachment; filename*=UTF-8''{quote(plain)}.{ending}"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


def _refuse_other_sites(request: Request) -> None:
    """Refuse what another site's page sends: only our own pages may write."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "another site's page may not write here")


def _words(asking: Asking) -> Words:
    return WORDS[language(asking.lang)]
