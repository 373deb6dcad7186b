"""Decisions: the points that an item decides, each in its own words, and what each one does."""

from __future__ import annotations

import re
from itertools import pairwise

from index.folding import fold_marks
from index.lines import Line
from index.nouns import Decision, DecisionKind, Section, SectionKind
from index.sections import content_lines

_K = DecisionKind
# The first of these in a point names its kind. Only verbs that act count: of a participle or a
# noun ("beviljats", "föreslagen", "uppdraget") nothing follows. Marks are folded away.
_VERBS: tuple[tuple[str, DecisionKind], ...] = (
    (r"(?:ej|inte)\s+(?:bifalla|bevilja|godkanna|genomfora)|avsla(?:r|s)?|avslogs?"
     r"|avstyrk(?:a|er|s|te)|avvisa(?:r|s|de)?|upphav(?:a|er|s|de)", _K.REJECTS),
    (r"i\s+uppdrag|uppdra(?:r|s|ga|ger|gs)?|uppdrogs?|uppmana(?:r|s|de)?|ansvara(?:r)?\s+for"
     r"|alagg(?:a|er|s)|ska\s+aterkomma", _K.ASSIGNS),
    (r"bordlagg(?:a|er|s)|bordlades?|aterremitter(?:a|ar|as|ade|ades)|skjut(?:a|er|s)\s+upp"
     r"|senarelagg(?:a|er|s)|flytta(?:r|s)?\s+fram", _K.POSTPONES),
    (r"remitter(?:a|ar|as|ade|ades)|pa\s+remiss", _K.REFERS),
    (r"overlamna(?:r|s|de|des)?|foresla(?:r|s)?|foreslogs?|hemstall(?:a|er|s|de)"
     r"|vidarebefordra(?:r|s|de)?", _K.FORWARDS),
    (r"utse(?:r|s)?|utsags?|valj(?:a|er|s)|valdes?|omvalj(?:a|er|s)|forordna(?:r|s|de)?"
     r"|nominera(?:r|s|de)?|entlediga(?:r|s|de)?|anstall(?:a|er|s|de)", _K.APPOINTS),
    (r"bevilja(?:r|s|de|des)?|ansla(?:r|s)?|anslogs?|avsatt(?:a|er|s|e|es)|finansiera(?:r|s|de)?"
     r"|disponera(?:r|s)?|anvisa(?:r|s|de)?|tilldela(?:r|s|de)?|bidra(?:r)?\s+med", _K.GRANTS),
    (r"anta(?:r|s)?|antogs?", _K.ADOPTS),
    (r"godk[ae]nn(?:a|er|s)|godkandes?|faststall(?:a|er|s|de|des)|bifall(?:a|er|s)|bifoll"
     r"|tillstyrk(?:a|er|s|te)|stall(?:a|er|de)\s+sig\s+bakom|medge(?:r|s)?"
     r"|ge(?:r|s)?\s+ansvarsfrihet", _K.APPROVES),
    (r"notera(?:r|s|de|des)?|(?:lagg(?:a|er|s)|lades?)\s+(?:[\w\s]{0,60}?)till\s+handlingarna"
     r"|tacka(?:r|s|de)?\s+for|ta(?:r|git)?\s+del\s+av|tar\s+emot", _K.NOTES),
)  # fmt: skip
_KINDS = tuple((re.compile(rf"\b(?:{forms})\b"), kind) for forms, kind in _VERBS)
_ATT = re.compile(
    r"^\s*(?:\[bookmark: [^\]]*\])?(?:[-–•*]\s+|\d{1,2}[.)]\s+|[a-h]\)\s+)?"
    r"(?:samt\s+|och\s+)?att\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*(?:[-–•*]\s+|\d{1,2}[.)]\s+)(?=\S)")
# "återremitterar ärendet för / att …": the att at the next line's start is no point.
_WANTS_ATT = re.compile(r"\b(?:för|genom|om|på|till|av|än|så|utan|med|i|och|eller|inte)\s*$")
_INNER = re.compile(r",?\s+(?=samt\s+att\s)|,\s+(?=att\s+(?!\w+as\b))", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?:beslutar?|beslutade|beslutas|beslöt|föreslår|föreslås)"
    r"(?:\s+(?:för\s+egen\s+del|därutöver|dessutom|också|även|enhälligt|följande))?"
    r"(?:\s+att)?\s*:?\s*$"
)
_MAX_LEAD = 160  # characters
_TRAILING = re.compile(r"(?:,?\s+(?:samt|och))\s*$")
_UNCALLED = re.compile(
    r"(?:noterar?|lägger|läggs|lade|lades|tar|tog|har\s+tagit|beslutar?|beslutade|beslöt|godkänner)"
    r"\s+(?:[^.\n]{0,80}?)"
    r"(?:till\s+protokollet|till\s+handlingarna|del\s+av\s+informationen"
    r"|att\s+notera\s+informationen)"
)
_BLOCK_ENDS = re.compile(
    r"^\s*(?:bilag|deltar inte i beslutet|reserverar sig|vid protokollet|paragrafen\s+(?:förklara"
    r"|justera)|ordf\wranden\s+(?:tacka|avsluta|f\wrklara)|m\wtet avslut|sammantr\wdet avslut)",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"^\s*[\wåäöÅÄÖ, ]{0,60}\b"
    r"(?:beslutar|godkänner|uppdrar|antar|föreslår|noterar|avslår|bifaller)\b"
)


def kind_of(text: str) -> DecisionKind:
    """Return what the decision `text` does, by the first verb in it that names a kind."""
    folded = fold_marks(text)
    best: tuple[int, int, DecisionKind] | None = None
    for rank, (pattern, kind) in enumerate(_KINDS):
        match = pattern.search(folded)
        if match and (best is None or (match.start(), rank) < best[:2]):
            best = (match.start(), rank, kind)
    return best[2] if best else DecisionKind.OTHER


def find_decisions(lines: list[Line], sections: tuple[Section, ...]) -> tuple[Decision, ...]:
    """Return the decisions in an item's sections, in order; proposals and votes give none.

    `lines` are the item's, without furniture. Where no section is headed as a decision, a sentence
    of the running text that notes something to the protocol is one.
    """
    found: list[Decision] = []
    for section in sections:
        if section.kind is SectionKind.DECISION:
            for point in _points(content_lines(lines, section)):
                found += _decisions_of(point)
    if found:
        return tuple(found)
    for section in sections:
        if section.kind is SectionKind.BODY and section.heading is None:
            found += _uncalled(content_lines(lines, section))
    return tuple(found)


def _points(lines: list[Line]) -> list[list[Line]]:
    """Return the points of a decision section, each as its lines."""
    points: list[list[Line]] = []
    after_blank = nested = False  # nested: the point has a list inside ("för att: - minska …")
    for line in lines:
        if line.blank:
            after_blank = True
            continue
        if _BLOCK_ENDS.match(line.text):
            break
        before = points[-1][-1].text.rstrip() if points else ""
        lead = bool(points) and _is_lead(points[-1])
        if lead or not points:
            begins = True
        elif _ATT.match(line.raw):
            begins = not _WANTS_ATT.search(before)
        elif _LISTED.match(line.raw):
            nested = nested or bool(re.search(r"(?:\batt|:)$", before))
            begins = not nested
        elif _is_lead([line]) and re.search(r"[.,;]$|\w$", before) and line.text[:1].isupper():
            begins = True
        elif after_blank and not (line.text[:1].islower() and not re.search(r"[.!?:;]$", before)):
            if not _DECIDES.match(line.raw) and not re.search(r"\b(?:att|:)$", before):
                break
            begins = True
        else:
            begins = False
        if begins:
            nested = False
            points.append([line])
        else:
            points[-1].append(line)
        after_blank = False
    # "Kommunstyrelsen beslutar" alone is the lead of the points that follow, not a point.
    return [point for point in points if not _is_lead(point)]


def _is_lead(point: list[Line]) -> bool:
    text = " ".join(line.text for line in point)
    return len(text) <= _MAX_LEAD and bool(_LEAD.search(text)) and not _ATT.match(text)


def _decisions_of(point: list[Line]) -> list[Decision]:
    """Return the decisions in one point: `att …, samt att …` on one line are two."""
    pieces: list[list[tuple[int, str]]] = [[]]
    for line in point:
        cuts = [0, *(match.end() for match in _INNER.finditer(line.raw)), len(line.raw)]
        for k, (a, b) in enumerate(pairwise(cuts)):
            if k:
                pieces.append([])
            pieces[-1].append((line.start + a, line.raw[a:b]))
    found = []
    for piece in pieces:
        words = " ".join(part.strip() for _, part in piece)
        if not re.search(r"\w", words):
            continue
        (first_at, first), (last_at, last) = piece[0], piece[-1]
        trailing = _TRAILING.search(last)
        last = last[: trailing.start()] if trailing else last
        mark = _LISTED.match(first)
        start = first_at + (mark.end() if mark else len(first) - len(first.lstrip()))
        end = last_at + len(last.rstrip())
        if end > start:
            found.append(Decision(start, end, kind_of(words)))
    return found


def _uncalled(lines: list[Line]) -> list[Decision]:
    found: list[Decision] = []
    for line in lines:
        for match in _UNCALLED.finditer(line.raw):
            begin = line.raw.rfind(". ", 0, match.start()) + 1
            stop = line.raw.find(".", match.end())
            piece = line.raw[begin : len(line.raw) if stop < 0 else stop + 1]
            start = line.start + begin + len(piece) - len(piece.lstrip())
            end = line.start + begin + len(piece.rstrip())
            if not found or found[-1].end <= start:
                found.append(Decision(start, end, kind_of(piece)))
    return found
