"""The bundled model's tokeniser: what it reads of a text, and the token ids of that."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tokenizers import Tokenizer, models, pre_tokenizers, processors

from index.e5_weights import E5File

PROMPTS = {"query": "query: ", "document": "passage: "}
"""What the model was trained to see before a question and before a passage."""

_SOFT_HYPHEN = 0xAD
_NUL = 0


def character_map(file: E5File) -> dict[int, str]:
    """Return what the model reads for each code point that it does not read as it is.

    The file's own map, close to NFKC; and soft hyphens go, which would break a word in two for
    the model where a reader sees one.
    """
    return file.characters | {_SOFT_HYPHEN: "", _NUL: ""}


def clean(text: str, characters: dict[int, str]) -> str:
    """Return `text` as the model reads it: composed letters, single spaces, none at the ends."""
    encodable = text.encode("utf-8", "ignore").decode()
    return " ".join(unicodedata.normalize("NFC", encodable).translate(characters).split())


def build_tokenizer(file: E5File) -> Tokenizer:
    """Return the tokeniser for cleaned text of any length; it adds both end marks.

    Its ids are those of XLM-RoBERTa: the pieces stand in the file in that order.
    """
    vocabulary = file.vocabulary
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unk))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    bos, eos = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    return tokenizer


def shortened(ids: Sequence[int], most: int) -> list[int]:
    """Return the tokens that fit into `most`, the end mark last."""
    return list(ids) if len(ids) <= most else [*ids[: most - 1], ids[-1]]
