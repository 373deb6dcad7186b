"""Finding what to read in the sources that a user names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import ReadError, SourceError
from index.formats import HEAD, format_of_file

_KNOWN = frozenset(
    ".txt .text .md .markdown .html .htm .xhtml .docx .docm .odt .ott .pdf .png .jpg .jpeg .tif "
    ".tiff .zip".split()
)  # the names' ends of files that are tried whatever is in them, so that a broken one is reported
_DATA = frozenset(
    ".json .jsonl .csv .tsv .xml .svg .css .js .ts .py .sh .bat .ps1 .yaml .yml .toml .ini .cfg "
    ".conf .log .sql .url .lnk .eml .ics .vcf .tmp .bak .part .crdownload .lock".split()
)  # … of texts that are no protocols


def find_files(sources: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Return each file to read with its root, by source and then by path.

    A folder is its files' root and is searched to the bottom; the root of a single file is the
    folder it lies in. Hidden files and other kinds of files are passed over; what is in a file
    tells its kind where its name does not.
    Raises SourceError if a source does not exist, cannot be opened or holds nothing to read.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    for source in sources:
        files, others = _divide(source)
        if not files:
            held = f"{len(others)} files of other kinds" if others else "no files"
            held = "another kind of file" if source.is_file() else held
            raise SourceError(
                f"{source} holds {held} where text, Markdown, HTML, .docx, .odt, .pdf, images or "
                ".zip of these were wanted; give another."
            )
        root = source.parent if source.is_file() else source
        for file in files:
            found.setdefault(file.resolve(), (file, root))
    return list(found.values())


def find_unsupported(sources: Sequence[Path]) -> list[Path]:
    """Return the visible files that `find_files` passes over because of their kind.

    Raises SourceError if a source does not exist or cannot be opened.
    """
    return [file for source in sources for file in _divide(source)[1]]


def _divide(source: Path) -> tuple[list[Path], list[Path]]:
    if source.is_file():
        files = [source]
    elif source.is_dir():
        files = sorted(_walk(source), key=lambda file: file.relative_to(source).parts)
    else:
        raise SourceError(f"{source} does not exist; give a folder or file of protocols.")
    divided: tuple[list[Path], list[Path]] = ([], [])
    for file in files:
        divided[0 if _is_read(file) else 1].append(file)
    return divided


def _is_read(file: Path) -> bool:
    suffix = file.suffix.lower()
    if suffix in _KNOWN:
        return True
    try:
        if format_of_file(file, file.name) is not None:
            return True
        return suffix not in _DATA and _may_be_text(file)
    except ReadError:
        return False
    except OSError:
        return suffix not in _DATA  # it cannot be opened, which the reading then reports


def _may_be_text(file: Path) -> bool:
    from index.encodings import decode

    with file.open("rb") as opened:
        head = opened.read(HEAD)
    try:
        return bool(decode(head, file.name).strip())
    except ReadError:
        return False


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the visible files below `folder`; a folder that cannot be opened is an error.

    Passing it over would look as if its files had been taken away.
    """

    def refuse(error: OSError) -> None:
        raise SourceError(
            f"The folder {error.filename} cannot be opened ({error.strerror}); "
            "allow it to be read or move it out of the source."
        ) from error

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if is_visible(name)]
        for name in files:
            if is_visible(name):
                yield Path(place, name)


def is_visible(name: str) -> bool:
    """Return whether a file or folder of this name is looked at."""
    # Word's mark of an open file begins with "~$"; a Mac packs its marks in a folder of their own.
    return not name.startswith((".", "~$")) and name != "__MACOSX"
