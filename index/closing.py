"""What is kept from a reader: documents by the beginning of their path in the sources."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection


def folded_path(path: str) -> str:
    """Return a path as it is compared: no slash at its ends, no difference of case or of accents.

    One file system writes "å" as one character and another as two; a folder that was closed under
    one spelling must stay closed under the other.
    """
    return unicodedata.normalize("NFC", path.strip().strip("/")).casefold()


def lies_in(path: str, folders: Collection[str]) -> bool:
    """Return whether a document's path is one of `folders`, or lies in one of them.

    They are folders, files or zip archives as `folded_path` writes them.
    """
    whole = folded_path(path)
    return any(whole == one or whole.startswith(f"{one}/") for one in folders)
