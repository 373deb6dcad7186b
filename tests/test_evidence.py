"""Evidence: where a matter is looked for, in few meetings and in many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from index.nouns import ANY, Filter, Hit, Meeting, Passage
from invented import invented_meetings
from qa.evidence import Evidence, Selection
from qa.reader import Reading
from qa.scope import Scope
from qa.understanding import understand

QUESTION = understand("Vad hände med bryggan?")


@dataclass
class OneMeeting:
    """A search that finds the first item of one meeting, wherever it is told to look."""

    meeting: Meeting

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        item = self.meeting.items[0]
        return [Hit(self.meeting, item, Passage(1, item.id, self.meeting.id, 0, 1, ""), 1.0)]


class NoReader:
    def read_parts(
        self, question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]], /
    ) -> list[list[Reading]]:
        raise AssertionError("nothing is to be read")


@pytest.mark.parametrize(("copies", "kept"), [(1, 4), (60, 1)])
def test_a_matter_is_looked_for_where_the_search_finds_it(copies: int, kept: int) -> None:
    meetings = tuple(
        replace(meeting, id=f"{meeting.id}-{copy}")
        for copy in range(copies)
        for meeting in invented_meetings()
    )
    evidence = Evidence(OneMeeting(meetings[-1]), NoReader())
    scope = Scope(meetings, stated=False, strict=False)
    found = evidence.on_matter(QUESTION, scope, Selection(ANY, meetings)).meetings
    assert len(found) == kept
    assert found[-1] is meetings[-1]
