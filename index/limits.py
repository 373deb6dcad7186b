"""How much one source file may cost: bytes, pages, nesting and time, all in one place."""

from __future__ import annotations

import time
from dataclasses import dataclass

from index.errors import ReadError

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single file may hold and take; a file beyond any of them is refused in a sentence.

    A file in a zip archive counts as a file of its own, and what its archive unpacks to is
    counted together.
    """

    megabytes: int = 50  # of the file itself; the longest protocol seen was of 28 pages and 2 MB
    unpacked_megabytes: int = 500  # of what a zip archive, a Word or an ODF file unpacks to
    pages: int = 2_000
    lines: int = 50_000  # on one page; a text without page breaks is one page
    files: int = 5_000  # in one zip archive, those in the archives inside it included
    nesting: int = 3  # zip archives inside each other
    megapixels: int = 80  # of one image: A3 at 600 dots an inch has 70
    seconds: int = 1_800  # to read one file: some hundred scanned pages
    memory_megabytes: int = 3_000  # of the process that reads an added file; A3 in colour takes 900

    @property
    def bytes(self) -> int:
        """The bytes that a file may have."""
        return self.megabytes * _MB

    @property
    def unpacked(self) -> int:
        """The bytes that an archive may unpack to."""
        return self.unpacked_megabytes * _MB

    def check_bytes(self, size: int, name: str) -> None:
        """Raise ReadError if a file of `size` bytes is too large."""
        if size > self.bytes:
            raise ReadError(
                f"{name} is {size / _MB:.0f} MB large where at most {self.megabytes} MB are read; "
                "split it or raise PROTOKOLLSVAR_MAX_MEGABYTES."
            )

    def check_unpacked(self, size: int, name: str) -> None:
        """Raise ReadError if what `name` unpacks to is too much."""
        if size > self.unpacked:
            raise ReadError(
                f"{name} unpacks to {size / _MB:.0f} MB where at most {self.unpacked_megabytes} MB "
                "are read; split it or raise PROTOKOLLSVAR_MAX_UNPACKED_MEGABYTES."
            )

    def check_pages(self, pages: int, name: str) -> None:
        """Raise ReadError if a document has too many pages."""
        if pages > self.pages:
            raise ReadError(
                f"{name} has {pages} pages where at most {self.pages} are read; split it or raise "
                "PROTOKOLLSVAR_MAX_PAGES."
            )

    def check_lines(self, page: str, number: int, name: str) -> None:
        """Raise ReadError if a page, the `number`-th, has too many lines to be one."""
        lines = page.count("\n")
        if lines > self.lines:
            raise ReadError(
                f"{name} has {lines} lines on page {number} where at most {self.lines} are read, "
                "so it is hardly a protocol; split it or raise PROTOKOLLSVAR_MAX_LINES."
            )

    def check_pixels(self, width: int, height: int, name: str) -> None:
        """Raise ReadError if an image is too large to be opened."""
        if width * height > self.megapixels * 1_000_000:
            raise ReadError(
                f"{name} is an image of {width} × {height} points where at most {self.megapixels} "
                "million are read; make it smaller or raise PROTOKOLLSVAR_MAX_MEGAPIXELS."
            )


LIMITS = Limits()


class Deadline:
    """The time that is left to read one file."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._end = time.monotonic() + limits.seconds

    @property
    def left(self) -> float:
        """Seconds that are left; zero or less when there are none."""
        return self._end - time.monotonic()

    def check(self) -> None:
        """Raise ReadError if the time is used up."""
        if self.left <= 0:
            raise ReadError(
                f"{self._name} was not read within {self._limits.seconds} seconds; split it or "
                "raise PROTOKOLLSVAR_MAX_SECONDS."
            )
