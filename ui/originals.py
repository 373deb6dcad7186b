"""The files that the archive was made of, handed out only if they are still the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.layout import sha256_of
from index.masking import BLANK
from index.nouns import Document
from index.uploads import PREFIX, Uploads


class Originals:
    """Finds a document's original in the operator's source folders or among the files added."""

    def __init__(self, sources: Sequence[Path] = (), uploads: Uploads | None = None) -> None:
        self._uploads = uploads
        self._roots = [
            (source if source.is_dir() else source.parent).resolve() for source in sources
        ]

    def find(self, document: Document) -> Path | None:
        """Return where the document's file lies; None if it is not there or inside an archive.

        Nor if something was blanked in the document: the file still holds it.
        """
        if BLANK in document.text:
            return None
        if document.path.startswith(PREFIX):
            return self._uploads.find(document.sha256) if self._uploads else None
        for root in self._roots:
            for path in (document.path, document.path.removeprefix(f"{root.name}/")):
                file = (root / path).resolve()
                if file.is_relative_to(root) and file.is_file():
                    return file
        return None

    def unchanged(self, document: Document) -> Path | None:
        """Return the file if it has the bytes that were indexed."""
        file = self.find(document)
        try:
            same = file is not None and sha256_of(file) == document.sha256
        except OSError:
            return None
        return file if same else None
