"""Tenures: from when to when a protocol says that someone holds a role.

`tf kommunchef from 231001, Siv Ahlmark` · `utse Siv Ahlmark (S) till ordförande för tiden
2023-01-01–2026-12-31`. Only a date that is written beside the name and the role counts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from index.dates import find_dates
from index.folding import fold_marks
from index.names import NAME, is_person_name
from index.nouns import Meeting

_OFFICE = (
    r"(?:(?:tf|t\.\s?f\.?|tillförordnad[et]?|vice|v|bitr\.?|biträdande|ny|förste|andre|[12]:?[ea])"
    r"\.?\s+){0,2}[\wåäöÅÄÖ-]*(?:ordförande|ledamot|ersättare|sekreterare|chef|direktör|ledare|ombud"
    r"|revisor|strateg|samordnare|rektor|kommunalråd|representant|gruppledare|nämndeman)"
)
_MORE = r"(?:\s+(?:i|för|av|vid|på|till|hos)\s+[^.,;\n]{2,50}?)?"
_SINCE = r"(?:from|fr\.?\s?o\.?\s?m\.?|från(?:\s+och\s+med)?|med\s+början|tillträder|räknat\s+från)"
_UNTIL = r"(?:tom|t\.?\s?o\.?\s?m\.?|till\s+och\s+med|fram\s+till|till\s+utgången\s+av)"
_PERIOD = (
    rf"(?P<period>\s*[,(]?\s*(?:(?:{_SINCE}|{_UNTIL}|(?:för|under)\s+(?:tiden|perioden"
    r"|mandatperioden|tidsperioden))\s+[^.;\n]{4,60}))"
)
_PARTY = r"(?:\s*\([A-ZÅÄÖa-zåäö]{1,4}\))?"
_FORMS = (
    # "tf sekretariatschef from 231001, Siv Ahlmark"
    re.compile(
        rf"\b(?P<role>{_OFFICE}){_PERIOD.replace('{4,60}', '{4,30}?')},\s+(?P<name>{NAME.pattern})"
    ),
    # "utse Siv Ahlmark (S) till ordförande i nämnden från den 1 mars 2024"
    re.compile(
        rf"(?P<name>{NAME.pattern}){_PARTY},?\s+(?:\w+\s+){{0,2}}(?:till|som)\s+(?:ny\s+|ordinarie\s+|\w{4,}s\s+)?"
        rf"(?P<role>{_OFFICE}){_MORE}{_PERIOD}"
    ),
    # "till ordförande för tiden … utse Siv Ahlmark"; "utse till ersättare från …: Siv Ahlmark"
    re.compile(
        rf"till\s+(?P<role>{_OFFICE}){_MORE}{_PERIOD.replace('{4,60}', '{4,40}?')}\s+"
        rf"(?:utse|välja|förordna|anställa)r?\s+(?P<name>{NAME.pattern})"
    ),
    # "Siv Ahlmark är tf kommunchef från den 1 maj 2021"
    re.compile(
        rf"(?P<name>{NAME.pattern}){_PARTY}\s+(?:är|blir|ska\s+vara)\s+(?P<role>{_OFFICE}){_MORE}"
        rf"{_PERIOD}"
    ),
    # "Siv Ahlmark, ordförande från 2024-01-01"
    re.compile(rf"(?P<name>{NAME.pattern}){_PARTY},\s+(?P<role>{_OFFICE}){_PERIOD}"),
)  # fmt: skip
_ABBREVIATIONS = (
    (re.compile(r"\bordf\b\.?"), "ordforande"),
    (re.compile(r"\bsekr\b\.?"), "sekreterare"),
    (re.compile(r"\b(?:tf|t\s?\.\s?f)\b\.?|\btillforordna[dt]e?\b"), "tillforordnad"),
    (re.compile(r"\bv\b\.?(?=\s*ordf)"), "vice"),
    (re.compile(r"\bbitr\b\.?"), "bitradande"),
    (re.compile(r"\b(?:1|2|i|forste|andre):?e?\s+(?=vice)"), ""),
)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A role that a protocol gives someone from or until a day; what is not written is None."""

    name: str
    role: str
    since: dt.date | None
    until: dt.date | None
    start: int  # the words that say so, in the document
    end: int


def role_key(role: str) -> str:
    """Return what the spellings of one role share: `Ordf.` and `ordförande`, `tf` and its word."""
    bare = fold_marks(role)
    for form, word in _ABBREVIATIONS:
        bare = form.sub(word, bare)
    return " ".join(re.findall(r"[\w-]+", bare))


def find_tenures(meeting: Meeting) -> list[Tenure]:
    """Return what the meeting's protocol says of the time of a role, in order."""
    text = meeting.document.text
    year = meeting.date.year if meeting.date else None
    found: dict[int, Tenure] = {}
    for form in _FORMS:
        for match in form.finditer(text, meeting.start, meeting.end):
            name = re.sub(r"\s+", " ", match["name"])
            days = _days(match["period"], year)
            if is_person_name(name) and days != (None, None):
                role = re.sub(r"\s+", " ", match["role"])
                tenure = Tenure(name, role, *days, *match.span())
                found.setdefault(match.start("name"), tenure)
    return [found[at] for at in sorted(found)]


def _days(period: str, year: int | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of a period as written."""
    dates = find_dates(period, year)
    if not dates:
        years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", period)]
        if len(years) == 2 and years[0] <= years[1]:
            return dt.date(years[0], 1, 1), dt.date(years[1], 12, 31)
        return None, None
    only_until = re.match(rf"\s*[,(]?\s*{_UNTIL}", period)
    if only_until:
        return None, dates[0].last
    first = dates[0]
    until = dates[1].last if len(dates) > 1 else None
    return first.first, until if until is None or until > first.first else None
