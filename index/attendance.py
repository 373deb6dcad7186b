"""Who was there: the lists of present, absent and invited people in a protocol's header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rapidfuzz.fuzz import ratio

from index.attendance_columns import column_after_column
from index.attendance_tables import head_of_table, people_of_row
from index.folding import fold, fold_shapes
from index.labels import Labelled, alone, labelled
from index.lines import BULLETS, Line
from index.names import NAME, find_names, is_person_name, surname_first, surnames_first
from index.nouns import Attendee, AttendeeStatus
from index.people import read_people
from index.roles import ITEM_RANGE, PARTY, ROLE, presence_times

_PRESENT, _ABSENT, _GUEST = AttendeeStatus.PRESENT, AttendeeStatus.ABSENT, AttendeeStatus.GUEST

# Label -> (status, role that the label gives to everyone under it).
LABELS: dict[str, tuple[AttendeeStatus, str | None]] = {
    "närvarande": (_PRESENT, None), "närvarande tjänstemän": (_PRESENT, None),
    "närvarande ledamöter": (_PRESENT, "ledamot"), "närvarande ersättare": (_PRESENT, "ersättare"),
    "närvarande ej tjänstgörande ersättare": (_PRESENT, "ersättare"), "deltagare": (_PRESENT, None),
    "ej tjänstgörande ersättare": (_PRESENT, "ersättare"),
    "ej tjänstgörande": (_PRESENT, "ersättare"),
    "ej beslutande ersättare": (_PRESENT, "ersättare"),
    "närvarande ej beslutande": (_PRESENT, "ersättare"),
    "närvarande, ej tjänstgörande ersättare": (_PRESENT, "ersättare"),
    "närvarande icke tjänstgörande": (_PRESENT, "ersättare"),
    "övriga ersättare": (_PRESENT, "ersättare"), "övriga förtroendevalda": (_PRESENT, None),
    "närvarande ersättare ej tjänstgörande": (_PRESENT, "ersättare"),
    "ledamöter och tjänstgörande ersättare": (_PRESENT, "ledamot"),
    "beslutande ledamöter och ersättare": (_PRESENT, "ledamot"),
    "förtroendevalda": (_PRESENT, None), "närvarande förtroendevalda": (_PRESENT, None),
    "närvarande övriga": (_PRESENT, None), "insynsplats": (_PRESENT, "insynsplats"),
    "personalföreträdare": (_PRESENT, "personalföreträdare"),
    "fackliga företrädare": (_PRESENT, "facklig företrädare"),
    "närvarande med insynsplats": (_PRESENT, "insynsplats"),
    "ledamöter som deltar på distans": (_PRESENT, "ledamot"), "medverkande": (_PRESENT, None),
    "ej beslutande": (_PRESENT, "ersättare"),
    "icke tjänstgörande ersättare": (_PRESENT, "ersättare"), "på plats": (_PRESENT, None),
    "beslutande": (_PRESENT, "ledamot"), "beslutande ledamöter": (_PRESENT, "ledamot"),
    "ledamöter": (_PRESENT, "ledamot"), "ordinarie ledamöter": (_PRESENT, "ledamot"),
    "tjänstgörande ledamöter": (_PRESENT, "ledamot"), "ordinarie": (_PRESENT, "ledamot"),
    "tjänstgörande ersättare": (_PRESENT, "tjänstgörande ersättare"),
    "tjg. ersättare": (_PRESENT, "tjänstgörande ersättare"),
    "tjg ersättare": (_PRESENT, "tjänstgörande ersättare"),
    "tjänstg. ersättare": (_PRESENT, "tjänstgörande ersättare"),
    "på distans": (_PRESENT, None),
    "ersättare": (_PRESENT, "ersättare"), "övriga": (_PRESENT, None), "via länk": (_PRESENT, None),
    "övriga närvarande": (_PRESENT, None), "övriga deltagare": (_PRESENT, None),
    "övriga deltagande": (_PRESENT, None), "tjänstemän": (_PRESENT, "tjänsteman"),
    "tjänstepersoner": (_PRESENT, "tjänsteman"), "distansdeltagare": (_PRESENT, None),
    "anmält förhinder": (_ABSENT, None), "förhinder": (_ABSENT, None),
    "förhindrade": (_ABSENT, None),
    "anmäld frånvaro": (_ABSENT, None), "frånvarande": (_ABSENT, None), "återbud": (_ABSENT, None),
    "ej närvarande": (_ABSENT, None), "frånvarande ledamöter": (_ABSENT, "ledamot"),
    "ej närvarande ledamöter": (_ABSENT, "ledamot"), "inbjudna gäster": (_GUEST, None),
    "gäster": (_GUEST, None), "inbjudna": (_GUEST, None), "föredragande": (_GUEST, None),
    "adjungerade": (_GUEST, None), "särskilt inbjudna": (_GUEST, None),
}  # fmt: skip
_SHAPES = {fold_shapes(label): entry for label, entry in LABELS.items()}
_GLUED_LABEL = re.compile(
    r"^(?P<label>"
    + "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
    + r")\s+(?=\S)",
    re.IGNORECASE,
)
# "Närvarande tjänstepersoner", alone on its line: who they are, and a noun for them.
_NOUN_LABEL = re.compile(
    r"(?P<how>ej närvarande|frånvarande|närvarande|övriga närvarande|övriga|deltagande|beslutande"
    r"|ej beslutande|tjänstgörande|(?:ej|icke) tjänstgörande|inbjudna|adjungerade|politiska)"
    r"(?:,? (?:ej|icke|inte) (?:tjänstgörande|beslutande))?[ ,]+(?:och )?"
    r"(?P<who>ledamöter|ersättare|tjänstemän|tjänstepersoner|deltagare|förtroendevalda|gäster"
    r"|representanter|medarbetare|chefer|politiker|personalföreträdare|suppleanter|handläggare)"
)
_NOUN_ROLES = {
    "ledamöter": "ledamot", "ersättare": "ersättare", "tjänstemän": "tjänsteman",
    "tjänstepersoner": "tjänsteman", "suppleanter": "ersättare",
}  # fmt: skip
_MIN_RATIO = 84.0  # "Anmailt férhinder" against "anmält förhinder" scores 90
# "Närvarande kommunchefer:": a label of these with a noun that nobody can list beforehand.
_OPEN_LABELS = (
    (re.compile(r"(?:ej närvarande|frånvarande|(?:anmält )?förhinder)\s[a-zåäö\s,-]+"), _ABSENT),
    (re.compile(r"(?:inbjudna|adjungerade|externa)\s[a-zåäö\s,-]+"), _GUEST),
    (re.compile(r"(?:närvarande|övriga|deltagande|från)\s[a-zåäö\s,-]+"), _PRESENT),
)  # fmt: skip

# Labels of the header that end a list of people.
_OTHER_LABEL = re.compile(
    r"^(?:tid(?:\s*(?:/|och)\s*plats)?|plats(?:\s*(?:/|och)\s*tid)?|datum|sammanträdesdatum"
    r"|(?:utse(?:s|dda?)|valda?)\s+(?:att\s+justera|till\s+justerare|justerare)|att justera"
    r"|justera(?:re|nde|s)\b.*|justering.*"
    r"|paragraf(?:er)?|(?:mötes)?sekreterare|ordförande|underskrift(?:er)?|protokollet omfattar"
    r"|utdragsbestyrkande|sammanträdestid|lokal|protokollförare|vid protokollet|anslag.*|bevis.*"
    r"|organ|innehåll.*|dagordning|ärendelista|ärenden|plats och tid.*|digitalt signerat.*)$",
    re.IGNORECASE,
)
_WORD_ALONE = re.compile(r"[A-ZÅÄÖ][a-zåäö-]{3,}:?")
_OTHER_GLUED = re.compile(
    r"^(?:(?:utses|utsedd|valda?)\s+(?:att|till)\s+juster|justering(?:ens|en)?\s|underskrifter\b"
    r"|paragraf(?:er)?\s+§*\s*\d|protokollet\s+(?:är|har|under|omfatt)"
    r"|justera(?:nde|re)\s+[A-ZÅÄÖ]|plats och tid\s|bevis\b|anslag\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r",?\s(?:hälsa|öppna|inled|konstatera|tacka|förklara|deltog|redogör|informera|avsluta|gratulera"
    r"|presentera)(?:r|de|des)?\b"
)
_UNMARKED = re.compile(rf"^(?:\[[ xX]?\]|[☐☒☑]|[{BULLETS}~]+|\d{{1,2}}[.)])\s*")
_OFFICER = re.compile(
    r"(?:[12]:[ea]\s)?(?:vice\s)?(?:mötes)?(?:ordförande|sekreterare|protokollförare)",
    re.IGNORECASE,
)
_MAX_STRAY = 2  # lines of a list that are no people before the list is taken to have ended


@dataclass(slots=True)
class _Block:
    """The lines that belong to one label."""

    status: AttendeeStatus
    role: str | None
    inline: bool
    spans: list[tuple[int, int, bool]] = field(default_factory=list)
    last: str = ""
    blanks: int = 0
    stray: int = 0
    turned: bool = False  # its first entry is "Pålsson, Christer"
    columns: bool = False  # two lists side by side: whose a broken line's rest is, cannot be told


def label_entry(found: Labelled, *, whole: bool) -> tuple[AttendeeStatus, str | None] | None:
    """Return what an attendance label says of the people after it; None if it is none."""
    name = found.label.rstrip(" :")
    if not name[0].isupper():
        return None
    folded = fold(re.sub(r"\s+", " ", name))
    entry = LABELS.get(folded) or _SHAPES.get(fold_shapes(folded))
    noun = _NOUN_LABEL.fullmatch(folded) if entry is None else None
    if noun:
        away = noun["how"] in ("ej närvarande", "frånvarande")
        guest = noun["how"] in ("inbjudna", "adjungerade")
        status = _ABSENT if away else _GUEST if guest else _PRESENT
        entry = (status, _NOUN_ROLES.get(noun["who"]))
    if entry is None and found.colon and len(folded.split()) <= 5:
        entry = next(
            ((status, None) for form, status in _OPEN_LABELS if form.fullmatch(folded)), None
        )
    if entry is None and len(folded) >= 8 and (found.colon or whole):
        shape = fold_shapes(folded)
        best = max(_SHAPES, key=lambda known: ratio(shape, known))
        if ratio(shape, best) >= _MIN_RATIO:
            entry = _SHAPES[best]
    return entry


def is_attendance_label(line: Line) -> bool:
    """Return whether `line` begins with the label of a list of people who were there."""
    found = labelled(line)
    entry = label_entry(found, whole=alone(line)) if found else None
    return entry is not None and entry[0] is _PRESENT


def is_list_label(line: Line) -> bool:
    """Return whether `line` begins with the label of a list of people, or one that ends such."""
    found = labelled(line)
    return found is not None and (
        label_entry(found, whole=alone(line)) is not None or bool(_OTHER_LABEL.match(found.label))
    )


def _glued(line: Line) -> tuple[int, tuple[AttendeeStatus, str | None]] | None:
    """Return where a list begins after its label and one blank: `Beslutande Anna Ek (S), …`."""
    match = _GLUED_LABEL.match(line.text)
    if match is None or not _begins_entry(line.text[match.end() :]):
        return None
    return line.text_start + match.end(), LABELS[fold(match["label"])]


def _ends_list(line: Line, found: Labelled | None) -> bool:
    if _OTHER_GLUED.match(line.text):
        return True
    if found is None:
        return False
    if found.label[0].islower():
        return False  # the rest of an entry: "… (C), vice / ordförande"
    if _OTHER_LABEL.match(found.label) and (found.value > line.start):
        return True
    parted = found.colon or (found.value < line.end and not ROLE.match(found.label))
    return parted and bool(re.fullmatch(r"[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö/]+){0,4}", found.label))


def _status_of(line: Line) -> AttendeeStatus | None:
    """Return what `line` says of the people below it if it is nothing but a label."""
    found = labelled(line) if alone(line) or line.text.endswith(":") else None
    entry = label_entry(found, whole=True) if found and found.value >= line.end else None
    return entry[0] if entry else None


def _officers(lines: list[Line]) -> set[int]:
    """Return where lines begin that name one officer each right above the list of the others."""
    found: set[int] = set()
    row: list[int] = []
    for line in lines:
        if line.blank:
            continue
        label = labelled(line)
        name = label and re.split(r"[,(]", line.raw[label.value - line.start :])[0].strip(" *|")
        if label and name and _OFFICER.fullmatch(label.label) and is_person_name(name):
            row.append(line.start)
            continue
        if is_attendance_label(line):
            found.update(row)
        row = []
    return found


def find_attendees(text: str, lines: list[Line]) -> list[Attendee]:
    """Return the people listed in the header `lines`, in the order of the protocol."""
    people: list[Attendee] = []
    block: _Block | None = None

    def close() -> None:
        nonlocal block
        if block is not None:
            people.extend(read_people(text, block.spans, block.status, block.role))
        block = None

    table: _Block | None = None  # whose rows are being read
    officers = _officers(lines)
    for line in column_after_column(lines, _status_of, is_list_label):
        if line.blank or not line.text:
            if block:
                block.blanks += 1
            continue
        head = head_of_table(line)
        if head is not None:
            status, role = (block.status, block.role) if block else (_PRESENT, None)
            close()
            table = _Block(status, head[0] or role, inline=False)
            continue
        if table is not None:
            rows = people_of_row(line)
            for start, end, here in rows:
                status = table.status if here else _ABSENT
                people.extend(read_people(text, [(start, end, True)], status, table.role))
            if rows:
                continue
            table = None
        found = labelled(line)
        entry = label_entry(found, whole=alone(line)) if found else None
        glued = _glued(line) if found is None or entry is None else None
        if glued:
            close()
            block = _Block(*glued[1], inline=True)
            block.spans.append((glued[0], line.end, True))
            block.last = line.text
            continue
        if found and entry:
            close()
            inner = labelled(line, found.value) if found.value < line.end else None
            sub = label_entry(inner, whole=True) if inner else None
            if inner and sub:
                # Two columns side by side: whose role is whose, their lines do not tell.
                role = sub[1] if entry[1] in (None, sub[1]) else None
                found, entry = inner, (sub[0], role)
            columns = inner is not None and sub is not None
            block = _Block(*entry, inline=found.value < line.end, columns=columns)
            if block.inline:
                block.turned = surname_first(text[found.value : line.end]) is not None
                block.spans.append((found.value, line.end, True))
                block.last = line.text
            continue
        if found and line.start in officers:
            close()
            role = found.label.rstrip(" :").lower()
            people.extend(read_people(text, [(found.value, line.end, True)], _PRESENT, role))
            continue
        if block is None:
            continue
        if found and _names_group(line, found):
            block.spans.append((found.value, line.end, True))
            block.last, block.blanks = line.text, 0
            continue
        if _ends_list(line, found):
            close()
            continue
        if not _add(block, line):
            close()
    close()
    return _once(people)


def _names_group(line: Line, found: Labelled) -> bool:
    """Whether a list's row begins with whom its people come from: `Mossby<tab>Bo Ek (S), …`."""
    value = line.raw[found.value - line.start :]
    return (
        not found.colon
        and re.fullmatch(r"[A-ZÅÄÖ][a-zåäö-]+", found.label) is not None
        and not (_OTHER_LABEL.match(found.label) or ROLE.match(found.label))
        and PARTY.search(value) is not None
        and _begins_entry(value)
    )


def _add(block: _Block, line: Line) -> bool:
    """Add `line` to the list if it is part of it; False if the list ended before it."""
    rest = _second_column(line) if "\t" in block.last else None
    if rest is not None:
        block.spans.append((rest, line.end, True))
        block.last, block.blanks = line.text, 0
        return True
    turned = _UNMARKED.sub("", line.text)
    if not block.spans and not block.inline and surname_first(turned):
        block.turned = True
    turns = block.turned or bool(surnames_first(turned))
    begins = _begins_entry(line.text) or (turns and surname_first(turned) is not None)
    open_end = bool(re.search(r"(?:,|;|-|\b(?:och|samt|för))\s*$", block.last))
    wrapped = (
        bool(block.spans)
        and block.blanks == 0
        and not re.search(r"[.!?]\s*$", block.last)
        and (open_end or not _is_sentence(line.text))
    )
    if begins and not (block.inline and block.blanks and _is_sentence(line.text)):
        block.spans.append((line.start, line.end, not (open_end and block.blanks == 0)))
    elif wrapped and not block.inline and _WORD_ALONE.fullmatch(line.text) and not open_end:
        return True  # a heading that we do not know, between one-line entries
    elif wrapped and block.columns:
        return True
    elif wrapped:
        block.spans.append((line.start, line.end, False))
    else:
        block.stray += 1
        return not block.inline and block.stray <= _MAX_STRAY and len(line.text) < 80
    block.last, block.blanks = line.text, 0
    return True


def _second_column(line: Line) -> int | None:
    """Return where the second column begins if the first only ends what the line above began.

    `… (C), 1:e vice<tab>Ida Lo (V)`, `ordförande<tab>Bo Ek (S)`: whose office it is, is known
    above; it is not the office of whoever stands last there.
    """
    if not line.text[:1].islower() or "\t" not in line.raw.strip():
        return None
    at = line.start + line.raw.index("\t", len(line.raw) - len(line.raw.lstrip())) + 1
    return at if _begins_entry(line.raw[at - line.start :]) else None


def _is_sentence(text: str) -> bool:
    small = len(re.findall(r"\b[a-zåäö]{2,}\b", text))
    whole = text[:1].isupper() and text.endswith(".") and "\t" not in text
    return bool(_SENTENCE.search(text)) or small > (3 if whole else 14)


def _begins_entry(text: str) -> bool:
    """Whether a line begins with a person: a name of two parts, perhaps after a mark or a role."""
    bare = _UNMARKED.sub("", text).replace("~~", "")
    bare = bare.replace("**", "").strip()
    head = re.split(r",|\(|;|\t|\s{3,}| – | - | · | och | samt ", bare, maxsplit=1)[0].strip()
    times = presence_times(head)
    if times:
        head = head[: times[0][0]].strip()
    head = ITEM_RANGE.sub("", head).strip(" .:")
    if _SENTENCE.search(bare):
        return False
    if is_person_name(head):
        return True
    words = head.split()
    for k in range(1, len(words) - 1):
        if is_person_name(" ".join(words[k:])) and ROLE.match(" ".join(words[:k])):
            return True
    named = NAME.match(head)
    return bool(named and is_person_name(named.group()) and ROLE.match(head[named.end() :].strip()))


def _once(people: list[Attendee]) -> list[Attendee]:
    """Leave out who is listed again in the same way, keeping what only the second place says."""
    result: list[Attendee] = []
    at: dict[tuple[str, bool], int] = {}
    for person in people:
        key = (person.name, person.status is _ABSENT)
        if key not in at:
            at[key] = len(result)
            result.append(person)
            continue
        first = result[at[key]]
        result[at[key]] = replace(
            first, role=first.role or person.role, place=first.place or person.place,
            party=first.party or person.party,
        )  # fmt: skip
    return result


_GUEST_CLAUSE = re.compile(r",?\s+som\s+(?:är|var|deltog\s+som|deltar\s+som)\s+gäst(?P<many>er)?\b")
_WELCOME = re.compile(r"\bvälkom(?:men|na)\b(?:\s+till)?|\bhälsade\b")
_BEFORE = re.compile(
    r"(?P<role>(?:(?:tf|tillförordnade?|biträdande|vice|nya?|tillträdande)\s+)*[a-zåäö-]+)"
    r"(?:\s+(?:from|fr\.?\s?o\.?\s?m\.?|från(?:\s+och\s+med)?)\s+(?:den\s+)?[\d/-]+(?:\s[a-z]+)?"
    r"(?:\s\d{4})?)?,?\s*$"
)
_AFTER = re.compile(r"\s*,\s*(?P<role>[^,.\n]{2,60})(?=,|\s+och\s|$)")


def find_guests_in_text(text: str, start: int, end: int) -> list[Attendee]:
    """Return the guests that running text names: `David Holm, som är gäst under mötet`."""
    guests: list[Attendee] = []
    for clause in _GUEST_CLAUSE.finditer(text, start, end):
        begin = max(start, clause.start() - 400)
        cut = max(text.rfind(mark, begin, clause.start()) for mark in (". ", "\n\n", ": "))
        begin = max(begin, cut + 1)
        for welcome in _WELCOME.finditer(text, begin, clause.start()):
            begin = welcome.end()
        part = re.sub(r"\s", " ", text[begin : clause.start()])
        names = find_names(part)
        if not clause["many"]:
            names = names[-1:]
        for k, (a, b) in enumerate(names):
            stop = names[k + 1][0] if k + 1 < len(names) else len(part)
            after = _AFTER.match(part[b:stop])
            before = _BEFORE.search(part[:a])
            role = None
            if after and ROLE.match(after["role"]):
                role = after["role"].strip()
            elif before and ROLE.match(before["role"]):
                role = before["role"]
            guests.append(Attendee(part[a:b], _GUEST, begin + a, begin + b, role))
    return guests
