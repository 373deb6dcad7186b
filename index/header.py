"""A meeting's header: its body, number, date, times and place."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from index.dates import FoundDate, find_dates, find_times
from index.folding import fold, fold_marks
from index.lines import Line

_TITLE = re.compile(
    r"^(?:protokoll\s+(?:för\s+|från\s+)?)?(?P<body>[^\d:.,]{4,70}?)\s*(?:s\s+|\s+)?(?:sammanträdes)?protokoll(?:\s+(?:nr\.?\s*)?(?P<number>\d{1,3}\s*/\s*(?:19|20)?\d\d))?\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:protokoll|sammanträde|möte|nr)\D{0,12}(\d{1,3}\s*/\s*(?:19|20)\d\d)\b", re.IGNORECASE)
_BODY_WORD = (
    r"[\w-]*(?:styrelsen?|nämnden?|utskottet?|fullmäktige|gruppen?|rådet?|direktionen?|beredningen?|kommittén?|"
    r"nätverket?|delegationen?|förbundet?|presidiet?|mötet?|kollegiet?|föreningen?|stämman?|stadskollegiet)"
)
_BODY_LINE = re.compile(rf"^(?:(?:[\wåäöÅÄÖé.-]+\s+){{0,4}}{_BODY_WORD})(?:\s+(?:i|för|inom|på|och)(?:\s+[\wåäöÅÄÖé-]+){{1,4}})?$", re.IGNORECASE)
_WHEN_LABELS = (
    "tid/plats", "tid och plats", "plats och tid", "plats/tid", "tid, plats", "sammanträdestid", "tid", "datum",
    "mötesdatum", "sammanträdesdatum", "datum och tid", "tid och datum", "plats", "lokal", "mötesplats",
)  # fmt: skip
_LABEL = re.compile(r"^(?P<label>[A-Za-zÅÄÖåäö/, ]{3,24}?)\s*(?::|\t+|\s{2,}|$)\s*(?P<rest>.*)$")
_LEADING = re.compile(r"^(?:[\s,.;:–-]+|(?:kl|klockan|ki|den|på|i|tid|plats|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)(?:en)?\b\.?)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; what is not written is None."""

    body: str | None = None
    number: str | None = None
    date: dt.date | None = None
    start_time: str | None = None
    end_time: str | None = None
    place: str | None = None


def read_header(lines: list[Line]) -> Header:
    """Return what the header `lines` say of the meeting."""
    filled = [line for line in lines if not line.blank]
    body, number = _body_and_number(filled)
    values = _when_and_where(lines)
    year = _year(filled)
    date, begin, end, place = None, None, None, None
    for label, value in values:
        dates = find_dates(value, year)
        if date is None and dates:
            date = _meeting_day(dates)
        if begin is None:
            begin, end, _ = find_times(value)
        if place is None and "plats" in label or label == "lokal":
            place = _place(value, year)
    if date is None:
        every = [d for line in filled[:25] for d in find_dates(line.text) if d.year_given]
        date = every[0].first if every else None
    return Header(body, number, date, begin, end, place)


def _meeting_day(dates: list[FoundDate]) -> dt.date:
    given = [found for found in dates if found.year_given]
    return (given or dates)[0].first


def _year(lines: list[Line]) -> int | None:
    """The year that the header writes out anywhere: for `den 29 september` with no year."""
    for line in lines[:30]:
        for found in find_dates(line.text):
            if found.year_given:
                return found.first.year
    for line in lines[:30]:
        match = re.search(r"\b\d{1,3}/((?:19|20)\d\d)\b", line.text) or re.search(r"\b(20\d\d)\b", line.text)
        if match:
            return int(match[1])
    return None


def _body_and_number(filled: list[Line]) -> tuple[str | None, str | None]:
    head = filled[:25]
    number = None
    for line in head:
        match = _NUMBER.search(line.text)
        if match:
            number = re.sub(r"\s", "", match[1])
            break
    for line in head:
        match = _TITLE.match(line.text)
        if match and len(match["body"].split()) <= 6 and not fold(match["body"]).startswith("sammanträdes"):
            body = match["body"].strip(" -–\t")
            return _without_genitive(body), number or (re.sub(r"\s", "", match["number"]) if match["number"] else None)
    for line in head:
        for part in re.split(r"\t+|\s{3,}| \| ", line.text):
            bare = re.sub(r"\s*(?:sammanträdes)?protokoll.*$|\s+\d.*$", "", part.strip(), flags=re.IGNORECASE).strip()
            if 5 <= len(bare) <= 70 and bare[0].isupper() and _BODY_LINE.match(bare) and not _LABELLED.match(bare):
                return _without_genitive(bare) if bare != part.strip() else bare, number
    return None, number


_LABELLED = re.compile(r"^(?:närvarande|beslutande|plats|tid|ledamöter|övriga|ordförande)", re.IGNORECASE)


def _without_genitive(body: str) -> str:
    """`Kommundirektörsgruppens` -> `Kommundirektörsgruppen`; `Samverkansrådets` -> `…rådet`."""
    words = body.split()
    for k, word in enumerate(words):
        if re.search(r"(?:ens|ets|ns|iges|tets|ns)$", word) and re.fullmatch(_BODY_WORD + "s", word, re.IGNORECASE):
            words[k] = word[:-1]
    last = words[-1]
    if re.search(r"(?:ens|ets|ns)$", last) and len(last) > 8:
        words[-1] = last[:-1]
    return " ".join(words)


def _when_and_where(lines: list[Line]) -> list[tuple[str, str]]:
    """Return the labelled values of time and place, in order: ("tid/plats", "180321 kl. …")."""
    values: list[tuple[str, str]] = []
    for i, line in enumerate(lines):
        match = _LABEL.match(line.text)
        if match is None:
            continue
        label = re.sub(r"\s+", " ", fold(match["label"])).strip(" *")
        if label not in _WHEN_LABELS and fold_marks(label) not in map(fold_marks, _WHEN_LABELS):
            continue
        value = match["rest"].strip(" *")
        k = i + 1
        while k < len(lines) and len(value) < 300:
            nxt = lines[k]
            if nxt.blank:
                if value:
                    break
                k += 1
                continue
            other = re.match(r"^[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+){0,3}\s*(?::|\t)", nxt.text)
            if other or _LABELLED.match(nxt.text) or (value and value.endswith(".")):
                break
            value = f"{value} {nxt.text}".strip()
            k += 1
        if value:
            values.append((label, value))
    return values


def _place(value: str, year: int | None) -> str | None:
    """Return what is left of a value of time and place without its dates and times."""
    rest = value
    for found in reversed(find_dates(value, year or 2000)):
        rest = rest[: found.start] + "\x00" + rest[found.end :]
    _, _, span = find_times(rest)
    while span:
        rest = rest[: span[0]] + "\x00" + rest[span[1] :]
        _, _, span = find_times(rest)
    rest = re.sub(r"\x00(?:[\s,.;–-]*\b(?:kl|klockan|ki|den|i)\b\.?)+", "\x00", rest, flags=re.IGNORECASE)
    pieces = [re.sub(r"(?:[\s,;:(]+|\s(?:kl|ki|klockan|den|måndagen|tisdagen|onsdagen|torsdagen|fredagen|tid|dag)\.?)+$", "", _LEADING.sub("", piece), flags=re.IGNORECASE) for piece in rest.split("\x00")]
    pieces = [piece.strip(" ,;.") for piece in pieces if len(piece.strip(" ,;.")) > 3]
    return re.sub(r"\s+", " ", max(pieces, key=len)) if pieces else None
