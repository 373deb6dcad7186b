"""Reading again: how many of the best items the reader reads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.embedding import load_embedder
from invented import invented_archive
from qa.evidence import Evidence, select
from qa.reader import Reading
from qa.scope import resolve
from qa.understanding import understand


class Opinion:
    """A reader that thinks the same of every text, and counts how many it is given at a time."""

    def __init__(self, answerable: float) -> None:
        self.answerable = answerable
        self.given: list[int] = []

    def read_parts(
        self, _question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]], /
    ) -> list[list[Reading]]:
        """Return the same reading for each part of each context."""
        self.given.append(len(contexts))
        return [
            [Reading(self.answerable, start, end, 2 * self.answerable) for start, end in parts]
            for _, parts in contexts
        ]


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "answerable", "given"),
    [
        ("Hur mycket kostar målningen av fyren?", 5.0, [1]),  # plainly told, and by no other item
        ("Hur mycket kostar målningen av fyren?", -5.0, [1, 2]),
        ("Hur har kostnaden för fyren utvecklats genom åren?", 5.0, [1, 2]),  # told by many
    ],
)
def test_the_first_item_is_read_alone_where_it_settles_the_question(
    tmp_path_factory: pytest.TempPathFactory, question: str, answerable: float, given: list[int]
) -> None:
    archive, searcher = invented_archive(tmp_path_factory.mktemp("hamn"), load_embedder())
    reader = Opinion(answerable)
    asked, everything = understand(question), select(archive)
    scope = resolve(asked, everything.meetings)
    Evidence(searcher, reader).ranked(asked, scope, everything)
    assert reader.given == given
