"""Decisions: the points that an item decides, each in its own words, and what each one does."""

from __future__ import annotations

import re

from index.folding import fold_marks
from index.lines import lines_of
from index.nouns import Decision, DecisionKind, Section, SectionKind

_K = DecisionKind
# The first of these stems in a point names its kind; the order only settles equal places.
_VERBS: tuple[tuple[str, DecisionKind], ...] = (
    (r"ej\s+bifalla|inte\s+bifalla|avsla\w*|avstyrk\w*|avvisa\w*|inte\s+genomfora|inte\s+bevilja|upphava", _K.REJECTS),
    (r"(?:far|fick|ges?|ger)\s+(?:[\w\s]{0,40}?)i\s+uppdrag|uppdra(?:r|s|ga?)?\b|uppmana\w*|ansvara\w*\s+for|alagg\w*|ska\s+aterkomma", _K.ASSIGNS),
    (r"bordlagg\w*|aterremit\w*|skjut\w*\s+upp|senarelagg\w*|flytta\w*", _K.POSTPONES),
    (r"remitter\w*|sanda?\s+(?:\w+\s){0,4}pa\s+remiss", _K.REFERS),
    (r"overlamna\w*|foresla(?:r|s)?\b|hemstall\w*|vidarebefordra\w*", _K.FORWARDS),
    (r"utse\w*|valj\w*|valja|omval\w*|forordna\w*|nominera\w*|entlediga\w*|anstall\w*", _K.APPOINTS),
    (r"bevilja\w*|ansla\w*|avsatt\w*|finansier\w*|dispone\w*|anvisa\w*|tilldela\w*|bidra\s+med", _K.GRANTS),
    (r"anta(?:r|s|gits|gande)?\b|antog\w*|inratta\w*", _K.ADOPTS),
    (r"godk[ae]nn\w*|faststall\w*|bifall\w*|tillstyrk\w*|stall\w*\s+sig\s+bakom|medge\w*|ge\w*\s+ansvarsfrihet", _K.APPROVES),
    (r"noter\w*|lagg\w*\s+(?:[\w\s]{0,60}?)till\s+handlingarna|tacka\s+for|ta\s+del\s+av|tagit\s+del\s+av|tar\s+(?:del|emot)", _K.NOTES),
)  # fmt: skip
_KINDS = tuple((re.compile(rf"\b(?:{stems})"), kind) for stems, kind in _VERBS)
_POINT = re.compile(r"^\s*(?:\[bookmark: [^\]]*\])?(?:[-–•*]\s+|\d{1,2}[.)]\s+|[a-h]\)\s+)?(?:samt\s+|och\s+)?att\b|^\s*(?:[-–•*]\s+|\d{1,2}[.)]\s+)(?=\S)", re.IGNORECASE)
_INNER = re.compile(r",?\s+(?=samt\s+att\s)", re.IGNORECASE)
_UNCALLED = re.compile(
    r"(?:noterar?|lägger|lade|tar|tog|har\s+tagit|beslutar?|beslutade|beslöt|godkänner)\s+(?:[^.\n]{0,80}?)"
    r"(?:till\s+protokollet|till\s+handlingarna|del\s+av\s+informationen|att\s+notera\s+informationen)"
)
_BLOCK_ENDS = re.compile(
    r"^\s*(?:bilag|deltar inte i beslutet|reserverar sig|vid protokollet|ordf\wranden\s+(?:tacka|avsluta|f\wrklara))",
    re.IGNORECASE,
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


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _points(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the points in a decision section's own text."""
    points: list[tuple[int, int]] = []
    after_blank, open_lead = False, False
    for line in lines_of(text, start, end):
        if line.blank:
            after_blank = True
            continue
        if _BLOCK_ENDS.match(line.raw):
            break
        begins = _POINT.match(line.raw)
        if begins:
            points.append((line.start, line.end))
        elif not points or open_lead:
            if open_lead and points:
                points[-1] = (points[-1][0], line.end)
            else:
                points.append((line.start, line.end))
        elif after_blank and not _continues(text[points[-1][0] : points[-1][1]], line.raw):
            if not _decides(line.raw):
                break
            points.append((line.start, line.end))
        else:
            points[-1] = (points[-1][0], line.end)
        open_lead = line.raw.rstrip().endswith(":") or bool(re.search(r"\b(?:att|beslutar|besluta)\s*$", line.raw))
        after_blank = False
    # "Kommunstyrelsen beslutar" alone is the lead of the points that follow, not a point.
    if len(points) > 1 and re.search(r"(?:beslutar|besluta|att)\s*:?\s*$", text[points[0][0] : points[0][1]]) and points[0][1] - points[0][0] < 120:
        points = points[1:]
    return points


def _continues(before: str, line: str) -> bool:
    return not re.search(r"[.!?:;]\s*$", before) and line.lstrip()[:1].islower()


def _decides(line: str) -> bool:
    return bool(re.match(r"\s*[\wåäöÅÄÖ, ]{0,60}\b(?:beslutar|godkänner|uppdrar|antar|föreslår|noterar|avslår|bifaller)\b", line))


def find_decisions(text: str, sections: tuple[Section, ...]) -> tuple[Decision, ...]:
    """Return the decisions in an item's sections, in order; proposals and votes give none."""
    found: list[Decision] = []
    for section in sections:
        if section.kind is SectionKind.DECISION:
            start = _content_start(text, section)
            for begin, stop in _points(text, start, section.end):
                for a, b in _split_inner(text, begin, stop):
                    found.append(Decision(a, b, kind_of(text[a:b])))
        elif section.kind is SectionKind.BODY and section.heading is None:
            for match in _UNCALLED.finditer(text, section.start, section.end):
                a = max(text.rfind("\n", section.start, match.start()), text.rfind(". ", section.start, match.start()))
                b = text.find(".", match.end(), section.end)
                a, b = _trimmed(text, max(a + 1, section.start), section.end if b < 0 else b + 1)
                if text.count("\n\n", a, b) == 0 and (not found or found[-1].end <= a):
                    found.append(Decision(a, b, kind_of(text[a:b])))
    return tuple(found)


def _content_start(text: str, section: Section) -> int:
    if section.heading is None:
        return section.start
    line_end = text.find("\n", section.start, section.end)
    line_end = section.end if line_end < 0 else line_end
    at = text.find(section.heading, section.start, line_end)
    after = section.start if at < 0 else at + len(section.heading)
    rest = text[after:line_end]
    return line_end if not rest.strip(" :*\t_") else after + (len(rest) - len(rest.lstrip(" :*\t_")))


def _split_inner(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(m.end() for m in _INNER.finditer(text, start, end)), end]
    spans = [_trimmed(text, a, b) for a, b in zip(cuts, cuts[1:], strict=False)]
    return [(a, b) for a, b in spans if b > a]
