"""Persons: whom of those on record a question names, also misspelt and in the genitive."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from index.folding import fold_marks, words
from qa.ask import NAME_RATIO
from qa.understanding import Question

_MIN_PART = 3  # letters of a name's part that is looked for; «af», «N»
_MIN_MISSPELT = 5  # letters of a part that may be spelt otherwise; shorter ones are many
_MIN_SURNAME = 4  # letters of a surname that is asked for alone
# What Swedish names write in several ways and say in one: Dahlqvist, Dalkvist, Dahlquist.
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"qu|qv|q[wv]|kv|kw"), "kv"),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"ck|ch|c|q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"dt|th"), "t"),
    (re.compile(r"(?<=[aeiouy])h(?=[^aeiouy]|$)|(?<=[^aeiouy])h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom a question names, as the parts of the name that it names, folded."""

    parts: tuple[str, ...]

    def told_of(self, plain: str) -> float:
        """Return how surely folded text speaks of the person: 1 by the whole name, ½ by its last.

        A genitive is the name, too.
        """
        if all(_holds(plain, part) for part in self.parts):
            return 1.0
        return 0.5 if _holds(plain, self.parts[-1]) else 0.0


class People:
    """The persons on record in some meetings, to be found in questions."""

    def __init__(self, names: Iterable[str]) -> None:
        """Look for these names, as protocols write them."""
        self._names: set[tuple[str, ...]] = set()
        self._by_part: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name in names:
            parts = _parts_of(name)
            if len(parts) > 1 and parts not in self._names:
                self._names.add(parts)
                for part in parts:
                    self._by_part[part].append(parts)
        self._surnames = {parts[-1] for parts in self._names}
        self._first_names = {parts[0] for parts in self._names}
        self._all_parts = list(self._by_part)
        self._by_sound = {sound_of(part): part for part in reversed(self._all_parts)}

    def named_in(self, question: Question) -> list[Person]:
        """Return the persons whom `question` names, in full or by a surname with a capital.

        One who is on record nowhere is a person, too, if another has the same first name.
        """
        met = self._met(question.text)
        full = {
            parts
            for part in met.values()
            for parts in self._by_part[part]
            if set(parts) <= set(met.values())
        }
        found = [Person(parts) for parts in sorted(full)]
        told = {part for parts in full for part in parts}
        for name in question.names:
            parts = tuple(met.get(part, part) for part in _parts_of(name))
            if len(parts) > 1 and parts[0] in self._first_names and not told & set(parts):
                found.append(Person(parts))
                told |= set(parts)
        for word in re.findall(r"(?<!^)\b[A-ZÅÄÖÉ][\wåäöé]+", question.text):
            part = met.get(fold_marks(word))
            if part in self._surnames and part not in told and len(part or "") >= _MIN_SURNAME:
                found.append(Person((part,)))
                told.add(part)
        return found

    def _met(self, text: str) -> dict[str, str]:
        """Return the parts of names on record that the words of `text` are, by the word."""
        met: dict[str, str] = {}
        for word in {part for one in words(fold_marks(text)) for part in one.split("-")}:
            if word in self._by_part:
                met[word] = word
            elif word.removesuffix("s") in self._by_part:
                met[word] = word.removesuffix("s")
            elif len(word) >= _MIN_MISSPELT and (sound := self._sound_on_record(word)):
                met[word] = sound
            elif len(word) >= _MIN_MISSPELT and word.isalpha():
                near = process.extractOne(
                    word, self._all_parts, scorer=fuzz.ratio, score_cutoff=NAME_RATIO
                )
                if near is not None:
                    met[word] = near[0]
        return met

    def _sound_on_record(self, word: str) -> str | None:
        """Return the part of a name on record that sounds as `word`, or its genitive, does."""
        return self._by_sound.get(sound_of(word)) or self._by_sound.get(
            sound_of(word.removesuffix("s"))
        )


def sound_of(part: str) -> str:
    """Return a folded part of a name in one of the ways in which its sound is written."""
    for pattern, sound in _SOUNDS:
        part = pattern.sub(sound, part)
    return part


def _parts_of(name: str) -> tuple[str, ...]:
    parts = re.split(r"[\s-]+", fold_marks(name).strip())
    return tuple(part for part in parts if len(part) >= _MIN_PART and part.isalpha())


def _holds(plain: str, part: str) -> bool:
    return re.search(rf"\b{re.escape(part)}s?\b", plain) is not None
