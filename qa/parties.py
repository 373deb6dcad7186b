"""Parties: their names in questions, and the letters that stand for them in minutes."""

from __future__ import annotations

import re

from index.folding import fold_marks

_NAMES = {
    "S": ("socialdemokraterna",),
    "M": ("moderaterna",),
    "C": ("centerpartiet", "centern"),
    "L": ("liberalerna", "folkpartiet"),
    "KD": ("kristdemokraterna",),
    "V": ("vänsterpartiet", "vänstern"),
    "MP": ("miljöpartiet",),
    "SD": ("sverigedemokraterna",),
}
_SAME = {"FP": "L"}  # Folkpartiet is Liberalerna since 2015
_LETTERS = re.compile(r"\((S|M|C|L|FP|KD|V|MP|SD)\)|\bfrån (S|M|C|L|FP|KD|V|MP|SD)\b")
# In any inflection: `moderat`, `moderaternas`. Folded and without marks.
_INFLECTED = {
    letters: re.compile(
        "|".join(
            rf"{fold_marks(name).removesuffix('erna').removesuffix('et')}\w*" for name in names
        )
    )
    for letters, names in _NAMES.items()
}


def same_party(letters: str) -> str:
    """Return the letters that the party has today: `L` for `fp`."""
    return _SAME.get(letters.upper(), letters.upper())


def party_named(text: str, plain: str) -> tuple[str, re.Pattern[str]] | None:
    """Return the letters of the party that a question names, and the words that name it.

    `plain` is the question folded and without marks; letters are looked for in `text`.
    """
    for letters, pattern in _INFLECTED.items():
        if re.search(rf"\b(?:{pattern.pattern})\b", plain):
            return letters, pattern
    written = _LETTERS.search(text)
    if written is None:
        return None
    return same_party(written[1] or written[2]), re.compile("|".join([*_NAMES, *_SAME]).lower())


def parties_in(text: str) -> list[str]:
    """Return the folded names of the parties whose letters stand in `text`, `(M)`."""
    found = dict.fromkeys(same_party(one[1] or one[2]) for one in _LETTERS.finditer(text))
    return [name for letters in found for name in _NAMES[letters]]
