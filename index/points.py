"""The points of a decision: where each begins and ends, and the lead that stands above them."""

from __future__ import annotations

import re

from index.deciding import DECIDES, DONE_THERE, subject
from index.lines import BULLETS, Line

_ATT = re.compile(
    rf"^\s*(?:\[bookmark: [^\]]*\])?"
    rf"(?:[{BULLETS}]\s*|[eo](?:\t|\s-)\s*|\(?\d{{1,2}}[.)]?\s+|[a-h]\)\s+)?"
    r"(?:dels\s+|samt\s+|och\s+)?att\b",
    re.IGNORECASE,
)
# A round bullet is an `o` in Word's second level, and an `e` in a scan.
LISTED = re.compile(
    rf"^\s*(?:[{BULLETS}]\s+|[eo](?:\t|\s-)\s*|\(?\d{{1,2}}[.)]\s+|[a-h]\)\s+)(?=\S)"
    r"|^\s*\d{1,2}(?:\t+(?=[A-ZÅÄÖ][a-zåäö])|\s+(?=att\s))"
)
# "återremitterar ärendet för / att …": the att at the next line's start is no point.
_WANTS_ATT = re.compile(
    r"\b(?:för|genom|om|på|till|av|än|så|utan|med|i|inte)\s*$|(?<!,)\s(?:och|eller)\s*$"
)
_LEAD = re.compile(
    r"\b(?:beslutar?|beslutade|beslutas|beslöt|har\s+beslutat|föreslår|föreslås)"
    r"(?:,?\s+(?:och\s+)?(?:för\s+egen\s+del|därutöver|dessutom|också|även|enhälligt|följande|därmed|således"
    r"|i\s+enlighet\s+med\s+[\wåäö\s]{3,40}|enligt\s+[\wåäö\s]{3,40}"
    r"|under\s+förutsättning\s+a(?:v|tt)\s+[\wåäö\s]{3,60})){0,3}"
    r"(?:,?\s+att)?\s*:?\s*$"
    r"|\b(?:beslutar?|beslutas)(?:\s+att)?\s+föreslå\s+[\wåäö\s]{3,60}\s(?:besluta\s+)?att\s*:?$"
    r"|\b(?:beslutar?|beslutade|beslutas)\s+följande\.$"
    r"|\bföreslår\s+\w*(?:fullmäktige|styrelsen|nämnden|stämman)(?:\s+att)?\s*:?$"
)
# "Enligt kontorets förslag:", "Nämnden förrättar följande val:": points stand below.
_COLON_LEAD = re.compile(
    r"^(?:(?:Enligt|I\s+enlighet\s+med|För\s+egen\s+del|Med\s+(?:stöd|hänvisning)|Under\s+förut)\b.*"
    r"|(?:(?!\batt\b).)*\b(?:beslutar|föreslår|förrättar|fattar|lämnar|avger|hemställer)\b"
    r"(?:(?!\batt\b).)*):$"
)
_MAX_LEAD = 160  # characters
TRAILING = re.compile(r"(?:,?\s+(?:samt|och))\s*$")
# A paragraph that tells what was said, or lists what has come in, decides nothing.
_TELLS = re.compile(
    r"^(?:Följande\b.*|[^.]{0,100}\b(?:informera[rd]e?|redogör|redogjorde|redovisar|föredrar|föredrog"
    r"|berätta[rd]e?|presentera[rd]e?|rapportera[rd]e?|svara[rd]e?|fråga[rd]e?|yttra[rd]e?\s+sig"
    r"|påpeka[rd]e?|konstatera[rd]e?|framhåll[es]?r?|meddela[rd]e?|besvara[rd]e?)\b.*|.{0,120}:$)"
)
# "Kontrollansvarig är Bo Ek.": beside what is decided in the passive, a decision of its own.
_STATES = re.compile(r"^(?!Beslutet\b)[^.]{3,100}\s(?:är|ska|skall|utgör)\s")
# What is no decision, although it stands where one does.
_NOTHING = re.compile(
    r"^(?:Sekretess\b|Ing(?:en|et|a)\s+(?:övrig|ytterligare|fråg|ärende|beslut|annat|anmäl|nya?\b)"
    r"|Publiceras\s+(?:inte|ej)|Paragrafen\s+(?:publiceras|innehåller|är\s+sekretess))",
    re.IGNORECASE,
)
_BLOCK_ENDS = re.compile(
    r"^\s*(?:bilag|_{3,}|-{5,}|=+$|vid protokollet|paragrafen\s+(?:förklara|justera|är|ska\s+just)"
    r"|denna\s+paragraf|ordf\wranden\s+(?:tacka|avsluta|f\wrklara|finner|ställer)|m\wtet avslut"
    r"|sammantr\wdet avslut|omedelbar justering|justera(?:s|d) omedelbart"
    r"|(?:det\s+)?antecknas\s+(?:till\s+protokollet\s+)?att|mot beslutet)"
    r"|.{0,120}\b(?:reservera(?:r|de)\s+sig|deltar\s+(?:inte|ej)\s+i\s+(?:beslut|handlägg)"
    r"|deltog\s+(?:inte|ej)\s+i|yrkar\s+(?:bifall|avslag|på)|lämnar\s+(?:en\s+)?protokollsant"
    r"|anmäler\s+jäv|på\s+grund\s+av\s+jäv)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:_{3,}|-{5,}|={3,})\s*$")
# "godkänna avtalet, samt / uppdra åt …": points that are only their verbs.
_INFINITIVE = re.compile(
    r"^\s*(?:inte\s+|även\s+)?(?:\w{2,}a|ge|anse|utse|avslå|anslå|föreslå|ta)\b"
)
_POINTED = re.compile(f"{_ATT.pattern}|{LISTED.pattern}|{_INFINITIVE.pattern}", re.IGNORECASE)
_PURPOSE = re.compile(
    r"att\s+(?:gälla|användas|betalas|disponeras|tillämpas|ingå|utgå|börja|genomföras|fördelas|tas)\b"
)
_PARAGRAPH_ENDS = 0.85  # of the longest line: a sentence that ends before it ends its paragraph
_BROKEN = 40  # characters; a shorter line was not broken by the page's edge
_TITLE_LIKE = 50  # characters of a line that may be a heading unknown to us


def points_of(lines: list[Line], longest: int = 0) -> list[tuple[list[Line], str | None]]:
    """Return the points of a decision section, each as its lines and the lead above it.

    `longest` are the characters of the item's longest line.
    """
    points: list[tuple[list[Line], str | None]] = []
    after_blank = nested = False  # nested: the point has a list inside ("för att: - minska …")
    leading: str | None = None
    edge = _PARAGRAPH_ENDS * longest
    for k, line in enumerate(lines):
        if line.blank:
            after_blank = True
            continue
        if _BLOCK_ENDS.match(line.text) or _RULE.match(line.raw):
            break
        last = points[-1][0] if points else []
        before = last[-1].text.rstrip() if last else ""
        lead = bool(last) and _is_lead(last)
        ended = bool(re.search(r"[.!?:;]$", before))
        if lead and line.text[:1].islower() and not _POINTED.match(line.raw):
            begins = False  # the lead itself goes on
        elif lead or not points:
            begins = True
        elif _ATT.match(line.raw):
            begins = _is_next_point(last, before) or not (
                _WANTS_ATT.search(before) or _broken_off(last, before, line)
            )
        elif LISTED.match(line.raw):
            nested = nested or bool(re.search(r"(?:\batt|:)$", before))
            begins = not nested
        elif (
            _is_lead([line]) and re.search(r"[.,;]$|\w$", before) and line.text[:1].isupper()
        ) or (after_blank and all(_INFINITIVE.match(x.raw) for x in (last[0], line))):
            begins = True
        elif after_blank and not (line.text[:1].islower() and not ended):
            if not (DECIDES.match(line.raw) or DONE_THERE.match(line.raw)) and not re.search(
                r"\b(?:att|:)$", before
            ):
                break
            begins = True
        elif ended and not before.endswith(":") and (_unknown_heading(lines, k) or _is_row(line)):
            break
        elif re.search(r"[.!?]$", before) and line.text[:1].isupper() and _begins_anew(last, line):
            begins = True
        elif ended and line.text[:1].isupper():
            if len(before) < edge and _TELLS.match(line.text):
                break
            begins = bool(_STATES.match(line.text)) and any(
                DONE_THERE.match(point[0].text) for point, _ in points[-3:]
            )
        else:
            begins = bool(
                TRAILING.search(before)
                and _INFINITIVE.match(line.raw)
                and _INFINITIVE.match(last[0].raw)
            )
        if lead:
            leading = " ".join(x.text for x in last)
        if begins:
            nested = False
            points.append(([line], leading))
        else:
            last.append(line)
        after_blank = False
    # "Kommunstyrelsen beslutar" alone is the lead of the points that follow, not a point.
    return [
        point for point in points if not _is_lead(point[0]) and not _NOTHING.match(point[0][0].text)
    ]


def _is_next_point(point: list[Line], before: str) -> bool:
    """Whether `och` at a line's end joins two points: `att anta taxan och / att upphäva …`."""
    return (
        re.search(r"\s(?:och|samt)$", before) is not None
        and _ATT.match(point[0].raw) is not None
        and not any(re.search(r"\b(?:för|genom|om)\s+att\b", line.raw) for line in point)
    )


def _broken_off(point: list[Line], before: str, line: Line) -> bool:
    """Whether `att` stands at a line's start only because the page's edge broke the sentence."""
    if re.search(r"[.,;:!?]$", before) or TRAILING.search(before):
        return False
    if not _ATT.match(point[0].raw):
        return True  # "Nämnden beslutar att anta taxan / att gälla från den 1 maj."
    return len(before) >= _BROKEN and bool(_PURPOSE.match(line.text))


def _begins_anew(point: list[Line], line: Line) -> bool:
    """Whether a line after a full stop is a decision of its own, not a remark to the point."""
    if _ATT.match(point[0].raw) or LISTED.match(point[0].raw):
        return subject(line.text) is not None
    return bool(DECIDES.match(line.raw) or DONE_THERE.match(line.raw))


def _is_row(line: Line) -> bool:
    """Whether a line after a full stop is a table's row, or begins another part's columns."""
    return "\t" in line.raw.strip() and not _POINTED.match(line.raw)


def _unknown_heading(lines: list[Line], k: int) -> bool:
    """Whether a short line after a full stop heads a part whose name we do not know."""
    text = lines[k].text
    below = next((x.text for x in lines[k + 1 : k + 3] if x.text), "")
    return (
        len(text) <= _TITLE_LIKE
        and len(text.split()) <= 5
        and text[:1].isupper()
        and not re.search(r"[.,;:\d]", text)
        and below[:1].isupper()
        and not (DECIDES.match(text) or DONE_THERE.match(text))
    )


def _is_lead(point: list[Line]) -> bool:
    text = " ".join(line.text for line in point)
    return (
        len(text) <= _MAX_LEAD
        and not _ATT.match(text)
        and bool(_LEAD.search(text) or _COLON_LEAD.match(text))
    )
