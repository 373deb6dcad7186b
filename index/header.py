"""A meeting's header: its body, number, date, times and place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from index.attendance import label_entry
from index.dates import FoundDate, find_dates, find_times
from index.folding import fold, fold_marks
from index.labels import alone, labelled
from index.lines import Line

_PROTOCOL = r"(?:sammanträdes|mötes|besluts)?protoko[l1]{2}"  # "protoko11": a scan's "protokoll"
_BODY_WORD = (
    r"[\w-]*(?:styrelsen?|nämnden?|utskott(?:et)?|fullmäktige|gruppen?|råd(?:et)?|direktionen?"
    r"|beredningen?|kommittén?|nätverk(?:et)?|delegationen?|förbund(?:et)?|presidi(?:et|um)"
    r"|mötet?|kollegi(?:et|um)"
    r"|föreningen?|stämman?)"
)
_BEFORE_WORD = r"(?:[\w-]+s|[\wåäö]+-|och|[A-ZÅÄÖ][\wåäöé-]+|[a-zåäö]+(?:ala?|iska|samma?))"
_BODY = re.compile(
    rf"(?:{_BEFORE_WORD}\s+){{0,4}}{_BODY_WORD}"
    r"(?P<more>\s+(?:för|inom|på|och)(?:\s+[\wåäöÅÄÖé-]+){1,4})?",
    re.IGNORECASE,
)
# "Gymnasienämnden Norra Dal": a body and where it is.
_BODY_AND_PLACE = re.compile(
    rf"^(?P<body>(?:[\w-]+s\s|[\w-]+-\soch\s)?[\w-]+{_BODY_WORD[6:]})(?:\s(?-i:[A-ZÅÄÖ])[\w-]+){{1,3}}$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"^(?:protokoll\s+(?:för\s+|från\s+)?)?(?P<body>[^\d:.,]{{4,70}}?)\s+{_PROTOCOL}"
    r"(?:\s+(?:nr\.?\s*)?\d{1,3}\s*/\s*(?:19|20)?\d\d)?\s*$",
    re.IGNORECASE,
)
_MEETING_OF = re.compile(
    rf"^(?:(?:{_PROTOCOL}|minnesanteckningar)\s+(?:från|för|fört\s+vid)\s+)?"
    rf"(?P<body>(?:{_BEFORE_WORD}\s+){{0,4}}{_BODY_WORD})s\s+(?:sammanträde|möte)\b",
    re.IGNORECASE,
)
_MEETING_WITH = re.compile(
    rf"(?:\b(?:{_PROTOCOL}|minnesanteckningar)\s+(?:fört\s+)?(?:vid|från|för)\s+|^)"
    r"(?:(?:extra|ordinarie|digitalt)\s+)?(?:sammanträde|möte|styrelsemöte)t?\s+(?:med|i|för)\s+"
    rf"(?P<body>(?:{_BEFORE_WORD}\s+){{0,4}}{_BODY_WORD})\b",
    re.IGNORECASE,
)
# "Kommunfullmäktiges protokoll 14 mars 2023", in a column of a page's head.
_PROTOCOL_OF = re.compile(
    rf"^(?P<body>(?:{_BEFORE_WORD}\s+){{0,4}}{_BODY_WORD})s\s+{_PROTOCOL}\b(?=\s*(?:\d|$))",
    re.IGNORECASE,
)
_ORGAN_OF = re.compile(
    r"(?:Direktionen|Förbundsdirektionen|Styrelsen|Fullmäktige|Presidiet)\s+(?:för|i|inom)\s+(?P<whose>.+)"
)
# "Protokoll direktionsmöte" below the union's name: the union meets as its board.
_BOARD_MEETING = re.compile(r"\bdirektions(?:möte|sammanträde)(?:t|s)?\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:protoko[l1]{2}|sammanträde|möte|\bnr)\D{0,12}(\d{1,3}\s*/\s*(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# What stands around a body's name in a running header: a date, a page, a number, the town.
_AROUND = re.compile(
    rf"\b{_PROTOCOL}\b(?:\s+(?:från|för|nr))?|\b\d{{4}}-\d\d-\d\d\b|\bsida\s*\d.*$|\b\d.*$"
    r"|^\W*[A-ZÅÄÖ][\wåäö-]+\s+(?:kommun|stad|region)\b(?=\s)",
    re.IGNORECASE,
)
_NO_BODY = re.compile(
    r"^(?:digitalt?\b|extra|ordinarie|nästa|närvarande|beslutande|plats|tid|ledamöter|övriga"
    r"|ordförande\b"
    r"|mötet?$|rådet?$|gruppen$|styrelsen?$|nämnden?$|nätverket?$|utskottet?$|inga?\b|organ\b"
    r"|anslag|bevis|justera)",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r"\s+i\s+[A-ZÅÄÖ].*$")
_PAGE_FIRST = re.compile(
    r"^(?:sida\s*)?\d{1,3}\s*(?:\(\d{1,3}\)|av\s\d{1,3}|/\s?\d{1,3})\s+", re.IGNORECASE
)
_CELLS = re.compile(r"\t+|\s{2,}|\s*\|\s*|\s·\s|,\s|\s[–-]\s|:\s")
_AFTERWARDS = re.compile(r"(?:justering|anslag|protokollet\s)", re.IGNORECASE)  # days after it
_MEETS = re.compile(r"(?:sammanträde|möte)(?:t|s)?\b", re.IGNORECASE)
_SHORT = 120  # characters of a line that says when, with no label
_HEAD = 25  # filled lines in which body and number are looked for
_WHEN_LABELS = frozenset(
    [
        "tid/plats", "tid och plats", "plats och tid", "plats/tid", "tid, plats", "tid",
        "sammanträdestid", "datum", "mötesdatum", "sammanträdesdatum", "datum och tid",
        "tid och datum", "plats", "lokal", "mötesplats", "sammanträdesplats", "mötestid",
        "plats, tid", "tid & plats", "när", "var", "sammanträdesdag",
    ]
)  # fmt: skip
_WHEN_SHAPES = frozenset(map(fold_marks, _WHEN_LABELS))
# A label with only a blank after it, as text extraction leaves a narrow column.
_GLUED_LABEL = re.compile(
    r"^(?P<label>"
    + "|".join(sorted(map(re.escape, _WHEN_LABELS - {"var", "när"}), key=len, reverse=True))
    + r")\s+(?P<value>[A-ZÅÄÖ\d].*|kl\.?\s.*)$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"^(?:(?i:närvarande|beslutande|ledamöter|övriga|ordförande|sekreterare|utses|justera|paragraf"
    r"|underskrift|innehåll|anslag|bevis)|[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+){0,3}\s*(?::|\t))",
)
_LEADING = re.compile(
    r"^(?:[\s,.;:–-]+|(?:kl|klockan|ki|den|på|i|tid|plats|måndag|tisdag|onsdag|torsdag|fredag"
    r"|lördag|söndag)(?:en)?\b\.?)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,;:(]+|\s(?:kl|ki|klockan|den|måndagen|tisdagen|onsdagen|torsdagen|fredagen|tid|dag)"
    r"\.?)+$",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"\b(?:ajourner|paus)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; what is not written is None."""

    body: str | None = None
    number: str | None = None
    date: dt.date | None = None
    start_time: str | None = None
    end_time: str | None = None
    place: str | None = None


def read_header(lines: list[Line], paper: list[Line]) -> Header:
    """Return what the header `lines` say of the meeting.

    `paper` are the same lines with the furniture between them: a running header may be the only
    place where the body or the date stands.
    """
    filled = [line for line in lines if not line.blank][:_HEAD]
    margin = [line for line in paper if not line.blank][:_HEAD]
    date, begin, end, place = None, None, None, None
    year = _year(filled) or _year(margin)
    for label, value in _when_and_where(lines):
        dates = find_dates(value, year)
        if date is None and dates:
            date = _meeting_day(dates)
        if begin is None:
            begin, end, _ = find_times(value)
        if place is None and (
            "plats" in label or label in {"lokal", "var"} or fold_marks(label) in {"lokal"}
        ):
            place = _place(value, year)
    if begin is None:  # "Torsdag den 4 april 2024 kl 13.00–14.30", with no label
        when = _dated(filled, year)
        begin, end = next((t[:2] for x in when if (t := find_times(x))[1]), (None, None))
    if date is None:
        lines = [*filled, *margin]
        lines.sort(key=lambda line: _AFTERWARDS.match(line.text) is not None)
        every = [d for line in lines for d in find_dates(line.text) if d.year_given]
        date = every[0].first if every else None
    body = _body(filled) or _body(margin)
    return Header(
        _in_full(body, filled), _number(filled) or _number(margin), date, begin, end, place
    )


def _dated(lines: list[Line], year: int | None) -> Iterator[str]:
    """Yield the short lines with a date, and sentences of a meeting with what follows each."""
    for line, below in zip_longest(lines, lines[1:]):
        if not find_dates(line.text, year):
            continue
        if len(line.text) < _SHORT and (
            _MEETS.search(line.text) is None or find_times(line.text)[1]
        ):
            yield line.text
        elif _MEETS.search(line.text) and len(line.text) < 2 * _SHORT:
            yield f"{line.text} {below.text if below else ''}"


def _meeting_day(dates: list[FoundDate]) -> dt.date:
    given = [found for found in dates if found.year_given]
    return (given or dates)[0].first


def _year(lines: list[Line]) -> int | None:
    """Return the year that the header writes out anywhere: for `den 29 september` with no year."""
    for line in lines:
        for found in find_dates(line.text):
            if found.year_given:
                return found.first.year
    for line in lines:
        match = re.search(r"\b\d{1,3}/((?:19|20)\d\d)\b", line.text) or re.search(
            r"\b(20\d\d)\b", line.text
        )
        if match:
            return int(match[1])
    return None


def _number(lines: list[Line]) -> str | None:
    match = _NUMBER.search("\n".join(line.text for line in lines))
    return re.sub(r"\s", "", match[1]) if match else None


def _body(lines: list[Line]) -> str | None:
    """Return the first body that the lines name: by a title, else alone in a line or a column."""
    for line in lines:
        match = _TITLE.match(line.text)
        if match and not fold(match["body"]).endswith(("kommun", "stad", "region")):
            words = _IN_PLACE.sub("", match["body"].strip(" -–\t*")).split()
            body = _without_genitive(" ".join(words))
            if len(words) <= 6 and _BODY.match(body):
                return _capital(body)
    if any(_BOARD_MEETING.search(line.text) for line in lines):
        return "Direktionen"
    for line in lines:
        meeting = _MEETING_OF.match(line.text) or _MEETING_WITH.search(line.text)
        if meeting and not _NO_BODY.match(meeting["body"]):
            return _capital(meeting["body"])
        for cell in _CELLS.split(line.text):
            whose = _PROTOCOL_OF.match(cell)
            if whose and not _NO_BODY.match(whose["body"]):
                return _capital(whose["body"])
            bare = _PAGE_FIRST.sub("", cell.replace("**", "").strip())
            bare = _IN_PLACE.sub("", bare)
            for _ in range(2):
                bare = _AROUND.sub("", bare).strip(" ,.*#_-–")
            placed = _BODY_AND_PLACE.match(bare)
            bare = placed["body"] if placed else bare
            found = _BODY.fullmatch(bare)
            if found and 5 <= len(bare) <= 70 and not _NO_BODY.match(bare):
                return _capital(bare)
    return None


def _in_full(body: str | None, lines: list[Line]) -> str | None:
    """Return the name of the organ where a line of its own has it: `Direktionen för förbundet`."""
    for line in lines if body else ():
        organ = _ORGAN_OF.fullmatch(line.text)
        if organ and fold(organ["whose"]) == fold(body or ""):
            return line.text
    return body


def _capital(body: str) -> str:
    if body.isupper():
        body = body.lower()
    return body[0].upper() + body[1:]


def _without_genitive(body: str) -> str:
    """`Kommundirektörsgruppens` -> `Kommundirektörsgruppen`; `Samverkansrådets` -> `…rådet`."""
    words = body.split()
    if re.search(r"(?:ns|ts)$", words[-1]) and len(words[-1]) > 8:
        words[-1] = words[-1][:-1]
    return " ".join(words)


def _when_and_where(lines: list[Line]) -> list[tuple[str, str]]:
    """Return the labelled values of time and place, in order: ("tid/plats", "180321 kl. …")."""
    values: list[tuple[str, str]] = []
    for i, line in enumerate(lines):
        found = None if line.blank else labelled(line)
        label = re.sub(r"\s+", " ", fold(found.label)).strip(" *") if found else ""
        if found and (label in _WHEN_LABELS or fold_marks(label) in _WHEN_SHAPES):
            value = line.raw[found.value - line.start :].strip(" *|")
        elif glued := _GLUED_LABEL.match(line.text):
            label, value = fold(glued["label"]), glued["value"]
        else:
            continue
        for following in lines[i + 1 : i + 12]:
            if following.blank or not following.text.strip(" |:-"):
                if value:
                    break
                continue
            if _ends_value(following, value):
                break
            value = f"{value} {following.text.strip()}".strip()
        if value:
            values.append((label, value))
    return values


def names_body(line: Line) -> bool:
    """Return whether `line` is the name of a body, or holds it in a column of its own."""
    return len(line.text) <= 80 and _body([line]) is not None


def is_when_label(line: Line) -> bool:
    """Return whether `line` begins with a label of time and place together: `Plats och tid`."""
    found = labelled(line) if line.text[:1] in "TtPpDd" else None
    glued = _GLUED_LABEL.match(line.text) if found else None
    if glued:
        return "plats" in fold(glued["label"]) or "tid" in fold(glued["label"])
    if found is None:
        return False
    label = re.sub(r"\s+", " ", fold(found.label)).strip(" *")
    return label in _WHEN_LABELS and ("plats" in label or "tid" in label)


def _ends_value(line: Line, value: str) -> bool:
    if len(value) > 300 or re.search(r"(?<!\bkl)(?<!\bkl )(?<!m)\.$", value):
        return True
    found = labelled(line)
    return bool(_OTHER_LABEL.match(line.text)) or bool(
        found and label_entry(found, whole=alone(line))
    )


def _place(value: str, year: int | None) -> str | None:
    """Return what is left of a value of time and place without its dates and times."""
    pause = _PAUSE.search(value)
    rest = value[: pause.start()] if pause else value
    for found in reversed(find_dates(rest, year or 2000)):
        rest = rest[: found.start] + "\x00" + rest[found.end :]
    _, _, span = find_times(rest)
    while span:
        rest = rest[: span[0]] + "\x00" + rest[span[1] :]
        _, _, span = find_times(rest)
    rest = re.sub(
        r"\x00(?:[\s,.;–-]*\b(?:kl|klockan|ki|den|i)\b\.?)+", "\x00", rest, flags=re.IGNORECASE
    )
    pieces = [_TRAILING.sub("", _LEADING.sub("", piece)) for piece in rest.split("\x00")]
    pieces = [piece.strip(" ,;.") for piece in pieces if len(piece.strip(" ,;.")) > 3]
    return re.sub(r"\s+", " ", max(pieces, key=len)) if pieces else None
