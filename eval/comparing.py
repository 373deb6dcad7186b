"""Two runs over the same questions: what changed, and whether more than chance."""

from __future__ import annotations

from dataclasses import dataclass

from eval.measures import Interval, Ratio, difference_interval, ratio, swap_test
from eval.running import Evaluation, Result
from index.errors import QuestionError

LEVEL = 0.05  # a change is certain where chance would give one as great less often than this
_NOT_CONCERNED = Ratio(0, 0)
_DECIDING = "nDCG@10"  # tells a question that was only searched for better from worse


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after, over the questions that both runs share."""

    measure: str
    before: float | None
    after: float | None
    interval: Interval | None  # of after - before, 95 %, paired bootstrap
    p: float | None  # two-sided, paired randomisation test

    @property
    def certain(self) -> bool:
        """Whether the change is more than chance at the 5 % level."""
        return self.p is not None and self.p < LEVEL


@dataclass(frozen=True, slots=True)
class Changed:
    """One question that came out otherwise: as it is now, and its figure before and after."""

    id: str
    type: str
    question: str
    measure: str  # "right" where both runs judged an answer, 0 or 1; else nDCG@10
    before: float
    after: float
    expected: str
    given_before: str
    given: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs."""

    before: str  # what was run before: a setting, a model or a file
    after: str
    shared: int  # questions in both
    changes: tuple[Change, ...]
    won: tuple[Changed, ...]  # right now and wrong before, or found further up; greatest first
    lost: tuple[Changed, ...]


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """Compare two runs question by question, matched by id.

    Raises QuestionError if they share no question.
    """
    earlier = {result.id: result for result in before.results}
    pairs = [(earlier[result.id], result) for result in after.results if result.id in earlier]
    if not pairs:
        raise QuestionError(
            f"{before.name} and {after.name} share no question; compare runs over the same set"
        )
    changed = [each for old, new in pairs if (each := _changed(old, new)) is not None]
    return Comparison(
        before=before.system,
        after=after.system,
        shared=len(pairs),
        changes=tuple(_change(name, pairs) for name in after.names if name in before.names),
        won=tuple(
            sorted((c for c in changed if c.after > c.before), key=lambda c: c.before - c.after)
        ),
        lost=tuple(
            sorted((c for c in changed if c.after < c.before), key=lambda c: c.after - c.before)
        ),
    )


def _changed(old: Result, new: Result) -> Changed | None:
    if old.right is not None and new.right is not None:
        measure, before, after = "right", float(old.right), float(new.right)
    else:
        measure = _DECIDING
        before, after = _score(old, measure), _score(new, measure)
    if before == after:
        return None
    return Changed(
        id=new.id,
        type=new.type,
        question=new.question,
        measure=measure,
        before=before,
        after=after,
        expected=new.expected,
        given_before=_given(old),
        given=_given(new),
        reason=new.reason,
    )


def _score(result: Result, measure: str) -> float:
    value = result.scores.get(measure, _NOT_CONCERNED)
    return value.part / value.whole if value.whole else 0.0


def _given(result: Result) -> str:
    return result.given or "; ".join(str(find.place) for find in result.found)


def _change(name: str, pairs: list[tuple[Result, Result]]) -> Change:
    values = [
        (old.scores.get(name, _NOT_CONCERNED), new.scores.get(name, _NOT_CONCERNED))
        for old, new in pairs
    ]
    return Change(
        measure=name,
        before=ratio([old for old, _ in values]),
        after=ratio([new for _, new in values]),
        interval=difference_interval(values),
        p=swap_test(values),
    )
