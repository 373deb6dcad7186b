"""Presenters: who presented, reported or informed at an item."""

from __future__ import annotations

import re

from index.lines import Line
from index.names import find_names
from index.nouns import Section, SectionKind
from index.sections import content_lines

_VERB = re.compile(
    r"\b(?:före(?:drar|drog|dragit)|redovisa(?:r|de)|informera(?:r|de)|presentera(?:r|de)"
    r"|rapportera(?:r|de)|redogör|redogjorde|avrapportera(?:r|de)|berätta(?:r|de)|inled(?:er|de)"
    r"|lägger fram|lade fram|tar upp|tog upp|beskr(?:iver|ev)|deltog och sammanfattade"
    r"|sammanfatta(?:r|de)|delar ut|delade ut|visade?r?|gav en|gick igenom|går igenom)\b"
)
_SENTENCE = re.compile(r"[^.!?]+")
_NOT_SUBJECT = re.compile(r"\b(?:av|till|från|åt|om|i|på|inom)\s$")
_MAX_DISTANCE = 90  # characters between a name and its verb: "Anna Ek, Region Skåne, redovisade"


def find_presenters(lines: list[Line], sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the names that stand before a presenting verb in an item's running text, in order."""
    names: list[str] = []
    for section in sections:
        if section.kind is not SectionKind.BODY:
            continue
        for paragraph in _paragraphs(content_lines(lines, section)):
            for sentence in _SENTENCE.finditer(paragraph):
                for name in _presenting(sentence.group()):
                    if name not in names:
                        names.append(name)
    return tuple(names)


def _paragraphs(lines: list[Line]) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.blank:
            paragraphs.append([])
        else:
            paragraphs[-1].append(line.text)
    return [" ".join(parts) for parts in paragraphs if parts]


def _presenting(sentence: str) -> list[str]:
    verb = _VERB.search(sentence)
    if verb is None:
        return []
    before = sentence[: verb.start()]
    return [
        before[start:end]
        for start, end in find_names(before)
        if len(before) - end <= _MAX_DISTANCE and not _NOT_SUBJECT.search(before[:start])
    ]
