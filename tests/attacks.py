"""Wrong answers, each made of a right one by one change, which the proof must catch.

`python tests/attacks.py` prints a few of each kind as a table; test_attacks.py tries them all.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from right_answers import Right, demo_meetings, right_answers

from index.dates import find_dates, swedish_date
from index.nouns import Meeting, SectionKind
from index.units import flat, units_of
from qa.claims import stated
from qa.drafts import DraftSentence, Quote
from qa.own_words import NUMBER_WORDS
from qa.phrases import on_day
from qa.understanding import Question, understand

SEED = 1809
MOST = 60  # of one kind
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"\d{1,2} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november"
    r"|december) \d{4}"
)
_NOT = re.compile(r"\b(?:inte|ej|inga|inget|ingen) ")
_VERB = re.compile(r"\b(?:att|ska|kan|har|är|får|blev|kommer) ")
_WORD = re.compile(rf"\b(?:{'|'.join(w for w in NUMBER_WORDS if w not in ('en', 'ett'))})\b")
_UNITS = {
    "kr": ["tkr", "mnkr", "euro"], "kkr": ["kr", "mnkr"], "tkr": ["kr", "mnkr"],
    "mnkr": ["kr", "tkr"], "kronor": ["tkr"], "procent": ["personer", "timmar"],
    "timmar": ["dagar", "procent"], "dagar": ["timmar"], "månader": ["veckor"],
    "veckor": ["månader"], "år": ["månader"], "personer": ["procent"], "bostäder": ["procent"],
}  # fmt: skip
_OPPOSITE = {
    "bevilja": "avslå", "avslå": "bevilja", "godkänna": "avslå", "bifalla": "avslå",
    "anta": "förkasta", "öka": "minska", "ökat": "minskat", "höjs": "sänks", "fler": "färre",
    "före": "efter", "till": "från", "mot": "för", "minst": "högst", "högst": "minst",
}  # fmt: skip
_SWAPS = {
    "Ja. ": "Nej. ", "Nej. ": "Ja. ", " närvarande ": " frånvarande ",
    "Närvarande ": "Frånvarande ", "Frånvarande ": "Närvarande ", "Gäster ": "Frånvarande ",
    " frånvarande ": " närvarande ", " ordförande ": " sekreterare ",
    " sekreterare ": " ordförande ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence that is false, what was changed, and the right one that it was."""

    kind: str
    sentence: DraftSentence
    right: str
    question: Question


Attack = Callable[[random.Random, Right], Iterator[DraftSentence]]


def _retold(right: Right, start: int, end: int, words: str) -> DraftSentence:
    text = right.sentence.text
    return replace(right.sentence, text=text[:start] + words + text[end:])


def _quoted(right: Right) -> str:
    return " ".join(quote.text for quote in right.sentence.quotes)


def _another_name(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    """Somebody else of the same archive, whom the quotes do not name."""
    people = sorted({p.name for m in demo_meetings() for p in m.attendees})
    text, quoted = right.sentence.text, _quoted(right)
    for name in sorted(n for n in people if n in text):
        at = text.index(name)
        other = chance.choice([n for n in people if n.split()[-1] not in flat(quoted)])
        yield _retold(right, at, at + len(name), other)
        first, _, last = name.rpartition(" ")
        yield _retold(right, at, at + len(name), f"{first or 'Bo'} {_misspelt(chance, last)}")


def _misspelt(chance: random.Random, word: str) -> str:
    k = chance.randrange(1, len(word))
    return word[:k] + chance.choice([c for c in "aeiouklmnrt" if c != word[k]]) + word[k + 1 :]


def _colleague(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    """Somebody else of the same meeting in an office, an absence or a late arrival."""
    text = right.sentence.text
    match = re.match(r"(?:Ja\. |Nej\. )?(?P<name>[^:.,]+?) (?:var |kom till |lämnade )", text)
    if not match or "”" in text:
        return
    meeting = right.sentence.quotes[0].meeting
    mine = {p.status for p in meeting.attendees if p.name == match["name"]}
    for person in meeting.attendees:
        status = "närvarande" in text or "frånvarande" in text or "gäst" in text
        true = status and person.status in mine
        if person.name not in (match["name"], meeting.chair, meeting.secretary) and not true:
            yield _retold(right, *match.span("name"), person.name)


def _another_digit(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    found = list(_DIGIT.finditer(right.sentence.text))
    for match in chance.sample(found, min(2, len(found))):
        digit = chance.choice([d for d in "123456789" if d != match.group()])
        yield _retold(right, *match.span(), digit)


def _another_day(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    for match in _DAY.finditer(right.sentence.text):
        day = find_dates(match.group())[0].first
        for other in (day + timedelta(days=chance.choice([-7, -1, 1, 10, 31, 365])),):
            yield _retold(right, *match.span(), swedish_date(other))


def _another_number_word(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    for match in _WORD.finditer(right.sentence.text):
        other = chance.choice([w for w in ("tre", "fyra", "sju", "fjorton") if w != match.group()])
        yield _retold(right, *match.span(), other)


def _another_unit(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    for unit, others in _UNITS.items():
        match = re.search(rf"(?<=\d ){unit}\b", right.sentence.text)
        if match:
            yield _retold(right, *match.span(), chance.choice(others))


def _negated(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    text = right.sentence.text
    start = text.find("”")
    if start < 0:
        return
    for match in list(_NOT.finditer(text, start))[:1]:
        yield _retold(right, *match.span(), "")
    verbs = list(_VERB.finditer(text, start))
    for match in chance.sample(verbs, min(1, len(verbs))):
        yield _retold(right, match.end(), match.end(), "inte ")


def _opposite(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    text = right.sentence.text
    start = max(text.find("”"), 0)
    for word, other in _OPPOSITE.items():
        match = re.search(rf"\b{word}\b", text[start:])
        if match and "”" in text:
            yield _retold(right, start + match.start(), start + match.end(), other)


def _yes_for_no(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    text = right.sentence.text
    meeting = right.sentence.quotes[0].meeting
    for one, other in _SWAPS.items():
        at = text.find(one)
        both = one.strip() in ("ordförande", "sekreterare") and meeting.chair == meeting.secretary
        if at >= 0 and not both and (at < text.find("”") or "”" not in text):
            yield _retold(right, at, at + len(one), other)


def _another_item(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    """The quotes are cited of another item, or are the words of another one."""
    quotes = right.sentence.quotes
    meeting, item = quotes[0].meeting, quotes[0].item
    others = [i for i in meeting.items if i.id != item.id and i.start != item.start]
    if not others or not item.number:
        return
    other = chance.choice(others)
    yield replace(right.sentence, quotes=tuple(replace(q, item=other) for q in quotes))
    units = [u for u in units_of(other, meeting.furniture) if not u.title]
    if units:
        unit = chance.choice(units)
        moved = Quote(meeting, other, unit.start, unit.end)
        if flat(quotes[0].text) not in flat(moved.text):
            yield replace(right.sentence, quotes=(moved,))


def _another_meeting(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    """The same offsets in another protocol, or another meeting's number and day."""
    mine = right.sentence.quotes[0].meeting
    other = chance.choice([m for m in demo_meetings() if m.date != mine.date])
    moved = tuple(
        Quote(other, other.frame, q.start, min(q.end, other.end)) for q in right.sentence.quotes
    )
    yield replace(right.sentence, quotes=moved)
    yield replace(
        right.sentence, quotes=tuple(replace(q, meeting=other) for q in right.sentence.quotes)
    )
    text = right.sentence.text
    for named, wrong in ((on_day(mine), on_day(other)), _days(mine, other)):
        at = text.find(named)
        if named and at >= 0 and (at < text.find("”") or "”" not in text):
            yield _retold(right, at, at + len(named), wrong)


def _days(mine: Meeting, other: Meeting) -> tuple[str, str]:
    return (
        swedish_date(mine.date) if mine.date else "",
        swedish_date(other.date) if other.date else "",
    )


def _another_body(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    match = re.match(r"(.+?) beslutade vid ", right.sentence.text)
    bodies = sorted({m.body for m in demo_meetings() if m.body})
    if match:
        other = chance.choice([b for b in bodies if not b.lower().endswith(match[1].lower())])
        yield _retold(right, *match.span(1), other)


def _added_word(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    """A word of our own that says more than the quotes."""
    word = chance.choice(["enhälligt", "kraftigt", "olagligt", "ändå", "sannolikt", "tyvärr"])
    text = right.sentence.text
    blanks = [m.end() for m in re.finditer(r" ", text)]
    if word not in _quoted(right) and blanks:
        at = chance.choice(blanks)
        yield _retold(right, at, at, f"{word} ")


def _shifted(chance: random.Random, right: Right) -> Iterator[DraftSentence]:
    """Offsets beside the words."""
    by = chance.choice([-25, -11, 9, 23])
    quotes = tuple(
        replace(q, start=max(0, q.start + by), end=max(1, q.end + by))
        for q in right.sentence.quotes
    )
    if "”" in right.sentence.text:
        yield replace(right.sentence, quotes=quotes)


ATTACKS: dict[str, Attack] = {
    "a name": _another_name, "a colleague": _colleague, "a digit": _another_digit,
    "a date": _another_day, "a number word": _another_number_word, "a unit": _another_unit,
    "a negation": _negated, "an opposite": _opposite, "yes for no": _yes_for_no,
    "an item": _another_item, "a meeting": _another_meeting, "a body": _another_body,
    "a word more": _added_word, "an offset": _shifted,
}  # fmt: skip


def _not_decided() -> Iterator[Wrong]:
    """Proposals, votes and reservations told as what was decided, or as a yes."""
    kinds = (SectionKind.PROPOSAL, SectionKind.VOTE, SectionKind.RESERVATION)
    for meeting in demo_meetings():
        for item in meeting.items:
            for unit in units_of(item, meeting.furniture):
                if unit.section not in kinds or unit.title:
                    continue
                quote = Quote(meeting, item, unit.start, unit.end)
                right = f"”{unit.text}”"
                for said in (f"{meeting.body} beslutade vid {on_day(meeting)}:", "Ja."):
                    yield Wrong(
                        "a proposal as decision", DraftSentence(f"{said} {right}", (quote,)),
                        right, understand(f"Beslutades det om {item.title.lower()}?"),
                    )  # fmt: skip


def _cut_off() -> Iterator[Wrong]:
    """Quotes that begin after the `inte` of their sentence."""
    for meeting in demo_meetings():
        for item in meeting.items:
            for unit in units_of(item, meeting.furniture):
                match = _NOT.search(unit.quote)
                if unit.title or not match or len(unit.quote) - match.end() < 12:
                    continue
                if re.search(r"[,;:]", unit.quote[: match.start()][-1:]):
                    continue
                rest = flat(unit.quote[match.end() :])
                part = Quote(meeting, item, unit.start + match.end(), unit.end)
                for quote in (part, Quote(meeting, item, unit.start, unit.end)):
                    yield Wrong(
                        "a negation cut off", DraftSentence(f"”{rest}”", (quote,)),
                        f"”{unit.text}”", understand(item.title),
                    )  # fmt: skip


def _is_wrong(right: Right, sentence: DraftSentence) -> bool:
    """Return whether the change made a false statement, and not only another true one."""
    if sentence == right.sentence or re.search(r"(?<![\d,])0 [kmt]", right.sentence.text):
        return False  # nothing was changed, or the unit of a zero
    if sentence.quotes != right.sentence.quotes:
        shown = re.findall(r"”(.+?)”", sentence.text)
        return not (shown and all(
            any(w in flat(q.text) for q in sentence.quotes) for w in shown
        ) and sentence.quotes[0].item is right.sentence.quotes[0].item)  # fmt: skip
    year = right.sentence.quotes[0].meeting.date
    years = (year.year,) if year else ()
    said = stated(_quoted(right), years)
    lead = sentence.text.partition(". ”")[0]
    return not (lead != sentence.text and f" {lead.lower()} " in said.line)


def wrong_answers(seed: int = SEED) -> list[Wrong]:
    """Wrong answers of every kind, at most `MOST` of each, in a settled order."""
    chance = random.Random(seed)
    rights = right_answers(seed)
    found: list[Wrong] = []
    for kind, attack in ATTACKS.items():
        made = [
            Wrong(kind, sentence, right.sentence.text, right.question)
            for right in rights
            for sentence in attack(chance, right)
            if _is_wrong(right, sentence)
        ]
        found += _some(chance, made)
    return [*found, *_some(chance, _not_decided()), *_some(chance, _cut_off())]


def _some(chance: random.Random, made: Iterable[Wrong]) -> list[Wrong]:
    made = list(made)
    return chance.sample(made, min(MOST, len(made)))


def main() -> None:
    """Print some cases of each kind, wrong beside right."""
    shown: dict[str, int] = {}
    sys.stdout.write("| changed | right | wrong | quoted |\n|---|---|---|---|\n")
    for wrong in wrong_answers():
        shown[wrong.kind] = shown.get(wrong.kind, 0) + 1
        if shown[wrong.kind] <= 3:
            quote = wrong.sentence.quotes[0]
            cells = (wrong.right, wrong.sentence.text, f"{quote.item.title}: {flat(quote.text)}")
            row = " | ".join(cell.replace("|", "¦")[:160] for cell in (wrong.kind, *cells))
            sys.stdout.write(f"| {row} |\n")


if __name__ == "__main__":
    main()
