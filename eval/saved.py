"""An evaluation as JSON and back: what `eval --json` prints can be compared with later."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.finds import Place, find_of
from eval.measures import Interval, Ratio
from eval.running import SHIPPED, Evaluation, Result
from index.errors import QuestionError

DIGITS = 4  # of a measure; the noise of 100 questions is in the second


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return `evaluation` as plain values; a measure that concerns no question is null."""
    return {
        "name": evaluation.name,
        "system": evaluation.system,
        "questions": len(evaluation.results),
        "measures": _rounded(evaluation.measures()),
        "intervals": {
            name: [round(end, DIGITS) for end in ends] if ends else None
            for name, ends in evaluation.intervals().items()
        },
        "by_type": {
            kind: {"questions": len(part.results), **_rounded(part.measures())}
            for kind, part in evaluation.by_type().items()
        },
        "seconds": round(evaluation.seconds, 2),
        "results": [
            {
                "id": result.id,
                "type": result.type,
                "question": result.question,
                "right": result.right,
                "reason": result.reason,
                "expected": result.expected,
                "given": result.given,
                "scores": {name: [each.part, each.whole] for name, each in result.scores.items()},
                "standalone": result.standalone,
                "rank": result.rank,
                "found": [asdict(find) for find in result.found],
                "cited": [asdict(place) for place in result.cited],
                "confidence": result.confidence,
            }
            for result in evaluation.results
        ],
    }


def load_evaluation(path: Path) -> Evaluation:
    """Read what `eval --json` printed; QuestionError if `path` holds something else."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Evaluation(
            name=record["name"],
            results=tuple(_result(each) for each in record["results"]),
            seconds=record["seconds"],
            names=tuple(record["measures"]),
            system=record.get("system", SHIPPED),
        )
    except FileNotFoundError:
        raise QuestionError(f"{path} does not exist; save what eval --json prints there") from None
    except OSError as error:
        raise QuestionError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        raise QuestionError(f"{path} is not what eval --json prints; save a run there") from None


def _result(record: dict[str, Any]) -> Result:
    return Result(
        id=record["id"],
        type=record["type"],
        question=record["question"],
        scores={name: Ratio(part, whole) for name, (part, whole) in record["scores"].items()},
        right=record["right"],
        reason=record["reason"],
        expected=record["expected"],
        given=record["given"],
        standalone=record.get("standalone", ""),  # an older version saved none of what follows
        rank=record.get("rank"),
        found=tuple(find_of(find) for find in record.get("found", ())),
        cited=tuple(Place(**place) for place in record.get("cited", ())),
        confidence=record.get("confidence"),
    )


def _rounded(measures: dict[str, float | None]) -> dict[str, float | None]:
    return {
        name: None if value is None else round(value, DIGITS) for name, value in measures.items()
    }


def interval_text(ends: Interval | None) -> str:
    """Return an interval for people: "0.912–0.981"."""
    return f"{ends[0]:.3f}–{ends[1]:.3f}" if ends else "–"
