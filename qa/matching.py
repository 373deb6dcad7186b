"""Matching: how well a word of a question is met by the words of a text.

Swedish needs more than equal stems: compounds (`mångfaldstävlingen` is met by `mångfald` and
`tävling`), synonyms of minutes (`anslogs`, `beviljades`), and letters that a scan got wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from index.folding import fold, fold_marks, fold_shapes, stem, words
from qa.thesaurus import senses

SYNONYM = 0.6  # a synonym is weaker evidence than the word: it may be of another matter
HEAD = 0.9  # `filmen` in `mångfaldsfilmen`: a kind of film
MODIFIER = 0.6  # `kommundirektör` in `kommundirektörsgruppen`: another thing, of the same field
FUZZY_MIN = 84.0  # `Skéane`/`Skåne` scores 91, `familjedag`/`familjer` 74
MIN_PART = 4  # letters of a compound's part; shorter ones are endings and joints


@lru_cache(maxsize=400_000)
def word_score(asked: str, found: str) -> float:
    """Return how well the folded word `found` meets the folded word `asked`, 0…1."""
    if asked == found:
        return 1.0
    a, f = stem(asked), stem(found)
    if a == f:
        return 1.0
    bare_a, bare_f = fold_marks(a), fold_marks(f)
    if bare_a == bare_f:
        return 0.97  # typed without å, ä, ö, or a scan's marks
    best = 0.0
    if senses(fold_marks(asked)) & senses(fold_marks(found)):
        best = SYNONYM
    if len(bare_a) >= MIN_PART and len(bare_f) > len(bare_a) + 2:
        if bare_f.endswith(bare_a) or bare_f.endswith(fold_marks(asked)):
            best = max(best, HEAD)
        elif bare_f.startswith(bare_a):
            best = max(best, MODIFIER)
    if len(bare_a) >= 5 and len(bare_f) >= 4 and abs(len(bare_a) - len(bare_f)) <= 3:
        alike = ratio(fold_shapes(a), fold_shapes(f))
        if alike >= FUZZY_MIN:
            best = max(best, 0.9 * alike / 100)
    return best


def best_score(asked: str, found: Sequence[str]) -> float:
    """Return how well the words `found` together meet the word `asked`, 0…1.

    Where no single word does, a compound may be met by its parts.
    """
    if not found:
        return 0.0
    best = max(word_score(asked, word) for word in found)
    if best >= 0.8 or len(asked) < 2 * MIN_PART:
        return best
    return max(best, _by_parts(asked, found))


def _by_parts(asked: str, found: Sequence[str]) -> float:
    whole = fold_marks(stem(asked))
    first = last = 0
    for word in found:
        part = fold_marks(stem(word))
        if len(part) < MIN_PART or len(part) >= len(whole):
            if len(part) >= 5:
                last = max(last, _common_end(whole, part))
            continue
        if whole.startswith(part):
            first = max(first, len(part))
        last = max(last, len(part) if whole.endswith(part) else _common_end(whole, part))
    covered = min(len(whole), first + last) / len(whole)
    if first and last and covered >= 0.8:
        return 0.9
    if covered >= 0.45:
        return 0.55 * covered
    return 0.0


def _common_end(a: str, b: str) -> int:
    n = 0
    while n < min(len(a), len(b)) and a[-1 - n] == b[-1 - n]:
        n += 1
    return n if n >= 5 else 0


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the distinct folded words of `text`, compounds with a hyphen also in parts."""
    seen: dict[str, None] = {}
    for word in words(text):
        seen.setdefault(word)
        if re.search(r"[-/:.'’]", word):
            for part in re.split(r"[-/:.'’]", word):
                if part:
                    seen.setdefault(part)
    return tuple(seen)


def has_number(number: str, text: str) -> bool:
    """Return whether `text` holds `number` as a whole number, whatever its decimal mark."""
    plain = fold(text).replace(",", ".")
    return re.search(rf"(?<![\d.]){re.escape(number.replace(',', '.'))}(?![\d])", plain) is not None
