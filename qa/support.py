"""Support: what a sentence says in our words is said by its quotes, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.amounts import find_amounts
from index.dates import find_dates
from index.folding import stem
from index.names import find_names
from qa.attribution import is_attributed
from qa.claims import Day, Stated, Token, is_negated, line_of, months_in, tokens
from qa.drafts import Quote
from qa.own_words import LEADS, NEGATIONS, NUMBER_WORDS, NUMBERED
from qa.standing import decisions_in, is_frame

_SEGMENT_END = re.compile(r"[.:;]+(?=\s|$)|[()”]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
# Verbs in the past tense by which a body decides, and how a decision writes them: `att bevilja`.
_ACTED = tuple(
    (re.compile(rf"{past}(?:s|des)?"), re.compile(written))
    for past, written in (
        ("beviljade", r"bevilja(?:r|s)?"), ("avslog", r"avslå(?:r|s)?"), ("utsåg", r"utse(?:r|s)?"),
        ("valde", r"väl(?:ja|jer|js)"), ("antog", r"anta(?:r|s)?"), ("anslog", r"anslå(?:r|s)?"),
        ("godkände", r"godkänn(?:a|er|s)"), ("fastställde", r"fastställ(?:a|er|s)"),
        ("bordlade", r"bordlägg(?:a|er|s)"), ("återremitterade", r"återremitter(?:a|ar|as)"),
        ("biföll", r"bif(?:alla|aller|alls)"), ("avsatte", r"avsätt(?:a|er|s)"),
        ("tillsatte", r"tillsätt(?:a|er|s)"), ("noterade", r"notera(?:r|s)?"),
        ("uppdrog", r"uppdra(?:r|s)?"), ("entledigade", r"entlediga(?:r|s)?"),
    )
)  # fmt: skip
_NO_CONTENT = LEADS | NEGATIONS | NUMBER_WORDS.keys()
_SHORTEST_STEM = 5  # letters; of shorter words another form is often another word


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence taken apart: our words, the words it shows as quoted, and its evidence."""

    own: str
    shown: tuple[str, ...]  # each a line of words as they are compared
    quotes: tuple[Quote, ...]
    evidence: tuple[Stated, ...]  # of each quote, page furniture left out
    said: Stated  # of all quotes
    years: tuple[int, ...]


def is_said(rest: str, case: Case) -> bool:
    """Return whether the quotes say `rest`, our words without what is said of the meeting."""
    loose: list[str] = []
    for segment in _SEGMENT_END.split(rest):
        line = line_of(tokens(segment))
        if not line.strip():
            continue
        if any(line in one.line for one in case.evidence):
            loose += [] if case.shown else line.split()
            continue
        left = _without_facts(segment, case)
        if left is None:
            return False
        found = tokens(left)
        if not all(_is_token_said(found, k, case) for k in range(len(found))):
            return False
        if not case.shown and not is_attributed(segment, case.evidence):
            return False
        loose += [token.text for token in found if not token.number]
    return _polarity_holds(loose, case)


def _without_facts(segment: str, case: Case) -> str | None:
    """Return `segment` without its days and sums; None if one, or a name or month, is unquoted."""
    if not all(_is_named(segment[start:end], case) for start, end in find_names(segment)):
        return None
    for find in (_without_days, _without_months, _without_sums):
        left = find(segment, case)
        if left is None:
            return None
        segment = left
    return segment


def _is_named(name: str, case: Case) -> bool:
    """Return whether the quotes hold `name` whole, with or without a genitive's s."""
    line = line_of(tokens(name))
    forms = {line, f"{line[:-1]}s ", f"{line[:-2]} " if line.endswith("s ") else line}
    if any(form in case.said.line for form in forms):
        return True
    return any(
        p.name == name
        for quote in case.quotes
        for p in quote.meeting.attendees
        if quote.start <= p.start and p.end <= quote.end
    )


def _without_days(segment: str, case: Case) -> str | None:
    """Return `segment` without its days, None if one of them is not quoted."""
    spans = []
    for year in case.years or (None,):
        for found in find_dates(segment, year):
            day: Day = (found.first, found.last)
            if day in case.said.days:
                spans.append((found.start, found.end))
    open_spans = [
        (found.start, found.end)
        for found in find_dates(segment, case.years[0] if case.years else None)
    ]
    if any(span not in spans for span in open_spans):
        return None
    return _blanked(segment, spans)


def _without_months(segment: str, case: Case) -> str | None:
    """Return `segment`, None if a month in it is not quoted, or not of that year."""
    said = case.said
    whole = {(day.month, day.year) for both in said.days for day in both}
    for month, year in months_in(segment):
        bare = (month, None) in said.months
        if year is None:
            known = bare or any(month == m for m, _ in said.months | whole)
        else:
            known = (month, year) in said.months | whole or (bare and year in case.years)
        if not known:
            return None
        if year is not None:
            segment = re.sub(rf"\b{year}\b", " ", segment)
    return segment


def _without_sums(segment: str, case: Case) -> str | None:
    """Return `segment` without its sums of money, None if one of them is not quoted."""
    found = find_amounts(segment)
    if any((amount.kronor, amount.currency) not in case.said.sums for amount in found):
        return None
    return _blanked(segment, [(amount.start, amount.end) for amount in found])


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_token_said(found: Sequence[Token], k: int, case: Case) -> bool:
    """Return whether one word or number of ours is quoted, or a word that we may add."""
    token, said = found[k], case.said
    word = token.text
    value = word if token.number else None
    if value is None and word not in LEADS:
        value = NUMBER_WORDS.get(word)
    if value is not None:
        return _is_counted(found, k, value, case)
    if word in NEGATIONS:
        return word in said.words
    if word in LEADS or word in said.words:
        return True
    if word in NUMBERED and k + 1 < len(found) and found[k + 1].number:
        return True  # the number is held to the quotes and their items
    for past, written in _ACTED:
        if past.fullmatch(word):
            decided = all(decisions_in(quote) for quote in case.quotes)
            return decided and any(written.fullmatch(other) for other in said.words)
    if f"{word}s" in said.words or (word.endswith("s") and word[:-1] in said.words):
        return True
    if any(character.isdigit() for character in word) or len(word) < _SHORTEST_STEM:
        return False
    return stem(word) in said.stems


def _is_counted(found: Sequence[Token], k: int, value: str, case: Case) -> bool:
    """Return whether a number is quoted, of the same thing: `24 båtplatser`, `§ 12`."""
    label = found[k - 1].text if k else ""
    if label in NUMBERED:
        if (label, value) in case.said.labelled:
            return True
        numbers = {t.text for q in case.quotes for t in tokens(q.item.number or "") if t.number}
        return value in numbers and label not in ("vecka", "klass", "etapp", "version", "bilaga")
    if value not in case.said.numbers:
        return False
    unit = found[k + 1] if k + 1 < len(found) else None
    if unit is None or unit.number or unit.text in LEADS or unit.text in NEGATIONS:
        return True
    return (value, stem(unit.text)) in case.said.counted


def _polarity_holds(words: Sequence[str], case: Case) -> bool:
    """Return whether what we say in our own order is negated where the quotes' sentence is."""
    content = {stem(word) for word in words if word.isalpha() and word not in _NO_CONTENT}
    # Beside the quote itself one word is an exact fact, `fjorton personer`, and no statement.
    if len(content) <= bool(case.shown) or all(is_frame(quote) for quote in case.quotes):
        return True
    best = 0
    polarities: set[bool] = set()
    for sentence in _sentences(case):
        shared = len(content & {stem(word) for word in sentence if word.isalpha()})
        if shared > best:
            best, polarities = shared, set()
        if shared == best:
            polarities.add(is_negated(sentence))
    return best == 0 or is_negated(words) in polarities


def _sentences(case: Case) -> Iterator[list[str]]:
    for one in case.evidence:
        for sentence in _SENTENCE.split(one.text):
            yield [token.text for token in tokens(sentence)]
