"""What can go wrong, a name and a sentence each.

A message says what was found, what was wanted and what to do next; the command line prints it
as it is and exits with 1.
"""

from __future__ import annotations


class ProtokollsvarError(Exception):
    """Base of every error that a user can mend; its text is one whole sentence."""


class SourceError(ProtokollsvarError):
    """A source folder or file is missing, empty or unreadable."""


class ReadError(ProtokollsvarError):
    """One file could not be read as a document; the others are not affected."""


class ArchiveError(ProtokollsvarError):
    """The archive folder is missing, damaged or cannot be written."""


class StaleArchive(ArchiveError):
    """The archive was built with another model or schema than the one in use."""


class NoArchive(ArchiveError):
    """There is no finished archive in the folder."""


class ArchiveBusy(ArchiveError):
    """Another process is changing the archive."""


class ModelError(ProtokollsvarError):
    """The embedding model cannot be loaded."""


class QuestionError(ProtokollsvarError):
    """A question is empty, or a question set cannot be read."""
