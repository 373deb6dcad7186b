"""Reading the parts of an office file: XML in a zip archive, from a source nobody trusts."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from index.errors import ReadError
from index.limits import Limits


def open_packed(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Return the office file as an archive whose size is within the limits.

    Raises ReadError if it is damaged or unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise damaged(name, error) from error
    # zipfile unpacks no more of a member than the size that it is said to have.
    limits.check_unpacked(sum(member.file_size for member in archive.infolist()), name)
    return archive


def read_part(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    """Return the root element of one part; raises ReadError if it is missing or damaged."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(archive.read(part), parser)
    except (
        zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, EOFError, RuntimeError,
        NotImplementedError,
    ) as error:  # fmt: skip
        raise damaged(name, error) from error


def damaged(name: str, error: Exception) -> ReadError:
    """Return the sentence for an office file that is broken."""
    reason = str(error).strip("'\"") or type(error).__name__
    return ReadError(f"{name} is a damaged office file ({reason}); fetch it again.")
