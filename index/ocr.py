"""Text from pictures of pages, by Tesseract in Swedish: the words, where they stand, how sure."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from index.deskew import levelled, tilt
from index.errors import ReadError
from index.limits import Deadline
from index.ocr_rows import lines_by_row
from index.ocr_words import Word, may_hide_signs, with_leaders, with_signs

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "swe"
DPI = 300  # what pages are read at: letters of 10 points are then 30 pixels high, as it wants them

_SECOND = "eng"  # comes with Tesseract; the Swedish model has no § among its letters
_DOUBTFUL = 70.0  # mean confidence below which a page may be turned: upright scans reach 85…95
_FEW = 3  # words that a page needs for its turn to be found
_GAP = 1.3  # line heights of white between two words that make them two columns
_DASH = re.compile(r"—-?")  # what is read for an en dash, which the model has not
_ROTATE = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)
_INSTALL = "apt-get install tesseract-ocr tesseract-ocr-swe"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as it was recognised."""

    text: str
    confidence: float  # mean of the words', 0…100; 0 without words
    rotation: int = 0  # degrees clockwise that the picture was turned by: 0, 90, 180 or 270
    angle: float = 0.0  # degrees counter-clockwise that it was turned by then, to be level
    size: tuple[int, int] = (0, 0)  # of the picture so turned, in pixels
    lines: Sequence[Sequence[Word]] = ()  # of the text, with boxes in that picture

    @property
    def weight(self) -> float:
        """How much was read, and how surely: for the choice between two readings."""
        return self.confidence**2 * sum(letter.isalnum() for letter in self.text)


def missing_for_ocr() -> str | None:
    """Return what must be installed before pictures can be read; None if nothing must."""
    executable = shutil.which("tesseract")
    if executable is None:
        return f"Tesseract is not installed (on Debian: {_INSTALL})"
    if LANGUAGE not in _languages(executable):
        return f"Tesseract has no Swedish (on Debian: {_INSTALL})"
    return None


def recognise(image: Image, name: str, deadline: Deadline) -> Recognised:
    """Return the text of a page's grey picture at `DPI`; a page that lies on its side is turned.

    Raises ReadError, whose text names the file, if Tesseract fails or the time is used up.
    """
    found = _recognise(image, name, deadline)
    if found.confidence >= _DOUBTFUL or len(found.text.split()) < _FEW:
        return found
    answer = _tesseract(image, ("-l", "osd", "--psm", "0"), name, deadline, may_fail=True)
    turn = _ROTATE.search(answer)
    turns = [int(turn[1])] if turn else [90, 180, 270]
    readings = [found]
    for degrees in turns:
        turned = image.rotate(-degrees, expand=True)  # Pillow turns against the clock
        readings.append(replace(_recognise(turned, name, deadline), rotation=degrees))
        if readings[-1].confidence >= _DOUBTFUL:
            break
    return max(readings, key=lambda reading: reading.weight)


def as_read(image: Image, reading: Recognised) -> Image:
    """Return the picture that `reading` is of, or one of the same look, upright and level."""
    if reading.rotation:
        image = image.rotate(-reading.rotation, expand=True)  # Pillow turns against the clock
    return levelled(image, reading.angle)


def _recognise(image: Image, name: str, deadline: Deadline) -> Recognised:
    angle = tilt(image)
    image = levelled(image, angle)
    words = _words(image, LANGUAGE, name, deadline)
    if not words:
        return Recognised("", 0.0, angle=angle, size=image.size)
    if may_hide_signs(words) and _SECOND in _languages(shutil.which("tesseract") or ""):
        words = with_signs(words, _words(image, _SECOND, name, deadline))
    words = with_leaders(words)
    lines = lines_by_row(words)
    sure = _mean_confidence(words)
    return Recognised(text_of(lines), sure, angle=angle, size=image.size, lines=lines)


def _mean_confidence(words: list[Word]) -> float:
    """Return the mean of the words' confidence; lines and specks that look like signs are none."""
    sure = [word.confidence for word in words if any(map(str.isalnum, word.text))]
    return fmean(sure) if sure else 0.0


def text_of(rows: Sequence[Sequence[Word]]) -> str:
    """Return lines of words as text; a tab stands for a wide gap."""
    lines = []
    for line in rows:
        height = max(word.height for word in line)
        text = line[0].text
        for before, word in pairwise(line):
            wide = word.left - before.right > _GAP * height
            text += ("\t" if wide else " ") + word.text
        lines.append(text)
    return "\n".join(lines)


def _words(image: Image, language: str, name: str, deadline: Deadline) -> list[Word]:
    table = _tesseract(image, ("-l", language, "--psm", "3", "tsv"), name, deadline)
    words = []
    for row in table.splitlines()[1:]:
        # level, page, block, paragraph, line, word, left, top, width, height, confidence, text
        cells = row.split("\t", 11)
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            place, box = [int(cell) for cell in cells[2:5]], [int(cell) for cell in cells[6:10]]
            line = (place[0], place[1], place[2])
            words.append(Word(_DASH.sub("–", cells[11].strip()), float(cells[10]), line, *box))
    return words


def _tesseract(
    image: Image, options: tuple[str, ...], name: str, deadline: Deadline, *, may_fail: bool = False
) -> str:
    deadline.check()
    executable = shutil.which("tesseract")
    if executable is None:
        raise ReadError(f"{name} has scanned pages, and {missing_for_ocr()}.")
    packed = io.BytesIO()
    image.save(packed, "PPM")
    try:
        done = subprocess.run(
            [executable, "-", "-", "--dpi", str(DPI), *options],
            input=packed.getvalue(),
            capture_output=True,
            timeout=max(deadline.left, 1),
            check=False,
            # Pages are read side by side; threads within a page only make each of them slower.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        deadline.check()
        raise
    except OSError as error:
        raise ReadError(f"{name}: Tesseract cannot be started ({error.strerror}).") from error
    if done.returncode != 0 and not may_fail:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["without a word"]
        raise ReadError(f"{name}: Tesseract failed ({said[-1]}); check its installation.")
    return done.stdout.decode("utf-8", errors="replace")


@cache
def _languages(executable: str) -> frozenset[str]:
    """Return the languages that an installed Tesseract knows."""
    try:
        done = subprocess.run(
            [executable, "--list-langs"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode(errors="replace").split())
