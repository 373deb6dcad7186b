"""Matching: how well a word of a question is met by the words of a text.

Swedish needs more than equal stems: compounds (`mångfaldstävlingen` is met by `mångfald` and
`tävling`), synonyms of minutes (`anslogs`, `beviljades`), and letters that a scan got wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat

from rapidfuzz.fuzz import ratio

from index.folding import fold, fold_word, fold_word_shapes, stem, words
from qa.parties import parties_in
from qa.thesaurus import senses

SYNONYM = 0.6  # a synonym is weaker evidence than the word: it may be of another matter
HEAD = 0.9  # `filmen` in `mångfaldsfilmen`: a kind of film
MODIFIER = 0.6  # `kommundirektör` in `kommundirektörsgruppen`: another thing, of the same field
FUZZY_MIN = 84.0  # the stems of `Skéane`/`Skåne` score 89, of `familjedag`/`familjer` 75
MIN_PART = 4  # letters of a compound's part; shorter ones are endings and joints
_JOINT = re.compile(r"[-/:.'’]")
_MARKLESS = 0.97  # typed without å, ä, ö, or with a scan's marks
_MISREAD = 0.9  # of the likeness of two words: letters that a scan or a typist got wrong
_MIN_MISREAD = 5  # letters of a word that may be misread; shorter ones are alike by chance
_MOST_LOST = 3  # letters by which a misread word may be longer or shorter
_MIN_END = 5  # letters of a common end that count as a part: `tävling` in `pristävlingen`
_MIN_NAME = 5  # letters of a name that begins another; `Norr` is of too many
_COVERED = 0.8  # of a compound's letters: all of it but an ending or the joint of its parts
_PART_COVERED = 0.45  # of a compound's letters: one of its two parts
_PART = 0.55  # of the letters covered; a part alone is weaker evidence than a synonym

_ENDINGS = frozenset({"et", "ets", "en", "ens", "t", "n", "na", "a", "e", "er", "ar", "or", "s"})


@lru_cache(maxsize=200_000)
def word_score(asked: str, found: str) -> float:
    """Return how well the folded word `found` meets the folded word `asked`, 0…1."""
    if asked == found:
        return 1.0
    a, f = stem(asked), stem(found)
    if a == f:
        return 1.0
    bare_a, bare_f = fold_word(a), fold_word(f)
    if bare_a == bare_f or _are_inflected(bare_a, bare_f):
        return _MARKLESS
    if _are_inflected(fold_word(asked), fold_word(found)):
        return _MARKLESS
    best = 0.0
    if senses(fold_word(asked)) & senses(fold_word(found)):
        best = SYNONYM
    if len(bare_a) >= MIN_PART and len(bare_f) > len(bare_a) + 2:
        if (bare_a, bare_f[-len("direktor") :]) == ("rektor", "direktor"):
            pass  # no kind of head teacher
        elif bare_f.endswith((bare_a, fold_word(asked))):
            best = max(best, HEAD)
        elif bare_f.startswith(bare_a):
            best = max(best, MODIFIER)
    near = abs(len(bare_a) - len(bare_f)) <= _MOST_LOST
    if near and len(bare_a) >= _MIN_MISREAD and len(bare_f) >= MIN_PART:
        alike = ratio(fold_word_shapes(a), fold_word_shapes(f))
        if alike >= FUZZY_MIN:
            best = max(best, _MISREAD * alike / 100)
    return best


def _are_inflected(one: str, other: str) -> bool:
    """Whether one of two words is the other with an ending."""
    if one[:MIN_PART] != other[:MIN_PART]:
        return False  # most pairs of words are told apart so
    return _inflects(one, other) or _inflects(other, one)


def _inflects(shorter: str, longer: str) -> bool:
    """Whether `longer` is `shorter` with an ending that the stemmer leaves: `badet`, `badets`.

    Before it a last m or n is doubled: `gym`, `gymmet`.
    """
    if len(shorter) < MIN_PART or not longer.startswith(shorter):
        return False
    ending = longer[len(shorter) :]
    doubled = ending[:1] == shorter[-1] and shorter[-1] in "mn" and ending[1:] in _ENDINGS
    return ending in _ENDINGS or doubled


def best_score(asked: str, found: Sequence[str], *, by_parts: bool = True) -> float:
    """Return how well the words `found` together meet the word `asked`, 0…1.

    Where no single word does, a compound may be met by its parts, if `by_parts`.
    """
    if not found:
        return 0.0
    best = max(map(word_score, repeat(asked), found))
    if not by_parts or best >= _COVERED or len(asked) < 2 * MIN_PART:
        return best
    return max(best, _by_parts(asked, found))


def _by_parts(asked: str, found: Sequence[str]) -> float:
    """Return how well a compound is met by one word that begins it and one that ends it."""
    firsts, lasts = zip(*map(_parts_covered, repeat(asked), found), strict=True)
    first, last = max(firsts), max(lasts)
    whole = len(fold_word(stem(asked)))
    covered = min(whole, first + last) / whole
    if first and last and covered >= _COVERED:
        return HEAD
    return _PART * covered if covered >= _PART_COVERED else 0.0


@lru_cache(maxsize=50_000)
def _parts_covered(asked: str, word: str) -> tuple[int, int]:
    """Return how many letters of a compound's beginning, and of its end, `word` covers."""
    whole = fold_word(stem(asked))
    part, bare = fold_word(stem(word)), fold_word(word)
    inner = MIN_PART <= len(part) < len(whole)
    first = len(part) if inner and whole.startswith(part) else 0
    if inner and whole.endswith(part):
        return first, len(part)
    inflected = _inflected_end(whole, bare) if MIN_PART <= len(bare) < len(whole) else 0
    return first, max(_common_end(whole, part), inflected)


def _inflected_end(whole: str, part: str) -> int:
    """Return how many letters `part` with an ending is of the end of `whole`; 0 if it ends none.

    The stemmer leaves `projektet` whole and makes `projek` of `projekt`.
    """
    at = whole.rfind(part)
    return len(whole) - at if at > 0 and whole[at + len(part) :] in _ENDINGS else 0


def begun_by(asked: str, names: Iterable[str]) -> bool:
    """Return whether one of some folded `names` begins the folded compound `asked`.

    `tärnsundsbron` is begun by `tärnsund`, and so is in some way of it.
    """
    whole = fold_word(stem(asked))
    parts = (fold_word(stem(name)) for name in names)
    return any(_MIN_NAME <= len(part) < len(whole) and whole.startswith(part) for part in parts)


def _common_end(a: str, b: str) -> int:
    """Return how many letters both words end with; 0 if they are few."""
    n = 0
    while n < min(len(a), len(b)) and a[-1 - n] == b[-1 - n]:
        n += 1
    return n if n >= _MIN_END else 0


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the distinct folded words of `text`, in order; joined ones also in parts.

    Where a party's letters stand, `(M)`, its name counts as a word too.
    """
    seen: dict[str, None] = {}
    for word in words(text):
        seen.setdefault(word)
        for part in _JOINT.split(word):
            if part:
                seen.setdefault(part)
    return (*seen, *(name for name in parties_in(text) if name not in seen))


def has_number(number: str, text: str) -> bool:
    """Return whether `text` holds `number` as a whole number, whatever its decimal mark."""
    wanted = re.escape(number.replace(",", "."))
    return re.search(rf"(?<![\d.]){wanted}(?!\d)", fold(text).replace(",", ".")) is not None
