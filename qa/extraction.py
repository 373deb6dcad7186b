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
from index.folding import fold_marks
from index.nouns import DecisionKind, Hit, SectionKind
from index.units import Unit, units_of
from qa import spans
from qa.kinds import Kind
from qa.matching import best_score, has_number, words_of
from qa.question_words import ORGANISATION
from qa.understanding import Question, Term
from qa.vocabulary import Vocabulary

# How much a word of the question counts where it is met: in the unit itself, next to it, in the
# item's title, elsewhere in the item, in the meeting's name. Ordered by how directly each is
# about the fact; set on the demo questions and the questions on the real protocols.
IN_UNIT, IN_NEIGHBOUR, IN_TITLE, IN_ITEM, IN_MEETING = 1.0, 0.85, 0.9, 0.7, 0.6
_GENERIC_WEIGHT = 0.25  # "kostade", "beslutades": what is asked, not what about
_VERB_WEIGHT = 0.45  # "anlände", "läckte": told in other words more often than nouns are
_FRAME_WEIGHT = 0.2  # the name of the body or the town, that every protocol bears


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
    similar: float  # closeness of question and unit: 0 unrelated, 1 the same
    entities: float  # 0…1: how well the worst-met name or capitalised word is met near the unit
    timed: float  # 0…1: share of the question's years, dates and numbers that are met
    unknown: float  # 0…1: share of the question that the archive has no word for
    relation: float  # 0…1: how well what is asked of the subject ("kostade") is met in the unit
    read: float = 0.0  # −1…1: the reader's log odds of a span in the unit, tenths; 0: not asked
    answered: float = 0.0  # the reader's logit that the unit's surroundings answer, fifths


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term and its share of the question."""

    term: Term
    weight: float
    frame: bool = False  # a name that every protocol of some body bears
    known: bool = True  # the archive uses the word, in some form


def weigh(question: Question, vocabulary: Vocabulary) -> list[Weighted]:
    """Return the question's terms with weights that sum to 1; rare words weigh most."""
    named = {part for name in question.names for part in fold_marks(name).replace("-", " ").split()}
    raw = []
    for term in question.terms:
        weight = math.log(1 + (vocabulary.items + 1) / (vocabulary.frequency(term.stem) + 0.5))
        if vocabulary.is_frame(term.stem):
            weight *= _FRAME_WEIGHT
        elif term.generic:
            weight *= _GENERIC_WEIGHT
        elif term.verb:
            weight *= _VERB_WEIGHT
        elif fold_marks(term.word) in named:
            weight *= 1.2
        raw.append(weight)
    total = sum(raw) or 1.0
    return [
        Weighted(term, w / total, vocabulary.is_frame(term.stem), vocabulary.knows(term.word))
        for term, w in zip(question.terms, raw, strict=True)
    ]


def extract(
    question: Question, hits: Sequence[Hit], weighted: Sequence[Weighted]
) -> list[Candidate]:
    """Return the candidates in the items found, in the order of the hits and of the text."""
    found: list[Candidate] = []
    find = spans.finder(question.measure, question.plain)
    for hit in hits:
        found += _candidates(question, hit, weighted, find)
    return found


def _candidates(
    question: Question,
    hit: Hit,
    weighted: Sequence[Weighted],
    find: Callable[[str], list[spans.Found]] | None,
) -> list[Candidate]:
    units = units_of(hit.item, hit.meeting.furniture)
    bags = [words_of(unit.text) for unit in units]
    header = hit.meeting.header
    head_bag = words_of(hit.meeting.document.text[header.start : header.end])
    meeting_bag = words_of(
        " ".join(filter(None, (hit.meeting.body, hit.meeting.place, _date_words(hit))))
    )
    scores = [[best_score(w.term.word, bag) for bag in bags] for w in weighted]
    elsewhere = [max(row, default=0.0) for row in scores]
    in_meeting = [best_score(w.term.word, head_bag if w.frame else meeting_bag) for w in weighted]
    proper = [
        k for k, w in enumerate(weighted) if not w.frame and _is_proper(w.term.word, question.text)
    ]
    titles: dict[str, list[float]] = {}
    found = []
    for i, unit in enumerate(units):
        if unit.section is SectionKind.ADMIN:
            continue
        title = hit.item.title if unit.item is hit.item else f"{hit.item.title} {unit.item.title}"
        if title not in titles:
            bag = words_of(title)
            titles[title] = [best_score(w.term.word, bag) for w in weighted]
        met, in_place = [], []
        for k in range(len(weighted)):
            near = max(scores[k][j] for j in (i - 1, i, i + 1) if 0 <= j < len(units))
            close = max(
                IN_UNIT * scores[k][i],
                IN_NEIGHBOUR * near,
                IN_TITLE * titles[title][k],
                (1.0 if weighted[k].frame else IN_MEETING) * in_meeting[k],
            )
            in_place.append(max(scores[k][i], IN_NEIGHBOUR * near, titles[title][k]))
            met.append(max(close, IN_ITEM * elsewhere[k]))
        evidence = sum(w.weight * m for w, m in zip(weighted, met, strict=True))
        inside = sum(w.weight * scores[k][i] for k, w in enumerate(weighted))
        telling = [
            (w.weight, m)
            for w, m in zip(weighted, met, strict=True)
            if not (w.term.generic or w.frame)
        ]
        weakest = min((m for w, m in telling if w >= 0.6 * max(x for x, _ in telling)), default=1.0)
        highlight = _highlight(question, unit, weighted, find)
        found.append(
            Candidate(
                hit, unit, highlight, evidence, inside, weakest,
                _is_typed(question, unit, find is None or highlight is not None, highlight is not None),
                hit.sentences.get((unit.start, unit.end), 0.0),
                min((in_place[k] for k in proper), default=1.0),
                _timed(question, hit, unit),
                sum(w.weight for w in weighted if not w.known),
                max((scores[k][i] for k, w in enumerate(weighted) if w.term.generic), default=0.0),
            )
        )  # fmt: skip
    return found


_NAME_ASKED = re.compile(r"\bvad\s+(?:heter|hette|kallas|kallades)\b")
_ABSTAIN = re.compile(r"\bla(?:de)?\s+ne[rd]\w*\b|\bavst(?:ar|od)\b|\bnedla")


def _is_typed(question: Question, unit: Unit, found: bool, found_head: bool) -> bool:
    """Whether the unit is of the kind asked for: a tally for votes, a reservation for those."""
    text = unit.text
    if question.kind is Kind.VOTE:
        return unit.section is SectionKind.VOTE or bool(
            re.search(r"\d+\s*(?:ja|nej|röster)|\b(?:Ja|Nej)\b", text)
        )
    if question.kind is Kind.WHICH and question.head and ORGANISATION.search(question.head):
        return bool(spans.firms(text))
    if question.kind is Kind.WHICH and _NAME_ASKED.search(question.plain):
        return found_head
    if question.kind is Kind.WHO and re.search(r"\breserver", question.plain):
        return found and "reserver" in text.lower()
    if question.kind is Kind.WHO and _ABSTAIN.search(question.plain) and "rost" in question.plain:
        return found and bool(re.search(r"avst[åo]|lade ned|nedlade", text.lower()))
    if question.kind is Kind.WHO and re.search(r"\brosta\w*\s+nej|\bnejrost", question.plain):
        return found and bool(re.match(r"nej\b", text.lower()))
    return found


def _is_proper(word: str, text: str) -> bool:
    """Whether `word` is written with a capital inside the question: a name of someone or something."""
    return (
        re.search(rf"(?<=[^\s.?!]\s){re.escape(word[:1].upper() + word[1:])}\b", text) is not None
    )


def _date_words(hit: Hit) -> str:
    day = hit.meeting.date
    return f"{day.year} {MONTH_NAMES[day.month - 1]}" if day else ""


def _timed(question: Question, hit: Hit, unit: Unit) -> float:
    """Return the share of the question's numbers, years and dates that the item or its meeting meets."""
    if question.kind is Kind.TIMELINE:
        return 1.0  # its years are where it begins and ends
    text, day = hit.item.text, hit.meeting.date
    default = day.year if day else None
    met: list[float] = [float(has_number(number, text)) for number in question.numbers]
    for year in question.when.years:
        if day and day.year == year:
            met.append(1.0)
        else:
            met.append(0.9 * _speaks_of_year(text, year))
    dates = find_dates(text, default) if question.when.months or question.when.dates else []
    for year, month in question.when.months:
        here = day is not None and (day.year, day.month) == (year, month)
        said = any((d.first.year, d.first.month) == (year, month) for d in dates)
        named = MONTH_NAMES[month - 1] in text.lower() and (
            default == year or _speaks_of_year(text, year)
        )
        met.append(1.0 if here else 0.9 * (said or named))
    for asked in question.when.dates:
        here = day == asked.first
        met.append(1.0 if here else 0.9 * any(d.first <= asked.first <= d.last for d in dates))
    return sum(met) / len(met) if met else 1.0


def _speaks_of_year(text: str, year: int) -> bool:
    if re.search(rf"(?<!\d){year}(?!\d)", text) or re.search(
        rf"(?<!\d){year % 100:02d}(?:0[1-9]|1[0-2])[0-3]\d(?!\d)", text
    ):
        return True
    for match in re.finditer(r"(?<!\d)((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)", text):
        if int(match[1]) <= year <= int(match[2]):
            return True
    return False


def _highlight(
    question: Question,
    unit: Unit,
    weighted: Sequence[Weighted],
    find: Callable[[str], list[spans.Found]] | None,
) -> spans.Found | None:
    """Return the span of the type asked for that stands nearest to the question's words."""
    text = unit.text
    if question.kind is Kind.WHICH and question.head:
        firm = ORGANISATION.search(question.head)
        options = spans.firms(text) if firm else spans.heads(question.head, text)
    elif question.kind is Kind.WHICH:
        options = [*spans.names(text), *spans.firms(text)]
    elif find is not None:
        options = find(text)
    else:
        return None
    plain = question.plain
    options = [o for o in options if fold_marks(o.text) not in plain or question.kind is Kind.WHICH]
    if question.measure is Kind.WHEN:
        options = [
            o
            for o in options
            if not (o.text.strip().isdigit() and int(o.text) in question.when.years)
        ]
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


def is_negated(text: str) -> bool:
    """Return whether `text` says no: `inte`, `ej`, `inga`, `avslå`."""
    return bool(
        re.search(
            r"\b(?:inte|ej|icke|inga|inget|ingen|varken|avslå\w*|avslog\w*|avslogs)\b", text.lower()
        )
    )


def rejects(candidate: Candidate) -> bool:
    """Return whether the candidate is a decision that turns something down."""
    return any(
        d.kind is DecisionKind.REJECTS and d.start == candidate.unit.start
        for d in candidate.unit.item.decisions
    )
