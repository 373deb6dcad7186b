"""The measurement of answers: stages that do not overlap, and copies that differ in names only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.bench.answers import STAGES, Clock, Took, table
from eval.bench.grown import Turned, names_in, varied
from fakes import SharedWordsEmbedder
from index.embedding import Progress, Vectors

TEXT = "Den 5 maj 2019 anlade Tallberga en hamn. I Tallberga valdes Mia Noren till ordförande 2020."


def test_copies_have_other_names_and_years_and_the_same_words() -> None:
    names = names_in([TEXT, "Kommunen och kommunen, i Kommunen."])
    assert names == {"Tallberga", "Noren"} | ({"Mia"} & names)
    assert varied(TEXT, 0, names) == TEXT
    first, second = (varied(TEXT, copy, names) for copy in (1, 2))
    assert len({TEXT, first, second}) == 3
    for text in (first, second):
        assert "Tallberga" not in text
        assert "2019" not in text
        assert len(text) == len(TEXT)
        assert text.startswith("Den 5 maj ")
        assert " valdes " in text


def test_a_copy_lies_near_its_original_and_is_not_computed() -> None:
    computed: list[str] = []

    class Counting(SharedWordsEmbedder):
        def embed_passages(
            self, texts: Sequence[str], /, progress: Progress | None = None
        ) -> Vectors:
            computed.extend(texts)
            return super().embed_passages(texts, progress)

    turned = Turned(Counting())
    copy = varied(TEXT, 3, names_in([TEXT]))
    rows = turned.embed_passages([TEXT, copy, "Något annat."])
    assert computed == [TEXT, "Något annat."]
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert 0.9 < rows[0] @ rows[1] < 0.999
    assert (turned.embed_passages([copy]) == rows[1]).all()


def test_a_stage_inside_another_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(100))
    monkeypatch.setattr("eval.bench.answers.time.perf_counter", lambda: float(next(now)))
    clock = Clock()
    with clock.stage("search"):
        clock.timed("embedding", lambda: None)()
    clock.timed("proof", lambda: None)()
    assert dict(clock.wall) == {"search": 2.0, "embedding": 1.0, "proof": 1.0}
    assert dict(clock.calls) == {"search": 1, "embedding": 1, "proof": 1}


def test_the_table_adds_up_what_is_not_embedding() -> None:
    one = dict.fromkeys(STAGES, 0.01)
    text = table([Took(one, one, True, 1), Took(one, {}, False, 2)])
    assert "| search | 10.0 | 10.0 | 10.0 | 10.0 |" in text
    assert "| all but embedding | 40.0 | 40.0 | 40.0 | 40.0 |" in text
    assert text.endswith("\n1 questions were embedded more than once\n")


def test_an_archive_is_grown_from_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from eval.bench import grown

    protocols = tmp_path / "protocols"
    protocols.mkdir()
    body = "Hamnrådets protokoll 1/2019\n\nTid/Plats: 190312 kl. 09.00, Tallberga\n\n1. Hamn\n\n"
    (protocols / "a.txt").write_text(f"{body}Beslut:\n\natt Tallberga får en hamn.\n")
    monkeypatch.setattr("eval.archives.DEMO_PROTOCOLS", protocols)
    embedder = SharedWordsEmbedder()
    path = tmp_path / "grown"
    archive = grown.grown_archive(path, 4, embedder)
    held = archive.status().passages
    assert held >= 4
    (protocols / "a.txt").unlink()  # what is there is not made again
    assert grown.grown_archive(path, 4, embedder).status().passages == held
