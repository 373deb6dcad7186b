"""Turns: what happened to a person or a plan, and the words of which an answer must tell it.

When someone began is no answer to when she left, and the first day set for something none to when
it was put off, however alike the sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold_marks
from qa.kinds import Kind
from qa.ranking import Ranked
from qa.understanding import Question


@dataclass(frozen=True, slots=True)
class _Turn:
    """What happened to a person or a plan, and the words of which one must tell it."""

    kind: Kind
    asked: re.Pattern[str]  # over the folded question without marks
    told: re.Pattern[str]  # over the unit, folded in the same way
    of_person: bool = False  # only where the question names someone


def _turn(kind: Kind, asked: str, told: str, *, of_person: bool = False) -> _Turn:
    return _Turn(kind, re.compile(asked), re.compile(told), of_person)


_TURNS = (
    _turn(
        Kind.WHEN,
        r"\b(?:skots|skjuts|skjutits|skjutas|flyttats|flyttades)\b.*\b(?:upp|fram)\b"
        r"|\buppsk\w+|\bsenarela\w+",
        r"\bskjut\w*\b.*\b(?:upp|fram)\b|\bupps[ck]\w+|\bsenarelagg|\bflytta|\banstand|\bforlangs?\b"
        r"|\bi\s+stallet\s+for\b|\btidigast\b",
    ),
    _turn(
        Kind.WHEN,
        r"\bslut(?:ade|ar|a|at)\b|\bav(?:gick|ga|gar|gatt)\b|\blamna(?:de|r|t)?\s+(?:\w+\s+){0,2}"
        r"(?:sin|tjansten|posten|uppdraget)\b|\bpension\b",
        r"\bslut|\blamna|\bsista\b|\bpension|\bavg(?:a|ick)|\bsagt\s+upp|\buppsagning|\bavsag|\bavsagt"
        r"|\bentledig|\bupphor|\btill\s+och\s+med\b|\bt\.?o\.?m\b",
        of_person=True,
    ),
    _turn(
        Kind.WHO,
        r"\bvem\s+fick\b(?!.*\b(?:i\s+uppdrag|uppgift|pris|rost))",
        r"\bf(?:a|ick|att)\b|\btilldel|\bbevilj|\banstall|\butse|\butsag|\bval[jt]|\bvald"
        r"|\btackat\s+ja\b|\bantag|\banta\b|\banlita|\b(?:gar|gick|gatt)\s+till\b|\bborjar\b"
        r"|\bforordna|\btilltra|\beftertrad",
    ),
    _turn(
        Kind.WHO,
        r"\beftertrad|\btog\s+over\b",
        r"\beftertrad|\butse|\butsag|\banstall|\bval[jt]|\bvald|\btillforordna|\btf\b|\btilltra"
        r"|\bovert[ao]|\bt(?:ar|og)\s+over\b|\bersatt|\bny(?:a|e)?\b",
    ),
)


def of_the_turn(question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return of `ranked` what tells the turn that is asked for; all, if none is."""
    for turn in _TURNS:
        of_someone = bool(question.names) or not turn.of_person
        if of_someone and question.kind is turn.kind and turn.asked.search(question.plain):
            return [one for one in ranked if turn.told.search(fold_marks(one.candidate.unit.text))]
    return list(ranked)
