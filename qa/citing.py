"""Citing: a proven draft becomes an answer, its quotes numbered in the order of its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from index.nouns import Meeting
from qa.drafts import Draft, Quote
from qa.nouns import Answer, Citation, Searched, Sentence


def cite(
    question: str, standalone: str, draft: Draft, meetings: Sequence[Meeting], seconds: float
) -> Answer:
    """Return `draft` as the answer to `question`, asked of `meetings`; equal quotes share a number.

    A draft without sentences is the finding that there is no answer.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[Sentence] = []
    for sentence in draft.sentences:
        mine = []
        for quote in sentence.quotes:
            key = (quote.item.id, quote.start, quote.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(_citation(numbers[key], quote))
            mine.append(numbers[key])
        sentences.append(Sentence(sentence.text, tuple(mine)))
    dated = [meeting.date for meeting in meetings if meeting.date]
    return Answer(
        question=question,
        standalone_question=standalone,
        status="answered" if sentences else "not_found",
        sentences=tuple(sentences),
        highlight=draft.highlight if sentences else None,
        citations=tuple(citations),
        searched=Searched(len(meetings), min(dated, default=None), max(dated, default=None)),
        seconds=seconds,
        confidence=draft.confidence,
    )


def _citation(n: int, quote: Quote) -> Citation:
    meeting, item = quote.meeting, quote.item
    document = meeting.document
    return Citation(
        n=n, item_id=item.id, body=meeting.body, meeting=meeting.number, date=meeting.date,
        item=item.number, title=item.title, quote=quote.text, source=document.path,
        start=quote.start, end=quote.end, page=document.page_at(quote.start),
    )  # fmt: skip
