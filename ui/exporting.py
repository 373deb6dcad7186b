"""A conversation to take along: as Markdown and as .docx, its citations as notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ui.footnotes import Footnotes
from ui.words import Words

# What Markdown would take for formatting; a protocol's own words stay words.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])", re.MULTILINE)
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Note:
    """One citation: where the words stand and what they are."""

    n: int  # within its turn
    reference: str  # "Kommunstyrelsens protokoll, 2018-03-21, § 6"
    title: str
    quote: str
    address: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence of the answer and the numbers of the notes that prove it."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, its answer and the proof."""

    question: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]
    searched: str


def markdown(title: str, turns: Sequence[Turn]) -> str:
    """Return the conversation as Markdown with footnotes, numbered through."""
    lines = [f"# {_escaped(title)}", ""]
    notes: list[str] = []
    for turn in turns:
        numbers = {note.n: len(notes) + at for at, note in enumerate(turn.notes, start=1)}
        lines += [f"## {_escaped(turn.question)}", ""]
        for paragraph in turn.paragraphs:
            marks = "".join(f"[^{numbers[n]}]" for n in paragraph.notes if n in numbers)
            lines += [_escaped(paragraph.text) + marks, ""]
        if turn.searched:
            lines += [f"*{_escaped(turn.searched)}*", ""]
        notes += [f"[^{numbers[note.n]}]: {_markdown_note(note)}" for note in turn.notes]
    return "\n".join([*lines, *notes]).rstrip() + "\n"


def docx(title: str, turns: Sequence[Turn], words: Words) -> bytes:
    """Return the conversation as a Word document with real footnotes."""
    from docx import Document

    document: Any = Document()
    document.core_properties.title = _printable(title)
    document.core_properties.author = "Protokollsvar"
    document.core_properties.comments = ""
    document.core_properties.language = words.lang
    footnotes = Footnotes(document)
    document.add_heading(_printable(title), level=1)
    for turn in turns:
        document.add_heading(_printable(turn.question), level=2)
        by_number = {note.n: note for note in turn.notes}
        cited: set[int] = set()
        for paragraph in turn.paragraphs:
            written = document.add_paragraph(_printable(paragraph.text))
            for n in paragraph.notes:
                if n in by_number:
                    cited.add(n)
                    footnotes.add(written, _printable(_note_text(by_number[n])))
        rest = [note for note in turn.notes if note.n not in cited]
        if rest:
            written = document.add_paragraph(words.sources)
            for note in rest:
                footnotes.add(written, _printable(_note_text(note)))
        if turn.searched:
            document.add_paragraph().add_run(_printable(turn.searched)).italic = True
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _note_text(note: Note) -> str:
    return f"{_proof(note)} {note.address}".strip()


def _markdown_note(note: Note) -> str:
    # Between angle brackets an address keeps its underscores; only these could end it.
    address = re.sub(r"[<>\s]", "", note.address)
    return f"{_escaped(_proof(note))} {f'<{address}>' if address else ''}".strip()


def _proof(note: Note) -> str:
    where = f"{note.reference}, {note.title}" if note.title else note.reference
    return f"{where}: ”{' '.join(note.quote.split()).strip('”')}”"


def _escaped(text: str) -> str:
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}", flat)


def _printable(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)
