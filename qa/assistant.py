"""The assistant: from a question to a proven answer, or to the finding that there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from index.errors import QuestionError
from index.nouns import ANY, Filter, Meeting
from qa.choosing import (
    beside,
    changed_later,
    decided_first,
    deciding_point,
    in_order,
    in_passing,
    of_the_voter,
)
from qa.citing import cite
from qa.development import (
    answer_from_development,
    asks_development,
    asks_what_followed,
    is_in_passing,
)
from qa.drafts import Draft
from qa.english import spoken
from qa.evidence import Archive, Evidence, Searcher, Selection, narrowed, select
from qa.facts import answer_from_facts
from qa.followups import Context, Standalone, standalone, written_out
from qa.kinds import Kind
from qa.moves import grounds, move_of
from qa.nouns import Answer, Refusal
from qa.overview import answer_with_overview
from qa.proof import proven
from qa.ranking import confidence, fitted
from qa.reader import Reader
from qa.recorded import answer_from_records
from qa.refusal import refusal
from qa.rereading import Reads
from qa.returning import answer_from_cited
from qa.roles import answer_from_roles, is_elsewhere, later_holder
from qa.scope import Scope, resolve
from qa.succession import answer_from_succession
from qa.timelines import of_one_count, of_one_matter
from qa.to_english import in_english
from qa.turns import of_the_turn
from qa.understanding import Question, understand
from qa.wording import decided_on, is_undecided, later, quoted, say, tells_past_day, timeline

_MAX_QUESTION = 2000  # characters that are read of a question
_MAX_HISTORY = 6  # earlier questions; a subject that was not named again since is forgotten
_PASSING_SURE = 0.8  # what an item only mentions is seldom what became of it
_TIMELINE_SURE = 0.3  # less than for one answer: the items of a timeline confirm each other
_ABOUT_MEETINGS = re.compile(r"\bnarvar|\bfranvar|\bdeltog|\bordforande|\bsekreterare|\bdagordning")
# «När beslutades …» is answered by the day of the meeting, «när ska … vara klart» by the text.
_DECIDED = re.compile(
    r"""
    \b(?:beslut\w*|bestam\w*|utsag\w*|valdes|antogs|godkandes|avslogs|bordla\w*|diskuter\w*
    |behandla\w*|togs\s+upp|tog\s+upp|aterremitt\w*|var\s+uppe|vilket\s+mote
    |klubba\w*|tillsattes|anstalldes|inrattades|beviljades|anslogs|nar\s+var\s+det|skedde
    |hande\s+det)\b
    """,
    re.VERBOSE,
)
_FUTURE = re.compile(
    r"\b(?:ska|skall|skulle|enligt|kommer|senast|klar\w*|fardig\w*|borjar|startar|oppnar|till\s+vilk\w+"
    r"|tidigare|forra\s+gangen|fran\s+borjan)\b"
)


class ArchiveAssistant:
    """Answers questions from one archive; safe to use from many threads."""

    def __init__(self, archive: Archive, searcher: Searcher, reader: Reads | None = None) -> None:
        """Answer from `archive` by way of `searcher`, with the shipped reader unless given one."""
        self._archive = archive
        self._evidence = Evidence(searcher, reader or Reader())

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer `question`, asked after the earlier questions in `history` (oldest first).

        Raises QuestionError if the question is blank.
        """
        begun = time.perf_counter()
        text = _cleaned(question)
        if not _is_asked(text):
            raise QuestionError(
                "The question is empty; ask something, such as: Vad beslutades på senaste mötet?"
            )
        selection = select(self._archive, where)
        earlier = [_cleaned(one) for one in history[-_MAX_HISTORY:]]
        said = spoken(text, earlier, partial(self._evidence.uses, selection))
        context = self._context(said.history, selection)
        move = move_of(text)
        if move == "courtesy":
            draft, written, why = Draft(()), text, Refusal("no_question")
        elif move is not None and context is not None and context.draft.sentences:
            draft, written, why = grounds(context.draft, move), context.question.text, None
        else:
            draft, written = self._draft(standalone(said.question, context), context, selection)
            why = None if draft.sentences else self._refusal(understand(written), selection)
        seconds = time.perf_counter() - begun
        draft = in_english(draft) if said.english else draft
        answer = cite(question, written, draft, selection.meetings, seconds)
        return replace(answer, refusal=why, language="en" if said.english else "sv")

    def _context(self, history: Sequence[str], selection: Selection) -> Context | None:
        """Return what the conversation is about: its questions are answered anew, in order."""
        context: Context | None = None
        for text in history:
            if _is_asked(text) and move_of(text) is None:
                draft, written = self._draft(standalone(text, context), context, selection)
                answer = cite(text, written, draft, selection.meetings, seconds=0.0)
                context = Context(understand(written), answer, draft)
        return context

    def _draft(
        self, whole: Standalone, context: Context | None, selection: Selection
    ) -> tuple[Draft, str]:
        """Return the proven answer and the question that it answers, written out."""
        if context is not None and whole.again is not None:
            question = understand(whole.again)
            later = _later(context, selection)
            draft = proven(self._from_all(question, later), question)
            same = draft.highlight == context.answer.highlight  # chosen again: nobody came next
            return (Draft(()) if same else draft), whole.text
        if context is not None and whole.own is not None:
            own = understand(whole.own)
            if asks_what_followed(own):
                followed = self._followed(written_out(whole.own, context), context, selection)
                if followed.sentences:
                    return followed, written_out(whole.own, context)
            if not (own.when.any or own.meeting_numbers):
                written = whole.text if whole.leans else written_out(whole.own, context)
                cited = answer_from_cited(own, written, context, self._evidence, selection)
                draft = proven(cited, own)
                if draft.sentences:
                    return draft, written
        question = understand(whole.text)
        return proven(self._from_all(question, selection), question), whole.text

    def _followed(self, written: str, context: Context, selection: Selection) -> Draft:
        """Return what later meetings than those of the last answer decided on its matter."""
        question, later = understand(written), _later(context, selection)
        scope = Scope(later.meetings, stated=False, strict=False)
        scope = self._evidence.on_matter(question, scope, later)
        found = answer_from_development(question, scope, fewest=1)
        return proven(found, question) if found else Draft(())

    def _refusal(self, question: Question, selection: Selection) -> Refusal:
        """Return why `question` has no answer in `selection`."""
        scope = resolve(question, selection.meetings)
        return refusal(
            question, scope, selection.meetings, self._evidence.weighted(question, selection),
            self._evidence.candidates(question, scope, selection),
        )  # fmt: skip

    def _from_all(self, question: Question, selection: Selection) -> Draft:
        """Answer from the records of the meetings, else from what is found in their items."""
        scope = resolve(question, selection.meetings)
        matter = scope
        if asks_development(question):
            matter = self._evidence.on_matter(question, scope, selection)
        recorded = answer_from_all_records(question, scope, selection.meetings, matter)
        return self._from_items(question, scope, selection) if recorded is None else recorded

    def _from_items(self, question: Question, scope: Scope, selection: Selection) -> Draft:
        """Answer in the words of the best candidate, if it is sure enough to be an answer."""
        if all(term.generic or term.word in scope.bodies for term in question.terms):
            return Draft(())  # nothing that evidence could be evidence of
        ranked = self._evidence.ranked(question, scope, selection)
        sure = confidence(question, ranked)
        if question.kind is Kind.TIMELINE:
            counted = of_one_count(question, ranked)
            shown = of_one_matter(question, ranked) if sure >= _TIMELINE_SURE else counted
            return replace(timeline(shown), confidence=sure)
        if sure < fitted().threshold:
            return Draft((), confidence=sure)
        ranked = of_the_turn(question, in_order(question, ranked))
        ranked = deciding_point(question, ranked)
        ranked = of_the_voter(question, decided_first(question, ranked) if ranked else [])
        if not ranked:
            return Draft((), confidence=sure)
        best = ranked[0].candidate
        if question.kind is Kind.WHO and (
            best.highlight is None or is_elsewhere(question, scope, best.hit)
        ):
            return Draft((), confidence=sure)  # nobody is named, or someone of another town
        if asks_development(question) and is_in_passing(question, scope, best.unit.item):
            mentions = in_passing(ranked) if sure >= _PASSING_SURE else []
            return Draft(tuple(quoted(one) for one in mentions), confidence=sure)
        if is_undecided(question, best):
            return Draft((), confidence=sure)
        if _asks_day_of_decision(question) and not tells_past_day(best):
            return replace(decided_on(best), confidence=sure)
        said = say(question, best, beside(question, ranked))
        change = changed_later(question, ranked)
        after = later_holder(question, scope, said.sentences).sentences
        told = (later(change),) if change and not after else after
        return replace(said, sentences=(*said.sentences, *told), confidence=sure)


def answer_from_all_records(
    question: Question, scope: Scope, meetings: Sequence[Meeting], matter: Scope
) -> Draft | None:
    """Return what is on record of the meetings, None where it must be found in their items.

    A Draft without sentences means that the records would tell and do not. `scope` is what the
    question names of `meetings`, `matter` what of that may be on its matter.
    """
    if scope.missing and (scope.strict or _speaks_of_meetings(question)):
        return Draft(())
    if not scope.missing or scope.stated:
        fact = answer_from_facts(question, scope)
        if fact is not None and (fact.sentences or scope.strict or question.about_meeting):
            return fact
        recorded = answer_from_records(question, scope, meetings)
        if recorded is not None:
            return recorded
        overview = answer_with_overview(question, scope)
        if overview is not None:
            return overview
    developed = answer_from_development(question, matter)
    if developed is not None and proven(developed, question).sentences:
        return developed
    followed = answer_from_succession(question, scope, meetings)
    held = answer_from_roles(question, scope)
    if followed is not None and (held is None or question.names):
        held = followed
    if held is not None and (proven(held, question).sentences or held is followed):
        return held
    return None


def _later(context: Context, selection: Selection) -> Selection:
    """Return of `selection` the meetings later than all that the last answer cites."""
    last = max((c.date for c in context.answer.citations if c.date), default=None)
    meetings = tuple(m for m in selection.meetings if m.date and last and m.date > last)
    return Selection(narrowed(selection.where, meetings), meetings)


def _cleaned(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:_MAX_QUESTION]


def _is_asked(text: str) -> bool:
    """Return whether `text` has any letter or figure."""
    return re.search(r"\w", text) is not None


def _speaks_of_meetings(question: Question) -> bool:
    return question.about_meeting or bool(_ABOUT_MEETINGS.search(question.plain))


def _asks_day_of_decision(question: Question) -> bool:
    plain = question.plain
    decided = question.kind is Kind.WHEN and _DECIDED.search(plain)
    return bool(decided) and not _FUTURE.search(plain)
