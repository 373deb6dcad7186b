"""Presenters: who presented, reported or informed at an item."""

from __future__ import annotations

import re

from index.names import find_names
from index.nouns import Section, SectionKind

_VERB = re.compile(
    r"\b(?:före(?:drar|drog|dragit)|redovisa(?:r|de)|informera(?:r|de)|presentera(?:r|de)|rapportera(?:r|de)|redogör|redogjorde|"
    r"avrapportera(?:r|de)|berätta(?:r|de)|inled(?:er|de)|lägger fram|lade fram|tar upp|tog upp|beskr(?:iver|ev)|deltog och sammanfattade|sammanfatta(?:r|de)|"
    r"delar ut|delade ut|visade?r?|gav en|gick igenom|går igenom)\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\n(?!\s*\n)[^.!?\n]+)*")


def find_presenters(text: str, sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the names that stand before a presenting verb in an item's running text, in order."""
    names: list[str] = []
    for section in sections:
        if section.kind is not SectionKind.BODY:
            continue
        for sentence in _SENTENCE.finditer(text, section.start, section.end):
            verb = _VERB.search(sentence.group())
            if verb is None:
                continue
            before = re.sub(r"\s", " ", sentence.group()[: verb.start()])
            for start, end in find_names(before):
                if len(before) - end > 90 or re.search(r"\b(?:av|till|från|åt|om|i|på|inom)\s$", before[:start]):
                    continue
                name = before[start:end]
                if name not in names:
                    names.append(name)
    return tuple(names)
