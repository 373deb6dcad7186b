"""Who was there: the lists of present, absent and invited people in a protocol's header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.folding import fold, fold_shapes
from index.lines import Line
from index.names import NAME, is_person_name
from index.nouns import Attendee, AttendeeStatus

_PRESENT, _ABSENT, _GUEST = AttendeeStatus.PRESENT, AttendeeStatus.ABSENT, AttendeeStatus.GUEST

# Label -> (status, role that the label gives to everyone under it).
LABELS: dict[str, tuple[AttendeeStatus, str | None]] = {
    "närvarande": (_PRESENT, None), "närvarande tjänstemän": (_PRESENT, None),
    "närvarande ledamöter": (_PRESENT, "ledamot"), "närvarande ersättare": (_PRESENT, "ersättare"),
    "närvarande ej tjänstgörande ersättare": (_PRESENT, "ersättare"), "deltagare": (_PRESENT, None),
    "ej tjänstgörande ersättare": (_PRESENT, "ersättare"), "icke tjänstgörande ersättare": (_PRESENT, "ersättare"),
    "beslutande": (_PRESENT, "ledamot"), "beslutande ledamöter": (_PRESENT, "ledamot"),
    "ledamöter": (_PRESENT, "ledamot"), "ordinarie ledamöter": (_PRESENT, "ledamot"),
    "tjänstgörande ersättare": (_PRESENT, "tjänstgörande ersättare"), "ersättare": (_PRESENT, "ersättare"),
    "övriga": (_PRESENT, None), "övriga närvarande": (_PRESENT, None), "övriga deltagare": (_PRESENT, None),
    "övriga deltagande": (_PRESENT, None), "tjänstemän": (_PRESENT, "tjänsteman"), "tjänstepersoner": (_PRESENT, "tjänsteman"),
    "anmält förhinder": (_ABSENT, None), "förhinder": (_ABSENT, None), "anmäld frånvaro": (_ABSENT, None),
    "frånvarande": (_ABSENT, None), "ej närvarande": (_ABSENT, None), "frånvarande ledamöter": (_ABSENT, "ledamot"),
    "förhindrade": (_ABSENT, None), "ej närvarande ledamöter": (_ABSENT, "ledamot"), "återbud": (_ABSENT, None),
    "inbjudna gäster": (_GUEST, None), "gäster": (_GUEST, None), "inbjudna": (_GUEST, None), "föredragande": (_GUEST, None),
    "adjungerade": (_GUEST, None),
}  # fmt: skip
_SHAPES = {fold_shapes(label): entry for label, entry in LABELS.items()}
_MIN_RATIO = 84.0  # "Anmailt férhinder" against "anmält förhinder" scores 90

# Labels of the header that end a list of people.
OTHER_LABEL = re.compile(
    r"^(?:tid(?:\s*(?:/|och)\s*plats)?|plats(?:\s*(?:/|och)\s*tid)?|datum|sammanträdesdatum|utses att justera|justerare|justeringens\b.*"
    r"|justering\b.*|paragraf(?:er)?|sekreterare|ordförande|underskrifter|protokollet omfattar|justerande|utdragsbestyrkande|sammanträdestid|lokal)\b\s*(?::|\t|\s{2,}|$)",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(r"^(?P<label>[^:\t]{4,45}?)\s*(?::|\t+|\s{3,}|$)\s*(?P<rest>.*)$", re.DOTALL)
_TIME = r"(?:kl(?:ockan)?\.?\s*)?(\d{1,2})[.:](\d{2})"
_FROM = re.compile(rf"\b(?:från(?:\s*och\s*med)?|fran|fr\.?\s?o\.?\s?m\.?|from|fr|ankom|anlände)\s*{_TIME}", re.IGNORECASE)
_TO = re.compile(rf"\b(?:till(?:\s*och\s*med)?|t\.?\s?o\.?\s?m\.?|tom|lämnade|avvek)\s*{_TIME}", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:kl(?:ockan)?\.?\s*)(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})", re.IGNORECASE)
_PARTY = re.compile(r"\(\s*((?:S|M|C|L|V|KD|MP|SD|FP|SFP|[A-ZÅÄÖ]{1,4}|[a-zåäö]{1,3}))\s*\)")
_ROLE = re.compile(
    r"^(?:(?:1|2|3|1:e|2:e|3:e|förste|andre|vice|v|tf|t\.?f\.?|tillförordnad|tillförordnade|bitr\.?|biträdande|ny|avgående)\.?\s+)*"
    r"(?:[a-zåäö-]*(?:ordförande|ordf\.?|sekreterare|chef|direktör|ledamot|ersättare|ledare|samordnare|strateg|"
    r"controller|jurist|revisor|handläggare|ekonom|rektor|planerare|utvecklare|kommunalråd|råd|ingenjör|arkitekt|"
    r"registrator|konsult|arkivarie|trainee|tjänsteman|projektör|adjungerad|specialist|rådgivare|koordinator|utredare|"
    r"inspektör|coach|vd|kommundirektör|insynsplats))(?:\s.*)?$",
    re.IGNORECASE,
)
_PLACE_MARK = re.compile(r"\b(?:stad|kommun|AB|Region|Familjen|förbund|grupp\s?\d+|samverkan|sekretariatet|nätverket|landsting|universitet|högskola)\b", re.IGNORECASE)
_SUBSTITUTE = re.compile(r"\b(?:tjänstgörande(?:\s+ersättare)?|tjg\.?(?:\s*ers\.?)?|ersätter|ers\.?|ersättare)\s+(?:för\s+)?(?=[A-ZÅÄÖ])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    joined: bool  # by "och"/"samt" with the one before
    struck: bool
    from_time: str | None
    to_time: str | None
    party: str | None


def label_of(text: str) -> tuple[str, AttendeeStatus, str | None, int] | None:
    """Return the attendance label that `text` begins with, its status and role, and where its list begins."""
    match = _LABEL_LINE.match(text)
    if match is None:
        return None
    name = match["label"].strip(" *")
    entry = LABELS.get(fold(name)) or _SHAPES.get(fold_shapes(name))
    if entry is None and len(name) >= 8:
        shape = fold_shapes(name)
        best = max(_SHAPES, key=lambda known: ratio(shape, known))
        if ratio(shape, best) >= _MIN_RATIO:
            entry = _SHAPES[best]
    if entry is None:
        return None
    return name, entry[0], entry[1], match.start("rest")


def find_attendees(text: str, lines: list[Line]) -> list[Attendee]:
    """Return the people listed in the header `lines`, in the order of the protocol."""
    found: list[Attendee] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        label = None if line.blank else label_of(line.text)
        if label is None:
            i += 1
            continue
        _, status, role, rest_at = label
        content: list[tuple[int, int]] = []
        first = line.text_start + rest_at
        if first < line.end and text[first : line.end].strip():
            content.append((first, line.end))
        j, listed, blanks = i + 1, not content, 0
        while j < len(lines):
            nxt = lines[j]
            if nxt.blank:
                blanks += 1
                if content and not listed:
                    break
                j += 1
                continue
            if label_of(nxt.text) or OTHER_LABEL.match(nxt.text):
                break
            if listed and not _may_be_person(nxt.text):
                break
            if blanks >= 1 and content and not listed:
                break
            content.append((nxt.start, nxt.end))
            blanks = 0
            j += 1
        if listed:
            for start, end in content:
                found += _people(text, [(start, end)], status, role)
        else:
            found += _people(text, content, status, role)
        i = max(j, i + 1)
    return found


_GUEST_IN_TEXT = re.compile(r"(?P<name>" + NAME.pattern + r")(?:, [^,.\n]{2,60},)?,?\s+som\s+(?:är|var|deltog som|deltar som)\s+gäst")


def find_guests_in_text(text: str, start: int, end: int) -> list[Attendee]:
    """Return the guests that running text names: `David Holm, som är gäst under mötet`."""
    return [
        Attendee(match["name"], _GUEST, match.start("name"), match.end("name"))
        for match in _GUEST_IN_TEXT.finditer(text, start, end)
    ]


def _may_be_person(text: str) -> bool:
    """Whether a line of a list can be a person: it begins with a name of two parts."""
    bare = re.sub(r"^(?:\[[ xX]?\]|[-•*~]+|\d+[.)])\s*", "", text).replace("~~", "").strip()
    head = re.split(r",|\(|\t|\s{3,}| – | - ", bare, maxsplit=1)[0].strip()
    return len(text) < 160 and (is_person_name(head) or is_person_name(" ".join(head.split()[:2])))


def _tokens(text: str, spans: list[tuple[int, int]]) -> list[_Token]:
    tokens: list[_Token] = []
    start, end = spans[0][0], spans[-1][1]
    region = text[start:end]
    struck_spans = [m.span() for m in re.finditer(r"~~.+?~~", region, re.DOTALL)]
    # Commas, "och"/"samt", semicolons, tabs and sentence ends part the list; brackets do not.
    parts = re.compile(r"\([^)]*\)|,|;|\.(?=\s+[A-ZÅÄÖ])|\t+|\s+(?:och|samt)\s+|\s+[–-]\s+")
    at, joined = 0, False
    pieces: list[tuple[int, int, bool]] = []
    for match in parts.finditer(region):
        if match.group().startswith("("):
            continue
        if match.group() == "." and re.search(r"\b[A-ZÅÄÖ]$", region[at : match.start()]):
            continue  # an initial
        pieces.append((at, match.start(), joined))
        joined = bool(re.search(r"och|samt", match.group()))
        at = match.end()
    pieces.append((at, len(region), joined))
    for piece_start, piece_end, was_joined in pieces:
        raw = region[piece_start:piece_end]
        struck = any(a <= piece_start + len(raw) - len(raw.lstrip()) < b for a, b in struck_spans)
        came, left = _times(raw)
        party = _PARTY.search(raw)
        bare = re.sub(r"\([^)]*\)?|~~|\*\*", lambda m: " " * len(m.group()), raw)
        bare = _FROM.sub(lambda m: " " * len(m.group()), bare)
        bare = _TO.sub(lambda m: " " * len(m.group()), bare)
        bare = re.sub(r"^\s*(?:\[[ xX]?\]|[-•*]+|\d+[.)])\s*", lambda m: " " * len(m.group()), bare)
        bare = re.sub(r"\bkl\.?\s*$|[.\s]+$", "", bare)
        lead = len(bare) - len(bare.lstrip())
        word = bare.strip()
        if not word:
            if tokens and (came or left or party):
                old = tokens[-1]
                tokens[-1] = _Token(
                    old.start, old.end, old.text, old.joined, old.struck,
                    came or old.from_time, left or old.to_time, old.party or (party[1] if party else None),
                )  # fmt: skip
            continue
        begin = start + piece_start + lead
        tokens.append(
            _Token(begin, begin + len(word), re.sub(r"\s+", " ", word), was_joined, struck, came, left,
                   party[1] if party else None)
        )  # fmt: skip
    return tokens


def _times(raw: str) -> tuple[str | None, str | None]:
    both = _RANGE.search(raw)
    if both:
        return f"{int(both[1]):02d}:{both[2]}", f"{int(both[3]):02d}:{both[4]}"
    came, left = _FROM.search(raw), _TO.search(raw)
    return (
        f"{int(came[1]):02d}:{came[2]}" if came else None,
        f"{int(left[1]):02d}:{left[2]}" if left else None,
    )


def _label_names_and_places(tokens: list[_Token]) -> list[bool]:
    """Return for each token whether it is a name (else a place or role), by the cheapest path.

    Names and places alternate; "och" joins two names that share a place. The costs are ordinal:
    they only rank shapes (a single word is rarely a whole name, "stad" marks a place).
    """
    def cost(token: _Token, name: bool) -> float:
        words = token.text.split()
        if name:
            if is_person_name(token.text):
                return 0.6 if _PLACE_MARK.search(token.text) else 0.0
            if token.text[0].islower() or any(c.isdigit() for c in token.text):
                return 3.0
            return 1.5 if len(words) == 1 else 1.0
        if _ROLE.match(token.text) or _PLACE_MARK.search(token.text) or token.text[0].islower():
            return -0.2
        return 0.0 if len(words) == 1 else 0.6

    def step(before: bool, here: bool, joined: bool, shaped: bool) -> float:
        if before and here:
            return 0.0 if joined else 1.0
        if before and not here:
            return 2.0 if joined else 0.0
        if not before and not here:
            return 1.2
        return 1.5 if joined and shaped else 0.0

    paths: list[tuple[float, float]] = []
    backs: list[tuple[bool, bool]] = []
    for i, token in enumerate(tokens):
        as_place, as_name = cost(token, False), cost(token, True)
        if i == 0:
            paths.append((as_place + 2.0, as_name))
            backs.append((False, False))
            continue
        row, origin = [], []
        for name, own in ((False, as_place), (True, as_name)):
            options = [(paths[-1][b] + step(bool(b), name, token.joined, is_person_name(tokens[i - 1].text)), bool(b)) for b in (0, 1)]
            best = min(options)
            row.append(best[0] + own)
            origin.append(best[1])
        paths.append((row[0], row[1]))
        backs.append((origin[0], origin[1]))
    if not tokens:
        return []
    labels = [paths[-1][1] <= paths[-1][0]]
    for i in range(len(tokens) - 1, 0, -1):
        labels.append(backs[i][labels[-1]])
    return labels[::-1]


def _people(
    text: str, spans: list[tuple[int, int]], status: AttendeeStatus, role: str | None
) -> list[Attendee]:
    if not spans:
        return []
    tokens = _tokens(text, spans)
    labels = _label_names_and_places(tokens)
    people: list[Attendee] = []
    waiting: list[int] = []  # people joined by "och" that share the place to come
    for token, is_name in zip(tokens, labels, strict=True):
        if is_name:
            own_role, name, start = role, token.text, token.start
            as_substitute = _SUBSTITUTE.search(name)
            if as_substitute:
                name = name[: as_substitute.start()].strip() or name
                own_role = "tjänstgörande ersättare"
            name, start, said = _split_role(name, start)
            if not re.match(r"[A-ZÅÄÖÉ]", name) or len(name) < 3:
                continue
            if not token.joined and waiting and people:
                waiting = []
            waiting.append(len(people))
            people.append(
                Attendee(
                    name, _ABSENT if token.struck else status, start, start + len(name), said or own_role,
                    None, token.party, token.from_time, token.to_time,
                )
            )  # fmt: skip
        else:
            for k in waiting:
                people[k] = _with_detail(people[k], token, shared=k != waiting[-1])
            waiting = waiting[-1:] if waiting else []
            if waiting and (people[waiting[0]].place is not None):
                waiting = []
    return people


def _split_role(name: str, start: int) -> tuple[str, int, str | None]:
    """Part a title in front of a name from it: `kommunchef Anna Ek`, `Ordförande Anna Ek`."""
    words = name.split()
    k = 0
    while k < len(words) - 2 + (1 if k else 0) and _ROLE.match(" ".join(words[: k + 1])):
        k += 1
    if k and is_person_name(" ".join(words[k:])):
        rest = " ".join(words[k:])
        return rest, start + name.index(words[k]), " ".join(words[:k])
    return name, start, None


def _with_detail(person: Attendee, token: _Token, *, shared: bool) -> Attendee:
    """Return `person` with what a token after the name says: a role or a place, and times."""
    role, place = person.role, person.place
    if _SUBSTITUTE.search(token.text) or re.match(r"tjänstgörande|tjg", token.text):
        role = "tjänstgörande ersättare"
    elif _ROLE.match(token.text):
        role = token.text
    elif place is None:
        place = token.text
    return Attendee(
        person.name, _ABSENT if token.struck else person.status, person.start, person.end, role, place,
        person.party or token.party,
        person.from_time or (None if shared else token.from_time),
        person.to_time or (None if shared else token.to_time),
    )  # fmt: skip
