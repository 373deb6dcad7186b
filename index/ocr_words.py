"""Words of an OCR, and the signs among them that Tesseract's Swedish model cannot write.

There is no § among its letters: it reads `&`, `$`, `8` or `S`. The English model, which comes
with every Tesseract, knows the sign, but neither å, ä nor ö; so it is asked for the signs only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_SECTION = "§"
_MISREAD = re.compile(r"[&$]|^[^\w\s]*[8SB5]{1,2}[^\w\s]*$|^8{1,2}\d|^\(\d\)")
_ALONE = re.compile(r"[&$8SB5]{1,2}")
_NEVER_ALONE = ("&", "$", "&&", "$$")  # before a number at a line's beginning
_NUMBER = re.compile(r"\d{1,4}\b")
_GLUED = re.compile(r"^(§+)(?=\d)")
_SURE = 50.0  # confidence from which the second reading's § is believed
_SURER = 10.0  # by which a word without letters is read better by the second
_LEADERS = re.compile(r"(?=.*(?:(.)\1\1|\.\.))[.…·,:;+*sermnadocuiv-]{8,}", re.IGNORECASE)
_UNSURE = 60.0  # confidence below which such letters are the dots of a contents list


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was recognised; the box is in pixels, y grows downward."""

    text: str
    confidence: float  # 0…100
    line: tuple[int, int, int]  # block, paragraph, line
    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width


def may_hide_signs(words: Sequence[Word]) -> bool:
    """Return whether any of the words may be a misread sign, so that a second reading pays."""
    return any(_MISREAD.search(word.text) for word in words)


def with_signs(words: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """Return `words` with each § that the second reading sees where they have a look-alike.

    A number or a single sign is taken from the second reading where that is surer: `(S)`, `(5)`.
    """
    result = list(words)
    for other in second:
        for at, word in enumerate(result):
            if _share_place(word, other):
                result[at] = _merged(word, other)
                break
    for at, (word, following) in enumerate(pairwise(words)):
        first = at == 0 or words[at - 1].line != word.line
        if first and word.text in _NEVER_ALONE and _NUMBER.match(following.text):
            result[at] = replace(word, text=_SECTION * len(word.text))
    return result


def with_leaders(words: Sequence[Word]) -> list[Word]:
    """Return `words` with dots where the dot leaders of a contents list were read as letters."""
    return [
        replace(word, text="." * len(word.text))
        if word.confidence < _UNSURE and _LEADERS.fullmatch(word.text)
        else word
        for word in words
    ]


def _merged(word: Word, other: Word) -> Word:
    signs = other.text.count(_SECTION) * _SECTION
    same = other.width < 1.6 * word.width and word.width < 1.6 * other.width
    if not signs:
        better = other.confidence > word.confidence + _SURER
        if same and better and not re.search(r"[^\W\d_]", word.text) and len(word.text) < 6:
            return replace(word, text=other.text, confidence=other.confidence)
        return word
    if other.confidence < _SURE:
        return word
    if _ALONE.fullmatch(word.text) and other.text.startswith(signs):
        return replace(word, text=signs)  # `&` for `§` or for the beginning of `§16`
    if same and not re.search(r"[^\W\d_]{3}", word.text):
        return replace(word, text=_GLUED.sub(r"\1 ", other.text))  # `8844-48` for `§§44-48`
    if other.text == signs:  # `&26` for `§ 26`
        glued = rf"^[&$8SB5]{{{len(signs)}}}(?=\d)"
        return replace(word, text=re.sub(glued, f"{signs} ", word.text))
    return word


def _share_place(word: Word, other: Word) -> bool:
    """Return whether two words stand in the same place: most of one is over the other."""
    across = min(word.right, other.right) - max(word.left, other.left)
    down = min(word.top + word.height, other.top + other.height) - max(word.top, other.top)
    narrow, low = min(word.width, other.width), min(word.height, other.height)
    return across > 0.6 * narrow and down > 0.4 * low
