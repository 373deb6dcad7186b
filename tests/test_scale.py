"""The measurement of how search grows, on an archive of a size that takes no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.scale import StandIn, main, matters, measure, page, protocols, questions


def test_the_same_protocols_each_time_and_as_many_items_as_wanted() -> None:
    known = matters(20)
    assert known == matters(20)
    meetings = [meeting for _, found in protocols(known, 30) for meeting in found]
    items = [item for meeting in meetings for item in meeting.items]
    assert len(items) == len({item.id for item in items}) == 30
    for meeting in meetings:
        assert "".join(item.text for item in meeting.items) == meeting.document.text
        assert all(item.text.startswith(f"{item.number} {item.title}\n") for item in meeting.items)


def test_questions_name_a_time_or_none() -> None:
    known = matters(20)
    assert not any(letter.isdigit() for text in questions(known, timed=False) for letter in text)
    assert all(any(c.isdigit() for c in text) for text in questions(known, timed=True))


def test_a_row_a_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured = measure(60, tmp_path / "60")
    assert measured.passages == 60
    assert len(measured.plain) == len(measured.timed) == 200
    assert set(measured.stages) >= {"vectors", "words and 4-grams", "sentences"}
    text = page([measured], "python -m eval.bench.scale")
    assert text.count("| 60 |") == 2
    out = tmp_path / "page.md"
    assert main(["--sizes", "60", "--keep", str(tmp_path), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_stand_in_gives_unit_vectors_and_the_same_for_the_same_words() -> None:
    first, second, other = StandIn().embed_queries(["En bro", "en BRO", "Ett torg"])
    assert first @ first == pytest.approx(1, abs=1e-5)
    assert first @ second == pytest.approx(1, abs=1e-5)
    assert first @ other < 0.5
