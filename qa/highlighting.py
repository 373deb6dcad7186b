"""Highlights: the exact words of a unit that answer, of the type that the question asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from index.dates import find_dates
from index.folding import fold_marks
from index.nouns import SectionKind
from index.units import Unit
from qa import spans
from qa.bodies import agents, firms, heads
from qa.kinds import Kind
from qa.matching import best_score, words_of
from qa.question_words import ORGANISATION
from qa.spans import Found
from qa.understanding import Question
from qa.weighing import Weighted

Finder = Callable[[str], list[Found]]

_CLOCK_ASKED = re.compile(r"\bhur\s+dags\b|\bklockan\b|\bvilken\s+tid\b|\bvilka\s+tider\b")
_LENGTH_ASKED = re.compile(r"\bhur\s+lange\b")
_LENGTH = re.compile(r"månad|år|veck|dag|timm")
_DAY_ASKED = re.compile(r"\bvilk(?:en|et)\s+(?:dag|datum)\b")
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}|\d{6})(?!\d)")  # a day's number: no month or year alone
# A row of a table of sums, which has no unit of its own: a name and one number or more.
_ROW_OF_SUMS = re.compile(r"[^\d.!?:;]{3,60}\s(?:[-–]?\d{1,3}(?:\s\d{3})+(?:,\d+)?\s*)+")
_NAME_ASKED = re.compile(r"\bvad\s+(?:heter|hette|kallas|kallades)\b")
_VOTED = re.compile(r"\d+\s*(?:ja|nej|röster)|\b(?:Ja|Nej)\b")
_ABSTAIN_ASKED = re.compile(r"\bla(?:de)?\s+ne[rd]\w*\b|\bavst(?:ar|od)\b|\bnedla")
_ABSTAINED = re.compile(r"avst[åo]|lade ned|nedlade")
_PRESENTER_ASKED = re.compile(r"\bforedra\w*|\bforedrog")
# Who tells of a matter is not whom it is about: «Ida Berg informerade om rekryteringen».
_TELLS = re.compile(
    r"""(?:\s+\([^)]*\))?,?\s+(?:deltog\s+och\s+)?(?:informera|rapportera|redovisa|redogör|redogjor|berätta|påmin|påpeka
    |hälsa|presentera|föredr|efterlys|undra|fråga|tacka|meddela|yrka|konstatera|framför|förklara|sammanfatta)\w*""",
    re.VERBOSE | re.IGNORECASE,
)
_TELLING_ASKED = re.compile(
    r"""\b(?:informera|rapportera|redovisa|redogo|redogj|beratta|pamin|papeka|halsa|presen|foredr
    |efterlys|undra|fraga|tacka|meddela|yrka|konstatera|framfor|forklara|sammanfatta|sa\b|sade|holl|prata|tala
    |ansvar|visa|tog\s+upp|lyfte|lamna|uppge|uppgav|svar|kritis|krav|forslag|foresl|tyck|anse|ansag)""",
    re.VERBOSE,
)
# A deputy does not hold the office: «Bo Alm till vice ordförande» does not say who chairs.
_OFFICE_ASKED = re.compile(
    r"\b\w*(?:ordforande|direktor|chef|rektor|sekreterare)\w*\b|\bt(?:og|ar)\s+over\b|\beftertrad"
)
_DEPUTY_ASKED = re.compile(r"\bvice\b|\bbitr\w*|\bstallforetr\w*")
_DEPUTY = r"(?:(?:förste|andre|[12]:?[ea])\s+)?(?:vice|bitr(?:ädande|\.)?|ställföreträdande)(?=\W)"
_AS_DEPUTY = re.compile(rf"(?:\s+\([^)]*\))?,?\s+(?:(?:till|som)\s+)?{_DEPUTY}", re.IGNORECASE)
_DEPUTY_NAMED = re.compile(rf"\b{_DEPUTY}\s+\w+,?\s+$", re.IGNORECASE)
# Who is chosen for one office may be told by another: «utse chefen Bo Alm till attestant».
_CHOSEN_ASKED = re.compile(
    r"\b(?:utse|utsag|valde?|valj|utnamn|tillsat|anstall|forordna)\w*\s+(?:\w+\s+)?"
    r"(?:till|som)\s+(?:(?:ny|tillforordnad|tf|vice|ordinarie)\w*\s+)*(\w{4,})"
)
_CHOSEN_FOR = re.compile(r"(?:\s+\([^)]*\))?,?\s+(?:till|som)\s+([^.;:]{3,80})")
# Who was followed by another is asked for by name: «har tagit över larmen från Larmia AB».
_FORMER = re.compile(
    r"\b(?:t(?:ar|og|agit)\s+över\b[^.;]{0,60}?\b(?:från|efter)|efterträ\w+|avlös\w+)\s+$",
    re.IGNORECASE,
)
_FORMER_ASKED = re.compile(
    r"\bfore\b|\binnan\b|\btidigare\b|\bforr\w*|\beftertra|\bavlos|\bfran\s+vem\b"
)
_NO_ASKED = re.compile(r"\brosta\w*\s+nej|\bnejrost")
_WORD = re.compile(r"[\wåäöÅÄÖé]+(?:-[\wåäöÅÄÖé]+)*")
_CLAUSE_END = re.compile(r"[,;:.]\s|\soch\s|\ssamt\s")
_MET = 0.5  # of a word of the question: all but a weak part of a compound
_CLAUSE = 25  # characters that a clause's end parts as much as
_REACH = 40  # characters at which a word pulls e times less than beside the span: half a line


def finder(kind: Kind, plain: str) -> Finder | None:
    """Return what proposes highlights for a question of this kind; None if none is exact."""
    if kind is Kind.WHO:
        return lambda text: spans.name_runs(text) or agents(text)
    if kind is Kind.WHEN:
        if _CLOCK_ASKED.search(plain):
            return lambda text: spans.clocks(text) or spans.dates(text)
        if _LENGTH_ASKED.search(plain):
            return lambda text: (
                spans.dates(text) or [f for f in spans.counts(text) if _LENGTH.search(f.text)]
            )
        if _DAY_ASKED.search(plain):
            return lambda text: [f for f in spans.dates(text) if _DAY.search(f.text)]
        return spans.dates
    if kind is Kind.HOW_MUCH:
        return lambda text: spans.amounts(text) or _shares(text)
    if kind is Kind.HOW_MANY:
        return lambda text: [
            f for f in spans.counts(text) if fold_marks(f.text) not in {"en", "ett"}
        ]
    if kind is Kind.WHERE:
        return spans.places
    return None


def _shares(text: str) -> list[Found]:
    return [f for f in spans.counts(text) if "%" in f.text or "procent" in f.text]


def highlight(
    question: Question, text: str, weighted: Sequence[Weighted], find: Finder | None
) -> Found | None:
    """Return the span of the type asked for that stands nearest to the question's words.

    `find` is the question's finder. Words that the question itself holds are no answer to it.
    """
    found = options(question, text, find)
    if not found:
        return None
    anchors = _anchors(text, weighted)
    if not anchors:
        return found[0]

    def pull(option: Found) -> float:
        total = 0.0
        for start, end, weight in anchors:
            gap = max(0, start - option.end, option.start - end)
            # A clause's end parts more than the same number of letters within it.
            between = text[min(option.end, end) : max(option.start, start)]
            gap += _CLAUSE * len(_CLAUSE_END.findall(between))
            total += weight * math.exp(-gap / _REACH)
        return total

    return min(found, key=lambda option: (-pull(option), option.start))


def options(question: Question, text: str, find: Finder | None) -> list[Found]:
    """Return the spans of `text` of the type asked for; what the question holds is none."""
    if question.kind is Kind.WHICH and question.head:
        if not ORGANISATION.search(question.head):
            return heads(question.head, text)
        found = firms(text)
    elif question.kind is Kind.WHICH:
        found = [*spans.names(text), *firms(text)]
    elif find is not None:
        found = find(text)
    else:
        return []
    found = [one for one in found if fold_marks(one.text) not in question.plain]
    if question.kind in (Kind.WHO, Kind.WHICH) and not _FORMER_ASKED.search(question.plain):
        found = [one for one in found if not _FORMER.search(text, 0, one.start)]
    if question.kind is Kind.WHO and not _TELLING_ASKED.search(question.plain):
        found = [one for one in found if not _TELLS.match(text, one.end)]
    if question.kind is Kind.WHO and (chosen := _CHOSEN_ASKED.search(question.plain)):
        found = [one for one in found if not _is_for_another(chosen[1], text, one)]
    if question.kind is Kind.WHO and _asks_head(question.plain):
        found = [one for one in found if not _is_deputy(text, one)]
    if question.measure is Kind.WHEN:
        if not _DAY_ASKED.search(question.plain):
            found = [one for one in found if not _is_named(one.text, question)]
        years = question.when.years
        found = [one for one in found if not (one.text.isdigit() and int(one.text) in years)]
    return found


def _asks_head(plain: str) -> bool:
    return bool(_OFFICE_ASKED.search(plain)) and not _DEPUTY_ASKED.search(plain)


def _is_for_another(office: str, text: str, person: Found) -> bool:
    """Return whether a person is chosen for something else than `office`, as `text` goes on."""
    found = _CHOSEN_FOR.match(text, person.end)
    return found is not None and best_score(office, words_of(found[1])) < _MET


def _is_deputy(text: str, person: Found) -> bool:
    """Return whether a person is named as the deputy of an office."""
    before = text[max(0, person.start - _REACH) : person.start]
    return bool(_AS_DEPUTY.match(text, person.end) or _DEPUTY_NAMED.search(before))


def _is_named(date: str, question: Question) -> bool:
    """Return whether `date` is of a day or a month that the question itself names."""
    days = [day.first for day in find_dates(date)]
    named = {day.first for day in question.when.dates}
    return any(day in named or (day.year, day.month) in question.when.months for day in days)


def _anchors(text: str, weighted: Sequence[Weighted]) -> list[tuple[int, int, float]]:
    """Return where in `text` the question's words are met, and their weights."""
    anchors = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        for each in weighted:
            score = best_score(each.term.word, (word,))
            if score >= _MET:
                anchors.append((match.start(), match.end(), each.weight * score))
    return anchors


def is_typed(question: Question, unit: Unit, *, exact: bool, found: bool) -> bool:
    """Return whether the unit is of the kind asked for: a tally for votes, a name for who.

    `exact` tells that the question has a finder, `found` that the unit has a highlight.
    """
    text, plain = unit.text, question.plain
    if question.kind is Kind.VOTE:
        return unit.section is SectionKind.VOTE or bool(_VOTED.search(text))
    if question.kind is Kind.WHICH and question.head and ORGANISATION.search(question.head):
        return bool(firms(text))
    if question.kind is Kind.WHICH and _NAME_ASKED.search(plain):
        return found
    typed = found or not exact
    if question.measure is Kind.HOW_MUCH and _ROW_OF_SUMS.fullmatch(text):
        return True
    if question.kind is Kind.WHO and re.search(r"\breserver", plain):
        return typed and "reserver" in text.lower()
    if question.kind is Kind.WHO and _ABSTAIN_ASKED.search(plain) and "rost" in plain:
        return typed and bool(_ABSTAINED.search(text.lower()))
    if question.kind is Kind.WHO and _PRESENTER_ASKED.search(plain) and unit.item.presenters:
        return typed and any(name in text for name in unit.item.presenters)
    if question.kind is Kind.WHO and _NO_ASKED.search(plain):
        return typed and bool(re.match(r"nej\b", text.lower()))
    return typed
