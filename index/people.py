"""One list of people: names, and the places, roles, parties and times that belong to each.

A list is read from a copy of its text in which everything that is neither a name, a place nor a
role is blanked out, so that every offset stays valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from index.lines import BULLETS
from index.names import NAME, is_person_name, surname_first, surnames_first
from index.nouns import Attendee, AttendeeStatus
from index.roles import (
    AWAY,
    ITEM_RANGE,
    PARTIES,
    PARTY,
    PLACE_MARK,
    REMOTE,
    ROLE,
    SINGLE_OFFICE,
    SUBSTITUTE,
    presence_times,
)

_BLANK, _HARD = "\x00", "\x01"  # blanked out; a certain end of an entry
_SPLIT = re.compile(
    rf",|;|·|{_HARD}|\t+|\.(?=[\s{_BLANK}]+[A-ZÅÄÖ])"
    rf"|(?<![\w-])(?<!-\s)(?:och|samt)(?=[\s{_BLANK}])|\s[–—-]\s|[ ]{{3,}}"
)
_BOX = re.compile(r"\[[ xX]?\]|[☐☒☑]")
_BULLET = re.compile(rf"^\s*(?:[{BULLETS}]+|\d{{1,2}}[.)])\s+")
_NOBODY = re.compile(
    r"^(?:hela|övriga|samtliga|alla|ett|en|två|tre|flera|några|inga(?!\s+(?-i:[A-ZÅÄÖ]))|ingen|vakant|-+)(?![-\w])",
    re.IGNORECASE,
)
_SUFFIX = re.compile(rf"^(?P<name>{NAME.pattern})\s+(?P<rest>(?:[a-zåäö]|[123]:?[ea]\b).*)$")
_BARE_PARTY = re.compile(r"^(?P<name>\S+(?: \S+)+) (?P<party>[A-ZÅÄÖ]{1,3})$")
_OFFICE_AFTER = re.compile(
    r"\s+(?:(?:[123](?::?[ea])?|förste|andre|vice|tjg|tjänstg|tjänstgörande)\.?\s+)*(?:vice\s+)?"
    r"(?:ordf(?:\.|örande)|ledamot|ersättare|kommunalråd|sekreterare|gruppledare)",
    re.IGNORECASE,
)
_PUNCTUATION = " \t\n\r\u00a0.:*_" + _BLANK


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    text: str
    joined: bool  # by "och"/"samt" with the one before
    comma: bool  # "…, och": the one before is complete, with its place
    hard: bool  # begins an entry
    shaped: bool  # could be a name
    certain: bool  # has a party or a box, or begins an entry: a name if it can be one
    box: str | None = None


@dataclass(frozen=True, slots=True)
class _Note:
    """Something blanked out that belongs to the name before it."""

    at: int
    came: str | None = None
    left: str | None = None
    party: str | None = None
    role: str | None = None
    place: str | None = None
    replaces: str | None = None
    items: str | None = None


def read_people(
    text: str, spans: list[tuple[int, int, bool]], status: AttendeeStatus, role: str | None
) -> list[Attendee]:
    """Return the people listed in `spans` (start, end, begins an entry) of `text`, in order.

    `status` and `role` are what the list's label says of everyone in it.
    """
    if not spans:
        return []
    base, region = _region(text, spans)
    struck = [m.span() for m in re.finditer(r"~~.+?~~", region, re.DOTALL)]
    region, notes, boxes = _blanked(region)
    tokens = _tokens(region, notes, boxes)
    people = _assemble(text, base, tokens, status, role, struck)
    return _with_notes(people, notes, base)


def _region(text: str, spans: list[tuple[int, int, bool]]) -> tuple[int, str]:
    base, stop = spans[0][0], spans[-1][1]
    letters = [_BLANK] * (stop - base)
    turned = _surnames_first(text, spans)
    for start, end, begins in spans:
        piece = text[start:end].replace("\n", " ").replace("|", " ")
        bullet = _BULLET.match(piece)
        if bullet:
            piece = " " * bullet.end() + piece[bullet.end() :]
        comma = _comma_in_name(piece) if turned and begins else None
        commas = [match.end("surname") for match in surnames_first(piece)]
        if len(commas) < 2:
            commas = []
        for at in [*commas, *([] if comma is None else [comma])]:
            piece = f"{piece[:at]} {piece[at + 1 :]}"
        letters[start - base : end - base] = piece
        if begins and start > base:
            letters[start - base - 1] = _HARD
        elif start > base:
            letters[start - base - 1] = " "
    return base, "".join(letters)


def _comma_in_name(piece: str) -> int | None:
    """Return where the comma of `[X] Pålsson, Christer (S)` stands; None for another entry."""
    bare = re.sub(r"^(?:\s|\[[ xX]?\]|[☐☒☑~*])+", "", piece)
    found = surname_first(bare)
    return len(piece) - len(bare) + found.end("surname") if found else None


def _surnames_first(text: str, spans: list[tuple[int, int, bool]]) -> bool:
    """Whether most entries of a list write the surname first: of `Lund, Ek` one cannot tell."""
    entries = [text[start:end].replace("|", " ") for start, end, begins in spans if begins]
    entries = [_BULLET.sub("", entry) for entry in entries]
    return 2 * sum(_comma_in_name(entry) is not None for entry in entries) >= len(entries)


def _blanked(region: str) -> tuple[str, list[_Note], dict[int, str]]:
    notes: list[_Note] = []
    boxes: dict[int, str] = {}

    def blank(spans: Iterable[tuple[int, int]], first: str = _BLANK) -> None:
        nonlocal region
        for start, end in spans:
            region = region[:start] + first + _BLANK * (end - start - 1) + region[end:]

    blank(m.span() for m in re.finditer(r"~~|\*\*|__", region))
    for match in _BOX.finditer(region):
        boxes[match.end()] = "x" if match.group().strip("[] ") else " "
    blank([m.span() for m in _BOX.finditer(region)], _HARD)
    for match in list(SUBSTITUTE.finditer(region)):
        if match.group().startswith("för") and not re.search(
            r"\)\W*$|\w\s+$", region[: match.start()]
        ):
            continue
        replaced = NAME.search(match.group())
        name = re.sub(r"\s+", " ", replaced.group()) if replaced else None
        notes.append(_Note(match.start(), role="tjänstgörande ersättare", replaces=name))
        blank([match.span()])
    for start, end, came, left in presence_times(region):
        notes.append(_Note(start, came=came, left=left))
        blank([(start, end)])
    ranges = list(ITEM_RANGE.finditer(region))
    notes += [_Note(m.start(), items=_range_words(m.group())) for m in ranges if m.group().strip()]
    blank([m.span() for m in ranges])
    blank([m.span() for m in REMOTE.finditer(region)])
    for match in list(re.finditer(r"\(([^()]*)\)", region)):
        party, said = PARTY.fullmatch(match.group()), match[1].strip(_PUNCTUATION)
        office = _OFFICE_AFTER.match(region, match.end()) if party else None
        if party:
            notes.append(_Note(match.start(), party=party[1].upper()))
        elif ROLE.match(said):
            notes.append(_Note(match.start(), role=said))
        elif re.fullmatch(r"[A-ZÅÄÖ][a-zåäöé]{3,}(?:\s\w+)?", said):
            notes.append(_Note(match.start(), place=said))
        blank([match.span()])
        if office:  # "Anna Ek (S) Ordförande": an office follows the party without a comma
            region = f"{region[: match.end() - 1]}\t{region[match.end() :]}"
    return region, sorted(notes, key=lambda note: note.at), boxes


def _range_words(text: str) -> str:
    return re.sub(rf"[\s{_BLANK}]+", " ", text).strip(" ,()")


def _tokens(region: str, notes: list[_Note], boxes: dict[int, str]) -> list[_Token]:
    parties = [note.at for note in notes if note.party]
    tokens: list[_Token] = []
    cuts = [m for m in _SPLIT.finditer(region) if not _abbreviation(region, m)]
    begins = [0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(region)]
    seps = ["\x01", *(m.group() for m in cuts)]
    joined = comma = hard = False
    for begin, end, sep in zip(begins, ends, seps, strict=True):
        # "Tora Bylund, Norrsjö, och Åsa Ek": after a comma, "och" joins entries, not names.
        joined = sep in ("och", "samt") and not comma
        comma = sep == "," or (comma and sep in ("och", "samt"))
        hard = hard or sep == _HARD
        piece = region[begin:end]
        start = begin + len(piece) - len(piece.lstrip(_PUNCTUATION))
        word = piece.strip(_PUNCTUATION)
        if not word or not re.search(r"\w", word):
            continue
        if word.upper() in PARTIES and tokens and word.isupper():
            notes.append(_Note(start, party=word))
            parties.append(start)
            tokens[-1].certain = tokens[-1].shaped
            continue
        if _NOBODY.match(word):
            continue
        clean = re.sub(rf"[\s{_BLANK}]+", " ", word)
        bare = _BARE_PARTY.match(clean)
        if bare and bare["party"] in PARTIES and is_person_name(bare["name"]):
            notes.append(_Note(start, party=bare["party"]))
            parties.append(start)
            clean = bare["name"]
        start, clean, rest = _name_part(start, clean)
        shaped = is_person_name(clean) and not ROLE.match(clean)
        box = next((boxes[at] for at in boxes if begin <= at <= start), None)
        certain = shaped and (hard or box is not None or any(begin <= at < end for at in parties))
        whole = not rest and not bare
        at_end = begin + len(piece.rstrip(_PUNCTUATION)) if whole else start + len(clean)
        also = comma and sep != ","
        tokens.append(_Token(start, at_end, clean, joined, also, hard, shaped, certain, box))
        if rest:
            after = piece.find(rest)
            place = begin + max(after, 0)
            tokens.append(_Token(place, place + len(rest), rest, False, False, False, False, False))
        joined = comma = hard = False
    notes.sort(key=lambda note: note.at)
    return tokens


def _abbreviation(region: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation or an initial, not an entry."""
    return match.group() == "." and bool(
        re.search(
            r"(?:\b[A-ZÅÄÖ]|\b(?:tf|t\.f|ordf|bitr|v|kl|ers|tjg|f))$", region[: match.start()]
        )
    )


def _name_part(start: int, text: str) -> tuple[int, str, str]:
    """Part a token like `Anna Ek kommunchef` or `kommunchef Anna Ek` into name and the rest."""
    if is_person_name(text):
        words = text.split()
        if len(words) >= 3 and ROLE.match(words[0]) and is_person_name(" ".join(words[1:])):
            return start + text.index(words[1]), " ".join(words[1:]), words[0]
        return start, text, ""
    words = text.split()
    for k in range(1, len(words) - 1):
        name = " ".join(words[k:])
        if is_person_name(name) and ROLE.match(" ".join(words[:k])):
            return start + text.rindex(name), name, " ".join(words[:k])
    after = _SUFFIX.match(text)
    if after and is_person_name(after["name"]):
        rest = after["rest"]
        if ROLE.match(rest):
            return start, after["name"], rest
        if re.fullmatch(r"(?:från|till|för|fr|tom|from|(?:ej )?tj(?:änst)?g(?:örande)?)\.?", rest):
            return start, after["name"], ""  # a narrow column broke it off, or it served
        origin = re.fullmatch(r"(?:från|för|på|i|vid)\s+(\S.{2,50})", rest)
        if origin and not re.search(r"\b(?:att|som|har|är)\b", rest):
            return start, after["name"], origin[1]
    return start, text, ""


def _is_name(tokens: list[_Token]) -> list[bool]:
    """Return for each token whether it is a name (else a place or a role), by the cheapest path.

    In most lists names and places take turns, "och" joining names that share a place; in others
    there are no places. The costs are ordinal: they only rank shapes.
    """
    # Roles alone tell nothing: only a word that is neither name nor role shows that places stand.
    details = sum(not token.shaped and not ROLE.match(token.text) for token in tokens)
    pairs = sum(b.joined and b.shaped and a.shaped for a, b in pairwise(tokens))
    with_details = details * 2 >= len(tokens) - details - pairs or any(t.comma for t in tokens)

    def cost(token: _Token, name: bool) -> float:
        if name:
            return (0.6 if PLACE_MARK.search(token.text) else 0.0) if token.shaped else 9.0
        if not token.shaped:
            return -0.2
        return 9.0 if token.certain else 0.6

    def step(i: int, before: bool, here: bool) -> float:
        token = tokens[i]
        if token.hard:
            return 0.0
        if before and here:
            return 0.0 if token.joined or not with_details else 1.0
        if before:
            return (2.0 if token.joined else 0.0) + (
                0.0 if with_details or not token.shaped else 1.0
            )
        if not here:
            return 0.3 if not token.shaped else 1.2
        return 1.5 if token.joined and tokens[i - 1].shaped else 0.0

    best = [(2.0 + cost(tokens[0], False), cost(tokens[0], True))]
    back: list[tuple[bool, bool]] = [(False, False)]
    for i in range(1, len(tokens)):
        row, origin = [], []
        for here in (False, True):
            value, before = min(
                (best[-1][before] + step(i, bool(before), here), bool(before)) for before in (0, 1)
            )
            row.append(value + cost(tokens[i], here))
            origin.append(before)
        best.append((row[0], row[1]))
        back.append((origin[0], origin[1]))
    here = best[-1][1] <= best[-1][0]
    labels = [here]
    for i in range(len(tokens) - 1, 0, -1):
        here = back[i][here]
        labels.append(here)
    return labels[::-1]


def _assemble(
    text: str, base: int, tokens: list[_Token], status: AttendeeStatus, role: str | None,
    struck: list[tuple[int, int]],
) -> list[Attendee]:  # fmt: skip
    people: list[Attendee] = []
    waiting: list[int] = []  # people that may share the place to come
    detailed = joined = False
    before: str | None = None  # a role that stands before the name
    labels = _is_name(tokens) if tokens else []
    for token, named in zip(tokens, labels, strict=True):
        if token.hard:
            waiting, detailed = [], False
        if named and token.shaped:
            absent = token.box == " " or any(a <= token.start < b for a, b in struck)
            begin = base + token.start
            name = text[begin : begin + len(token.text)]
            end = begin + len(name) if is_person_name(name) else base + token.end
            if re.sub(r"[\s,]+", " ", text[begin:end]) != token.text:
                continue  # something stood inside it: "Anna (S) Ek" is no quote of "Anna Ek"
            if detailed:
                waiting = []
            detailed, joined = False, token.joined
            waiting.append(len(people))
            people.append(
                Attendee(
                    token.text,
                    AttendeeStatus.ABSENT if absent else status,
                    begin,
                    end,
                    before or role,
                )
            )
            before = None
        elif waiting:
            detailed = True
            shared = waiting if joined else waiting[-1:]
            last = people[waiting[-1]]
            if token.joined and last.role not in (None, role) and ROLE.match(token.text):
                people[waiting[-1]] = replace(last, role=f"{last.role} och {token.text}")
                continue
            for k in shared:
                people[k] = _with_detail(people[k], token.text, role, last=k == waiting[-1])
        elif ROLE.match(token.text) and token.text[0].isupper() and len(token.text) < 30:
            before = None
    return people


def _with_detail(person: Attendee, detail: str, label_role: str | None, *, last: bool) -> Attendee:
    if AWAY.match(detail):
        return replace(person, status=AttendeeStatus.ABSENT) if last else person
    if ROLE.match(detail):
        if person.role not in (None, label_role) or (not last and SINGLE_OFFICE.search(detail)):
            return person
        return replace(person, role=detail)
    if (
        person.place is None
        and len(detail) <= 60
        and not re.search(r"\b(?:att|som|deltog)\b|^(?:från|till|vice|kl)\b", detail)
    ):
        return replace(person, place=detail)
    return person


def _with_notes(people: list[Attendee], notes: list[_Note], base: int) -> list[Attendee]:
    result = list(people)
    for note in notes:
        owners = [k for k, person in enumerate(people) if person.start <= base + note.at]
        if not owners:
            continue
        person = result[owners[-1]]
        result[owners[-1]] = replace(
            person,
            from_time=person.from_time or note.came,
            to_time=person.to_time or note.left,
            party=person.party or note.party,
            role=note.role or person.role,
            place=person.place or note.place,
            replaces=person.replaces or note.replaces,
            items=person.items or note.items,
        )
    return result
