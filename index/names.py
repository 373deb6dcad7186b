"""Names of persons as they stand in running text."""

from __future__ import annotations

import re

_UPPER = "A-ZÅÄÖÉÈÜÁÓØÆČŠŽ"
_PART = rf"[{_UPPER}][\w'’]+(?:-[{_UPPER}][\w'’]+)*"
_PARTICLE = r"(?:af|av|von|van|de|der|den|el|al)"
NAME = re.compile(rf"\b{_PART}(?:[ \u00a0]{_PARTICLE}){{0,2}}(?:[ \u00a0](?:{_PART}|[{_UPPER}]\.?)){{1,3}}\b")
_WHOLE = re.compile(rf"{_PART}(?:\s{_PARTICLE}){{0,2}}(?:\s(?:{_PART}|[{_UPPER}]\.?)){{1,3}}")

# Words that stand before a name as a title; the first is often the sentence's first word.
ROLE_WORD = re.compile(
    r"(?:chef|chefen|direktör|direktören|ledare|ledaren|samordnare|samordnaren|sekreterare|sekreteraren|"
    r"strateg|strategen|ansvarig|ansvarige|utvecklare|utvecklaren|ordförande|ordföranden|"
    r"controller|controllern|jurist|juristen|arkitekt|arkitekten|ingenjör|ingenjören|handläggare|"
    r"handläggaren|konsult|konsulten|rådet|råd|rektor|rektorn|planerare|planeraren|ombud|ombudet|"
    r"ledamot|ledamoten|ersättare|revisor|revisorn|registrator|registratorn|projektören|rådgivare|"
    r"koordinator|koordinatorn|bibliotekarie|arkivarie|arkivarien|coach|specialist|föredragande)$",
    re.IGNORECASE,
)
# Capitalised words that begin a sentence or an organisation, not a person.
_OPENER = re.compile(
    r"^(?:Enligt|Inga|Från|Under|Med|För|Den|Det|Denna|Efter|Vid|När|Ett|En|Vi|Hur|Vad|Att|I|På|Till|Av|Om|Därefter|Sedan|Både|Även|Vem|Vilka|Vilken|Var|Har|Hade|Är|Ja|Nej|Avstår|Närvarande|Frånvarande)$"
)
_NOT_A_NAME = re.compile(
    r"^(?:Familjen|Region|Samverkan|Kommunen|Kommun|Stadens|Styrelsen|Beslut|Förslag|Anmält|Inbjudna|"
    r"Hotel|Hotell|Projekt|Projektet|Nätverket|Tid|Plats|Sveriges|Svenska|Svensk|Södra|Norra|Östra|"
    r"Västra|Leader|Business|Big|Steps|Skåne|Nya|Gamla|Stora|Lilla|Övriga|Dnr|Bilaga)$"
)
_ORGANISATION_END = re.compile(r"^(?:AB|HB|KB|Kommun|Stad|Airport|Arena|Plaza|Center|Group|Ltd)$", re.IGNORECASE)


def is_person_name(text: str) -> bool:
    """Return whether all of `text` has the shape of a person's name of two to four parts."""
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        return False
    parts = text.split()
    return not (_NOT_A_NAME.match(parts[0]) or _OPENER.match(parts[0]) or _ORGANISATION_END.match(parts[-1]))


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
