"""How search grows: `python -m eval.bench.scale [--sizes N…] [--out FILE.md] [--keep DIR]`.

Archives of generated protocols are searched with the configuration that ships. Their vectors come
from a stand-in for the model, which takes no time worth mentioning, so that what is measured is
all that a search does beyond embedding the question.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import platform
import random
import resource
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.archive import Archive
from index.embedding import ModelIdentity, Progress, Vectors
from index.indexing import store_documents
from index.nouns import Document, Item, Meeting, Page, Section, SectionKind
from index.search import Searcher
from qa.guided import GuidedSearcher

SIZES = (1_000, 10_000, 100_000)  # passages
_ITEMS = 12  # of a meeting
_SENTENCES = 5  # of an item, some 600 characters: one passage
_QUESTIONS = 200
_WARM_UP = 10
_DIM = 384  # as the bundled model
_SYLLABLES = (
    "bo da fisk gran hag kul land lek mark nord park rik sand skol tal torg vatten väg berg bro "
    "dal ek fjord gård hamn kyrk lind mal näs ö stad sten strand sund träd vik äng alm bäck"
).split()
_ENDINGS = ("", "en", "et", "er", "na", "ens", "plan", "avgift", "nämnd", "arbete", "projekt")
_GLUE = "och i att som en på är av för med till den har de inte om ett var men sig så vid".split()
_BODIES = ("Kommunstyrelsen", "Kommunfullmäktige", "Tekniska nämnden", "Kulturnämnden")
_STAGES = {
    "dense": "vectors", "lexical": "words and 4-grams", "passages": "rows of the passages",
    "sentences": "sentences", "find_item": "items", "register": "register",
    "passing_passages": "filters",
}  # fmt: skip


class StandIn:
    """An embedder whose vectors are means of fixed random vectors, one a word."""

    def __init__(self) -> None:
        self.identity = ModelIdentity("stand-in", _DIM, fingerprint=f"{1:064x}")
        self.window = 512
        self.unrelated = 0.0
        self._rows = np.random.default_rng(1).standard_normal((8192, _DIM), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """Return about as many tokens as the bundled model counts."""
        return len(text) // 4

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one row a text."""
        rows = np.empty((len(texts), _DIM), np.float32)
        for at, text in enumerate(texts):
            places = [zlib.crc32(word.encode()) % len(self._rows) for word in text.lower().split()]
            rows[at] = self._rows[places or [0]].sum(axis=0)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return one row a text."""
        rows = self.embed_queries(texts)
        if progress is not None:
            progress(len(texts))
        return rows


@dataclass(frozen=True, slots=True)
class Matter:
    """What comes up in several meetings: a title and what is said of it."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """How long the questions took over one archive, in milliseconds of the processor's time."""

    passages: int
    waited: float  # the median by the clock, which other programs on the machine make longer
    plain: Sequence[float]  # of questions that name no time
    timed: Sequence[float]  # of those that do
    stages: dict[str, float]  # the median of each
    building: float  # seconds
    memory: float  # MiB


def matters(count: int) -> list[Matter]:
    """Return invented matters, the same ones each time; words are as unevenly common as Swedish."""
    chance = random.Random(7)
    words = sorted(
        {
            "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) + chance.choice(_ENDINGS)
            for _ in range(40_000)
        }
    )
    chance.shuffle(words)
    weights = np.cumsum(1.0 / np.arange(8, len(words) + 8)).tolist()

    def sentence(length: int) -> str:
        told = chance.choices(words, cum_weights=weights, k=length)
        glue = chance.choices(_GLUE, k=length)
        both = " ".join(f"{word} {small}" for word, small in zip(told, glue, strict=True))
        return f"{both.capitalize()}."

    return [
        Matter(
            " ".join(chance.choices(words, cum_weights=weights, k=3)).capitalize(),
            tuple(sentence(chance.randint(8, 12)) for _ in range(12)),
        )
        for _ in range(count)
    ]


def protocols(known: Sequence[Matter], items: int) -> Iterator[tuple[Document, list[Meeting]]]:
    """Yield invented meetings, as parsed, until they have `items` items."""
    chance = random.Random(11)
    first = dt.date(1990, 1, 9)
    for meeting in range((items + _ITEMS - 1) // _ITEMS):
        body = _BODIES[meeting % len(_BODIES)]
        day = first + dt.timedelta(days=meeting * 13_000 * _ITEMS // max(items, _ITEMS))
        many = min(_ITEMS, items - meeting * _ITEMS)
        chosen = [known[chance.randrange(len(known))] for _ in range(many)]
        yield _protocol(f"m{meeting:06d}", body, day, chosen, chance)


def _protocol(
    name: str, body: str, day: dt.date, chosen: Sequence[Matter], chance: random.Random
) -> tuple[Document, list[Meeting]]:
    texts = []
    for number, matter in enumerate(chosen, start=1):
        told = " ".join(chance.sample(matter.sentences, _SENTENCES))
        texts.append(f"§ {number} {matter.title}\n{told}\n")
    text = "".join(texts)
    document = Document(
        f"{name}.txt", hashlib.sha256(f"{name}{text}".encode()).hexdigest(), "text/plain", text,
        (Page(1, 0, len(text)),),
    )  # fmt: skip
    items, start = [], 0
    for number, (matter, part) in enumerate(zip(chosen, texts, strict=True), start=1):
        end = start + len(part)
        body_of_item = Section(SectionKind.BODY, start + part.index("\n") + 1, end)
        items.append(
            Item(f"{name}-{number}", f"§ {number}", matter.title, start, end, document,
                 sections=(body_of_item,))
        )  # fmt: skip
        start = end
    return document, [
        Meeting(name, document, 0, len(text), body=body, date=day, items=tuple(items))
    ]


def questions(known: Sequence[Matter], *, timed: bool) -> list[str]:
    """Return questions on the matters; each names a time, if `timed`."""
    chance = random.Random(13)
    asked = []
    for _ in range(_QUESTIONS):
        matter = known[chance.randrange(len(known))]
        words = " ".join(chance.choice(matter.sentences).split()[: 2 * chance.randint(1, 3)])
        year = chance.randint(1995, 2020)
        when = chance.choice((f"hösten {year}", f"i mars {year}", f"mellan {year} och {year + 3}"))
        asked.append(f"Vad beslutades om {matter.title.lower()} {words}{f' {when}' * timed}?")
    return asked


def measure(size: int, folder: Path) -> Measured:
    """Build an archive of `size` passages in `folder`, if there is none, and search it."""
    known = matters(max(200, size // 25))
    embedder = StandIn()
    began = time.perf_counter()
    if not (folder / "records.sqlite").exists():
        store_documents(protocols(known, size), folder, embedder)
    building = time.perf_counter() - began
    archive = Archive.open(folder, embedder.identity)
    guided = GuidedSearcher(archive, Searcher(archive, embedder))
    for question in questions(known, timed=True)[:_WARM_UP]:
        guided.search(question)
    plain = _times(guided, questions(known, timed=False))
    timed = _times(guided, questions(known, timed=True))
    waited = _times(guided, questions(known, timed=False), time.perf_counter)
    return Measured(
        archive.status().passages, float(np.median(waited)), plain, timed,
        _stages(guided, archive, questions(known, timed=False)[: _QUESTIONS // 2]),
        building, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )  # fmt: skip


def _times(
    guided: GuidedSearcher, asked: Sequence[str], clock: Callable[[], float] = time.process_time
) -> list[float]:
    embedder = StandIn()
    took = []
    for question in asked:
        began = clock()
        embedder.embed_queries([question])
        embedded = clock()
        guided.search(question)
        took.append(1000 * (clock() - embedded - (embedded - began)))
    return took


def _stages(guided: GuidedSearcher, archive: Archive, asked: Sequence[str]) -> dict[str, float]:
    """Return the median milliseconds of each stage; it is measured by itself, for it costs some."""
    spent: dict[str, float] = defaultdict(float)

    def timing(stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return call(*args, **kwargs)
            finally:
                spent[stage] += 1000 * (time.process_time() - began)

        return timed

    snapshot = archive.snapshot
    for owner in (snapshot, snapshot.store):
        for name, stage in _STAGES.items():
            if hasattr(owner, name):
                setattr(owner, name, timing(stage, getattr(owner, name)))
    rows = []
    for question in asked:
        spent.clear()
        guided.search(question)
        rows.append(dict(spent))
    return {
        stage: float(np.median([row.get(stage, 0.0) for row in rows]))
        for stage in dict.fromkeys(_STAGES.values())
    }


def page(measured: Sequence[Measured], command: str) -> str:
    """Return the report: a row a size, then the stages."""
    stages = list(measured[0].stages)
    lines = [
        "# How search grows",
        "",
        "Milliseconds of the processor's time that a search takes beyond the embedding of the",
        "question, on one core; the clock's time is longer while other programs run. The archives",
        "are of generated protocols (12 items a meeting, one passage and five sentences an item),",
        "the vectors of 384 dimensions from a stand-in for the model. Searched as it ships, with",
        "200 questions that name no time and 200 that do.",
        "",
        f"Made with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "| passages | median | 95 of 100 within | median by the clock | median with a time named "
        "| building, s | memory, MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        late = np.percentile(one.plain, 95)
        lines.append(
            f"| {one.passages:,} | {np.median(one.plain):.1f} | {late:.1f} | "
            f"{one.waited:.1f} | {np.median(one.timed):.1f} | {one.building:.0f} | "
            f"{one.memory:.0f} |"
        )
    lines += [
        "",
        "Of the median, by stage:",
        "",
        f"| passages | {' | '.join(stages)} |",
        "|---" * (len(stages) + 1) + "|",
    ]
    for one in measured:
        cells = " | ".join(f"{one.stages[stage]:.1f}" for stage in stages)
        lines.append(f"| {one.passages:,} | {cells} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Measure every size and write the report; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.scale", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N")
    parser.add_argument("--out", type=Path, help="write the report to this Markdown file")
    parser.add_argument("--keep", type=Path, help="keep the archives here for the next time")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.keep or Path(place)
        measured = []
        for size in chosen.sizes:
            sys.stderr.write(f"{size} passages …\n")
            measured.append(measure(size, folder / f"{size}"))
    sizes = "" if tuple(chosen.sizes) == SIZES else f" --sizes {' '.join(map(str, chosen.sizes))}"
    text = page(measured, f"python -m eval.bench.scale{sizes}")
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
