"""Two runs over the same questions: what changed, and whether more than chance."""

from __future__ import annotations

from dataclasses import dataclass

from eval.measures import Interval, Ratio, difference_interval, ratio
from eval.running import Evaluation, Result
from index.errors import QuestionError

_NOT_CONCERNED = Ratio(0, 0)


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after, over the questions that both runs share."""

    measure: str
    before: float | None
    after: float | None
    interval: Interval | None  # of after - before, 95 %, paired bootstrap

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out 0: more than chance at the 5 % level."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs."""

    shared: int  # questions in both
    changes: tuple[Change, ...]
    won: tuple[Result, ...]  # wrong before, right now: as they are now
    lost: tuple[Result, ...]  # right before, wrong now: as they are now


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
    return Comparison(
        shared=len(pairs),
        changes=tuple(_change(name, pairs) for name in after.names if name in before.names),
        won=tuple(new for old, new in pairs if old.right is False and new.right),
        lost=tuple(new for old, new in pairs if old.right and new.right is False),
    )


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
    )
