"""Decisions: the points that an item decides, each in its own words, and what each one does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise

from index.amounts import find_amounts
from index.dates import find_dates
from index.folding import fold_marks
from index.lines import Line
from index.names import find_names
from index.nouns import Decision, DecisionKind, Section, SectionKind
from index.sections import content_lines, same_body

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
    (r"remitter(?:a|ar|as|ade|ades)|pa\s+(?:remiss|samrad)", _K.REFERS),
    (r"overlamna(?:r|s|de|des)?|overlat(?:a|er|s)|foresla(?:r|s)?|foreslogs?|hemstall(?:a|er|s|de)"
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
    r"^\s*(?:\[bookmark: [^\]]*\])?(?:[-–•*·▪‒]\s*|\d{1,2}[.)]?\s+|[a-h]\)\s+)?"
    r"(?:dels\s+|samt\s+|och\s+)?att\b",
    re.IGNORECASE,
)
_BOOKMARK = re.compile(r"^\s*\[bookmark: [^\]]*\]\s*")
_LISTED = re.compile(r"^\s*(?:[-–•*·▪‒]\s+|\d{1,2}[.)]\s+|[a-h]\)\s+)(?=\S)")
# "återremitterar ärendet för / att …": the att at the next line's start is no point.
_WANTS_ATT = re.compile(
    r"\b(?:för|genom|om|på|till|av|än|så|utan|med|i|inte)\s*$|(?<!,)\s(?:och|eller)\s*$"
)
_INNER = re.compile(r",?\s+(?=samt\s+att\s)|,\s+(?=att\s+(?!\w+as\b))", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?:beslutar?|beslutade|beslutas|beslöt|föreslår|föreslås)"
    r"(?:,?\s+(?:för\s+egen\s+del|därutöver|dessutom|också|även|enhälligt|följande|därmed|således"
    r"|i\s+enlighet\s+med\s+[\wåäö\s]{3,40}|enligt\s+[\wåäö\s]{3,40}"
    r"|under\s+förutsättning\s+a(?:v|tt)\s+[\wåäö\s]{3,60})){0,3}"
    r"(?:,?\s+att)?\s*:?\s*$"
)
# "Enligt kontorets förslag:", "Nämnden förrättar följande val:": points stand below.
_COLON_LEAD = re.compile(
    r"^(?:(?:Enligt|I\s+enlighet\s+med|För\s+egen\s+del|Med\s+(?:stöd|hänvisning)|Under\s+förut)\b.*"
    r"|(?:(?!\batt\b).)*\b(?:beslutar|föreslår|förrättar|fattar|lämnar|avger|hemställer)\b"
    r"(?:(?!\batt\b).)*):$"
)
_MAX_LEAD = 160  # characters
_TRAILING = re.compile(r"(?:,?\s+(?:samt|och))\s*$")
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
_UNCALLED = re.compile(
    r"(?:noterar?|noteras|lägger|läggs|lade|lades|tar|tog|har\s+tagit|beslutar?|beslutade|beslöt"
    r"|godkänner|tackar|anmäls|redovisas|anses)"
    r"\s+(?:[^.\n]{0,80}?)"
    r"(?:till\s+protokollet|till\s+handlingarna|del\s+av\s+informationen|del\s+av\s+rapporten"
    r"|att\s+notera\s+informationen|(?:därmed\s+)?besvara(?:d|t|de)\b|för\s+informationen(?=\s*\.?\s*$))"
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
_ACTS = (
    r"beslutar|godkänner|uppdrar|antar|föreslår|noterar|avslår|bifaller|ger|tackar|lägger"
    r"|fastställer|utser|avsätter|överlämnar|ställer\s+sig|tillstyrker|avstyrker|beviljar"
    r"|återremitterar|bordlägger|remitterar|avger|avstår|säger\s+upp|tar|upphäver|anser|väljer"
    r"|entledigar|medger|anslår|inrättar|upprättar|yttrar\s+sig|hänskjuter|skjuter|anvisar"
)
_PASSIVE = (
    r"fastställs|godkänns|antas|utses|noteras|läggs|avslås|bifalls|bordläggs|återremitteras|beviljas"
    r"|uppdras|överlämnas|remitteras|väljs|entledigas|skickas|utgår|flyttas|anses|tillstyrks"
    r"|avstyrks|avvisas|upphävs|anslås|avsätts|medges|revideras|justeras|hänskjuts|delegeras|bifölls"
    r"|får\s+i\s+uppdrag|ges\s+i\s+uppdrag"
)
# … under a heading that says «Beslut», where no other sentence is expected.
_PASSIVE_THERE = (
    r"ges|lämnas|förläng(?:s|er)|förs|tas\s+(?:ut|emot|upp|bort)|föreläggs|avges"
    r"|avslutas|avskrivs|upphör|debiteras|bemyndigas|tilldelas|befrias|ställs|uppmanas|antecknas"
    r"|förklaras|bekräftas|inrättas|finansieras|genomförs|betalas|sker|tillsätts|begärs|adjungeras"
    r"|beräknas|får|besvaras|biträds|bemöts|skjuts|gäller|ersätts|höjs|sänks|fördelas|avstås"
)
_DECIDES = re.compile(rf"^\s*[\wåäöÅÄÖ, -]{{0,60}}\b(?:{_ACTS})\b")
_DONE = re.compile(rf"^\s*[A-ZÅÄÖ”\"][^.]{{0,120}}\b(?:{_PASSIVE})\b")
_DONE_THERE = re.compile(rf"^\s*[A-ZÅÄÖ”\"][^.]{{0,120}}\b(?:{_PASSIVE}|{_PASSIVE_THERE})\b")
# "godkänna avtalet, samt / uppdra åt …": points that are only their verbs.
_INFINITIVE = re.compile(
    r"^\s*(?:inte\s+|även\s+)?(?:\w{2,}a|ge|anse|utse|avslå|anslå|föreslå|ta)\b"
)
_POINTED = re.compile(f"{_ATT.pattern}|{_LISTED.pattern}|{_INFINITIVE.pattern}", re.IGNORECASE)
# Who decides: "Kommunstyrelsen beslutar", "Nämnden för sin del föreslår".
_WHO = re.compile(
    rf"^(?P<who>[A-ZÅÄÖ][\wåäö-]*(?:\s(?:och\s)?[\wåäöÅÄÖ-]+){{0,4}}?)\s+"
    rf"(?:för\s+(?:egen|sin)\s+del\s+)?(?:{_ACTS}|beslutade|beslöt)\b"
)
_BODY_LIKE = re.compile(
    r"^(?:\S+\s)*?\S*(?:styrelsen|nämnden|utskottet|fullmäktige|gruppen|rådet|direktionen|kommittén|beredningen"
    r"|delegationen|presidiet|mötet|stämman|förbundet|kollegiet|nätverket)(?:\s+(?:för|i|inom)\s.*)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d/-])(?:19|20)\d\d(?![\d/-])")
_PURPOSE = re.compile(
    r"att\s+(?:gälla|användas|betalas|disponeras|tillämpas|ingå|utgå|börja|genomföras|fördelas|tas)\b"
)
_PARAGRAPH_ENDS = 0.85  # of the longest line: a sentence that ends before it ends its paragraph
_BROKEN = 40  # characters; a shorter line was not broken by the page's edge
_TITLE_LIKE = 50  # characters of a line that may be a heading unknown to us


def kind_of(text: str) -> DecisionKind:
    """Return what the decision `text` does, by the first verb in it that names a kind."""
    folded = fold_marks(text)
    best: tuple[int, int, DecisionKind] | None = None
    for rank, (pattern, kind) in enumerate(_KINDS):
        match = pattern.search(folded)
        if match and (best is None or (match.start(), rank) < best[:2]):
            best = (match.start(), rank, kind)
    return best[2] if best else DecisionKind.OTHER


def find_decisions(
    lines: list[Line], sections: tuple[Section, ...], body: str | None = None
) -> tuple[Decision, ...]:
    """Return the decisions in an item's sections, in order; proposals and votes give none.

    `lines` are the item's, without furniture. Where no section is headed as a decision, a sentence
    of the running text that notes something to the protocol is one, and so is a paragraph in
    which the meeting's `body` decides.
    """
    found: list[Decision] = []
    longest = max((len(line.text) for line in lines), default=0)
    for section in sections:
        if section.kind is SectionKind.DECISION:
            by = _deciding_body(section.heading)
            proposes = by is not None and "förslag" in (section.heading or "").lower()
            for point, lead in _points(content_lines(lines, section), longest):
                said = None if proposes else _subject(lead) or _subject(point[0].text)
                mine = _decisions_of(point, said or by)
                found += [replace(d, kind=_K.FORWARDS) for d in mine] if proposes else mine
    if found:
        return tuple(found)
    for section in sections:
        if section.kind is SectionKind.BODY:
            content = content_lines(lines, section)
            found += _spoken(content, body)
            if section.heading is None or not found:
                found += [d for d in _uncalled(content) if not _within(d, found)]
    return tuple(sorted(found, key=lambda d: d.start))


def with_details(decision: Decision, lines: list[Line], year: int | None) -> Decision:
    """Return `decision` with the amounts, dates and persons in its words.

    `lines` are the item's, without furniture; `year` is the meeting's: of a day without one.
    """
    at = decision.start
    letters = [" "] * (decision.end - at)
    first = bisect_right(lines, at, key=_line_start) - 1
    for line in lines[max(first, 0) : bisect_left(lines, decision.end, key=_line_start)]:
        begin, stop = max(line.start, at), min(line.end, decision.end)
        if stop > begin:
            letters[begin - at : stop - at] = line.raw[begin - line.start : stop - line.start]
    words = "".join(letters)
    years = {int(found) for found in _YEAR.findall(words)}
    if len(years) == 1:
        year = years.pop()
    return replace(
        decision,
        amounts=tuple(
            replace(found, start=at + found.start, end=at + found.end)
            for found in find_amounts(words)
        ),
        dates=tuple(
            replace(found, start=at + found.start, end=at + found.end)
            for found in find_dates(words, year)
        ),
        persons=tuple(dict.fromkeys(re.sub(r"\s+", " ", words[a:b]) for a, b in find_names(words))),
    )


def _line_start(line: Line) -> int:
    return line.start


def _within(one: Decision, others: list[Decision]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _deciding_body(heading: str | None) -> str | None:
    """Return who decides by a heading: `Kommunstyrelsens beslut` is `Kommunstyrelsen`'s."""
    match = re.match(r"(?P<who>.+?)s?\s+(?:beslut|förslag)\b", heading or "", re.IGNORECASE)
    who = match["who"] if match else ""
    if not who or not _BODY_LIKE.search(who):
        return None
    return who.capitalize() if who.isupper() else who


def _subject(text: str | None) -> str | None:
    match = _WHO.match(text.strip()) if text else None
    return match["who"] if match and _BODY_LIKE.search(match["who"]) else None


def _spoken(lines: list[Line], body: str | None) -> list[Decision]:
    """Return what `body` decides in running text: `Nämnden beslutar att …`, in the present."""
    found: list[Decision] = []
    k = 0
    while k < len(lines):
        match = _WHO.match(lines[k].text) if not lines[k].blank else None
        # In the past tense only without a day between: "Styrelsen beslöt 170331 att …" is history.
        decides = match is not None and (
            re.search(
                r"\b(?:beslutar|godkänner|antar|avslår|bifaller|fastställer|utser)$", match[0]
            )
            or re.match(r".*\b(?:beslutade|beslöt)\s+att\b", lines[k].text[: match.end() + 4])
        )
        before = lines[k - 1].text if k else ""
        begins = not before or re.search(r"[.:!?]$", before)
        if not (match and decides and begins and same_body(match["who"], body)) or (
            not _BODY_LIKE.search(match["who"])
        ):
            k += 1
            continue
        stop = k + 1
        while stop < len(lines) and not lines[stop].blank:
            stop += 1
        for point, lead in _points(lines[k:stop]):
            found += _decisions_of(point, _subject(lead) or match["who"])
        k = stop
    return found


def _points(lines: list[Line], longest: int = 0) -> list[tuple[list[Line], str | None]]:
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
        elif _LISTED.match(line.raw):
            nested = nested or bool(re.search(r"(?:\batt|:)$", before))
            begins = not nested
        elif _is_lead([line]) and re.search(r"[.,;]$|\w$", before) and line.text[:1].isupper():
            begins = True
        elif after_blank and not (line.text[:1].islower() and not ended):
            if not (_DECIDES.match(line.raw) or _DONE_THERE.match(line.raw)) and not re.search(
                r"\b(?:att|:)$", before
            ):
                break
            begins = True
        elif ended and not before.endswith(":") and _unknown_heading(lines, k):
            break
        elif re.search(r"[.!?]$", before) and line.text[:1].isupper() and _begins_anew(last, line):
            begins = True
        elif ended and line.text[:1].isupper():
            if len(before) < edge and _TELLS.match(line.text):
                break
            begins = bool(_STATES.match(line.text)) and any(
                _DONE_THERE.match(point[0].text) for point, _ in points[-3:]
            )
        else:
            begins = bool(
                _TRAILING.search(before)
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
    if re.search(r"[.,;:!?]$", before) or _TRAILING.search(before):
        return False
    if not _ATT.match(point[0].raw):
        return True  # "Nämnden beslutar att anta taxan / att gälla från den 1 maj."
    return len(before) >= _BROKEN and bool(_PURPOSE.match(line.text))


def _begins_anew(point: list[Line], line: Line) -> bool:
    """Whether a line after a full stop is a decision of its own, not a remark to the point."""
    if _ATT.match(point[0].raw) or _LISTED.match(point[0].raw):
        return _subject(line.text) is not None
    return bool(_DECIDES.match(line.raw) or _DONE_THERE.match(line.raw))


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
        and not (_DECIDES.match(text) or _DONE_THERE.match(text))
    )


def _is_lead(point: list[Line]) -> bool:
    text = " ".join(line.text for line in point)
    return (
        len(text) <= _MAX_LEAD
        and not _ATT.match(text)
        and bool(_LEAD.search(text) or _COLON_LEAD.match(text))
    )


def _decisions_of(point: list[Line], by: str | None) -> list[Decision]:
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
        if not re.search(r"[^\W\d_]{3}", words):
            continue  # nothing, or a scan's column of numbers: "1." "2."
        while len(piece) > 1 and piece[-1][1].strip(" ,\r\t") in ("samt", "och", ""):
            piece.pop()
        (first_at, first), (last_at, last) = piece[0], piece[-1]
        trailing = _TRAILING.search(last)
        last = (last[: trailing.start()] if trailing else last).rstrip(" ,;\r\t\u00a0")
        mark = _LISTED.match(first) or _BOOKMARK.match(first)
        start = first_at + (mark.end() if mark else len(first) - len(first.lstrip()))
        end = last_at + len(last.rstrip())
        if end > start:
            found.append(Decision(start, end, kind_of(words), by))
    return found


# What is decided of these needs no heading: "Dagordningen godkänns."
_SETTLED = re.compile(
    r"^(?:(?:Dagordning|Föredragningslist|Ärendelist|Protokoll|Rapport|Information|Redovisning"
    r"|Meddeland|Delgivning|Skrivelse)(?:en|an|et|na|ena|arna|erna)|Ärendet|Ärendena|Punkten)\s+"
    r"(?:godkänns|fastställs|läggs|noteras|bordläggs|utgår|återremitteras|antas)\b"
)


def _uncalled(lines: list[Line]) -> list[Decision]:
    found: list[Decision] = []
    filled = [line for line in lines if line.text]
    only = len(filled) == 1 and bool(_DONE.match(filled[0].text))
    for line in filled if filled and not any(_UNCALLED.search(x.raw) for x in filled) else []:
        if only or _SETTLED.match(line.text):
            stop = line.text.find(". ") + 1 or len(line.text)
            found.append(
                Decision(line.text_start, line.text_start + stop, kind_of(line.text[:stop]))
            )
    for line in lines:
        for match in _UNCALLED.finditer(line.raw):
            begin = line.raw.rfind(". ", 0, match.start()) + 1
            stop = line.raw.find(".", match.end())
            piece = line.raw[begin : len(line.raw) if stop < 0 else stop + 1]
            start = line.start + begin + len(piece) - len(piece.lstrip())
            end = line.start + begin + len(piece.rstrip())
            if not found or found[-1].end <= start:
                found.append(Decision(start, end, kind_of(piece), _subject(piece)))
    return found
