"""Reading English: the words of a question, which of them are names, and what is Swedish already.

Dates, seasons and the numbers of meetings and items are put into Swedish before the words are
read, marked off so that nothing changes them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from qa.dictionary import Entry, Form, Sense, entries, longest
from qa.english_phrases import DATES, FUNCTION, MONTHS, PLAINER, READY

NOUNS = ("noun", "office", "body")
ASKING = frozenset("who whom what when where why how which whose what_time".split())
THE = frozenset({"the", "this", "that", "these", "those"})
A = frozenset({"a", "an", "one"})
_TOKEN = re.compile(
    r"""
    \x01(?P<ready>[^\x02]*)\x02
    | (?P<quote>[”“"][^”“"]*[”“"])
    | (?P<number>§?\s?\d[\w.,:/-]*\w|\d)
    | (?P<genitive>'s?(?=\W|$))
    | (?P<word>[^\W\d_]+(?:[_&-][^\W_]+)*)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Word:
    """One word, number, name or mark of the question, or what is Swedish already."""

    text: str
    known: tuple[Entry, ...] = ()
    fixed: bool = False  # a name, a number, a quote, a date: stays as it is
    low: str = field(init=False)  # small letters; "" for what is fixed

    def __post_init__(self) -> None:
        self.low = "" if self.fixed else self.text.lower()

    def is_part(self, *parts: str) -> bool:
        """Return whether this may be one of these parts of speech."""
        return any(entry.sense.part in parts for entry in self.known)

    def verb(self, *forms: Form) -> Sense | None:
        """Return the verb that this is a form of, one of `forms`."""
        found = (e.sense for e in self.known if e.sense.part == "verb" and e.form in forms)
        return next(found, None)

    @property
    def is_only_verb(self) -> bool:
        """Whether this can be nothing but a verb."""
        return bool(self.known) and all(e.sense.part == "verb" for e in self.known)


def read(question: str) -> list[list[Word]]:
    """Return the words of each sentence of a question, what is said at once already Swedish."""
    text = re.sub(r"\s+", " ", question).strip()
    for pattern, plain in PLAINER:
        text = pattern.sub(plain, text)
    for pattern in DATES:
        text = _outside(pattern, _date, text)
    for pattern, ready in READY:
        text = _outside(pattern, partial(_ready, ready), text)
    return [_words(one) for one in re.split(r"(?<=[?!])\s+", text)]


def _outside(pattern: re.Pattern[str], said: Callable[[re.Match[str]], str], text: str) -> str:
    """Return `text` with what `pattern` finds outside quotes put into Swedish, which is marked."""
    parts = re.split(r"(\x01[^\x02]*\x02|[”“\"][^”“\"]*[”“\"])", text)
    return "".join(
        part if k % 2 else pattern.sub(lambda match: f"\x01{said(match)}\x02", part)
        for k, part in enumerate(parts)
    )


def _ready(swedish: str, match: re.Match[str]) -> str:
    return match.expand(swedish)


def _date(match: re.Match[str]) -> str:
    part = match.groupdict()
    month = MONTHS[part["month"].lower()]
    year = f" {part['year']}" if part.get("year") else ""
    if part.get("day"):
        said = f"den {part['day']} {month}{year}"
    else:
        before = (part.get("in") or "").strip().lower()
        said = f"{'från ' if before == 'from' else 'i '}{month}{year}"
    return said


def _words(text: str) -> list[Word]:
    """Return the words of `text`, those that the dictionary has together as one."""
    found: list[Word] = []
    tokens = list(_TOKEN.finditer(text.replace("\x02\x01", "\x02 \x01")))
    k = 0
    while k < len(tokens):
        match = tokens[k]
        if match["word"] is None:
            ready = re.sub(r"[\x01\x02]", "", match.group())
            fixed = match["genitive"] is None and match["mark"] is None
            found.append(Word(ready, fixed=fixed))
            k += 1
            continue
        size, known = _longest_at(tokens, k)
        words = " ".join(token.group() for token in tokens[k : k + size])
        function = words.lower() in FUNCTION or words.lower() in ASKING or words.lower() in THE | A
        capital = words[0].isupper() and k > 0 and words.lower() != "i"
        meets = any(entry.sense.part in ("body", "office") for entry in known)
        is_name = capital and (not meets or (size == 1 and _beside_name(tokens, k)))
        if (known or function) and not is_name:
            found.append(Word(words, known))
        else:
            found.append(Word(words, fixed=True))
        k += size
    return found


def _longest_at(tokens: Sequence[re.Match[str]], k: int) -> tuple[int, tuple[Entry, ...]]:
    """Return how many tokens from `k` on are one entry, and what it may be."""
    dictionary = entries()
    for size in range(longest(), 0, -1):
        part = tokens[k : k + size]
        if len(part) < size or any(t["ready"] or t["number"] for t in part):
            continue
        joined = (
            "".join(t.group() if t["genitive"] else f" {t.group()}" for t in part).strip().lower()
        )
        if joined in dictionary:
            return size, dictionary[joined]
        if size > 1 and joined in FUNCTION:
            return size, ()
    return 1, ()


def _beside_name(tokens: Sequence[re.Match[str]], k: int) -> bool:
    """Return whether a capitalised word stands next to a name: it is a part of it."""
    for other in (k - 1, k + 1):
        if 0 < other < len(tokens) and (word := tokens[other]["word"]):
            low = word.lower()
            if word[0].isupper() and low not in entries() and low not in FUNCTION and len(word) > 1:
                return True
    return False
