"""Right answers of the demo protocols, as the product words them, without a model.

Facts, decisions, overviews and timelines come from the modules that answer; extracted answers
are worded from the units themselves, as if the search had found each of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from eval.archives import DEMO_PROTOCOLS
from index.amounts import find_amounts
from index.dates import find_dates, swedish_date
from index.names import find_names
from index.nouns import Hit, Item, Meeting, Passage, SectionKind
from index.parsing import parse_document
from index.reading import read_document
from index.units import Unit, flat, units_of
from qa.ask import read_ask
from qa.attendance import was_there
from qa.drafts import Draft, DraftSentence
from qa.extraction import Candidate
from qa.facts import answer_from_facts
from qa.overview import answer_with_overview
from qa.own_words import NUMBER_WORDS
from qa.roles import answer_from_roles
from qa.scope import Scope
from qa.spans import Found
from qa.understanding import Question, understand
from qa.wording import decided_on, say, timeline

_ASKED_OF_MEETING = (
    "Vilka var närvarande den {day}?", "Vilka var frånvarande den {day}?",
    "Vilka var gäster den {day}?", "Hur många var närvarande den {day}?",
    "Vem var ordförande den {day}?", "Vem var sekreterare den {day}?",
    "Vem justerade protokollet den {day}?", "När började och slutade mötet den {day}?",
    "Var hölls mötet den {day}?", "Vem kom för sent den {day}?", "När var mötet den {day}?",
    "Vem gick före mötets slut den {day}?", "Vad beslutades den {day}?",
)  # fmt: skip
_OFFICES = ("kommunchef", "kommundirektör", "sekretariatschef", "ekonomichef", "rektor")
UNITS = 2  # of each item that are worded as answers
_COUNT = re.compile(r"(?<![\d.,:/-])(?<!\d )\b\d{1,3}(?![\d.,:/-])(?= [a-zåäö]{3})")
_SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True, slots=True)
class Right:
    """A sentence that is true, and the question that it answers."""

    sentence: DraftSentence
    question: Question


@cache
def demo_meetings() -> tuple[Meeting, ...]:
    """The meetings of the demo's protocols that need no OCR, by date."""
    files = sorted(path for path in DEMO_PROTOCOLS.rglob("*") if path.is_file())
    found = [m for file in files for m in parse_document(read_document(file, DEMO_PROTOCOLS))]
    return tuple(sorted((m for m in found if m.date), key=lambda m: (m.date, m.id)))


@cache
def right_answers(seed: int) -> list[Right]:
    """Right answers to questions of all kinds, in a settled order."""
    meetings, chance = demo_meetings(), random.Random(seed)
    found = [*_facts(meetings), *_extracted(chance, meetings)]
    found += [other for right in found for other in _said_otherwise(right)]
    unique = {
        (r.sentence.text, tuple((q.meeting.id, q.start, q.end) for q in r.sentence.quotes)): r
        for r in found
    }
    return list(unique.values())


def _rights(question: Question, draft: Draft | None) -> Iterator[Right]:
    for sentence in draft.sentences if draft else ():
        yield Right(sentence, question)


def _facts(meetings: Sequence[Meeting]) -> Iterator[Right]:
    for meeting in meetings:
        scope = Scope((meeting,), stated=True, strict=True)
        day = swedish_date(meeting.date) if meeting.date else ""
        for asked in _ASKED_OF_MEETING:
            question = understand(asked.format(day=day))
            yield from _rights(question, answer_from_facts(question, scope))
            yield from _rights(question, answer_with_overview(question, scope))
        for person in meeting.attendees[:3]:
            for asked in ("Var {name} närvarande?", "Var {name} frånvarande?"):
                question = understand(asked.format(name=person.name))
                ask = read_ask(question, scope)
                if ask.person:
                    yield from _rights(question, was_there(ask))
    everything = Scope(tuple(meetings), stated=True, strict=False)
    for office in _OFFICES:
        question = understand(f"Vem var {office}?")
        yield from _rights(question, answer_from_roles(question, everything))
    names = sorted({p.name for m in meetings for p in m.attendees})
    for name in names[::8]:
        question = understand(f"Hur många möten deltog {name} i?")
        yield from _rights(question, answer_from_facts(question, everything))


def _extracted(chance: random.Random, meetings: Sequence[Meeting]) -> Iterator[Right]:
    for meeting in meetings:
        for item in meeting.items:
            units = [
                u for u in units_of(item, meeting.furniture)
                if not u.title and u.section is not SectionKind.ADMIN
                and re.search(r"\w+ \w+", u.text)
            ]  # fmt: skip
            for unit in chance.sample(units, min(UNITS, len(units))):
                yield from _of_unit(meeting, item, unit)


def _of_unit(meeting: Meeting, item: Item, unit: Unit) -> Iterator[Right]:
    exact = _candidate(meeting, item, unit, None)
    subject = item.title.lower()
    for asked in (f"Vad beslutades om {subject}?", f"Beslutades det om {subject}?"):
        question = understand(asked)
        yield from _rights(question, say(question, exact))
    when = understand(f"När beslutades om {subject}?")
    yield from _rights(when, decided_on(exact))
    yield from _rights(understand(f"Hur har det gått med {subject}?"), timeline([exact]))
    year = meeting.date.year if meeting.date else None
    spans = [(a.start, a.end) for a in find_amounts(unit.text)]
    spans += [(d.start, d.end) for d in find_dates(unit.text, year)]
    spans += find_names(unit.text)
    spans += [m.span() for m in _COUNT.finditer(unit.text)]
    for start, end in spans[:4]:
        lead = Found(start, end, unit.text[start:end])
        question = understand(f"Vad gäller om {subject}?")
        yield from _rights(question, say(question, _candidate(meeting, item, unit, lead)))


def _candidate(meeting: Meeting, item: Item, unit: Unit, lead: Found | None) -> Candidate:
    passage = Passage(0, item.id, meeting.id, unit.start, unit.end, "")
    return Candidate(
        hit=Hit(meeting, item, passage, 1.0), unit=unit, highlight=lead, evidence=1.0, inside=1.0,
        weakest=1.0, typed=True, similar=1.0, entities=1.0, named=1.0, timed=1.0, unknown=0.0,
        relation=1.0,
    )  # fmt: skip


def _said_otherwise(right: Right) -> Iterator[Right]:
    """Say the fact before a quote in another form of the same value."""
    text = right.sentence.text
    lead, mark, rest = text.partition(". ”")
    if not mark or lead not in flat(right.sentence.quotes[0].text):
        return
    forms = []
    sums = find_amounts(lead)
    if (
        len(sums) == 1
        and sums[0].currency == "SEK"
        and (sums[0].start, sums[0].end) == (0, len(lead))
    ):
        kronor = sums[0].kronor
        forms += [f"{_swedish(kronor)} kr", f"{_swedish(kronor / 1000)} tkr"]
        forms += [f"{_swedish(kronor / 10**6)} mnkr"]
    year = right.sentence.quotes[0].meeting.date
    days = find_dates(lead, year.year if year else None)
    if len(days) == 1 and days[0].first == days[0].last and days[0].end == len(lead):
        forms += [f"{days[0].first:%y%m%d}", days[0].first.isoformat(), swedish_date(days[0].first)]
    words = {value: word for word, value in NUMBER_WORDS.items() if value not in ("0", "1")}
    if lead in words:
        forms.append(words[lead].capitalize())
    for form in forms:
        yield replace(right, sentence=replace(right.sentence, text=f"{form}{mark}{rest}"))


def _swedish(value: Decimal) -> str:
    return f"{value.normalize():,f}".replace(",", " ").replace(".", ",")
