"""Footnotes in a .docx: python-docx reads and keeps the part, but does not make it."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# Word wants the two lines that part notes from text, with these ids (ECMA-376, 17.11.23).
_EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>
</w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes of one document, numbered in the order in which they are added."""

    def __init__(self, document: Any) -> None:
        self._root: Any = parse_xml(_EMPTY)
        self._count = 0
        package = document.part.package
        part = _Notes(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, b"", package)
        part.root = self._root
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def add(self, paragraph: Any, text: str) -> None:
        """Put a note's number after `paragraph` and `text` at the page's foot."""
        self._count += 1
        mark = paragraph.add_run()
        mark.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._count))
        mark._r.append(reference)  # python-docx has no other way to the run's XML
        self._root.append(_note(self._count, text))


class _Notes(Part):
    """The part of the package that holds the notes; it is written when the document is saved."""

    root: Any

    @property
    def blob(self) -> bytes:
        """The part's bytes."""
        return bytes(etree.tostring(self.root, encoding="UTF-8", standalone=True))


def _note(number: int, text: str) -> Any:
    note = OxmlElement("w:footnote")
    note.set(qn("w:id"), str(number))
    paragraph, mark, run = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:r")
    properties, raised = OxmlElement("w:rPr"), OxmlElement("w:vertAlign")
    raised.set(qn("w:val"), "superscript")
    properties.append(raised)
    mark.append(properties)
    mark.append(OxmlElement("w:footnoteRef"))
    words = OxmlElement("w:t")
    words.text = f" {text}"
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    paragraph.append(mark)
    paragraph.append(run)
    note.append(paragraph)
    return note
