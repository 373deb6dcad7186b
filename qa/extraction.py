"""Extraction: from the items found to the unit that answers, and how sure that is.

Every unit of the items found is a candidate. A candidate's evidence is how well the question's
words are met by the unit itself, its item's title, the rest of its item and its meeting, in
that order of worth. The rarest words count most: a question about something that the archive
never mentions finds no evidence, however alike the rest is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.dates import MONTH_NAMES, find_dates
from index.folding import fold_marks, stem
from index.nouns import DecisionKind, Hit, SectionKind
from qa import spans
from qa.matching import best_score, has_number, words_of
from qa.understanding import Kind, Question, Term
from qa.units import Unit, flat, units_of

# How much a word of the question counts where it is met: in the unit itself, next to it, in the
# item's title, elsewhere in the item, in the meeting's name. Ordered by how directly each is
# about the fact; set on the demo questions and the questions on the real protocols.
IN_UNIT, IN_NEIGHBOUR, IN_TITLE, IN_ITEM, IN_MEETING = 1.0, 0.85, 0.9, 0.7, 0.6
_GENERIC_WEIGHT = 0.25  # "kostade", "beslutades": what is asked, not what about
_MAX_ITEMS = 8  # items whose units are candidates

Frequency = Callable[[str], int]  # in how many items a stem stands


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may answer, its highlight and the evidence for it."""

    hit: Hit
    unit: Unit
    highlight: spans.Found | None  # in unit.text
    evidence: float  # 0…1: weighted share of the question's words that are met
    inside: float  # 0…1: the same, within the unit alone
    weakest: float  # 0…1: how well the most telling word is met
    typed: bool  # the unit holds what the question asks for
    score: float  # for ranking among candidates


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term and its share of the question."""

    term: Term
    weight: float


def weigh(question: Question, frequency: Frequency, items: int) -> list[Weighted]:
    """Return the question's terms with weights that sum to 1; rare words weigh most."""
    named = {part for name in question.names for part in fold_marks(name).replace("-", " ").split()}
    raw = []
    for term in question.terms:
        count = frequency(term.stem)
        weight = math.log(1 + (items + 1) / (count + 0.5))
        if term.generic:
            weight *= _GENERIC_WEIGHT
        elif fold_marks(term.word) in named:
            weight *= 1.2
        raw.append(weight)
    total = sum(raw) or 1.0
    return [Weighted(term, w / total) for term, w in zip(question.terms, raw, strict=True)]


def extract(
    question: Question, hits: Sequence[Hit], weighted: Sequence[Weighted]
) -> list[Candidate]:
    """Return the candidates in the items found, best first; ties by item id and place."""
    found: list[Candidate] = []
    find = spans.finder(question.kind, question.plain, question.plural)
    for hit in hits[:_MAX_ITEMS]:
        found += _candidates(question, hit, weighted, find)
    return sorted(found, key=lambda c: (-c.score, c.hit.item.id, c.unit.start))


def _candidates(
    question: Question, hit: Hit, weighted: Sequence[Weighted], find: Callable[[str], list[spans.Found]] | None
) -> list[Candidate]:
    units = units_of(hit.item)
    bags = [words_of(unit.text) for unit in units]
    meeting_bag = words_of(" ".join(filter(None, (hit.meeting.body, hit.meeting.place, _date_words(hit)))))
    scores = [[best_score(w.term.word, bag) for bag in bags] for w in weighted]
    elsewhere = [max(row, default=0.0) for row in scores]
    in_meeting = [best_score(w.term.word, meeting_bag) for w in weighted]
    titles: dict[str, list[float]] = {}
    found = []
    for i, unit in enumerate(units):
        if unit.section is SectionKind.ADMIN:
            continue
        title = hit.item.title if unit.item is hit.item else f"{hit.item.title} {unit.item.title}"
        if title not in titles:
            bag = words_of(title)
            titles[title] = [best_score(w.term.word, bag) for w in weighted]
        met = []
        for k in range(len(weighted)):
            near = max(scores[k][j] for j in (i - 1, i, i + 1) if 0 <= j < len(units))
            met.append(
                max(
                    IN_UNIT * scores[k][i], IN_NEIGHBOUR * near, IN_TITLE * titles[title][k],
                    IN_ITEM * elsewhere[k], IN_MEETING * in_meeting[k],
                )
            )  # fmt: skip
        evidence = sum(w.weight * m for w, m in zip(weighted, met, strict=True))
        inside = sum(w.weight * scores[k][i] for k, w in enumerate(weighted))
        telling = [(w.weight, m) for w, m in zip(weighted, met, strict=True) if not w.term.generic]
        weakest = min((m for w, m in telling if w >= 0.6 * max(x for x, _ in telling)), default=1.0)
        evidence, weakest = _with_numbers(question, hit, unit, evidence, weakest)
        highlight = _highlight(question, unit, weighted, find)
        typed = find is None or highlight is not None
        found.append(
            Candidate(
                hit, unit, highlight, evidence, inside, weakest, typed,
                _rank(question, hit, unit, evidence, inside, typed),
            )
        )  # fmt: skip
    return found


def _date_words(hit: Hit) -> str:
    day = hit.meeting.date
    return f"{day.year} {MONTH_NAMES[day.month - 1]}" if day else ""


def _with_numbers(question: Question, hit: Hit, unit: Unit, evidence: float, weakest: float) -> tuple[float, float]:
    """Lower the evidence for each number or year of the question that nothing speaks of."""
    text = hit.item.text
    for number in question.numbers:
        if not has_number(number, text):
            evidence, weakest = evidence * 0.75, weakest * 0.5
    day = hit.meeting.date
    for year in question.when.years:
        if not (day and day.year == year) and not _speaks_of_year(text, year):
            evidence, weakest = evidence * 0.6, weakest * 0.3
        elif day and day.year != year and str(year) not in unit.text and not re.search(rf"\b{year % 100:02d}\d{{4}}\b", unit.text):
            evidence *= 0.95
    for year, month in question.when.months:
        if day and (day.year, day.month) == (year, month):
            continue
        default = day.year if day else None
        if not any((d.first.year, d.first.month) == (year, month) for d in find_dates(text, default)) and not (
            MONTH_NAMES[month - 1] in fold_marks(text) and _speaks_of_year(text, year) or (day and day.year == year and MONTH_NAMES[month - 1] in text.lower())
        ):
            evidence, weakest = evidence * 0.6, weakest * 0.3
    for found in question.when.dates:
        if day == found.first:
            continue
        default = day.year if day else None
        if not any(d.first <= found.first <= d.last for d in find_dates(text, default)):
            evidence, weakest = evidence * 0.6, weakest * 0.3
    return evidence, weakest


def _speaks_of_year(text: str, year: int) -> bool:
    if re.search(rf"(?<!\d){year}(?!\d)", text) or re.search(rf"(?<!\d){year % 100:02d}(?:0[1-9]|1[0-2])[0-3]\d(?!\d)", text):
        return True
    for match in re.finditer(r"(?<!\d)((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)", text):
        if int(match[1]) <= year <= int(match[2]):
            return True
    return False


def _highlight(
    question: Question, unit: Unit, weighted: Sequence[Weighted], find: Callable[[str], list[spans.Found]] | None
) -> spans.Found | None:
    """Return the span of the type asked for that stands nearest to the question's words."""
    text = unit.text
    if question.kind is Kind.WHICH and question.head:
        options = spans.heads(question.head, text)
    elif find is not None:
        options = find(text)
    else:
        return None
    plain = question.plain
    options = [o for o in options if fold_marks(o.text) not in plain or question.kind is Kind.WHICH]
    if question.kind is Kind.WHEN:
        options = [o for o in options if not (o.text.strip().isdigit() and int(o.text) in question.when.years)]
    if not options:
        return None
    anchors = _anchors(text, weighted)
    if not anchors:
        return options[0]

    def distance(option: spans.Found) -> float:
        total = 0.0
        for at, end, weight in anchors:
            gap = max(0, at - option.end, option.start - end)
            # A clause's end parts more than the same number of letters within it.
            between = text[min(option.end, end) : max(option.start, at)]
            gap += 25 * len(re.findall(r"[,;:.]\s|\soch\s|\ssamt\s", between))
            total += weight * math.exp(-gap / 40)
        return -total

    return min(options, key=lambda o: (distance(o), o.start))


def _anchors(text: str, weighted: Sequence[Weighted]) -> list[tuple[int, int, float]]:
    """Return where in `text` the question's words are met, and their weights."""
    anchors = []
    for match in re.finditer(r"[\wåäöÅÄÖé]+(?:-[\wåäöÅÄÖé]+)*", text):
        word = match.group().lower()
        for w in weighted:
            score = best_score(w.term.word, (word,))
            if score >= 0.5:
                anchors.append((match.start(), match.end(), w.weight * score))
    return anchors


_PRESENT_VERB = re.compile(r"\b(?:presentera|redovisa|informera|foredr|beratta|lyft|tog upp|la fram|lade fram|rapportera)")


def _rank(question: Question, hit: Hit, unit: Unit, evidence: float, inside: float, typed: bool) -> float:
    score = evidence + 0.35 * inside + 0.15 * hit.score
    if not typed:
        score -= 0.25
    if unit.section is SectionKind.DECISION and unit.point:
        score += 0.08 if question.kind in (Kind.DECISION, Kind.YES_NO) else 0.03
    if unit.section in (SectionKind.PROPOSAL, SectionKind.VOTE, SectionKind.RESERVATION):
        asked = re.search(r"yrka|foreslo|forslag|rost|reserver|vote|omrost", question.plain)
        score += 0.05 if asked else -0.2
    if question.kind is Kind.WHY and re.search(r"\b(?:eftersom|därför|på grund av|med anledning av|för att|då\s|beror|motiver|syfte)", unit.text.lower()):
        score += 0.1
    return score


def is_negated(text: str) -> bool:
    """Return whether `text` says no: `inte`, `ej`, `inga`, `avslå`."""
    return bool(re.search(r"\b(?:inte|ej|icke|inga|inget|ingen|varken|avslå\w*|avslog\w*|avslogs)\b", text.lower()))


def rejects(candidate: Candidate) -> bool:
    """Return whether the candidate is a decision that turns something down."""
    return any(
        d.kind is DecisionKind.REJECTS and d.start == candidate.unit.start
        for d in candidate.unit.item.decisions
    )


__all__ = ["Candidate", "Frequency", "Weighted", "extract", "flat", "is_negated", "rejects", "stem", "weigh"]
