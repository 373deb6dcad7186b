"""The protocol items in `training/items/` as protocols and a question set, to fit and measure on.

A file of items that the reader is not trained on shows how its opinion is worth on new text.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from eval.questions import LabelledQuestion
from index.dates import swedish_date

ITEMS = Path(__file__).parent / "training/items"
OFF_TOPIC = Path(__file__).parent / "training/off_topic.txt"
HELD_ITEMS = ("technical_boards.jsonl", "regions_and_health.jsonl")  # new text to the reader

OF_ELSEWHERE = "elsewhere"  # what the ids of such questions begin with
_SEED = 11  # of the questions of elsewhere

Record = dict[str, Any]


def read_items(path: Path) -> list[Record]:
    """Return the items of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def write_protocols(items: Path, folder: Path) -> tuple[LabelledQuestion, ...]:
    """Write the items of a file as protocols, one a meeting; return their questions.

    The items of a meeting are numbered anew, so that each protocol is a whole one.
    """
    meetings: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in read_items(items):
        meetings[record["date"], record["body"]].append(record)
    questions: list[LabelledQuestion] = []
    for place, ((day, body), records) in enumerate(sorted(meetings.items())):
        on = date.fromisoformat(day)
        parts = [f"Protokoll\n{body}\nSammanträdesdatum: {swedish_date(on)} ({day})\n"]
        for number, record in enumerate(records, start=1):
            parts.append(f"§ {number} {record['title']}\n\n{record['text']}\n")
            questions += _questions(record, on, number, f"{items.stem}-{place}")
        (folder / f"{items.stem}-{place:03}.txt").write_text("\n\n".join(parts), encoding="utf-8")
    return tuple(questions)


def questions_of_elsewhere(count: int) -> list[LabelledQuestion]:
    """Return questions for archives that know nothing of what is asked; always the same.

    Two are on each of `count` items: what was decided on its title, and one of its own. The others
    are those of `training/off_topic.txt`.
    """
    records = [record for path in sorted(ITEMS.glob("*.jsonl")) for record in read_items(path)]
    chance = random.Random(_SEED)
    asked = OFF_TOPIC.read_text(encoding="utf-8").splitlines()
    for record in chance.sample(records, count):
        title = record["title"]
        asked.append(f"Vad beslutades om {title[:1].lower()}{title[1:]}?")
        asked.append(chance.choice(record["questions"])["question"])
    return [
        LabelledQuestion(f"{OF_ELSEWHERE}-{k}", "unanswerable", question, unanswerable=True)
        for k, question in enumerate(asked)
    ]


def _questions(record: Record, day: date, number: int, key: str) -> list[LabelledQuestion]:
    return [
        LabelledQuestion(
            id=f"{key}-{number}-{k}",
            type="item" if query["answer"] else "unanswerable",
            question=query["question"],
            meetings=(day,) if query["answer"] else (),
            items=(str(number),) if query["answer"] else (),
            answer_any=(query["answer"],) if query["answer"] else (),
            unanswerable=not query["answer"],
        )
        for k, query in enumerate(record["questions"])
    ]
