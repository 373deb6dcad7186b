"""The manifest: what one generation of an archive is, in a form that people can read.

It is kept in the records, inside the transaction that makes the generation current, and written
to `manifest.json` right after; the file may lag behind after a crash, the records never do.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index.embedding import ModelIdentity
from index.errors import StaleArchive

SCHEMA_VERSION = 3  # raise it when tables.py or the fields of words.py change


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of one generation: its model, its counts and its files' checksums."""

    generation: int
    built_at: str  # ISO 8601, UTC
    model_name: str
    model_dim: int
    model_fingerprint: str
    code_version: str  # of the code that read, parsed and cut the documents
    documents: int
    meetings: int
    items: int  # without sub-items
    passages: int
    checksums: dict[str, str] = field(default_factory=dict)  # path in the archive → SHA-256
    content_sha256: str = ""  # of the records' rows, see sealing.py; empty in older archives
    schema_version: int = SCHEMA_VERSION

    def to_json(self) -> str:
        """Return the manifest as indented JSON with a final newline."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Return the manifest in `text`; ValueError or TypeError if it is none."""
        return cls(**json.loads(text))

    @property
    def model(self) -> ModelIdentity:
        """The model that made the vectors."""
        return ModelIdentity(self.model_name, self.model_dim, self.model_fingerprint)

    def check_model(self, expected: ModelIdentity, path: Path) -> None:
        """Raise StaleArchive unless the archive at `path` was built with the expected model."""
        if self.model != expected:
            raise StaleArchive(
                f"{path} was built with {_described(self.model, expected)}, not "
                f"{_described(expected, self.model)}; run: protokollsvar index --rebuild"
            )


def check_tables(version: int, path: Path) -> None:
    """Raise StaleArchive if the archive at `path` has tables of another version than ours."""
    if 0 < version < SCHEMA_VERSION:
        raise StaleArchive(
            f"{path} has tables of version {version}, not {SCHEMA_VERSION}; run: protokollsvar "
            "index SOURCE, which takes them over"
        )
    if version > SCHEMA_VERSION:
        raise StaleArchive(
            f"{path} has tables of version {version}, not {SCHEMA_VERSION}: a newer version of "
            "this program made them; use that one, or run: protokollsvar index --rebuild"
        )


def _described(model: ModelIdentity, other: ModelIdentity) -> str:
    """Return a model's name and dimension, and its weights where only these tell it apart."""
    if (model.name, model.dim) != (other.name, other.dim):
        return f"{model.name} ({model.dim})"
    return f"{model.name} ({model.dim}, weights {model.fingerprint[:8]})"
