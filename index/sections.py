"""The headings that stand inside an item, and what kind of text each one opens.

A new layout's section heading is a new row here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from index.folding import fold, fold_shapes
from index.lines import BULLETS, Line
from index.nouns import Section, SectionKind

_D, _B, _P = SectionKind.DECISION, SectionKind.BODY, SectionKind.PROPOSAL
_V, _R, _A = SectionKind.VOTE, SectionKind.RESERVATION, SectionKind.ADMIN

# A body's name may stand before "beslut" ("Välfärdsnämndens beslut").
_BODY_DECISION = re.compile(
    r"^(?P<who>(?:[\wåäöÅÄÖé-]+,?\s){0,4}[\wåäöé-]*(?:ns|ts|gens|s|fullmäktige))\s+beslut"
    r"(?:\s+för\s+(?:egen|sin)\s+del)?"
    r"(?P<dated>\s+(?:den\s+)?[\d-]+.*)?$",
    re.IGNORECASE,
)
_BODY_PROPOSAL = re.compile(
    r"^(?P<who>(?!(?:enligt|i enlighet)\b|.*\b(?:beslutar|bifaller|godkänner|antar|avslår)\b)"
    r"(?:[\wåäöÅÄÖé-]+,?\s){0,4}"
    r"[\wåäöÅÄÖé-]*(?:utskott|styrelse|nämnd|fullmäktige"
    r"|förvaltning|kontor|beredning|direktör|chef|ordförande|råd|presidi|kommitté|direktion|förbund"
    r"|alliansen|partiet|demokraterna)[a-zåäö]*s)\s+"
    r"(?:förslag|yttrande|beredning|behandling|yrkande)(?:en)?"
    r"(?:\s+(?:till|på|i|under)\s+.{2,60}|\s+\d.*)?$",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"^(?:tidigare|föregående)\s+(?:behandling|beslut|beredning)|^beslut\s+i\s+(?!ärendet)\w+"
    r"|^(?:sammanträde|protokoll)\w*\s+\d",
    re.IGNORECASE,
)
# Headings with an open end: "Beslutet ska skickas till", "Yttrande från revisorerna".
_ENDED = r"\w*\b.{0,40}$"
_FORMS: tuple[tuple[re.Pattern[str], SectionKind], ...] = tuple(
    (re.compile(form, re.IGNORECASE), kind)
    for form, kind in (
        (r"^förslag till (?:beslut|kommunstyrelsen|\w*nämnden|\w*fullmäktige)\b.{0,50}$", _P),
        (
            r"^(?:(?:beslutet|protokollsutdrag(?:et)?|utdrag(?:et)?|protokollet|paragrafen|kopia"
            r"|beslut|ärendet|meddelande|expediering|expedieras|sänds?|delges|skickas|skickat"
            r"|meddelas|underrättelse)\s*)"
            r"(?:(?:ska|skall|har|av|om|beslut|beslutet|protokollet|paragrafen|\w*s(?:as|kickas|änds"
            r"|änts|delges|kickats)|\w*as|\w*ats|för kännedom|,|och|m\.m\.)\s*){0,5}"
            r"(?:till|för kännedom|för verkställighet)\b.{0,20}$",
            _A,
        ),
        (
            r"^(?:denna |detta )?(?:paragraf(?:en)?|ärende(?:t)?|beslutet|punkten)\s+"
            r"(?:förklara\w+|är|justera\w+|har)\s+.{0,30}(?:justera\w*|omedelbart)",
            _A,
        ),
        (r"^beslut[\wåäö]{1,3}$", _D),  # a broken font map's "Beslutörr"
        (r"^beslutsunderlag" + _ENDED, _A),
        (r"^bilag(?:a|or)(?:\s*[\d,–-]+)*$", _A),
        (r"^(?:reservation|avvikande mening|blank reservation)" + _ENDED, _R),
        (r"^(?:särskil[dt]a?|skriftligt?)\s+(?:yttrande|uttalande)" + _ENDED, _R),
        (r"^(?:protokolls?anteckning|anteckning till protokollet|röstförklaring)" + _ENDED, _R),
        (
            r"^(?:omröstning|votering|beslutsgång|propositions?ordning|omröstnings?resultat"
            r"|voteringsresultat|röstning)" + _ENDED,
            _V,
        ),
        (
            r"^(?:yrkande|tilläggsyrkande|ändringsyrkande|avslagsyrkande|motförslag"
            r"|återremissyrkande|ordningsfråga)" + _ENDED,
            _P,
        ),
        (r"^(?:sammanfattning|beskrivning) av .{3,40}$", _B),
        (
            r"^[\wåäöÅÄÖ-]+s\s+(?:bedömning|överväganden|handläggning|motivering"
            r"|tjänsteskrivelse)(?:\s.{0,30})?$",
            _B,
        ),
    )
)

HEADINGS: dict[str, SectionKind] = {
    "beslut": _D, "beslutar": _D, "överenskommelse": _D, "överenskommelser": _D, "beslutades": _D,
    "mötet beslutade": _D, "gruppen beslutade": _D, "beslut i ärendet": _D, "beslutas": _D,
    "beslut och överenskommelser": _D, "beslutspunkter": _D, "beslutssats": _D,
    "ärendebeskrivning": _B, "ärendet": _B, "beskrivning av ärendet": _B, "sammanfattning": _B,
    "sammanfattning av ärendet": _B, "bakgrund": _B, "överläggning": _B, "överläggningar": _B,
    "diskussion": _B, "dialog": _B, "redogörelse": _B, "ekonomi": _B, "ekonomiska konsekvenser": _B,
    "barnkonsekvensanalys": _B, "barnets bästa": _B, "jäv": _B, "inledning": _B, "information": _B,
    "bedömning": _B, "motivering": _B, "skäl för beslut": _B, "skäl till beslut": _B,
    "konsekvenser": _B, "ärende": _B, "redogörelse för ärendet": _B, "beskrivning": _B,
    "inlägg": _B, "inlägg i debatten": _B, "debatt": _B, "yttranden": _B, "yttrande": _B,
    "deltar ej i beslutet": _B, "deltar inte i beslutet": _B, "deltagande i beslut": _B,
    "föredragning": _B, "föredragande": _B, "handläggning": _B, "ärendets handläggning": _B,
    "förvaltningens bedömning": _B, "ärendets gång": _B, "uppföljning": _B, "finansiering": _B,
    "ärendets behandling": _B, "sammanfattning och bakgrund": _B, "lagstöd": _B, "ajournering": _B,
    "mötesajournering": _B, "ärendet i korthet": _B, "noteringar": _B, "upplysningar": _B,
    "upplysning": _B, "hur man överklagar": _A, "överklagande": _B, "remissinstanser": _B,
    "förslag till beslut": _P, "förslag till beslut på sammanträdet": _P, "förslag": _P,
    "beslutsförslag": _P, "yrkande": _P, "yrkanden": _P, "förslag och yrkanden": _P,
    "förslag på sammanträdet": _P, "förslag under sammanträdet": _P, "yrkanden och förslag": _P,
    "förvaltningens förslag": _P, "förvaltningens förslag till beslut": _P,
    "arbetsutskottets förslag": _P, "arbetsutskottets förslag till beslut": _P,
    "tidigare behandling": _P, "tidigare beslut": _P, "beredning": _P, "tilläggsyrkande": _P,
    "ändringsyrkande": _P, "ordförandens förslag": _P, "kommundirektörens förslag": _P,
    "ärendets beredning": _P, "beredning av ärendet": _P, "ärendets tidigare behandling": _P,
    "förslag till yttrande": _P, "föredragandes förslag": _P, "motionens yrkanden": _P,
    "propositionsordning": _V, "omröstning": _V, "votering": _V, "beslutsgång": _V,
    "omröstningsresultat": _V, "voteringsordning": _V, "omröstningsordning": _V,
    "proposition": _V, "propositioner": _V, "proposition på yrkanden": _V,
    "propositionsordningar": _V, "omröstning begärs": _V, "votering begärs": _V,
    "reservation": _R, "reservationer": _R, "protokollsanteckning": _R,
    "protokollsanteckningar": _R, "avvikande mening": _R,
    "särskilt yttrande": _R, "särskilda yttranden": _R, "röstförklaring": _R, "reserverar sig": _R,
    "beslutsunderlag": _A, "underlag": _A, "underlag för beslut": _A, "bilaga": _A, "bilagor": _A,
    "handlingar": _A, "handlingar i ärendet": _A, "beslutet expedieras till": _A,
    "expedieras till": _A, "expedieras": _A, "expedition": _A, "distribution": _A, "sänds till": _A,
    "beslutet skickas till": _A, "skickas till": _A, "expediering": _A, "sändlista": _A,
    "kopia till": _A, "delges": _A, "utdrag till": _A, "protokollsutdrag": _A, "delgivning": _A,
    "protokollsutdrag till": _A, "paragrafen förklarades omedelbart justerad": _A, "kopia": _A,
    "paragrafen förklaras omedelbart justerad": _A, "omedelbar justering": _A, "referenser": _A,
    "beslut skickas till": _A, "beslutet delges": _A, "beslut delges": _A, "utdrag": _A,
    "paragrafen är omedelbart justerad": _A, "paragrafen justeras omedelbart": _A,
    "beslut till": _A, "beslutet till": _A, "meddelas": _A, "för kännedom": _A, "källor": _A,
    "besvärshänvisning": _A, "beslutsexpediering": _A, "handlingar till ärendet": _A,
    "ärendets handlingar": _A, "bilagor till protokollet": _A, "för verkställighet": _A,
}  # fmt: skip
# Too common as words of a title or a sentence to open a section without a colon or a column.
_WEAK = frozenset({"delges", "kopia", "utdrag", "meddelas", "distribution", "expedition", "källor"})
_SHAPES = {fold_shapes(name): kind for name, kind in HEADINGS.items()}
# Longest first, so that "förslag till beslut" is not read as "förslag".
_INLINE = re.compile(
    r"^(?P<name>"
    + "|".join(sorted(map(re.escape, HEADINGS), key=len, reverse=True))
    + r")(?:\*\*)?(?:\s*:\s*|\t+|\s{3,})(?:\*\*\s*)?(?P<rest>\S.*)$",
    re.IGNORECASE,
)
# A column's heading with only a blank behind it: "Expediering Samhällsbyggnadsförvaltningen".
_GLUED = re.compile(
    r"^(?P<name>expediering|expedieras till|sändlista|beslutsunderlag|beslutet skickas till"
    r"|beslutet expedieras till|protokollsutdrag till|beslutsexpediering|skickas till|delges)"
    r"\s(?P<rest>(?-i:[A-ZÅÄÖ])[^.]*)$",
    re.IGNORECASE,
)
# A line that is only the beginning of a decision: "Kommunstyrelsen beslutar", its points below.
_LEAD_LINE = re.compile(
    r"^(?P<who>[A-ZÅÄÖ][\wåäö-]*(?:\s(?:och\s)?[\wåäöÅÄÖ-]+){0,5}?)\s+"
    r"(?:beslutar|beslutade|beslöt|beslutas)(?:\s+(?:därmed|således|enhälligt|följande|för\s+egen"
    r"\s+del|slutligen|i\s+enlighet\s+med\s+[\wåäö\s]{3,40}))?(?:,?\s+att)?\s*:?$"
    r"|^(?P<proposer>[A-ZÅÄÖ][\wåäö-]*(?:\s(?:och\s)?[\wåäöÅÄÖ-]+){0,4}?)\s+föreslår(?:\s+att)?"
    r"\s+\w*fullmäktige(?:\s+att)?(?:\s+beslutar?)?(?:\s+att)?\s*:?$"
)
_POINT = re.compile(
    rf"(?:[{BULLETS}]\s*|\d{{1,2}}[.)]?\s+)?(?:samt\s+)?att\b|[{BULLETS}]\s|\d{{1,2}}[.)]\s"
)
# Headings that are an item's title where they stand right below its number.
_TITLES_TOO = frozenset(
    ["information", "diskussion", "dialog", "uppföljning", "ekonomi", "yttrande", "yttranden",
     "jäv", "inledning", "debatt", "konsekvenser", "överläggning", "överläggningar", "delgivning",
     "delgivningar", "meddelas", "bedömning", "redogörelse", "finansiering", "handlingar",
     "ajournering", "föredragning", "protokollsanteckningar", "upplysningar", "reservation",
     "budget", "omedelbar justering", "expediering", "särskilda yttranden"]
)  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]{2,}")
_GENERIC = re.compile(
    r"^(?:nämnden|styrelsen|fullmäktige|utskottet|rådet|gruppen|mötet|direktionen|kommittén|vi"
    r"|beredningen|presidiet|sammanträdet|stämman|förbundet|delegationen)s?$"
)
# "beslut" with one wrong letter scores 83, "yrkande"/"yrkanden" 93: no short word is guessed.
_MIN_RATIO = 88.0


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A line, or a line's beginning, that opens a section."""

    name: str | None  # None: the line is the decision's own beginning
    kind: SectionKind
    start: int  # of the line
    content: int  # where the section's own text begins


def may_be_title(heading: SectionHeading) -> bool:
    """Return whether `heading` would be a title if it stood right below an item's number."""
    return fold(heading.name or "") in _TITLES_TOO


def section_heading(line: Line) -> SectionHeading | None:
    """Return the section heading that `line` is, or begins with; None for running text."""
    text = line.text
    if not text or len(text) > 400:
        return None
    if text[0].islower():
        return None  # the last word of a paragraph: "… bifall till sitt eget / yrkande."
    name = text.rstrip(" :.").strip()
    inline = _INLINE.match(text)
    if inline and len(name) > len(inline["name"]) and len(_WORDS.findall(inline["rest"])) >= 1:
        colon = ":" in text[inline.end("name") : inline.start("rest")]
        kind = HEADINGS[fold(inline["name"])]
        to_whom = kind is _A and inline["rest"][0].isupper() and "\t" not in inline["rest"]
        if colon or to_whom or _reads_on(inline["rest"]):
            return SectionHeading(
                inline["name"], kind, line.start, line.text_start + inline.start("rest")
            )
    if len(name) > 90:
        return None
    glued = _GLUED.match(text)
    if glued:
        begin = line.text_start + glued.start("rest")
        return SectionHeading(glued["name"], _A, line.start, begin)
    kind_of = _kind_of_name(name, colon=text.endswith(":"), full_stop=text.endswith("."))
    return SectionHeading(name, kind_of, line.start, line.end) if kind_of else None


def with_whole_headings(lines: list[Line]) -> list[Line]:
    """Return `lines` with each section's name that a narrow column broke on one line again.

    `Arbetsutskottets / förslag till nämnden`: the first is no heading, both together are one.
    """
    result: list[Line] = []
    for line in lines:
        above = result[-1] if result else None
        if above is not None and above.end + 1 == line.start and _is_half(above, line):
            whole = Line(above.start, line.end, f"{above.raw} {line.raw}")
            if section_heading(whole) is not None:
                result[-1] = whole
                continue
        result.append(line)
    return result


def _is_half(upper: Line, lower: Line) -> bool:
    return (
        1 <= len(upper.text.split()) <= 3
        and upper.text[:1].isupper()
        and bool(re.fullmatch(r"[a-zåäö][^\t.,:;]{2,40}", lower.text))
        and re.fullmatch(r"[^\t.,:;!?]+", upper.text) is not None
        and section_heading(upper) is None
    )


def _reads_on(rest: str) -> bool:
    """Whether what stands in the column beside a heading is text: no table's cells."""
    return "\t" not in rest and len(_WORDS.findall(rest)) >= 2 and not re.search(r"\s{3,}", rest)


@lru_cache(maxsize=4096)
def _kind_of_name(name: str, *, colon: bool, full_stop: bool) -> SectionKind | None:
    known = fold(re.sub(r"\s+", " ", name))
    kind_of = HEADINGS.get(known) or _SHAPES.get(fold_shapes(known))
    if kind_of is not None:
        return None if known in _WEAK and not colon else kind_of
    if len(name) > 60 and not colon:
        return None
    for form, kind in _FORMS:
        if form.match(known) and (not full_stop or kind is _A):
            return kind
    if full_stop or not name[:1].isupper():
        return None
    if _EARLIER.match(name) and (colon or re.match(r"beslut|tidigare", known)):
        return _P
    decision = _BODY_DECISION.match(name)
    if decision:
        return _P if decision["dated"] else _D
    if _BODY_PROPOSAL.match(name):
        return _P
    if len(name) >= 8 and len(name.split()) <= 4:  # a scan's wrong letters
        shape = fold_shapes(name)
        best = max(_SHAPES, key=lambda known: ratio(shape, known))
        if ratio(shape, best) >= _MIN_RATIO and abs(len(best) - len(shape)) <= 1:
            return _SHAPES[best]
    return None


def same_body(one: str, other: str | None) -> bool:
    """Return whether two names mean one body: `Nämndens`, `Välfärdsnämnden`; any, if unknown.

    Only the last words are compared: "Kommunstyrelsens arbetsutskott" is no "Kommunstyrelsen".
    """
    if not other:
        return True
    a, b = (_bare_body(name) for name in (one, other))
    return bool(_GENERIC.match(fold(one).split()[-1])) or a.endswith(b) or b.endswith(a)


def _bare_body(name: str) -> str:
    words = fold(name).split()
    last = next((w for w in reversed(words) if len(w) > 3), words[-1] if words else "")
    return re.sub(r"(?:ens?|ets?|ns?|s)$", "", last).rstrip("e")


def find_sections(
    lines: list[Line], start: int, end: int, body: str | None = None
) -> tuple[Section, ...]:
    """Return the sections that tile `start` to `end`; the text before the first heading is BODY.

    `body` is the meeting's: what another body decided or proposed earlier is no decision of it.
    """
    opened = _openings(lines, body)
    sections: list[Section] = []
    before: SectionHeading | None = None
    begin = start
    for heading in opened:
        if heading.start > begin:
            kind = before.kind if before else SectionKind.BODY
            sections.append(Section(kind, begin, heading.start, before.name if before else None))
        before, begin = heading, max(heading.start, start)
    if end > begin:
        kind = before.kind if before else SectionKind.BODY
        sections.append(Section(kind, begin, end, before.name if before else None))
    return tuple(sections)


def _openings(lines: list[Line], body: str | None) -> list[SectionHeading]:
    """Return the headings among `lines`, each with the kind that it has for `body`."""
    found: list[SectionHeading] = []
    leads: list[tuple[int, SectionHeading]] = []
    for line in lines:
        heading = section_heading(line)
        if heading is not None and found and _is_listed(heading, found[-1]):
            continue
        if heading is not None:
            found.append(heading)
            continue
        lead = _LEAD_LINE.match(line.text) if len(line.text) <= 120 else None
        if lead and same_body(lead["who"] or lead["proposer"], body):
            leads.append((len(found), SectionHeading(None, _D, line.start, line.start)))
    own = any(
        h.kind is _D
        and not ((who := _BODY_DECISION.match(h.name or "")) and not same_body(who["who"], body))
        for h in found
    )
    result = []
    for opening in found:
        name = opening.name or ""
        kind = opening.kind
        decided = _BODY_DECISION.match(name)
        if kind is _D and own and decided and not same_body(decided["who"], body):
            kind = _P
        proposal = _BODY_PROPOSAL.match(name)
        if kind is _P and proposal and body is not None and _is_own(proposal["who"], body):
            # What a body proposes to another it decides, beside what it decides by itself.
            to_another = re.search(r"förslag\s+till\s", fold(name))
            kind = _D if to_another else _P
        there = _DECIDED_IN.match(name)
        if kind is _P and there and body is not None and _is_own(there["who"], body):
            kind = _D
        result.append(replace(opening, kind=kind))
    if any(h.kind is _D for h in result):
        return result
    at = {line.start: k for k, line in enumerate(lines)}
    for place, begun in leads:
        before = result[place - 1] if place else None
        untold = before is None or before.kind is SectionKind.BODY
        if untold or (before and not _is_proposed(lines, at[begun.start], before)):
            result.append(begun)
    return sorted(result, key=lambda h: h.start)


# "Beslut i kommunstyrelsen": of the meeting's own body it is what is decided here.
_DECIDED_IN = re.compile(r"^beslut\s+i\s+(?P<who>[\wåäö -]+?):?$", re.IGNORECASE)


def _is_listed(heading: SectionHeading, before: SectionHeading) -> bool:
    """Whether a heading is an entry of the documents listed before: `Förslag till yttrande`."""
    name, opened = fold(heading.name or ""), fold(before.name or "")
    return (
        before.kind is _A
        and heading.kind is _P
        and bool(re.match(r"(?:besluts)?underlag|handlingar|bilag", opened))
        and bool(re.match(r"förslag till (?!beslut|kommun|\w*nämnden)", name))
    )


def _is_proposed(lines: list[Line], k: int, before: SectionHeading) -> bool:
    """Whether `Nämnden beslutar` on line `k` is what the part `before` proposes or tells.

    What a proposal's points or a vote's telling lead to goes on in the same paragraph; points of
    their own stand below a lead that begins a part.
    """
    below = next((line for line in lines[k + 1 :] if not line.blank), None)
    if below is None or not _POINT.match(below.text):
        return True
    above = next((x for x in reversed(lines[:k]) if not x.blank and x.start >= before.start), None)
    first = above is None or above.start == before.start
    if before.kind is SectionKind.PROPOSAL:
        return first or "förslag" in fold(before.name or "")
    return (
        first
        or above is None
        or not (before.kind is SectionKind.ADMIN or re.search(r"[.!?]$", above.text))
    )


def _is_own(name: str, body: str) -> bool:
    whose = fold(name).split()[-1]
    if _GENERIC.match(whose) and whose == fold(name):
        return _bare_body(body).endswith(_bare_body(whose))  # "Utskottets" of an utskott
    return same_body(name, body)


def content_lines(lines: list[Line], section: Section) -> list[Line]:
    """Return the lines of `section` among an item's `lines`, its heading left out."""
    first = bisect_left(lines, section.start, key=_start)
    mine = lines[first : bisect_left(lines, section.end, key=_start)]
    if section.heading is None or not mine:
        return mine
    heading = section_heading(mine[0])
    if heading is None:
        return mine
    head = mine[0]
    rest = head.raw[heading.content - head.start :]
    return [*([Line(heading.content, head.end, rest)] if rest.strip(" *_") else []), *mine[1:]]


def _start(line: Line) -> int:
    return line.start
