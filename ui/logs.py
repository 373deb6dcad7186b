"""What the server writes to stderr: warnings as text, or everything as JSON, a line each.

A question may be about a person, so none is written unless the operator has allowed it; nor is the
message of an error that may quote one, only where it arose.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from typing import Any

from index.errors import ProtokollsvarError, QuestionError
from ui import request_ids

REQUESTS = logging.getLogger("protokollsvar.requests")
QUESTIONS = logging.getLogger("protokollsvar.questions")
FIELDS = "fields"  # of a record: what JSON shows beside the message


def set_up_logging(*, as_json: bool = False, with_questions: bool = False) -> None:
    """Have every logger of the process write as `LogFormat` says, in place of what it did."""
    handler = logging.StreamHandler()
    handler.setFormatter(LogFormat(as_json=as_json, with_questions=with_questions))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("protokollsvar").setLevel(logging.INFO if as_json else logging.WARNING)


class LogFormat(logging.Formatter):
    """One line a record in JSON; in text one line, and the way of an error below it."""

    def __init__(self, *, as_json: bool, with_questions: bool = False) -> None:
        super().__init__()
        self._as_json = as_json
        self._with_questions = with_questions

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as it is written."""
        request_id = request_ids.current()
        way = self._way(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ""
        if not self._as_json:
            at = f" [{request_id}]" if request_id else ""
            line = f"{record.levelname} {record.name}{at}: {record.getMessage()}"
            return f"{line}\n{way}" if way else line
        fields: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id:
            fields["request_id"] = request_id
        fields |= {
            name: value
            for name, value in record.__dict__.get(FIELDS, {}).items()
            if name != "question" or self._with_questions
        }
        if way:
            fields["error"] = way
        return json.dumps(fields, ensure_ascii=False, default=str)

    def _way(self, error: BaseException) -> str:
        """Return where an error arose, with its message if that cannot quote a question."""
        lines: list[str] = []
        seen: BaseException | None = error
        while seen is not None:
            frames = traceback.format_list(traceback.extract_tb(seen.__traceback__))
            said = f": {seen}" if self._with_questions or _is_ours(seen) else ""
            lines.insert(0, "".join([*frames, f"{type(seen).__name__}{said}"]))
            seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        return "\nthen\n".join(lines)


def _is_ours(error: BaseException) -> bool:
    """Return whether the message is one of our sentences or the system's, not of what was asked."""
    return isinstance(error, (OSError, ProtokollsvarError)) and not isinstance(error, QuestionError)
