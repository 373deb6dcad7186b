"""Which articles of squad-v2-sv the reader was not trained on: those it may be measured with."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

_QUESTIONS = 1000  # of whole articles, with and without an answer each
_SEED = 7  # of the reader's training: another one would measure with what it has seen


def held_articles(titles: Mapping[str, str], asked: Sequence[tuple[str, bool]]) -> set[str]:
    """Return the titles of the articles that are held out.

    `titles` gives each page's article, `asked` each question's page and whether that answers it.
    """
    order = sorted(set(titles.values()))
    random.Random(_SEED).shuffle(order)
    counts = {title: [0, 0] for title in order}
    for page, answered in asked:
        counts[titles[page]][answered] += 1
    held: set[str] = set()
    for title in order:
        if all(sum(counts[one][k] for one in held) >= _QUESTIONS for k in (0, 1)):
            break
        held.add(title)
    return held
