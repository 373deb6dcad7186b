"""Proof: nothing is said that its quotes do not say.

A sentence passes if each of its quotes lies in its document; if what it puts between quotation
marks stands in one of them, word for word; and if every name, date, amount and number around that
occurs in the quotes or in the titles of their items. What the citation itself shows is known too:
the meeting's date and number ("mötet 2/2018"), its body and place. A number may also count the
quotes ("5 möten"), or the names that the sentence lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.amounts import find_amounts
from index.dates import find_dates
from index.folding import fold_marks
from index.names import find_names
from qa.drafts import Draft, DraftSentence, Quote

_QUOTED = re.compile(r"”(.+?)”(?=\s*(?:$|”|[A-ZÅÄÖ]))", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def proven(draft: Draft) -> Draft:
    """Return `draft` with only its proven sentences; the highlight stays if one still holds it."""
    kept = tuple(sentence for sentence in draft.sentences if is_proven(sentence))
    said = " ".join(sentence.text for sentence in kept)
    highlight = draft.highlight if draft.highlight and draft.highlight in said else None
    return Draft(kept, highlight)


def is_proven(sentence: DraftSentence) -> bool:
    """Return whether the quotes of `sentence` are genuine and hold all that it states."""
    if not sentence.quotes or not all(_genuine(quote) for quote in sentence.quotes):
        return False
    if not _words_hold(sentence):
        return False
    quoted = " ".join(f"{quote.item.title} {quote.text}" for quote in sentence.quotes)
    return (
        _names_hold(sentence, quoted)
        and _dates_hold(sentence, quoted)
        and _numbers_hold(sentence, quoted)
    )


def _genuine(quote: Quote) -> bool:
    """Return whether the quote lies in its document and has words."""
    whole = quote.meeting.document.text
    return 0 <= quote.start < quote.end <= len(whole) and bool(quote.text.strip())


def _words_hold(sentence: DraftSentence) -> bool:
    """Return whether all that stands between ” and ” is said by a quote, furniture apart."""
    said = [_letters(quote.text) for quote in sentence.quotes]
    return all(_is_within(_letters(match[1]), said) for match in _QUOTED.finditer(sentence.text))


def _is_within(words: str, said: Sequence[str]) -> bool:
    if any(words in one for one in said):
        return True
    # Page furniture inside a quote is not shown: every word must come, in order.
    return any(_in_order(words.split(), one.split()) for one in said)


def _in_order(words: Sequence[str], said: Sequence[str]) -> bool:
    rest = iter(said)
    return bool(words) and all(any(word == other for other in rest) for word in words)


def _letters(text: str) -> str:
    return " ".join(_WORDS.findall(_flat(text)))


def _names_hold(sentence: DraftSentence, quoted: str) -> bool:
    have = _flat(quoted)
    meetings = [quote.meeting for quote in sentence.quotes]
    frame = _flat(" ".join(fact for m in meetings for fact in (m.body, m.place) if fact))
    for start, end in find_names(sentence.text):
        name = _flat(sentence.text[start:end])
        if name not in have and name not in frame and not all(p in have for p in name.split()):
            return False
    return True


def _flat(text: str) -> str:
    """Return `text` folded, its line breaks, soft hyphens and marks of emphasis as blanks."""
    return re.sub(r"[\s\u00ad*~]+", " ", fold_marks(text))


def _dates_hold(sentence: DraftSentence, quoted: str) -> bool:
    """Return whether each full date is a cited meeting's, or quoted with its year or without."""
    have = {q.meeting.date for q in sentence.quotes if q.meeting.date}
    years: set[int | None] = {day.year for day in have}
    for year in years or {None}:
        for found in find_dates(quoted, year):
            have.update({found.first, found.last})
    return all(found.first in have for found in find_dates(sentence.text) if found.year_given)


def _numbers_hold(sentence: DraftSentence, quoted: str) -> bool:
    """Return whether each sum and each number outside dates is quoted, or is a true count."""
    sums = find_amounts(sentence.text)
    if not {a.kronor for a in sums} <= {a.kronor for a in find_amounts(quoted)}:
        return False
    checked = [(day.start, day.end) for day in find_dates(sentence.text)]
    checked += [(amount.start, amount.end) for amount in sums]
    for quote in sentence.quotes:
        for fact in (quote.meeting.number, quote.item.number):
            checked += [m.span() for m in re.finditer(_whole(fact), sentence.text)] if fact else []
    have = {_plain(number) for number in _NUMBER.findall(quoted)}
    have.add(str(len(sentence.quotes)))  # `5 möten`, each of them quoted
    for match in _NUMBER.finditer(sentence.text):
        if any(start <= match.start() < end for start, end in checked):
            continue
        if _plain(match.group()) not in have and not _counts_names(match.group(), sentence.text):
            return False
    return True


def _whole(number: str) -> str:
    """Return a pattern for a meeting's or an item's number, where it is no part of another."""
    return rf"(?<![\d/])(?:{re.escape(number)})(?![\d/])"


def _counts_names(number: str, text: str) -> bool:
    """Return whether `number` counts the names in `text`: `3 stycken: A, B och C`."""
    return number.isdigit() and len(find_names(text)) == int(number)


def _plain(number: str) -> str:
    """Return a number as it is compared: a point for its decimal mark, no zeros before it."""
    return number.replace(":", ".").replace(",", ".").lstrip("0")
