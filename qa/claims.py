"""Claims: the words, days, sums and numbers that a text states, in the forms to compare them in.

`100 000 kr`, `100 tkr` and `0,1 mnkr` are one sum, `180321` and `21 mars 2018` one day, `tre` and
`3` one number. A number keeps what it counts beside it: five hours are not five days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.amounts import find_amounts
from index.dates import MONTHS, find_dates
from index.folding import fold, stem
from qa.own_words import NEGATIONS, NUMBER_WORDS

_HIDDEN = re.compile(r"\[bookmark: [^\]]*\]|\*\*|~~|\u00ad")  # as `index.units.flat` leaves out
TOKEN = re.compile(
    r"""
    (?<!\w)[-−–](?=\d)(?:\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)(?:[.,:]\d+)*(?![^\W_])  # below zero
    | (?<!\d)\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?(?![^\W_]|[.,:]\d)      # 1 720 000
    | \d+(?:[.,:]\d+)*(?![^\W_])
    | [^\W_]+ | % | §+
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n|\n\s*(?:[-–•]|att\b)")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f.](?=\d{3}(?!\d))")
_ANY_NUMBER_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_MONEY_WORD = re.compile(
    rf"\b({_ANY_NUMBER_WORD})(?=\s+(?:kronor|kr|miljon|miljard))", re.IGNORECASE
)
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\b\.?(?:\s+((?:19|20)\d\d))?", re.IGNORECASE)
_BESIDE = 3  # words after a number among which stands what it counts: `24 nya båtplatser`

_folded = lru_cache(maxsize=65536)(fold)
Day = tuple[dt.date, dt.date]  # the first and the last of a range of days


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number as it is compared, and where it stands."""

    text: str
    start: int
    end: int
    number: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text states."""

    text: str
    tokens: tuple[Token, ...]
    line: str  # its words as one line shows them, each between two blanks
    words: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[str]
    counted: frozenset[tuple[str, str]]  # a number and the stem of a word soon after it
    labelled: frozenset[tuple[str, str]]  # the word before a number, and the number
    days: frozenset[Day]
    months: frozenset[tuple[int, int | None]]
    sums: frozenset[tuple[Decimal, str]]


@lru_cache(maxsize=8192)
def stated(text: str, years: tuple[int, ...] = ()) -> Stated:
    """Return what `text` states; a day without a year is of each of `years`."""
    text = shown(text)
    # Columns and lines stand between numbers of their own, and within one that a line's end broke.
    flat = re.sub(r"\s+", " ", text).strip()
    found, in_line = tokens(text), tokens(flat)
    words = frozenset(token.text for token in found if not token.number)
    numbers, counted, labelled = set(), set(), set()
    for row in (found,) if found == in_line else (found, in_line):
        for k, token in enumerate(row):
            value = token.text if token.number else NUMBER_WORDS.get(token.text)
            if value is None:
                continue
            numbers.add(value)
            beside = [t for t in row[k + 1 : k + 1 + _BESIDE] if not t.number]
            counted |= {(value, stem(other.text)) for other in beside}
            if k:
                labelled.add((row[k - 1].text, value))
    days: set[Day] = set()
    for year in years or (None,):
        days |= {(day.first, day.last) for day in find_dates(text, year)}
    return Stated(
        text=text,
        tokens=found,
        line=line_of(in_line),
        words=words,
        stems=frozenset(stem(word) for word in words),
        numbers=frozenset(numbers),
        counted=frozenset(counted),
        labelled=frozenset(labelled),
        days=frozenset(days) | {(day, day) for both in days for day in both},
        months=frozenset(months_in(text)),
        sums=frozenset(sums_in(text) | sums_in(flat)),
    )


def shown(text: str) -> str:
    """Return `text` without the marks that are not shown: emphasis, soft hyphens, bookmarks."""
    return _HIDDEN.sub("", text)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of `text` in order, `%` as the word `procent`."""
    found = []
    for match in TOKEN.finditer(text):
        written = match.group()
        number = written[-1].isdigit() and not any(c.isalpha() for c in written)
        if number:
            plain = _plain(written)
        else:
            plain = "procent" if written == "%" else "§" if written[0] == "§" else _folded(written)
        found.append(Token(plain, *match.span(), number))
    return tuple(found)


def line_of(found: Sequence[Token]) -> str:
    """Return the words of `found` as one line, each between two blanks."""
    return f" {' '.join(token.text for token in found)} " if found else " "


def sums_in(text: str) -> set[tuple[Decimal, str]]:
    """Return the sums of money in `text`, in kronor or euro: `två miljoner kronor` is one."""
    in_digits = _MONEY_WORD.sub(lambda match: NUMBER_WORDS[match[1].lower()], text)
    return {(amount.kronor, amount.currency) for amount in find_amounts(in_digits)}


def months_in(text: str) -> set[tuple[int, int | None]]:
    """Return the months in `text`, with the year where it follows."""
    return {
        (MONTHS[match[1].lower()], int(match[2]) if match[2] else None)
        for match in _MONTH_YEAR.finditer(text)
    }


def negations(words: Iterable[str]) -> int:
    """Return how many of `words` negate."""
    return sum(word in NEGATIONS for word in words)


def is_negated(words: Iterable[str]) -> bool:
    """Return whether one of `words` negates."""
    return any(word in NEGATIONS for word in words)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentences or points of `text` that a span lies in."""
    first = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    following = _SENTENCE_END.search(text, max(start, end - 1))
    return text[first : following.start() + 1 if following else len(text)]


def _plain(number: str) -> str:
    """Return a number as it is compared: no blanks, a point for its mark, no zeros before it."""
    sign = "-" if number[0] in "-−–" else ""
    digits = _THOUSANDS.sub("", number.lstrip("-−–")).replace(":", ".").replace(",", ".")
    return sign + (digits.lstrip("0") or "0")
