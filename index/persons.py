"""Persons across meetings: which entries of many protocols are one person, and which are not.

One person may be written `Christer Pålsson`, `Pålsson, Christer` and, in a scan, `Christer
Palsson`. Two people may bear one name: entries whose place, town or party differ are never joined,
and an entry that could be either of two stays alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from index.folding import fold, fold_marks
from index.nouns import Attendee, Item, Meeting, Span, slug
from index.tenures import Tenure, find_tenures, role_key

# What a scan in the wrong language makes of a Swedish letter (seen in a scan of 2015).
_READ_AS = {
    "å": "(?:éa|[åaáàâé4&e])", "ä": "(?:ä|ai|[aâáé4&edi])", "ö": "(?:oé|[öoóôé60e])",
    "l": "[l1i|]", "i": "[i1l|]",
}  # fmt: skip
_VOWELS = re.compile(r"[åäöaáàâéèeoóô046&d1il|!]+")  # whatever these may be misread as
_TOWN = re.compile(
    r"\b(?P<town>[A-ZÅÄÖ][\wåäöÅÄÖé-]+(?:\s[A-ZÅÄÖ][\wåäöé-]+)?)\s+(?i:kommun|stad)(?:ens?|s)?\b"
)
_TOWN_FROM = 1_500  # characters of a protocol in which its town stands
_NO_TOWN = re.compile(r"(?:styrelse|nämnd|fullmäktige|protokoll|utskott)", re.IGNORECASE)
_OF_PLACE = re.compile(r"s?\s+\b(?:kommun|stad|kommunen|stads)\b")
# An organisation beside a name says where one works, which changes; a town tells two people apart.
_NO_PLACE = re.compile(
    r"^[a-zåäö]|\bNordv\w*|\b(?:AB|HB|Familjen|Region|Regionen|Länsstyrelsen|Samverkan|förbund\w*|kontor\w*"
    r"|grupp\w*|universitet|högskola|\w+(?:förvaltningen|enheten|kontoret|avdelningen|skolan))\b"
)
# A surname alone after one of these is a place; before a capital it belongs to another name.
_BARE = re.compile(r"(?<![\w-])(?P<name>[A-ZÅÄÖÉ][\wåäöÅÄÖé]+(?:-[A-ZÅÄÖ][\wåäöé]+)?)(?![\w-])")
_PLACE_BEFORE = re.compile(r"\b(?:i|till|från|vid|på|av|kring|mot|genom|samt|inom)\s+\Z")
_CAPITAL_BEFORE = re.compile(r"[A-ZÅÄÖÉ](?:[\wåäöé-]*[\wåäöé]|\.)?(?:[ \u00a0]+|[ ]?\n)\Z")
_CAPITAL_AFTER = re.compile(r"\s+(?:&|[A-ZÅÄÖÉ])")
_SHORTEST_SURNAME = 3
_SURNAME = re.compile(
    r"(?:son|m[ae]n|berg|ström|strom|gren|[qk]vist|lund|dahl|stedt|blad|borg|mark|lin|ius|feldt)$"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One entry of a protocol that names a person, and what stands beside the name."""

    meeting: Meeting
    attendee: Attendee


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One role of one person: when protocols show it, and from when to when they say it runs."""

    role: str  # as first written
    first: dt.date | None  # day of the first protocol that shows it
    last: dt.date | None
    since: dt.date | None  # as a protocol says outright: "från och med 2024-01-01"
    until: dt.date | None
    protocols: tuple[str, ...]  # ids of the meetings whose protocols say so, by date


@dataclass(frozen=True, slots=True)
class Person:
    """One person, with every entry that is theirs."""

    id: str  # stable address: the name, and the place or a number where another bears it
    name: str  # in its fullest spelling
    place: str | None
    party: str | None
    sightings: tuple[Sighting, ...]  # by date
    tenures: tuple[tuple[Meeting, Tenure], ...] = ()

    def roles(self) -> tuple[RoleHeld, ...]:
        """Return each role once, in the order in which the protocols show them."""
        shown: dict[str, list[tuple[Meeting, str, Tenure | None]]] = defaultdict(list)
        for one in self.sightings:
            if one.attendee.role:
                shown[role_key(one.attendee.role)].append((one.meeting, one.attendee.role, None))
        for meeting, tenure in self.tenures:
            shown[role_key(tenure.role)].append((meeting, tenure.role, tenure))
        return tuple(_role_held(entries) for entries in shown.values())


@dataclass(slots=True)
class _Cluster:
    sightings: list[Sighting] = field(default_factory=list)
    tenures: list[tuple[Meeting, Tenure]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What tells two bearers of one name apart."""

    place: str | None
    town: str | None
    party: str | None
    body: str


def name_key(name: str) -> tuple[str, ...]:
    """Return what the spellings of a name share: its parts without marks, in no order."""
    return tuple(sorted(re.findall(r"\w+", fold_marks(name))))


def may_be_misread(clean: str, scanned: str) -> bool:
    """Return whether `scanned` is `clean` as a scan may have spelt it: `Pélsson` for `Pålsson`."""
    form = "".join(_READ_AS.get(letter, re.escape(letter)) for letter in fold(clean))
    return re.fullmatch(form, fold(scanned)) is not None


def find_persons(meetings: Sequence[Meeting]) -> tuple[Person, ...]:
    """Return the persons in the attendance of `meetings`, by name; nobody is in it twice."""
    ordered = sorted(meetings, key=lambda m: (m.date or dt.date.min, m.id))
    towns = {meeting.id: town_of(meeting) for meeting in ordered}
    named: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for meeting in ordered:
        for attendee in meeting.attendees:
            if key := name_key(attendee.name):
                named[key].append(Sighting(meeting, attendee))
    for key, other in _misread(named):
        if key in named and other in named and _may_join(named[key], named[other], towns):
            named[key] += named.pop(other)
    said: dict[tuple[str, ...], list[tuple[Meeting, Tenure]]] = defaultdict(list)
    for meeting in ordered:
        for tenure in find_tenures(meeting):
            said[name_key(tenure.name)].append((meeting, tenure))
    persons: list[Person] = []
    for key, sightings in named.items():
        sightings.sort(key=lambda one: (one.meeting.date or dt.date.min, one.meeting.id))
        clusters = _clusters(sightings, towns)
        for meeting, tenure in said.get(key, ()):
            owners = [c for c in clusters if _is_theirs(c, meeting, towns)]
            if len(owners) == 1:
                owners[0].tenures.append((meeting, tenure))
        persons += _persons(clusters)
    return tuple(sorted(persons, key=lambda person: (fold_marks(person.name), person.id)))


def town_of(meeting: Meeting) -> str | None:
    """Return the municipality whose protocol it is, without marks; None if it is not written."""
    end = min(meeting.end, meeting.start + _TOWN_FROM)
    for match in _TOWN.finditer(meeting.document.text, meeting.start, end):
        if not _NO_TOWN.search(match["town"]):
            town = re.sub(r"\s+", " ", fold_marks(match["town"]))
            return town.removesuffix("s") if len(town) > 3 else town
    return None


def bare_mentions(meeting: Meeting, part: Item | Span) -> list[tuple[int, int, Attendee]]:
    """Return where a part of the protocol names someone of the attendance by surname alone.

    A surname that two of them share, or that is a place's name, names nobody.
    """
    surnames: dict[str, list[Attendee]] = defaultdict(list)
    for attendee in meeting.attendees:
        parts = attendee.name.split()
        if len(parts) > 1 and len(parts[-1]) >= _SHORTEST_SURNAME:
            surnames[fold_marks(parts[-1])].append(attendee)
    places = {fold_marks(w) for a in meeting.attendees for w in (a.place or "").split()}
    text, found = meeting.document.text, []
    for match in _BARE.finditer(text, part.start, part.end):
        bare = fold_marks(match["name"])
        bearers = surnames.get(bare) or surnames.get(bare.removesuffix("s"), [])
        before = text[max(0, match.start() - 30) : match.start()]
        if (
            len({name_key(one.name) for one in bearers}) == 1
            and not places & {bare, bare.removesuffix("s")}
            and not _PLACE_BEFORE.search(before)
            and not _CAPITAL_BEFORE.search(before)
            and not _CAPITAL_AFTER.match(text, match.end())
        ):
            found.append((match.start(), match.end(), bearers[0]))
    return found


def items_about(meeting: Meeting, attendee: Attendee) -> list[Item]:
    """Return the items that name someone of the attendance, in full or by surname alone."""
    key = name_key(attendee.name)
    full = re.compile(r"\s+".join(map(re.escape, attendee.name.split())) + r"(?![\wåäö])")
    return [
        item
        for item in meeting.items
        if full.search(meeting.document.text, item.start, item.end)
        or any(name_key(who.name) == key for *_, who in bare_mentions(meeting, item))
    ]


def _misread(
    named: dict[tuple[str, ...], list[Sighting]],
) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield pairs of keys of which the second may be a scan's spelling of the first."""
    alike: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for key, sightings in named.items():
        name = fold(sightings[0].attendee.name)
        alike[_VOWELS.sub("*", name)].append((name, key))
    for same in alike.values():
        for (one, key), (other, second) in combinations(same, 2):
            if may_be_misread(one, other):
                yield key, second
            elif may_be_misread(other, one):
                yield second, key


def _facts(one: Sighting, towns: dict[str, str | None]) -> _Facts:
    place = one.attendee.place
    bare = None
    if place and not _NO_PLACE.search(place):
        bare = _OF_PLACE.sub("", fold(place)).strip() or None
    meeting = one.meeting
    party = one.attendee.party
    return _Facts(bare, towns[meeting.id], party, fold_marks(meeting.body or ""))


def _differ(one: _Facts, other: _Facts) -> bool:
    """Whether two entries with one name cannot be one person."""
    if one.place and other.place:
        a, b = fold_marks(one.place), fold_marks(other.place)
        if not (
            a in b
            or b in a
            or may_be_misread(one.place, other.place)
            or may_be_misread(other.place, one.place)
        ):
            return True
    elif one.town and other.town and one.town != other.town:
        return True
    return bool(one.party and other.party and one.party != other.party)


def _may_join(
    one: Sequence[Sighting], other: Sequence[Sighting], towns: dict[str, str | None]
) -> bool:
    """Whether a clean and a misread name may be one: in one body or town, never side by side."""
    mine, theirs = ({_facts(x, towns) for x in group} for group in (one, other))
    if {x.meeting.id for x in one} & {x.meeting.id for x in other}:
        return False
    near = any(
        (a.body and a.body == b.body) or (a.town and a.town == b.town)
        for a in mine for b in theirs
    )  # fmt: skip
    return near and not any(_differ(a, b) for a in mine for b in theirs)


def _clusters(sightings: list[Sighting], towns: dict[str, str | None]) -> list[_Cluster]:
    """Part the entries with one name into people: first those that say where they are from."""
    clusters: list[tuple[_Cluster, set[_Facts]]] = []
    order = sorted(sightings, key=lambda one: not (one.attendee.place or one.attendee.party))
    for one in order:
        facts = _facts(one, towns)
        fits = [pair for pair in clusters if not any(_differ(facts, f) for f in pair[1])]
        if len(fits) > 1:
            fits = [pair for pair in fits if any(f.body == facts.body for f in pair[1])]
        if len(fits) == 1:
            fits[0][0].sightings.append(one)
            fits[0][1].add(facts)
        else:
            clusters.append((_Cluster([one]), {facts}))
    return [cluster for cluster, _ in clusters]


def _is_theirs(cluster: _Cluster, meeting: Meeting, towns: dict[str, str | None]) -> bool:
    """Whether what a protocol says of a name may be said of this bearer of it."""
    return any(
        one.meeting.id == meeting.id
        or (one.meeting.body and one.meeting.body == meeting.body)
        or (towns[one.meeting.id] and towns[one.meeting.id] == towns[meeting.id])
        for one in cluster.sightings
    )


def _persons(clusters: list[_Cluster]) -> list[Person]:
    persons: list[Person] = []
    for cluster in clusters:
        cluster.sightings.sort(key=lambda one: (one.meeting.date or dt.date.min, one.meeting.id))
        entries = [one.attendee for one in cluster.sightings]
        name = _fullest([entry.name for entry in entries])
        place = next((entry.place for entry in reversed(entries) if entry.place), None)
        party = next((entry.party for entry in reversed(entries) if entry.party), None)
        address = slug(name)
        if persons:
            address = f"{address}-{slug(place or party or '') or len(persons) + 1}"
        if any(person.id == address for person in persons):
            address = f"{address}-{len(persons) + 1}"
        persons.append(
            Person(address, name, place, party, tuple(cluster.sightings), tuple(cluster.tenures))
        )
    return persons


def _fullest(names: Sequence[str]) -> str:
    """Return the spelling with the given name first, most Swedish letters, and most often used."""
    counts = Counter(names)

    def rank(name: str) -> tuple[bool, int, int, str]:
        first, *_, last = name.split()
        turned = bool(_SURNAME.search(first)) and not _SURNAME.search(last)
        return not turned, sum(c in "åäöÅÄÖ" for c in name), counts[name], name

    return max(counts, key=rank)


def _role_held(entries: Sequence[tuple[Meeting, str, Tenure | None]]) -> RoleHeld:
    days = [meeting.date for meeting, _, _ in entries if meeting.date]
    said = [tenure for _, _, tenure in entries if tenure]
    return RoleHeld(
        entries[0][1],
        min(days, default=None),
        max(days, default=None),
        min((t.since for t in said if t.since), default=None),
        max((t.until for t in said if t.until), default=None),
        tuple(dict.fromkeys(meeting.id for meeting, _, _ in entries)),
    )
