import datetime as dt
import math
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest

from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.errors import StaleArchive
from index.fusion import Legs, best_of, fuse
from index.nouns import Filter
from index.search import Searcher, candidates
from index.words import MOST_TERMS, Field
from tiny_protocols import LADA, ODATERAD, SKOLA, store_texts

EMBEDDER = SharedWordsEmbedder()
LONG = "Äldrenämnden | 2020-02-03 | Eva Ask\n# 1 Lång utredning\n" + "\n".join(
    f"Stycke {n} om hemtjänstens schema och dess följder för brukarna i kommunen."
    + (" Ordet väderkvarn nämns." if n in (3, 30) else "")
    for n in range(40)
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    path = tmp_path_factory.mktemp("sök") / "archive"
    texts = {"lada.txt": LADA, "skola.txt": SKOLA, "odaterad.txt": ODATERAD, "lang.txt": LONG}
    store_texts(texts, path, EMBEDDER)
    return Searcher(Archive.open(path, EMBEDDER.identity), EMBEDDER)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("rivning av ladan", "Rivning av ladan"),
        ("RIVNINGEN", "Rivning av ladan"),
        ("skolskjuts", "Skolskjutsar"),
        ("sekretariat", "Sekretariatschefens rapport"),  # a part of a compound
        ("sekretarlatschefens", "Sekretariatschefens rapport"),  # as a bad scan is read
        ("Vem föredrog rivningen av ladan?", "Rivning av ladan"),
        ("statyn", "Statyn på torget"),
        ("parkering", "Övriga frågor"),  # found in a sub-item, cited by its item
    ],
)
def test_the_best_item(searcher: Searcher, query: str, title: str) -> None:
    hit = searcher.search(query)[0]
    assert hit.item.title == title
    assert hit.item in hit.meeting.items
    assert hit.text == hit.meeting.document.text[hit.passage.start : hit.passage.end]


def test_a_hit_keeps_the_sub_items_passage(searcher: Searcher) -> None:
    hit = searcher.search("parkering vid skolan")[0]
    assert hit.passage.item_id == "byggnadsnamnden-2024-03-14-parkering-vid-skolan"
    assert hit.text.startswith("## Parkering")
    assert (
        hit.passage.context
        == "Byggnadsnämnden, 14 mars 2024, 2 Övriga frågor – Parkering vid skolan"
    )


def test_one_hit_an_item_best_first_within_the_range(searcher: Searcher) -> None:
    hits = searcher.search("väderkvarn i hemtjänstens schema", k=50)
    assert len({hit.item.id for hit in hits}) == len(hits) == 6
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert hits[0].item.title == "Lång utredning"
    assert "väderkvarn" in hits[0].text
    assert len(searcher.search("väderkvarn i hemtjänstens schema", k=2)) == 2


def test_raw_scores_of_every_leg(searcher: Searcher) -> None:
    hits = searcher.search("ladan vid Kvarngatan", k=50)
    assert set(hits[0].legs) == {"dense", "words", "grams"}
    assert all(-1 <= hit.legs["dense"] <= 1.0001 for hit in hits)
    assert hits[0].legs["words"] > 2
    assert hits[0].legs["grams"] > 5
    assert min(hit.legs["words"] for hit in hits) == 0


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "\ud800"])
def test_a_blank_query_finds_nothing(searcher: Searcher, query: str) -> None:
    assert searcher.search(query) == []


@pytest.mark.parametrize("k", [0, -1])
def test_k_must_be_positive(searcher: Searcher, k: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        searcher.search("ladan", k)


@pytest.mark.parametrize(
    "query",
    [
        '"ladan', "ladan AND (", "title:ladan", "+ladan -nämnden", "ladan^2", "lad*",
        "[ladan TO z]",
        "ladan\\", "{}", "ladan' OR 1=1 --", "vem", "?", "ab", "🙂", "\x00ladan", "ladan " * 5000,
        "å" * 100_000, "l\ud800adan",
    ],
)  # fmt: skip
def test_nothing_in_a_query_is_syntax(searcher: Searcher, query: str) -> None:
    hits = searcher.search(query[:200_000], k=3)
    if query.lower().count("ladan"):
        assert hits[0].item.title == "Rivning av ladan"


@pytest.mark.parametrize(
    ("where", "bodies"),
    [
        (Filter(date_from=dt.date(2024, 1, 1)), {"Byggnadsnämnden"}),
        (Filter(date_to=dt.date(2023, 12, 31)), {"Skolnämnden", "Äldrenämnden"}),
        (Filter(body="skol"), {"Skolnämnden"}),
        (Filter(person="Bo Dal"), {"Byggnadsnämnden", "Skönhetsrådet"}),
        (Filter(meetings=frozenset({"skolnamnden-2023-11-02"})), {"Skolnämnden"}),
        (Filter(meetings=frozenset()), set()),
        (Filter(person="Ingen Alls"), set()),
    ],
)
def test_a_filter_limits_every_leg(searcher: Searcher, where: Filter, bodies: set[str]) -> None:
    hits = searcher.search("nämnden ladan skolskjutsar statyn schema", k=50, where=where)
    assert {hit.meeting.body for hit in hits} == bodies


def test_equal_items_come_by_their_id(tmp_path: Path) -> None:
    text = "Nämnden | 2024-01-02\n" + "# Likadant\nSamma text.\n" * 3
    store_texts({"a.txt": text, "b.txt": LADA}, tmp_path / "a", EMBEDDER)
    hits = Searcher(Archive.open(tmp_path / "a"), EMBEDDER).search("samma text likadant", 3)
    assert len({hit.score for hit in hits}) == 1
    first = "namnden-2024-01-02-likadant"
    assert [hit.item.id for hit in hits] == [first, f"{first}-2", f"{first}-3"]


def test_the_searchers_model_must_be_the_archives(searcher: Searcher) -> None:
    other = Searcher(searcher.archive, SharedWordsEmbedder("annan"))
    with pytest.raises(StaleArchive, match=r"shared-words.*not annan"):
        other.search("ladan")


class FakeStore:
    """Passages with fixed scores by leg."""

    def __init__(self, **legs: dict[int, float]) -> None:
        self.legs = legs

    def dense(
        self, vector: np.ndarray, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        return self.pick("dense", k, allowed)

    def lexical(
        self, query: str, field: Field, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        return self.pick(field, k, allowed)

    def pick(self, leg: str, k: int, allowed: Collection[int] | None) -> list[tuple[int, float]]:
        found = [
            (one, score)
            for one, score in self.legs[leg].items()
            if allowed is None or one in allowed
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]


def test_search_needs_no_more_than_the_protocol_of_a_store() -> None:
    store = FakeStore(dense={1: 0.9, 2: 0.8, 3: 0.7}, words={2: 4.0}, grams={3: 9.0, 2: 1.0})
    assert candidates(store, "x", np.zeros(2), None) == {
        1: Legs(0.9, 0.0, 0.0),
        2: Legs(0.8, 4.0, 1.0),
        3: Legs(0.7, 0.0, 9.0),
    }
    assert candidates(store, "x", np.zeros(2), {3}) == {3: Legs(0.7, 0.0, 9.0)}


def test_fusion() -> None:
    assert fuse({}) == {}
    assert fuse({7: Legs(0.8, 0.0, 0.0)}) == {7: 1.0}
    legs = {1: Legs(0.9, 0.0, 0.0), 2: Legs(0.8, 4.0, 1.5), 3: Legs(0.7, 2.0, 3.0)}
    scores = fuse(legs)
    assert all(0 < score <= 1 for score in scores.values())
    assert max(fuse({1: Legs(0.9, 1.0, 1.0), 2: Legs(0.1, 0.5, 0.5)}).values()) == pytest.approx(1)
    # By hand: two candidates stand one deviation above and below the mean of every leg.
    two = fuse({1: Legs(0.9, 0.0, 0.0), 2: Legs(0.8, 1.0, 1.0)})
    most, least = math.exp(0.5), math.exp(-0.5)
    assert two[1] == pytest.approx((0.6 * most + 0.4 * least) / most)
    assert two[2] == pytest.approx((0.6 * least + 0.4 * most) / most)


def test_a_hairs_breadth_of_cosine_decides_nothing() -> None:
    near = fuse({1: Legs(0.800001, 0.0, 0.0), 2: Legs(0.8, 1.0, 1.0)})
    assert near[2] > near[1]
    assert near[1] == pytest.approx(
        (0.6 + 0.4 * math.exp(-0.5)) / (0.6 + 0.4 * math.exp(0.5)), 1e-3
    )


def test_a_leg_in_which_one_item_stands_out_has_more_say() -> None:
    level = {n: Legs(0.85 - 0.01 * n, 1.0, 1.0) for n in range(10)}
    scores = fuse(level | {10: Legs(0.76, 9.0, 9.0)})
    assert max(scores, key=lambda one: scores[one]) == 10
    scores = fuse(level | {10: Legs(0.76, 1.0, 1.0)})
    assert max(scores, key=lambda one: scores[one]) == 0


def test_an_items_legs_are_the_best_of_its_passages_and_its_closest_sentence() -> None:
    passages = [Legs(0.9, 0.0, 2.0), Legs(0.8, 3.0, 1.0)]
    assert best_of(passages, 0.87) == Legs(0.9, 3.0, 2.0, 0.87)
    told = {1: Legs(0.8, 0.0, 0.0, 0.9), 2: Legs(0.8, 0.0, 0.0, 0.8)}
    assert fuse(told)[1] > fuse(told)[2]
    assert len(set(fuse({1: Legs(0.8, 0.0, 0.0), 2: Legs(0.8, 0.0, 0.0, 0.8)}).values())) == 1


def test_a_pasted_page_is_cut_to_its_first_terms(searcher: Searcher) -> None:
    filler = " ".join(f"ord{n}x" for n in range(MOST_TERMS))
    store = searcher.archive.snapshot.store
    assert store.lexical(f"ladan {filler}", "words", 5)
    assert not store.lexical(f"{filler} ladan", "words", 5)
