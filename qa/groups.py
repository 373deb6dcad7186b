"""Groups: which of those in an attendance a question means: a party, the members, the officials."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.folding import fold_marks
from index.nouns import Attendee
from qa.parties import party_named, same_party
from qa.understanding import Question

_ELECTED = re.compile(r"ordforande|ledamot|ersattare")
_SUBSTITUTE = re.compile(r"ersattare|suppleant")
_SERVING = re.compile(r"tjanstg|tjg")


@dataclass(frozen=True, slots=True)
class Group:
    """A part of an attendance that a question names, and the words that name it."""

    has: Callable[[Attendee], bool]
    words: re.Pattern[str]  # of the folded question, without marks


def group_asked(question: Question) -> Group | None:
    """Return the group that `question` asks about; None if it asks about all who were there."""
    party = party_named(question.text, question.plain)
    if party is not None:
        return Group(_of_party(party[0]), party[1])
    return next((g for g in _GROUPS if g.words.search(question.plain)), None)


def _of_party(letters: str) -> Callable[[Attendee], bool]:
    return lambda person: same_party(person.party or "") == letters


def is_elected(person: Attendee) -> bool:
    """Return whether an attendee is a member or a substitute, and no official."""
    return bool(person.party or _ELECTED.search(fold_marks(person.role or "")))


def _is_substitute(person: Attendee) -> bool:
    return bool(_SUBSTITUTE.search(fold_marks(person.role or "")) or person.replaces)


def _is_serving(person: Attendee) -> bool:
    return bool(_SERVING.search(fold_marks(person.role or "")) or person.replaces)


_GROUPS = (
    Group(
        lambda p: _is_substitute(p) and not _is_serving(p),
        re.compile(r"\b(?:ej|inte|icke)\s+tjanstgorande(?:\s+ersattare)?\b"),
    ),
    Group(
        lambda p: _is_substitute(p) and _is_serving(p),
        re.compile(r"\btjanstgorande\s+ersattare\w*|\bersattare\w*\s+(?:som\s+)?tjanstgjorde"),
    ),
    Group(_is_substitute, re.compile(r"\b(?:ersattare|ersattarna|suppleant\w*)\b")),
    Group(
        lambda p: is_elected(p) and (not _is_substitute(p) or _is_serving(p)),
        re.compile(r"\bbeslutande\b"),
    ),
    Group(
        lambda p: is_elected(p) and not _is_substitute(p),
        re.compile(r"\b(?:ledamot|ledamoter|ledamoterna|fortroendevalda|politiker|politikerna)\b"),
    ),
    Group(
        lambda p: not is_elected(p) and p.role is not None,
        re.compile(r"\b(?:tjansteman|tjanstemannen|tjanstepersoner)\b"),
    ),
)
