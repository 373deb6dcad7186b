"""Proof: nothing is said that its quotes do not say.

A sentence passes if each of its quotes stands verbatim at its place, and if every name, date,
amount and number in the sentence occurs in its quotes, or in the facts of the meeting that is
cited (its date and number, which the citation shows beside the quote).
"""

from __future__ import annotations

import re

from index.amounts import find_amounts
from index.dates import find_dates
from index.folding import fold_marks
from index.names import find_names
from qa.drafts import Draft, DraftSentence, Quote

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def proven(draft: Draft) -> Draft:
    """Return `draft` with only its proven sentences; the highlight stays if one still holds it."""
    kept = tuple(sentence for sentence in draft.sentences if is_proven(sentence))
    said = " ".join(sentence.text for sentence in kept)
    highlight = draft.highlight if draft.highlight and draft.highlight in said else None
    return Draft(kept, highlight, draft.confidence)


def is_proven(sentence: DraftSentence) -> bool:
    """Return whether the quotes of `sentence` are genuine and hold all that it states."""
    if not sentence.quotes or not all(_genuine(quote) for quote in sentence.quotes):
        return False
    quoted = " ".join(quote.text for quote in sentence.quotes)
    context = " ".join(_meeting_facts(quote) for quote in sentence.quotes)
    return _names_hold(sentence, quoted) and _dates_hold(sentence, quoted) and _numbers_hold(sentence, quoted + " " + context)


def _genuine(quote: Quote) -> bool:
    whole = quote.meeting.document.text
    return 0 <= quote.start < quote.end <= len(whole) and bool(quote.text.strip())


def _meeting_facts(quote: Quote) -> str:
    meeting = quote.meeting
    day = meeting.date
    return " ".join(
        filter(None, (meeting.number, day.isoformat() if day else None, str(day.day) if day else None,
                      str(day.year) if day else None, quote.item.number, str(len(quote.meeting.attendees))))
    )  # fmt: skip


def _flat(text: str) -> str:
    return re.sub(r"[\s\u00ad*~]+", " ", fold_marks(text))


def _names_hold(sentence: DraftSentence, quoted: str) -> bool:
    have = _flat(quoted)
    frame = _flat(" ".join(filter(None, (f for q in sentence.quotes for f in (q.meeting.body, q.meeting.place)))))
    for start, end in find_names(sentence.text):
        name = _flat(sentence.text[start:end])
        if name not in have and name not in frame and not all(part in have for part in name.split()):
            return False
    return True


def _dates_hold(sentence: DraftSentence, quoted: str) -> bool:
    years = {q.meeting.date.year for q in sentence.quotes if q.meeting.date}
    have = {q.meeting.date for q in sentence.quotes if q.meeting.date}
    for year in years or {None}:
        for found in find_dates(quoted, year):
            have.update({found.first, found.last})
    return all(found.first in have for found in find_dates(sentence.text) if found.year_given)


def _numbers_hold(sentence: DraftSentence, quoted: str) -> bool:
    amounts = {amount.kronor for amount in find_amounts(quoted)}
    dates = [(d.start, d.end) for d in find_dates(sentence.text)]
    sums = [(a.start, a.end, a.kronor) for a in find_amounts(sentence.text)]
    if any(kronor not in amounts for _, _, kronor in sums):
        return False
    have = {_plain(n) for n in _NUMBER.findall(quoted)}
    for match in _NUMBER.finditer(sentence.text):
        if any(a <= match.start() < b for a, b in dates) or any(a <= match.start() < b for a, b, _ in sums):
            continue
        counted = _plain(match.group()) == str(len(sentence.quotes))
        if _plain(match.group()) not in have and not counted and not _listed_count(match.group(), sentence):
            return False
    return True


def _listed_count(number: str, sentence: DraftSentence) -> bool:
    """A count of a list that the sentence itself spells out: `3 stycken: A, B och C`."""
    return number.isdigit() and len(find_names(sentence.text)) == int(number)


def _plain(number: str) -> str:
    return number.replace(":", ".").replace(",", ".").lstrip("0")
