"""The reader: what it proposes, that its offsets are the context's own, and what it refuses."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.e5_encoder import Encoder, Numbers
from index.errors import ModelError
from qa.reader import WEIGHTS, Reader

ELECTION = (
    "Val av kassör: Ordföranden hälsade alla välkomna. Nämnden utsåg Karin Berglund till kassör "
    "för 2024. Priset för tomten sattes till 45 000 kronor. Mötet avslutades klockan 15.30."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Vem utsågs till kassör?", "Karin Berglund"),
        ("vem blev kassör", "Karin Berglund"),
        ("Vad kostade tomten?", "45 000"),
        ("När slutade mötet?", "15.30"),
    ],
)
def test_finds_the_words_that_answer(reader: Reader, question: str, answer: str) -> None:
    reading = reader.read(question, ELECTION)
    assert answer in ELECTION[reading.start : reading.end]
    assert reading.end - reading.start <= len(answer) + 10


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Vem utsågs till kassör?", "Hur många bryggor finns det i småbåtshamnen?"),
        ("Vad kostade tomten?", "Vilken färg har den nya brandbilen?"),
    ],
)
def test_is_surer_of_a_question_that_is_answered(reader: Reader, question: str, other: str) -> None:
    answered, unanswered = reader.read(question, ELECTION), reader.read(other, ELECTION)
    assert answered.answerable > unanswered.answerable + 1
    assert answered.score > unanswered.score + 1


@pytest.mark.model
@pytest.mark.parametrize(
    "written",
    [
        "Till ordförande valdes\n\n  Åsa\tÖberg   med acklamation.",
        unicodedata.normalize("NFD", "Till ordförande valdes Åsa Öberg med acklamation."),
        "Till ord\u00adförande valdes Åsa Ö\u00adberg med ack\u00adlamation.",
        "Till ordförande valdes ﬁnt nog Åsa Öberg ½ år.",
    ],
)
def test_offsets_are_of_the_context_as_written(reader: Reader, written: str) -> None:
    reading = reader.read("Vem valdes till ordförande?", written)
    span = unicodedata.normalize("NFC", written[reading.start : reading.end])
    assert span.replace("\u00ad", "").split()[:2] == ["Åsa", "Öberg"]


@pytest.mark.model
def test_parts_are_read_in_their_context(reader: Reader) -> None:
    cut = ELECTION.index("Priset")
    before, after = reader.read_parts(
        "Vem utsågs till kassör?", [(ELECTION, [(0, cut), (cut, len(ELECTION))])]
    )[0]
    whole = reader.read("Vem utsågs till kassör?", ELECTION)
    assert before == whole
    assert cut <= after.start < after.end <= len(ELECTION)
    assert after.score < before.score
    assert after.answerable == before.answerable


@pytest.mark.model
def test_reads_many_as_one_by_one_in_many_threads(reader: Reader) -> None:
    contexts = [ELECTION, "Inget beslut fattades.", ELECTION * 6, "Karin Berglund valdes."]
    question = "Vem utsågs till kassör?"
    alone = [reader.read(question, context) for context in contexts]
    with ThreadPoolExecutor(4) as pool:
        for together in pool.map(lambda _: reader.read_many(question, contexts), range(4)):
            for ours, theirs in zip(together, alone, strict=True):
                assert (ours.start, ours.end) == (theirs.start, theirs.end)
                assert ours.answerable == pytest.approx(theirs.answerable, abs=1e-3)
                assert ours.score == pytest.approx(theirs.score, abs=1e-3)


@pytest.mark.model
@pytest.mark.parametrize("context", ["", "  \n", "\u00ad"])
def test_nothing_to_read_has_no_span(reader: Reader, context: str) -> None:
    reading = reader.read("Vem utsågs till kassör?", context)
    assert reading.start == reading.end
    assert reading.score == -np.inf
    assert reader.read_many("Vem?", []) == []


@pytest.mark.model
def test_the_network_is_the_bundled_model_where_nothing_is_trained(tmp_path: Path) -> None:
    """With a head that shows one number of the first token's vector: torch has the same."""
    from index.e5_tokenizer import build_tokenizer, character_map
    from index.e5_torch import build_sentence_transformer
    from index.e5_weights import E5File, locate_weights
    from index.openmp import patient_threads

    with patient_threads():
        import torch

    show = np.zeros((384, 384), np.float32)
    show[0, 7] = 1
    path = tmp_path / "weights.npz"
    heads: dict[str, Any] = {
        "pool.w": show,
        "pool.b": np.zeros(384),
        "ans.w": np.eye(1, 384),
        "ans.b": np.zeros(1),
        "span.w": np.zeros((2, 384)),
        "span.b": np.zeros(2),
    }
    np.savez(path, **heads)
    ours = Reader(path).read("Vem utsågs?", ELECTION).answerable
    file = E5File(locate_weights())
    tokenizer, characters = build_tokenizer(file), character_map(file)
    model: Any = build_sentence_transformer(file, tokenizer, characters, torch.float32)
    parts = [
        tokenizer.encode(text, add_special_tokens=False).ids
        for text in ("query: Vem utsågs?", f"passage: {ELECTION}")
    ]
    ids = torch.tensor([[0, *parts[0], 2, *parts[1], 2]])
    with torch.inference_mode():
        vectors = model.eval()[0].encoder(input_ids=ids).last_hidden_state
    assert ours == pytest.approx(float(torch.tanh(vectors[0, 0, 7])), abs=1e-3)


@pytest.mark.model
def test_both_engines_read_alike(reader: Reader) -> None:
    quick = Reader(many=True)
    contexts = [ELECTION, "Inget beslut fattades.", f"{ELECTION} " * 6]
    for question in ("Vem utsågs till kassör?", "Vad kostade tomten?"):
        ours, theirs = quick.read_many(question, contexts), reader.read_many(question, contexts)
        for one, other in zip(ours, theirs, strict=True):
            assert one.answerable == pytest.approx(other.answerable, abs=0.3)
            assert one.score == pytest.approx(other.score, abs=0.6)
        assert ours[0].start == theirs[0].start
        assert ours[0].answerable != theirs[0].answerable  # they are two engines indeed


@pytest.mark.model
def test_what_was_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    runs: list[int] = []
    states = Encoder.states

    def counted(self: Encoder, texts: Sequence[Sequence[int]]) -> list[Numbers]:
        runs.append(len(texts))
        return states(self, texts)

    monkeypatch.setattr(Encoder, "states", counted)
    question, cut = "Vem utsågs till kassör?", ELECTION.index("Priset")
    first = reader.read_many(question, [ELECTION, "Inget beslut fattades."])
    assert reader.read_many(question, ["Inget beslut fattades.", ELECTION]) == first[::-1]
    assert reader.read_many(question, [ELECTION, ELECTION, "Karin valdes."])[:2] == [first[0]] * 2
    assert runs == [2, 1]
    reader.read_parts(question, [(ELECTION, [(0, cut)])])
    reader.read_many("Vem valdes?", [ELECTION])
    assert runs == [2, 1, 1, 1]


@pytest.mark.parametrize("content", [None, b"", b"not weights", b"PK\x03\x04 cut off"])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "reader_weights.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"reader_weights\.npz"):
        Reader(path).read("Vem?", "Karin.")


def test_the_weights_are_small_enough_to_ship() -> None:
    assert WEIGHTS.stat().st_size < 14_000_000
