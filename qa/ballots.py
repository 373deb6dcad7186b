"""Ballots: how votes fell, and who voted how.

From the records of the items: a vote is given with what was decided, for the one is not the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold_marks
from index.nouns import Ballot, Choice, Item, Meeting, Vote
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.matters import items_of, nearest, of_year, topics_of, under_title
from qa.phrases import enumerated
from qa.scope import Scope
from qa.understanding import Question

_ASKS_VOTE = re.compile(
    r"\brostade\b|\b(?:foll|blev|gick|sag|var)\s+(?:rost|omrost|voter)|\brostsiffr|\brostresultat"
    r"|\brosterna\b|\b(?:ja|nej)-?rost|\bavstod\b|\blade\s+ner\s+sin\s+rost"
)
_WHO_VOTED = re.compile(
    r"\b(?:vem|vilka|vilken)\b[^?]*?\b(?:rostade\s+(?P<how>ja|nej|for|emot|mot|bifall|avslag)\b"
    r"|(?P<abstained>avstod|lade\s+ner))"
)
_HOW = {
    "ja": Choice.FOR, "for": Choice.FOR, "bifall": Choice.FOR,
    "nej": Choice.AGAINST, "emot": Choice.AGAINST, "mot": Choice.AGAINST,
    "avslag": Choice.AGAINST,
}  # fmt: skip
# Only the word of the ballot is certain: who is «for», «mot» depends on what was put to the vote.
_PLAIN = ("ja", "nej")
_WORDS = {
    Choice.FOR: re.compile(r"\bja\b", re.IGNORECASE),
    Choice.AGAINST: re.compile(r"\bnej\b", re.IGNORECASE),
    Choice.ABSTAINED: re.compile(r"\bavst(?:år|od|ående)", re.IGNORECASE),
}
VOTED = {
    Choice.FOR: "röstade ja", Choice.AGAINST: "röstade nej", Choice.ABSTAINED: "avstod",
}  # fmt: skip
_OWN_VOTE = re.compile(
    r"rost\w*|omrost\w*|voter\w*|foll|fordela\w*|ja|nej|avstod|avstar|ner|emot|mot|for|bifall"
    r"|avslag|resultat\w*|siffr\w*|ledamot\w*|ledamoter\w*|fullmaktige|namnd\w*|styrelsen|fragan"
)
_MOST = 12  # items that are told in one answer
_LONGEST = 1500  # characters of a list of ballots that is quoted

_Place = tuple[Meeting, Item, Item]


def answer_from_ballots(
    question: Question, scope: Scope, meetings: Sequence[Meeting]
) -> Draft | None:
    """Return how a vote fell or who voted how; None if that is not asked or not recorded.

    `meetings` are all that may be looked at: the year in «budgeten för 2020» is of the matter, and
    it was decided the year before. A Draft without sentences means that the record is there and
    does not name who is asked about.
    """
    if not _ASKS_VOTE.search(question.plain):
        return None
    topics = topics_of(question, scope, _OWN_VOTE)
    if not topics and not scope.stated:
        return None
    of_that_year = [one for one in of_year(question, topics, meetings) if one[2].votes]
    voted = [one for one in items_of(scope.meetings) if one[2].votes]
    places = of_that_year or nearest(topics, voted)
    if not places or (topics and len({one[1].id for one in places}) > 1 and not scope.stated):
        return None
    if len(question.names) == 1:
        return _vote_of(question.names[0], places)
    who = _WHO_VOTED.search(question.plain)
    if who:
        how = who["how"]
        if how and how not in _PLAIN:
            return _all_ballots(places)
        return _voters(places, _HOW[how] if how else Choice.ABSTAINED)
    sentences: list[DraftSentence] = []
    for place in places[:_MOST]:
        for vote in place[2].votes[-1:]:
            span = _count_span(place, vote)
            if span:
                sentences.append(under_title(*place, [span], dated=len(places) > 1))
        points = [(d.start, d.end) for d in place[2].decisions]
        if points and len(places) == 1:
            sentences.append(under_title(*place, points, dated=False))
    if not sentences:
        return None
    return Draft(tuple(sentences), _count_asked(question, places, sentences[0]))


def _count_asked(question: Question, places: Sequence[_Place], said: DraftSentence) -> str | None:
    """Return the number asked for, `hur många röstade ja`, as the sentence says it."""
    asked = re.search(r"\bhur\s+manga\b.*\b(?P<how>ja|nej|avstod)\b", question.plain)
    if not asked or len(places) != 1:
        return None
    vote = places[0][2].votes[-1]
    number = {"ja": vote.in_favour, "nej": vote.against}.get(asked["how"], vote.abstained)
    if number is None or not re.search(rf"\b{number}\b", said.text):
        return None
    return str(number)


def _count_span(place: _Place, vote: Vote) -> tuple[int, int] | None:
    """Return the sentences that hold a count, or the lists of ballots where none is written."""
    meeting, item, _ = place
    if vote.in_favour is None:
        return (vote.start, vote.end) if vote.end - vote.start <= _LONGEST else None
    inside = [
        unit
        for unit in units_of(item, meeting.furniture)
        if unit.start < vote.end and vote.start < unit.end
    ]
    if not inside:
        return vote.start, vote.end
    return min(u.start for u in inside), max(u.end for u in inside)


def _vote_of(name: str, places: Sequence[_Place]) -> Draft | None:
    """Return how the person called `name` voted; nothing, if the ballots are listed without."""
    listed = False
    sentences, said = [], set()
    for meeting, item, part in places:
        for vote in part.votes:
            listed = listed or bool(vote.ballots)
            for ballot in vote.ballots:
                if fold_marks(ballot.name) != fold_marks(name):
                    continue
                quote = _ballot_quote(meeting, item, part, vote, ballot)
                if quote is None:
                    continue
                shown = flat(meeting.words(quote.start, quote.end))
                text = f"{ballot.name} {VOTED[ballot.choice]}. ”{shown}”"
                sentences.append(DraftSentence(text, (quote,)))
                said.add(VOTED[ballot.choice].removeprefix("röstade "))
    if not listed:
        return None
    return Draft(tuple(sentences[:_MOST]), said.pop() if len(said) == 1 else None)


def _voters(places: Sequence[_Place], choice: Choice) -> Draft | None:
    """Return who made the `choice` at the one item; None if its ballots are not listed."""
    if len(places) != 1:
        return None
    meeting, item, part = places[0]
    for vote in part.votes:
        ballots = [ballot for ballot in vote.ballots if ballot.choice is choice]
        if not vote.ballots:
            continue
        quotes = [quote for b in ballots if (quote := _ballot_quote(meeting, item, part, vote, b))]
        distinct = list(dict.fromkeys(quotes))
        names = [ballot.name for ballot in ballots]
        if not names or len(quotes) != len(ballots):
            return Draft(())
        listed = enumerated(names)
        shown = " ".join(f"”{flat(meeting.words(q.start, q.end))}”" for q in distinct)
        return Draft((DraftSentence(f"{listed}. {shown}", tuple(distinct)),), listed)
    return None


def _all_ballots(places: Sequence[_Place]) -> Draft | None:
    """Return the ballots of one item as they are listed: who was «emot» the reader must see."""
    if len(places) != 1:
        return None
    meeting, item, part = places[0]
    quotes = {
        quote: None
        for vote in part.votes
        for ballot in vote.ballots
        if (quote := _ballot_quote(meeting, item, part, vote, ballot))
    }
    spans = sorted({(quote.start, quote.end) for quote in quotes})
    if not spans:
        return None
    sentences = [under_title(meeting, item, part, spans, dated=False)]
    points = [(d.start, d.end) for d in part.decisions]
    if points:
        sentences.append(under_title(meeting, item, part, points, dated=False))
    return Draft(tuple(sentences))


def _ballot_quote(
    meeting: Meeting, item: Item, part: Item, vote: Vote, ballot: Ballot
) -> Quote | None:
    """Return the words that hold a name with the vote it cast, where the votes are counted."""
    section = next((s for s in part.sections if s.start <= vote.start < s.end), None)
    if section is None:
        return None
    text = meeting.document.text
    name = re.compile(re.escape(ballot.name).replace(r"\ ", r"\s+"))
    word = _WORDS[ballot.choice]
    for match in name.finditer(text, section.start, section.end):
        unit = next(
            (
                u
                for u in units_of(item, meeting.furniture)
                if u.start <= match.start() and match.end() <= u.end
            ),
            None,
        )
        start, end = (unit.start, unit.end) if unit else match.span()
        if not word.search(text, start, end):
            before = [m.start() for m in word.finditer(text, section.start, start)]
            if not before:
                continue
            start = before[-1]
        if end - start <= _LONGEST:
            return Quote(meeting, item, start, end)
    return None
