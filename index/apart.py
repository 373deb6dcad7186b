"""Reading and drawing a file that nobody vouches for, in a process of its own with limits.

The child is told what to read on stdin and answers in JSON. It may use so much memory and time and
write so much, opens few files and knows nothing of this process's environment; what it does to
itself costs one sentence.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.errors import ReadError
from index.limits import LIMITS, Limits
from index.nouns import Document, Page, ParseWarning
from index.page_marks import Piece
from index.page_pictures import PagePicture, from_json, picture_of, to_json
from index.source_files import SourceFile, read_source

_MB = 1_000_000
_FILES = 256  # open at once; reading takes about twenty
_STARTING = 30  # seconds that a child may take to start on a busy machine, beside its reading
_PACKED = b"PK"
_TOLD = ("PATH", "PYTHONPATH", "TESSDATA_PREFIX", "LANG", "LC_ALL", "TMPDIR")
_STOPPED = "could not be read: the reading ended with signal {number}; replace the file."


def read_apart(one: SourceFile, limits: Limits = LIMITS) -> Document:
    """Return a file's text and pages, read and parsed on trial by a child; raises ReadError."""
    said = _run({"do": "read", "file": str(one.file), "name": one.path}, one.path, limits)
    if not isinstance(said, dict):
        raise ReadError(f"{one.path} could not be read; replace the file.")
    return Document(
        one.path,
        one.sha256,
        said["media_type"],
        said["text"],
        tuple(Page(*page) for page in said["pages"]),
        tuple(ParseWarning(*warning) for warning in said["warnings"]),
    )


def unpack_apart(file: Path, name: str, target: Path, limits: Limits = LIMITS) -> Unpacked | None:
    """Write what is in a zip archive as numbered files into `target`; None if it is no archive.

    The result tells each one's name with its file or with why it cannot be had. Raises ReadError.
    """
    with file.open("rb") as opened:
        if not opened.read(len(_PACKED)).startswith(_PACKED):
            return None  # only what may be an archive is worth a process
    said = _run({"do": "unpack", "file": str(file), "name": name, "to": str(target)}, name, limits)
    if said is None:
        return None
    return [(one, target / str(number), failure) for number, (one, failure) in enumerate(said)]


def picture_apart(
    file: Path,
    media_type: str,
    number: int,
    pieces: Sequence[Piece],
    limits: Limits = LIMITS,
    *,
    scanned: bool = False,
) -> PagePicture:
    """Return a page of a file as a picture, drawn by a child as by `picture_of`."""
    request = {
        "do": "picture", "file": str(file.resolve()), "name": file.name, "type": media_type,
        "number": number, "pieces": [list(piece) for piece in pieces], "scanned": scanned,
    }  # fmt: skip
    return from_json(_run(request, file.name, limits))


Unpacked = list[tuple[str, Path, str | None]]
"""The name of each file in an archive, where it was unpacked to, and why it was not."""


def _run(request: Mapping[str, Any], name: str, limits: Limits) -> Any:
    told = {key: os.environ[key] for key in _TOLD if key in os.environ}
    asked = json.dumps({**request, "limits": asdict(limits)})
    with tempfile.TemporaryFile() as answer:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "index.apart"],
            stdin=subprocess.PIPE, stdout=answer, stderr=subprocess.DEVNULL,
            start_new_session=True, env=told, cwd="/",
        )  # fmt: skip
        try:
            child.communicate(asked.encode(), timeout=limits.seconds + _STARTING)
        except subprocess.TimeoutExpired:
            raise ReadError(
                f"{name} was not read within {limits.seconds} seconds; split it or raise "
                "PROTOKOLLSVAR_MAX_SECONDS."
            ) from None
        finally:
            _end(child)
        answer.seek(0)
        try:
            said = json.load(answer)
        except ValueError:
            raise ReadError(f"{name} {_STOPPED.format(number=-child.returncode)}") from None
    if "problem" in said:
        raise ReadError(str(said["problem"]))
    return said["result"]


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started."""
    with suppress(ProcessLookupError, PermissionError):  # they have ended by themselves
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _limit(limits: Limits) -> None:
    """Take from this process what reading a file does not need."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_megabytes * _MB),
        (resource.RLIMIT_FSIZE, limits.unpacked + 100 * _MB),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def _read(request: Mapping[str, Any], limits: Limits) -> Any:
    from index.parsing import parse_document

    document = read_source(SourceFile(Path(request["file"]), request["name"], ""), limits)
    parse_document(document)  # a text that the parser does not come to an end with ends here
    return {
        "media_type": document.media_type,
        "text": document.text,
        "pages": [[p.number, p.start, p.end, p.read_by, p.confidence] for p in document.pages],
        "warnings": [[one.message, one.start] for one in document.warnings],
    }


def _unpack(request: Mapping[str, Any], limits: Limits) -> Any:
    from index.unpacking import is_archive, unpack

    file, name = Path(request["file"]), request["name"]
    if not is_archive(file, name):
        return None
    found = []
    for number, one in enumerate(unpack(file, name, limits)):
        if one.failure is None:
            Path(request["to"], str(number)).write_bytes(one.data)
        found.append(["/".join(one.inside), one.failure])
    return found


def _picture(request: Mapping[str, Any], limits: Limits) -> Any:
    pieces = [(letters, before) for letters, before in request["pieces"]]
    file = Path(request["file"])
    drawn = picture_of(
        file, request["type"], request["number"], pieces, limits, scanned=request["scanned"]
    )
    return to_json(drawn)


_DOES = {"read": _read, "unpack": _unpack, "picture": _picture}


def main() -> None:
    """Do what stdin asks, within the limits that it gives, and say on stdout what came of it."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    _limit(limits)
    try:
        said = {"result": _DOES[request["do"]](request, limits)}
    except ReadError as error:
        said = {"problem": str(error)}
    except MemoryError:
        said = {
            "problem": f"{request['name']} takes more than {limits.memory_megabytes} MB of memory "
            "to read; split it or raise PROTOKOLLSVAR_MAX_MEMORY_MEGABYTES."
        }
    except Exception as error:  # noqa: BLE001 - a slip of a reader must cost one file only
        said = {
            "problem": f"{request['name']} could not be read ({type(error).__name__}: {error}); "
            "replace the file."
        }
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
