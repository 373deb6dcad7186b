"""An archive that may not be there yet, or not be readable any longer."""

from __future__ import annotations

import threading
from pathlib import Path

from index.archive import Archive, ArchiveStatus, Snapshot
from index.embedding import ModelIdentity
from index.errors import ArchiveError, NoArchive, StaleArchive
from index.manifest import SCHEMA_VERSION
from index.nouns import ANY, Filter, Item, Meeting
from index.standing import Standing, is_being_written


class WaitingArchive(Archive):
    """An archive that is opened as soon as it can be; until then it holds nothing."""

    def __init__(self, path: Path, expected: ModelIdentity) -> None:
        """Open the archive in the folder `path` if it can be read with the model `expected`."""
        self.path = path
        self._problem: ArchiveError | None = None
        self._is_open = False
        self._opening = threading.Lock()
        self._waited_for = expected
        self._open()

    @property
    def problem(self) -> ArchiveError | None:
        """Why the archive, or its last change, cannot be read; None if it can."""
        return self._problem

    def refresh(self) -> bool:
        """Pick up a finished change, the first one too.

        Raises what `Archive.open` and `Archive.refresh` do.
        """
        if not self._is_open:
            if self._open():
                return True
            raise self._problem or NoArchive(f"there is no archive in {self.path}")
        try:
            changed = super().refresh()
        except ArchiveError as error:
            self._problem = error
            raise
        self._problem = None
        return changed

    def standing(self) -> Standing:
        """Return how it stands with the archive, as of the last refresh."""
        if isinstance(self._problem, NoArchive):
            return Standing.BUILDING if is_being_written(self.path) else Standing.EMPTY
        if self._problem is not None:
            is_stale = isinstance(self._problem, StaleArchive)
            return Standing.STALE if is_stale else Standing.DAMAGED
        return super().standing()

    @property
    def snapshot(self) -> Snapshot:
        """The current generation; raises why there is none."""
        if not self._is_open:
            raise self._problem or NoArchive(f"there is no archive in {self.path}")
        return super().snapshot

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass; none where the archive cannot be read."""
        return super().meetings(where) if self._is_open else []

    def meeting(self, meeting_id: str) -> Meeting:
        """Return the meeting of this id; KeyError if there is none."""
        if not self._is_open:
            raise KeyError(meeting_id)
        return super().meeting(meeting_id)

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return the item of this id and its meeting; KeyError if there is none."""
        if not self._is_open:
            raise KeyError(item_id)
        return super().find_item(item_id)

    def status(self) -> ArchiveStatus:
        """Return what the archive holds; nothing where it cannot be read."""
        if self._is_open:
            return super().status()
        model = self._waited_for
        return ArchiveStatus(0, 0, 0, None, None, model.name, model.dim, SCHEMA_VERSION, 0, "", 0)

    def _open(self) -> bool:
        with self._opening:
            if self._is_open:
                return False
            try:
                super().__init__(self.path, self._waited_for)
            except ArchiveError as error:
                self._problem = error
                return False
            self._problem, self._is_open = None, True
            return True
