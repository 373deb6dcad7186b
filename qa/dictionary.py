"""The dictionary: English words of municipal meetings, and how Swedish says and inflects them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

_FILE = Path(__file__).with_name("english_words.txt")
_VOWELS = "aeiouy"
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdglmnprt]|quit|defer|refer|submit|permit|begin|cancel")
_MOST_WORDS = 5  # of an entry: "child and education board" and one more

Part = Literal["noun", "office", "body", "adjective", "verb"]
Form = Literal["one", "many", "base", "present", "past", "participle", "ing"]
_PARTS: dict[str, Part] = {
    "n": "noun", "o": "office", "b": "body", "a": "adjective", "v": "verb",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """What an English word is in Swedish."""

    part: Part
    # A noun's one, the one, several, the several; an adjective's en, ett, flera; a verb's att, nu,
    # då, har.
    forms: tuple[str, ...]
    particle: str = ""  # of a verb: `över` of `ta över`

    @property
    def neuter(self) -> bool:
        """Whether a noun takes `ett`."""
        return self.forms[1].endswith("t")


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of an English word with its senses, the commonest first."""

    form: Form
    sense: Sense


@lru_cache(maxsize=1)
def entries() -> dict[str, tuple[Entry, ...]]:
    """Return what each English form may be, in the order of the file."""
    found: dict[str, list[Entry]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for english, entry in _read(line):
                known = found.setdefault(english, [])
                if entry not in known:
                    known.append(entry)
    return {english: tuple(known) for english, known in found.items()}


@lru_cache(maxsize=1)
def swedish_words() -> frozenset[str]:
    """Return every Swedish form that the dictionary has, without the marks of its notation."""
    return frozenset(
        word
        for known in entries().values()
        for entry in known
        for form in entry.sense.forms
        for word in form.split()
    )


def longest() -> int:
    """Return how many words an entry has at most."""
    return _MOST_WORDS


def _read(line: str) -> Iterator[tuple[str, Entry]]:
    kind, _, rest = line.partition(" ")
    english, _, swedish = rest.partition(": ")
    fields = swedish.split(" ")
    particle = fields.pop()[1:] if fields[-1].startswith("+") else ""
    sense = Sense(_PARTS[kind], _spelt(fields), particle)
    for written in english.split(", "):
        yield from ((form, Entry(name, sense)) for name, form in _inflected(written, sense.part))


def _spelt(fields: list[str]) -> tuple[str, ...]:
    """Return the Swedish forms in full: `brygg|a ~an` is `brygga`, `bryggan`."""
    stem = fields[0].split("|")[0]
    forms = [fields[0].replace("|", ""), *(field.replace("~", stem) for field in fields[1:])]
    return tuple(form.replace("_", " ") for form in forms)


def _inflected(written: str, part: Part) -> Iterator[tuple[Form, str]]:
    """Yield the English forms of an entry: those given after slashes, else the regular ones."""
    base, *given = written.split("/")
    if part == "adjective":
        yield "one", base
    elif part == "verb":
        first, _, rest = base.partition(" ")
        rest = f" {rest}" if rest else ""
        past = given[0] if given else f"{_past(first)}{rest}"
        yield "base", base
        yield "present", f"{_with_s(first)}{rest}"
        yield "past", past
        yield "participle", given[-1] if given else past
        yield "ing", f"{_stem(first)}ing{rest}"
    else:
        yield "one", base
        for many in given or [_with_s(base)]:
            yield "many", many


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh", "o")) else f"{word}s"


def _past(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ied"
    return f"{_stem(word)}ed"


def _stem(word: str) -> str:
    """Return what -ed and -ing are added to: `decid`, `plann`."""
    if word.endswith("e") and not word.endswith("ee"):
        return word[:-1]
    return f"{word}{word[-1]}" if _DOUBLED.fullmatch(word) else word
