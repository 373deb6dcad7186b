"""Overviews: what one meeting or one item was about, and decisions of one kind over time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold_marks
from index.nouns import Decision, DecisionKind, Item, Meeting
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.matching import best_score, words_of
from qa.matters import items_of, joined, under_title
from qa.scope import Scope
from qa.understanding import Question

_OF_MEETING = re.compile(
    r"""
    \bsammanfatt
    | \bdagordning
    | \barendelista
    | \bvad\s+(?:togs\s+upp|tog\s+man\s+upp|handlade|avhandlades|behandlades|diskuterades|gjordes
        |sades|hande|beslutades|bestamdes|beslutade)
    | \bvilka\s+(?:arenden|punkter|beslut|fragor)\b
    | \bvad\s+(?:fattades|togs)\s+for\s+beslut
    """,
    re.VERBOSE,
)
_DECIDED = re.compile(r"fatta\w*|tog|togs|beslut\w*|bestam\w*|punkt\w*|arenden?|fragor\w*|gjordes")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Decisions that are asked for by what they do: «vad bordlades», «vilka val gjordes»."""

    pattern: re.Pattern[str]  # over the folded question without marks
    kinds: tuple[DecisionKind, ...]
    says: re.Pattern[str] | None = None  # over the decision's words: of the kind, only these
    whole: bool = False  # only where the question names no matter: else it asks for one fact


def _asked(
    pattern: str, kind: DecisionKind, says: str | None = None, *, whole: bool = False
) -> _Asked:
    only = re.compile(says, re.IGNORECASE) if says else None
    return _Asked(re.compile(pattern, re.VERBOSE), (kind,), only, whole)


_WHAT = r"\b(?:vad|vilka\s+\w+|vilket|vilken\s+\w+)\s+(?:som\s+)?(?:har\s+|blev\s+)?"
_ASKED = (
    _asked(rf"{_WHAT}aterremit\w*", DecisionKind.POSTPONES, r"åter\s?remi|skicka\w*\s+tillbaka"),
    _asked(
        rf"{_WHAT}(?:bordla\w*|skots\s+upp|skjutits\s+upp|uppskj\w*)", DecisionKind.POSTPONES,
        r"^(?!.*åter\s?remi)",
    ),
    _asked(rf"{_WHAT}(?:avslogs|avslag|avslagits|avslog)\w*", DecisionKind.REJECTS),
    _asked(rf"{_WHAT}(?:antogs|antog|antagits)\b", DecisionKind.ADOPTS, whole=True),
    _asked(
        r"\bvilka\s+(?:val\b|utnamningar\b|personer\s+)?\s*(?:\w+\s+)?"
        r"(?:gjordes|forrattades|utsags|utsag|valdes|valde)\b", DecisionKind.APPOINTS, whole=True,
    ),
    _asked(
        rf"{_WHAT}(?:bifoll\w*|bifallits|bifalls)\b", DecisionKind.APPROVES, r"\bbif[aö]ll",
        whole=True,
    ),
    _asked(rf"{_WHAT}(?:godkan\w*)\b", DecisionKind.APPROVES, whole=True),
    _asked(
        rf"{_WHAT}(?:remitterades|remitterade)\b", DecisionKind.REFERS, whole=True,
    ),
)  # fmt: skip
_KIND_WORDS = re.compile(
    r"""
    ^(?:uppdrag\w*|bif[ao]ll\w*|godkan\w*|bordla\w*|aterremit\w*|avsl\w*|skots|skjutits|uppskj\w*|anto?g\w*|remitterad\w*
    |arenden?|punkter?|motion\w*|fragor|gavs|gav|lamnades|utsag\w*|vald\w*|val|forratta\w*|gjorde\w*
    |utnamn\w*|personer|forslag|medborgarforslag\w*|fullmaktige|namnd\w*|styrelsen)$
    """,
    re.VERBOSE,
)
_NAMED_MATTER = re.compile(r"\b(motion\w*|medborgarforslag\w*|detaljplan\w*)\b")
_MOST = 12  # sentences of an overview
_LONGEST = 700  # characters of a decision that is quoted whole in an overview
_MOST_OF_MANY = 40  # items of several meetings, the latest
_SORT = 6  # letters of a sort of matter that its item must begin a word with: «motionen», «motion»
_MATCHED = 0.6  # of a word of the question, in a decision or its title


def answer_with_overview(question: Question, scope: Scope) -> Draft | None:
    """Return an overview if the question asks for one; None if it asks for something exact.

    A Draft without sentences means that an overview was asked for and there is nothing to show.
    """
    own = [
        t
        for t in question.terms
        if not t.generic
        and t.word not in scope.bodies
        and not _DECIDED.fullmatch(fold_marks(t.word))
    ]
    if question.item_numbers and not own and scope.meetings:
        return _of_item(question, scope)
    asked = next((one for one in _ASKED if one.pattern.search(question.plain)), None)
    if asked is not None:
        return _of_kind(question, scope, asked)
    if not own and not question.names and scope.stated and _OF_MEETING.search(question.plain):
        return _of_meetings(scope.meetings)
    return None


def _of_item(question: Question, scope: Scope) -> Draft | None:
    """Return what the items of this number say and decided; None if it is not clear which."""
    wanted = {_plain(number) for number in question.item_numbers}
    found = [
        (meeting, item)
        for meeting in scope.meetings
        for item in meeting.items
        if item.number and _plain(item.number) in wanted
    ]
    if not found or (not scope.stated and len({m.id for m, _ in found}) > 1):
        return None if not scope.stated else Draft(())
    sentences = []
    for meeting, item in found[-_MOST:]:
        lead = next((u for u in units_of(item, meeting.furniture) if not u.title), None)
        if lead is not None and not item.decisions:
            quote = Quote(meeting, item, lead.start, lead.end)
            sentences.append(DraftSentence(f"{item.title}: ”{lead.text}”", (quote,)))
        sentences += [s for s in (_decided(meeting, item),) if s]
    return Draft(tuple(sentences))


def _plain(number: str) -> str:
    """Return an item's number as it is compared: points only, no zeros before it."""
    return re.sub(r"\D+", ".", number).strip(".").lstrip("0")


def _of_meetings(meetings: Sequence[Meeting]) -> Draft:
    """Return what the meetings decided, item by item; of several, with the day of each."""
    if len(meetings) == 1:
        return Draft(tuple(s for item in meetings[0].items if (s := _decided(meetings[0], item))))
    sentences = [
        under_title(meeting, item, item, list(joined(points)), dated=True)
        for meeting in meetings
        for item in meeting.items
        if (points := _points(item))
    ]
    return Draft(tuple(sentences[-_MOST_OF_MANY:]))


def _decided(meeting: Meeting, item: Item) -> DraftSentence | None:
    """Return what an item decided, under its title; None if it decided nothing."""
    shown = _points(item)
    if not shown:
        return None
    quotes = tuple(Quote(meeting, item, a, b) for a, b in joined(shown))
    said = " ".join(f"”{flat(meeting.words(d.start, d.end))}”" for d in shown)
    return DraftSentence(f"{item.title}: {said}", quotes)


def _points(item: Item) -> list[Decision]:
    """Return the points that an item decided, without those that are too long to quote."""
    points = [d for part in (item, *item.sub_items) for d in part.decisions]
    return [d for d in points if d.end - d.start <= _LONGEST] or points[:1]


def _of_kind(question: Question, scope: Scope, asked: _Asked) -> Draft | None:
    """Return the decisions of a kind, by date, that speak of all that the question does.

    Each stands under the title of its item: «bordlägger ärendet» does not say what was put off.
    """
    topics = [
        t.word
        for t in question.terms
        if not t.generic
        and not _KIND_WORDS.match(fold_marks(t.word))
        and t.word not in scope.bodies
    ]
    named = _NAMED_MATTER.search(question.plain)
    if asked.whole and (topics or not (scope.stated or scope.bodies or named)):
        return None
    sort = named[1][:_SORT] if named else ""
    found = []
    for meeting, item, part in items_of(scope.meetings):
        for decision in part.decisions:
            if decision.kind not in asked.kinds:
                continue
            text = flat(meeting.words(decision.start, decision.end))
            if asked.says and not asked.says.search(text):
                continue
            bag = words_of(f"{text} {part.title}")
            if sort and not any(fold_marks(word).startswith(sort) for word in bag):
                continue
            if all(best_score(topic, bag) >= _MATCHED for topic in topics):
                span = (decision.start, decision.end)
                found.append(under_title(meeting, item, part, [span], dated=True))
    if not found:
        return None if topics else Draft(())
    return Draft(tuple(found[-_MOST_OF_MANY:]))
