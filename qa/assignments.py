"""Assignments: who was to do what until when, and which later protocol reports on it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dates import swedish_date
from index.folding import fold_marks, stem
from index.names import NAME
from index.nouns import Decision, DecisionKind, Item, Meeting, SectionKind
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.matching import best_score, words_of
from qa.matters import items_of, topics_of
from qa.phrases import NO_REPORT, later_on
from qa.question_words import GENERIC, STOP
from qa.scope import Scope
from qa.sums import matter_key
from qa.understanding import Question

_ASKS_LIST = re.compile(
    r"\bvilka\s+(?:\w+\s+){0,2}uppdrag\b|\bvad\s+fick\b.*\bi\s+uppdrag\b|\bvilka\s+fick\b.*\buppdrag\b"
)
_REPORTED = re.compile(
    r"\b(?:ater|av)rapporter\w*|\bater\s?redovis\w*|\b(?:slut)?redovisa(?:des|ts|de|t)\b"
    r"|\brapporterades\b|\brapporterats\b"
)
_TASK_ASKED = re.compile(r"\buppdrag\w*|\butredning\w*|\bforstudie\w*|\bhandlingsplan\w*")
_NOT_YET = re.compile(
    r"\b(?:inte|ej|aldrig|utan|annu\s+inte|saknar|kvarstar|kvar|oppna|utestaende)\b"
)
_DATED = re.compile(r"\b(?:deadline|tidsfrist\w*|tidsgrans\w*|sluttid|senast|klar\w*|datum)\b")
_OWN = re.compile(
    r"uppdrag\w*|gavs|gav|lamnades|fick|fatt|(?:ater|av)rapporter\w*|ater|redovis\w*|aterredovis\w*"
    r"|slutredovis\w*|rapport\w*|inte|ej|aldrig|annu|saknar|kvarstar|kvar|oppna|utestaende|deadline"
    r"|tidsfrist\w*|tidsgrans\w*|senast|klar\w*|datum|fullmaktige|styrelsen|namnd\w*|har|blivit|utan"
)
# A point of a decision that someone is to do something by, without the word «uppdrag».
_TASK = re.compile(
    r"\b(?:ska|skall)\s+(?:\w+\s+){0,4}?(?:redovisa|återkomma|återrapportera|rapportera"
    r"|återredovisa|lämna\s+en|ta\s+fram|presentera|utreda|undersöka)\b"
    r"|\båterkommer\s+(?:med|till|i)\b|\b(?:får|ges)\s+i\s+uppdrag\b",
    re.IGNORECASE,
)
# "att Petra Lund och Per Ek skriver kravspecifikationen": persons, and what they do.
_OF_PERSON = re.compile(
    rf"(?:samt\s+)?att\s+{NAME.pattern}(?:(?:\s+och|,)\s+{NAME.pattern})*\s+[a-zåäö]{{2,}}(?:ar|er|år|ör|r)\b"
)
_OF_RESULT = re.compile(r"(?:samt\s+)?(?:att\s+)?(?:resultatet|arbetet|förstudien|detta|den|det)\b")
_DUE = re.compile(
    r"\b(?:redovisas|återrapport\w*|återredovis\w*|rapporteras|presenteras|klar[at]?|senast"
    r"|återkomma|återkommer)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bsenast\b|\btill\s+(?:den\s+\d|nästa|mötet|sammanträdet|årsskiftet|hösten|våren|\w+\s+20\d\d)"
    r"|\bföre\s+\w+|\binom\s+\w+\s+(?:månader|veckor|år)|\bi\s+(?:januari|februari|mars|april|maj"
    r"|juni|juli|augusti|september|oktober|november|december)\b|\b(?:19|20)\d\d\b|\b\d{6}\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:(?:åter|av|slut)?(?:rapporter|redovis)(?:ar|ade|ades|as|at|ats)|redogör|redogjorde"
    r"|presenter(?:ar|ade|ades|as|at|ats)|återrapport\w*|lägesrapport\w*|slutredovisning\w*"
    r"|slutrapport\w*|(?:enligt|på)\s+uppdrag|har\s+(?:utrett|undersökt|tagit\s+fram|kartlagt)"
    r"|(?:utredning|förstudie|besiktning|undersökning|kartläggning)\w*\b[^.]*\b(?:klar[at]?|visar|visade"
    r"|fann))\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\b(?:ska|skall|bör|kommer\s+att|att\s+(?:åter)?redovisa|uppdra[rs]?)\b")
_NAMED = 0.75  # of a word of the question: `kommunchefen` is not `kommunchefsgruppen`
_NEAR = 0.6  # of the words of a title that another title must have to be on the same matter
_BEGINNING = 6  # letters of a stem by which two forms of a word are one
_FEWEST = 2  # words of the task in a later title that has none of the first one's
_SHORTEST = 4  # letters of a word that tells a matter
_MOST = 40  # assignments in one answer, the latest
_NEVER = dt.date.min


@dataclass(frozen=True, slots=True)
class Assignment:
    """What someone was given to do, with the points that say by when it is to be reported."""

    meeting: Meeting
    item: Item  # the item to cite
    part: Item  # the item or sub-item that decides
    points: tuple[Decision, ...]

    @property
    def text(self) -> str:
        """The points on one line."""
        return " ".join(flat(self.meeting.words(d.start, d.end)) for d in self.points)


def answer_from_assignments(
    question: Question, scope: Scope, meetings: Sequence[Meeting]
) -> Draft | None:
    """Return the assignments asked about, each with what later protocols report on it if asked.

    `meetings` are all that a report may stand in. None if no assignment is asked about, or the
    one that is named is not on record.
    """
    plain = question.plain
    listed = _ASKS_LIST.search(plain)
    reported = _REPORTED.search(plain)
    if not listed and not (reported and _TASK_ASKED.search(plain)):
        return None
    topics = topics_of(question, scope, _OWN)
    named = [part for name in question.names for part in words_of(name)]
    wanted = [*topics, *(part.removesuffix("s") for part in named)]
    if not listed and not wanted:
        return None
    found = [
        one
        for one in assignments(scope.meetings)
        if all(
            best_score(word, words_of(f"{one.text} {one.part.title}")) >= _NAMED for word in wanted
        )
        and not (_DATED.search(plain) and not _BY.search(one.text))
    ]
    left = listed and re.search(r"\bkvar\b|\bkvarstar\b|\boppna\b|\butestaende\b", plain)
    if not found:
        return Draft(()) if listed or not wanted else None
    if not (reported or left):
        return Draft(tuple(_given(one) for one in found[-_MOST:]))
    return _with_reports(found, meetings, only=_only_asked(question) if listed else None)


def _only_asked(question: Question) -> bool | None:
    """Return whether only reported assignments are asked for, or only the others; None: all."""
    if _NOT_YET.search(question.plain):
        return False
    return None if re.search(r"\boch\b", question.plain) else True


def assignments(meetings: Sequence[Meeting]) -> list[Assignment]:
    """Return what the decisions of the meetings assign, in order of time."""
    found = []
    for meeting, item, part in items_of(meetings):
        tasks = [d for d in part.decisions if _is_task(meeting, d)]
        dues = [
            d
            for d in part.decisions
            if d not in tasks and _DUE.search(meeting.words(d.start, d.end))
        ]
        for k, task in enumerate(tasks):
            following = tasks[k + 1].start if k + 1 < len(tasks) else part.end
            mine = [d for d in dues if task.start < d.start < following]
            found.append(Assignment(meeting, item, part, (task, *mine)))
        if not tasks:  # a study that money is granted for, to be shown by a day
            alone = [d for d in dues if _OF_RESULT.match(meeting.words(d.start, d.end))]
            found += [Assignment(meeting, item, part, (due,)) for due in alone]
    return found


def _is_task(meeting: Meeting, decision: Decision) -> bool:
    if decision.kind is DecisionKind.ASSIGNS:
        return True
    if decision.kind is not DecisionKind.OTHER:
        return False
    text = meeting.words(decision.start, decision.end)
    if _OF_PERSON.match(text):
        return bool(_BY.search(text))
    return bool(_TASK.search(text)) and not _OF_RESULT.match(text)


def _given(one: Assignment, tail: str = "") -> DraftSentence:
    day = f"{swedish_date(one.meeting.date)}: " if one.meeting.date else ""
    title = one.part.title or one.item.title
    named = f"{title}: " if title else ""
    shown = " ".join(f"”{flat(one.meeting.words(d.start, d.end))}”" for d in one.points)
    quotes = tuple(Quote(one.meeting, one.item, d.start, d.end) for d in one.points)
    return DraftSentence(f"{day}{named}{shown}{tail}", quotes)


def _with_reports(
    found: Sequence[Assignment], meetings: Sequence[Meeting], *, only: bool | None
) -> Draft:
    """Return the assignments with the report on each; of one sort only, if `only` says which.

    One whose matter came up again without a word of a report is of neither sort: whether it was
    reported on cannot be told.
    """
    latest = max((m.date for m in meetings if m.date), default=_NEVER)
    sentences = []
    for one in found:
        later = later_word_on(one, meetings)
        if later is not None:
            if only is None or (only and later.reports):
                told = [_told_later(later)] if later.certain else []
                sentences += [_given(one), *told]
        elif only is not True and (one.meeting.date or latest) < latest:
            sentences.append(_given(one, f" {NO_REPORT}"))
    return Draft(tuple(sentences[-2 * _MOST :]))


@dataclass(frozen=True, slots=True)
class Later:
    """A sentence of a later item on the matter of an assignment."""

    quote: Quote
    reports: bool  # it reports; else the matter only came up again
    certain: bool  # it reports, or is of the same diarienummer and not only titled alike


def _told_later(later: Later) -> DraftSentence:
    meeting = later.quote.meeting
    shown = flat(meeting.words(later.quote.start, later.quote.end))
    return DraftSentence(f"{later_on(meeting)}: ”{shown}”", (later.quote,))


def later_word_on(one: Assignment, meetings: Sequence[Meeting]) -> Later | None:
    """Return the first later sentence that reports on an assignment.

    If none does, the first sentence of a later item on the same matter; None if there is none.
    """
    told = _telling(one.part.title)
    task = _telling(one.text) | told
    again: Later | None = None
    for meeting in meetings:
        if (meeting.date or _NEVER) <= (one.meeting.date or _NEVER):
            continue
        for item in meeting.items:
            for part in (item, *item.sub_items):
                numbered = bool(part.reference and one.part.reference)
                same = numbered and matter_key(part) == matter_key(one.part)
                if not same and not _is_alike(told, task, part.title):
                    continue
                # Each body numbers its matters itself: another number with a title that is alike
                # may be of the same matter, and is no proof of it.
                may_report = same or not numbered
                span = _report_in(meeting, item, part, task) if may_report else None
                if span:
                    return Later(Quote(meeting, item, *span), reports=True, certain=True)
                if again is None:
                    again = _first_sentence(meeting, item, part, same=same)
    return again


def _report_in(
    meeting: Meeting, item: Item, part: Item, task: frozenset[str]
) -> tuple[int, int] | None:
    """Return the sentence of an item that reports, of several the one with most of the task."""
    best: tuple[int, tuple[int, int]] | None = None
    for unit in units_of(item, meeting.furniture):
        inside = part.start <= unit.start < part.end and not unit.title
        if not inside or unit.section in (SectionKind.PROPOSAL, SectionKind.ADMIN):
            continue
        if not _TELLS.search(unit.text) or _TO_COME.search(unit.text):
            continue
        shared = len(task & _telling(unit.text))
        if shared and (best is None or shared > best[0]):
            best = shared, (unit.start, unit.end)
    return best[1] if best else None


def _first_sentence(meeting: Meeting, item: Item, part: Item, *, same: bool) -> Later | None:
    for unit in units_of(item, meeting.furniture):
        inside = part.start <= unit.start < part.end and not unit.title
        if inside and unit.text.count(" ") >= _FEWEST:
            return Later(Quote(meeting, item, unit.start, unit.end), reports=False, certain=same)
    return None


def _telling(text: str) -> frozenset[str]:
    """Return how the words of `text` begin that tell a matter: `besiktiga`, `besiktningen`."""
    return frozenset(
        stem(word)[:_BEGINNING]
        for word in words_of(text)
        if len(word) >= _SHORTEST
        and word.isalpha()
        and fold_marks(word) not in STOP
        and fold_marks(word) not in GENERIC
        and not _OWN.fullmatch(fold_marks(word))
    )


def _is_alike(told: frozenset[str], task: frozenset[str], title: str) -> bool:
    """Return whether a title is on the matter: most of its words are the task's, or its title's."""
    other = _telling(title)
    if not other:
        return False
    fewer = min(len(told), len(other)) or 1
    if told and len(told & other) >= max(1, _NEAR * fewer):
        return True
    shared = len(task & other)
    return shared >= _FEWEST and shared >= _NEAR * len(other)
