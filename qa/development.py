"""Development: what became of a matter, item by item over time, from the titles and decisions.

«Vad hände med bron?» is answered by every item on the matter: those whose titles or decisions name
it, and those of the same case number. What only mentions it in passing is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.nouns import Decision, DecisionKind, Item, Meeting, SectionKind
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.kinds import Kind
from qa.matching import best_score, words_of
from qa.matters import items_of, joined, speaks_of, topics_of, under_title
from qa.scope import Scope
from qa.sums import matter_key
from qa.understanding import Question

_ASKS = re.compile(
    r"""
    \bvad\s+(?:har\s+|blev\s+det\s+)?(?:hande|hander|hant|skedde|skett|blev\s+det\s+av|av\b)
    | \bhur\s+(?:gick|gar|har)\b.*?\b(?:det\s+)?(?:gatt\s+)?(?:med|for|till)\b
    | \bhur\s+har\s+(?:det\s+)?gatt\b
    | \bhur\b.*\b(?:utvecklats|utvecklat\s+sig|utvecklades|vuxit\s+fram|vaxte\s+fram|behandlats)\b
    | \bhistorik(?:en)?\b | \btidslinje\w*\b | \bforlopp(?:et)?\b | \bsteg\s+for\s+steg\b
    | \b(?:vilka|alla|lista|samtliga)\s+(?:\w+\s+)?beslut\w*\b.*
        \b(?:om|kring|angaende|gallande|rorande)\b
    | \bvarit\s+uppe\b | \b(?:diskuterats|behandlats|tagits\s+upp)\b
    """,
    re.VERBOSE,
)
# By these words a development is asked for: they are none of its matter's.
_OWN = re.compile(
    r"hand\w*|hant|gatt|sked\w*|skett|utveckl\w*|vuxit|vaxte|vaxt|fram|behandl\w*|diskuter\w*|tagits|uppe"
    r"|historik\w*|tidslinje\w*|forlopp\w*|steg|ide\w*|fraga\w*|arende\w*|projekt(?:et|ets)?|arbete\w*|slut\w*"
    r"|idag|beslut\w*|fatta\w*|tag\w*|hittills|egentligen|borjan|start\w*|nu|varit|motet|moten|turerna|kring|fortsatt\w*"
)
_SINCE = re.compile(
    r"\b(?:sen|sedan|darefter|efterat|senare|efter\s+det|efter\s+detta|vidare|nasta|harnast)\b"
)
_WORD = re.compile(r"[^\W\d_]{2}")  # «4-6» alone names no matter
_MATCHED = 0.75  # of a word of the question, in a point of a decision: there it is decided on
_MENTIONED = 0.5  # of a word of the question: less is no part of it or synonym
_SAME_NAME = 0.9  # of a name, in another form: `Tallbussens`
_FEWEST_NAMED = 3  # titles that bear one name before it is taken for the matter's
_NAME = re.compile(r"(?<=\S\s)[A-ZÅÄÖ][a-zåäö]{5,}")  # inside a title
_MOST = 12  # items of one development, the latest
_LONGEST = 320  # characters of an item's points; the first one is said, whatever its length
_SILENT = (DecisionKind.NOTES,)  # «noterar informationen» does not tell what happened
_NO_WORDS = re.compile(
    r"^(?:samt\s+)?(?:att\s+)?(?:\w+\s+)?(?:tacka\b|tackar\b|lägga\b.*\bhandlingarna|läggs\b"
    r"|notera|ta\s+del\b|har\s+tagit\s+del)",
    re.IGNORECASE,
)


# Items of every meeting: one that puts a matter on the agenda decides nothing on it.
_ROUTINE = re.compile(
    r"dagordning|föredragningslist|upprop|justerare|föregående\s+protokoll|frågestund|^övrig",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Step:
    """One item on the matter."""

    meeting: Meeting
    item: Item  # the item to cite
    part: Item  # the item or sub-item that is of the matter
    named: bool  # its title or case number is the matter's; else only a decision speaks of it


def asks_development(question: Question) -> bool:
    """Return whether a question asks what became of something, and for no measure of it."""
    if question.kind is Kind.TIMELINE:
        return question.measure is Kind.TIMELINE
    return question.kind in (Kind.DECISION, Kind.OTHER) and bool(_ASKS.search(question.plain))


def asks_what_followed(question: Question) -> bool:
    """Return whether a question asks what came after what it goes on from."""
    return asks_development(question) and bool(_SINCE.search(question.plain))


def answer_from_development(question: Question, scope: Scope, *, fewest: int = 2) -> Draft | None:
    """Return what each item on the matter decided, by date.

    None if no development is asked for, or titles and decisions tell it of fewer items than
    `fewest`.
    """
    if not asks_development(question) or question.item_numbers or question.meeting_numbers:
        return None
    topics = _topics(question, scope)
    if not topics:
        return None
    steps = _steps(topics, scope.meetings)
    sentences = [said for step in steps if (said := _said(step, topics)) is not None]
    if len(sentences) < fewest:
        return None
    return Draft(tuple(sentences[-_MOST:]))


def is_in_passing(question: Question, scope: Scope, item: Item) -> bool:
    """Return whether neither the title nor a decision of `item` has a word of the matter."""
    points = [item.document.text[d.start : d.end] for d in item.decisions]
    bag = words_of(" ".join([item.title, *points]))
    proper = {term.word for term in question.terms if term.proper}
    topics = _topics(question, scope)
    common = [topic for topic in topics if topic not in proper] or topics
    return not any(best_score(topic, bag) >= _MENTIONED for topic in common)


def _topics(question: Question, scope: Scope) -> list[str]:
    return [topic for topic in topics_of(question, scope, _OWN) if _WORD.search(topic)]


def _steps(topics: Sequence[str], meetings: Sequence[Meeting]) -> list[_Step]:
    """Return the items on the matter, in the order of the meetings.

    Those whose titles name it or come again, those of the same case numbers, and those that decide
    on it. Of an item and its sub-items only what is nearest to the matter is one.
    """
    about = [one for one in items_of(meetings) if speaks_of(topics, one[2])]
    again = Counter(fold(part.title) for _, _, part in about)
    titled = [
        part
        for _, _, part in about
        if not _ROUTINE.search(part.title) and (_names(topics, part) or again[fold(part.title)] > 1)
    ]
    keys = {matter_key(part) for part in titled if part.reference and _left(topics, part) == []}
    name = _name_of([part.title for part in titled])
    spoken = {id(part) for _, _, part in about}
    found: list[_Step] = []
    for meeting, item, part in items_of(meetings):
        named = (
            any(part is one for one in titled)
            or (part.reference is not None and matter_key(part) in keys)
            or (name is not None and best_score(name, words_of(part.title)) >= _SAME_NAME)
        )
        decided = id(part) in spoken and _decides_on(topics, meeting, part)
        if not (named or decided) or _ROUTINE.search(part.title):
            continue
        if not any(step.item is item and step.part is not item for step in found):
            found = [step for step in found if step.part is not item]
            found.append(_Step(meeting, item, part, named))
    return found


def _name_of(titles: Sequence[str]) -> str | None:
    """Return the name that all of several titles bear: `Tallbussen`; None if they bear none."""
    if len(titles) < _FEWEST_NAMED:
        return None
    bags = [words_of(title) for title in titles]
    for word in (fold(match.group()) for match in _NAME.finditer(titles[0])):
        if all(best_score(word, bag) >= _SAME_NAME for bag in bags):
            return word
    return None


def _names(topics: Sequence[str], part: Item) -> bool:
    """Return whether a title names the matter: all its words, or half and the text has the others.

    The text must have them themselves: «besökarna på badet» are not of every item on the bath.
    """
    left = _left(topics, part)
    if 2 * len(left) > len(topics):
        return False
    text = words_of(part.text)
    return all(best_score(topic, text) >= _MATCHED for topic in left)


def _left(topics: Sequence[str], part: Item) -> list[str]:
    """Return the words of the matter that the title does not have."""
    bag = words_of(part.title)
    return [topic for topic in topics if best_score(topic, bag) < _MATCHED]


def _decides_on(topics: Sequence[str], meeting: Meeting, part: Item) -> bool:
    """Return whether a point of an item's decision speaks of the whole matter."""
    return any(_speaks(topics, meeting, decision) for decision in part.decisions)


def _speaks(topics: Sequence[str], meeting: Meeting, decision: Decision) -> bool:
    bag = words_of(flat(meeting.words(decision.start, decision.end)))
    return all(best_score(topic, bag) >= _MATCHED for topic in topics)


def _said(step: _Step, topics: Sequence[str]) -> DraftSentence | None:
    """Return what an item decided, or the first sentence of what it tells, under its title."""
    meeting, part = step.meeting, step.part
    points = [
        decision
        for decision in part.decisions
        if decision.kind not in _SILENT
        and not _NO_WORDS.match(flat(meeting.words(decision.start, decision.end)))
        and (step.named or _speaks(topics, meeting, decision))
    ]
    length = 0
    shown: list[Decision] = []
    for decision in points:
        length += decision.end - decision.start
        if shown and length > _LONGEST:
            break
        shown.append(decision)
    spans = [(decision.start, decision.end) for decision in shown] or _told(step, topics)
    if not spans:
        return None
    said = under_title(meeting, step.item, part, spans, dated=True)
    if not shown:
        return said
    quotes = tuple(Quote(meeting, step.item, start, end) for start, end in joined(shown))
    return DraftSentence(said.text, quotes)  # points that follow each other are one citation


def _told(step: _Step, topics: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first sentence of an item that tells of the matter, else its first one."""
    units = [
        unit
        for unit in units_of(step.item, step.meeting.furniture)
        if unit.section in (SectionKind.BODY, SectionKind.DECISION)
        and not (unit.title or unit.point or _NO_WORDS.match(unit.text))
        and step.part.start <= unit.start < step.part.end
    ]
    near = [u for u in units if any(best_score(t, words_of(u.text)) >= _MATCHED for t in topics)]
    chosen = (near or units)[:1]
    return [(unit.start, unit.end) for unit in chosen]
