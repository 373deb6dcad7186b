"""What people thought of answers: kept in one local file, and made into evaluation questions."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from index.errors import ProtokollsvarError

Verdict = Literal["up", "down"]
# Why an answer was no good; "should_refuse" is the one that says what would have been right.
REASONS = ("wrong", "wrong_source", "incomplete", "should_answer", "should_refuse", "other")
FILE_NAME = "feedback.jsonl"  # beside the records in the archive's folder
LARGEST = 20_000_000  # bytes; then somebody is filling the disk


class FeedbackError(ProtokollsvarError):
    """The feedback cannot be kept or read."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on one answer, as it was shown."""

    at: str  # ISO 8601, UTC
    verdict: Verdict
    reason: str  # one of REASONS, or empty
    comment: str
    question: str
    history: tuple[str, ...]  # the questions before it, oldest first
    status: str
    answer: str
    highlight: str | None
    citations: tuple[dict[str, Any], ...]  # date, item, item_id and quote of each


class FeedbackFile:
    """The file with one JSON object a line; many threads and processes may add to it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, feedback: Feedback) -> None:
        """Append one verdict; raises FeedbackError if it cannot be kept."""
        line = json.dumps(asdict(feedback), ensure_ascii=False) + "\n"
        try:
            with self.path.open("a", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if file.tell() + len(line) > LARGEST:
                    raise FeedbackError(
                        f"{self.path} has grown to {file.tell()} bytes; "
                        "export it, then remove or move it"
                    )
                file.write(line)
        except OSError as error:
            raise FeedbackError(
                f"{self.path} cannot be written ({error.strerror}); "
                "set PROTOKOLLSVAR_FEEDBACK to a file that can"
            ) from error

    def all(self) -> list[Feedback]:
        """Return every verdict, oldest first; none if nothing was ever said.

        Raises FeedbackError if a line is not of this form.
        """
        return list(self._read())

    def _read(self) -> Iterator[Feedback]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise FeedbackError(f"{self.path} cannot be read ({error})") from error
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            try:
                fields = json.loads(line)
                yield Feedback(
                    **{
                        **fields,
                        "history": tuple(fields["history"]),
                        "citations": tuple(fields["citations"]),
                    }
                )
            except (ValueError, TypeError, KeyError) as error:
                raise FeedbackError(
                    f"{self.path}, line {number}: no verdict of this version ({error}); "
                    "mend or remove the line"
                ) from error


def evaluation_questions(verdicts: Sequence[Feedback]) -> list[dict[str, Any]]:
    """Return what the verdicts tell of right answers, as records of a question set.

    An answer that was praised is the right one: its meetings, items and exact fact. A refusal that
    was praised, and an answer that should have been refused, make an unanswerable question. The
    other complaints say what is wrong but not what is right, and are left to a person. The newest
    verdict on a question counts.
    """
    records: dict[tuple[str, ...], dict[str, Any] | None] = {}
    for verdict in verdicts:
        key = (*verdict.history, verdict.question)
        records.pop(key, None)
        records[key] = _expected(verdict)
    kept = [(key, record) for key, record in records.items() if record is not None]
    return [
        {
            "id": f"feedback-{number}",
            "type": "feedback",
            "question": key[-1],
            **({"history": list(key[:-1])} if key[:-1] else {}),
            **record,
        }
        for number, (key, record) in enumerate(kept, start=1)
    ]


def _expected(verdict: Feedback) -> dict[str, Any] | None:
    """Return what a right answer holds; None if the verdict does not say it."""
    if verdict.verdict == "down":
        return {"unanswerable": True} if verdict.reason == "should_refuse" else None
    if verdict.status == "not_found":
        return {"unanswerable": True}
    dates = list(dict.fromkeys(c["date"] for c in verdict.citations if c.get("date")))
    items = list(dict.fromkeys(c["item"] for c in verdict.citations if c.get("item")))
    if not dates and not verdict.highlight:
        return None
    return {
        **({"meetings": dates} if dates else {}),
        **({"items": items} if items else {}),
        **({"answer_any": [verdict.highlight]} if verdict.highlight else {}),
    }
