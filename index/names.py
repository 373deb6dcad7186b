"""Names of persons as they stand in running text."""

from __future__ import annotations

import re

_UPPER = "A-ZÅÄÖÉÈÜÁÓØÆČŠŽ"
_PART = rf"[{_UPPER}][\w'’]+(?:-[{_UPPER}][\w'’]+)*"
_PARTICLE = r"(?:af|von|van|de|der|den|el|al)"
NAME = re.compile(
    rf"\b{_PART}(?:[ \u00a0]{_PARTICLE}){{0,2}}(?:[ \u00a0](?:{_PART}|[{_UPPER}]\.?)){{1,3}}\b"
)
# "af Klint Eva", "Klint Eva af": a particle goes with its surname, wherever that stands.
_WHOLE = re.compile(
    rf"(?:(?:af|von|van|de)\s)?{_PART}(?:\s{_PARTICLE}){{0,2}}(?:\s(?:{_PART}|[{_UPPER}]\.?)){{1,3}}"
    r"(?:\s(?:af|von|van|de))?"
)

# Words that stand before a name as a title; the first is often the sentence's first word.
ROLE_WORD = re.compile(
    r"(?:chef|chefen|direktör|direktören|ledare|ledaren|samordnare|samordnaren|sekreterare|"
    r"sekreteraren|strateg|strategen|ansvarig|ansvarige|utvecklare|utvecklaren|ordförande|"
    r"ordföranden|controller|controllern|jurist|juristen|arkitekt|arkitekten|ingenjör|ingenjören|"
    r"handläggare|handläggaren|konsult|konsulten|rådet|råd|rektor|rektorn|planerare|planeraren|"
    r"ombud|ombudet|ledamot|ledamoten|ersättare|revisor|revisorn|registrator|registratorn|"
    r"projektören|rådgivare|koordinator|koordinatorn|bibliotekarie|arkivarie|arkivarien|coach|"
    r"specialist|föredragande|polis|polisen|advokat|advokaten|ekonom|ekonomen|trainee|"
    r"kommunikatör|kommunikatören|lärare|läraren|administratör|administratören)$",
    re.IGNORECASE,
)
# Capitalised words that begin a sentence or an organisation, not a person.
_OPENER = re.compile(
    r"^(?:Enligt|Från|Under|Med|För|Den|Det|Denna|Efter|Vid|När|Ett|En|Vi|Hur|Vad|Att|I|På|Till"
    r"|Av|Om|Därefter|Sedan|Både|Även|Vem|Vilka|Vilken|Var|Har|Hade|Är|Ja|Nej|Avstår|Närvarande"
    r"|Frånvarande|Ordföranden|Sekreteraren|Kommunstyrelsen|Beslut|Sammanfattning|Yrkande|Yrkanden"
    r"|Ärendebeskrivning|Bakgrund|Information|Därtill|Dessutom|Vice|Tillförordnad|Dock|Utöver|Deltog|Medverkan|Köp|Köper|Presentation|Redovisning|Val|Fråga|Svar)$"
)
_NOT_A_NAME = re.compile(
    r"^(?:Familjen|Region|Samverkan|Kommunen|Kommun|Stadens|Styrelsen|Förslag|Anmält|Inbjudna|"
    r"Hotel|Hotell|Projekt|Projektet|Nätverket|Tid|Plats|Sveriges|Svenska|Svensk|Södra|Norra|Östra|"
    r"Västra|Leader|Business|Big|Steps|Skåne|Nya|Gamla|Stora|Lilla|Övriga|Dnr|Bilaga|Digital|"
    r"Justerande|Sekreterare|Ordförande|Justerare|Paragraf|Paragrafer)$"
)
_ORGANISATION_END = re.compile(
    r"^(?:AB|HB|IF|IK|BK|SK|FF|BF|FK|GIF|OK|HK|IBK|KB|Kommun|Stad|Airport|Arena|Plaza|Center|Group|Ltd|Län|Hamn|Bruk|Nordväst|"
    r"Nordost|Sydväst|Sydost|Utdragsbestyrkande|Sammanträdesprotokoll)$",
    re.IGNORECASE,
)
# A part that ends so belongs to an organisation or a house, whatever stands beside it.
_ORGANISATION_PART = re.compile(
    r"[a-zåäö](?:centrum|kontoret|enheten|gymnasiet|skolan|sjukhuset|museet|biblioteket|verket|"
    r"styrelsen|nämnden|nätverket|stiftelsen|förbundet|föreningen|byrån|utskottet|avdelningen|"
    r"förvaltningen|kommunen|kyrkan|bolaget|gruppen|fullmäktige|beredningen|rådet)s?$"
)

# "Pålsson, Christer (S)", "Ek-Lund, Anna, ordförande", "af Klint, Eva", "Klint, Eva af".
_SURNAME_FIRST = re.compile(
    rf"(?P<surname>(?:(?:{_PARTICLE}|Af|Von|Van|De)[ \u00a0]){{0,2}}{_PART}),[ \u00a0]+"
    rf"(?P<given>{_PART}(?:[ \u00a0]{_PART})?)(?P<particle>(?:[ \u00a0]{_PARTICLE}){{0,2}})"
    r"(?=\s*(?:$|[(,;|]|\t|\s{3}))"
)


_PARTY_AFTER = re.compile(r"\s*\([A-ZÅÄÖ]{1,4}\)")


def surname_first(text: str) -> re.Match[str] | None:
    """Return the name that `text` begins with if its surname stands first, before a comma."""
    found = _SURNAME_FIRST.match(text)
    name = f"{found['given']}{found['particle']} {found['surname']}" if found else ""
    return found if found and is_person_name(name) else None


def surnames_first(text: str) -> list[re.Match[str]]:
    """Return the names of `Klint, Eva af (M), Pålsson, Christer (S)`: each with its party, or none.

    Between two names stands a comma as it does inside each: only the parties part them.
    """
    found = [
        match
        for match in _SURNAME_FIRST.finditer(text)
        if not text[: match.start()].rstrip() or text[: match.start()].rstrip()[-1] in ",;"
    ]
    with_party = [match for match in found if _PARTY_AFTER.match(text, match.end())]
    return with_party if len(with_party) == len(_PARTY_AFTER.findall(text)) else []


def is_person_name(text: str) -> bool:
    """Return whether all of `text` has the shape of a person's name of two to four parts."""
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        return False
    parts = text.split()
    return not (
        _NOT_A_NAME.match(parts[0])
        or _OPENER.match(parts[0])
        or _ORGANISATION_END.match(parts[-1])
        or any(_ORGANISATION_PART.search(part) for part in parts)
    )


def find_names(text: str) -> list[tuple[int, int]]:
    """Return the spans in `text` that have the shape of a person's name, titles left out."""
    spans = []
    for match in NAME.finditer(text):
        start, end = match.span()
        parts = re.split(r"(\s+)", match.group())
        while len(parts) > 3 and (ROLE_WORD.search(parts[0]) or _OPENER.match(parts[0])):
            start += len(parts[0]) + len(parts[1])
            parts = parts[2:]
        if not is_person_name("".join(parts)) or ROLE_WORD.search(parts[0]):
            continue
        spans.append((start, end))
    return spans
