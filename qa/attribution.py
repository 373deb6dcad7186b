"""Attribution: in a sentence retold in our own order, who did what and how much is what.

All its words may be quoted and it may yet be false: `Mia Norén meddelade att Bo Rask slutar` of
`Bo Rask meddelade att Mia Norén slutar`. So the word beside a name, or before a number, must in
the quote too stand nearer to it than to any other name or number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.names import find_names
from qa.claims import Stated, Token, line_of, tokens
from qa.own_words import LEADS, NEGATIONS, NUMBER_WORDS

_Place = tuple[str, int, int]  # a name or a number as it is compared, and where it stands
_UNITS = frozenset("kr kronor tkr kkr mnkr mkr miljoner miljarder procent euro".split())
_NO_ANCHOR = LEADS | NEGATIONS | _UNITS | NUMBER_WORDS.keys()


def is_attributed(segment: str, evidence: Sequence[Stated]) -> bool:
    """Return whether each name and number of `segment` stands beside the words that it does there.

    A word that no quote has is no anchor; nor is any, where the quotes have one name or number.
    """
    found = tokens(segment)
    names = _named(segment)
    anchors = [
        token
        for token in found
        if not token.number
        and token.text not in _NO_ANCHOR
        and not any(start <= token.start < end for _, start, end in names)
    ]
    for place in names:
        after = next((t for t in anchors if t.start >= place[2]), None)
        before = next((t for t in reversed(anchors) if t.end <= place[1]), None)
        if not _stands(place, after or before, evidence, of_names=True):
            return False
    for place in _numbered(found):
        before = next((t for t in reversed(anchors) if t.end <= place[1]), None)
        if not _stands(place, before, evidence, of_names=False):
            return False
    return True


def _named(text: str) -> list[_Place]:
    return [(line_of(tokens(text[a:b])), a, b) for a, b in find_names(text)]


def _numbered(found: Sequence[Token]) -> list[_Place]:
    return [(token.text, token.start, token.end) for token in found if token.number]


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[list[_Place], list[_Place]]:
    """Return the names of a quote and its numbers."""
    return _named(text), _numbered(tokens(text))


def _stands(
    place: _Place, anchor: Token | None, evidence: Sequence[Stated], *, of_names: bool
) -> bool:
    """Return whether a quote has `anchor` no nearer to any other than to what `place` says."""
    if anchor is None:
        return True
    known = False
    for one in evidence:
        others = _places(one.text)[0 if of_names else 1]
        here = [other for other in others if other[0] == place[0]]
        if not here:
            continue
        for token in one.tokens:
            if token.text == anchor.text:
                known = True
                nearest = min(_gap(token, other) for other in others)
                if min(_gap(token, other) for other in here) <= nearest:
                    return True
    return not known


def _gap(token: Token, place: _Place) -> int:
    """Return how many characters stand between a word and a place."""
    return max(place[1] - token.end, token.start - place[2], 0)
