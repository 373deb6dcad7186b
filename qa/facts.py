"""Facts: questions that the records of meetings answer exactly, and the rule that answers each.

A question is one of facts when, apart from who, when and which meeting, it speaks of nothing
else: «vilka deltog på mötet i juni 2019» is, «vilka deltog i mässan» is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.folding import fold_marks, words
from qa.ask import NAME_RATIO, Ask, read_ask, with_representative
from qa.attendance import (
    absent,
    arrivals,
    guests,
    origin,
    present,
    replaced,
    substitute,
    there_then,
    was_there,
)  # fmt: skip
from qa.drafts import Draft
from qa.groups import group_asked
from qa.matching import MODIFIER, best_score, words_of
from qa.officers import adjusters, chair, secretary, vice_chair
from qa.scope import Scope
from qa.sittings import coming, held, hours, venue
from qa.understanding import Question

# Words that a question of facts may hold beside who, when and which meeting. A word that is
# missing here sends its question to the search, one too many lets a rule answer about a matter.
_FACT_WORD = re.compile(
    r"""(?:
    # who, and how many
    | person(?:en|er|erna)? | ledamot\w* | tjansteman\w* | kommunchef\w* | kommundirektor\w*
    | kommun(?:en|er|erna|s)?
    | foretag(?:et|en)? | bolag(?:et|en)? | forening(?:en|ar)? | organisation(?:en|er)?
    | grupp(?:en|ens|er)? | nagon | nan | manga | hela | lista | gast\w* | inbjud\w*
    # being there or not
    | narvar\w* | franvar\w* | delt\w* | deltagar\w* | med | dar | sakna\w* | forhind\w*
    | aterbud\w* | anmal\w* | borta | hem | hemma | represent\w* | foretrad\w*
    | beslutande | politiker\w* | fortroendevalda | ersatt\w* | stallet
    | tjanstgj?or\w* | tjanstemannen | tjanstepersoner | vice | fran | fick | haft | gang(?:en|er)?
    # coming and going
    | anland\w* | ankom | kom | dok | upp | uppe | anslot\w* | gick | lamna\w* | avvek | akte
    | sen | sent | forsen\w* | satt
    # offices of a meeting
    | ordf\w* | stol\w* | ledning\w* | ledde | klubba\w* | holl\w* | i | sekreterare\w*
    | protokoll(?:et|en|s)? | protokollforare\w* | pennan
    | skrev | skriv\w* | forde | fort | justera\w*
    # when and where
    | mote(?:t|ts|n|na)? | motestid\w* | motesplats\w* | mot | motte\w*
    | sammantra\w+ | [12]:?e? | forste | andre | traff\w*
    | samla\w* | hall\w* | hold\w* | var | lokal(?:en|er)? | hotell(?:et)? | adress(?:en)?
    | plats(?:en)? | sal(?:en)? | hus(?:et)? | byggnad(?:en)? | rum | agde
    | tid(?:en|er)? | tidpunkt(?:en)? | datum(?:et)? | veckodag\w* | klockan | dags
    | borja\w* | starta\w* | sluta\w* | pagick\w* | varade | lange | langt
    )""",
    re.VERBOSE,
)
_SUBSTITUTED = re.compile(r"\bersatt|\btjanstgj?or|\bi stallet for\b|\bvikarier")
# Where attendance is asked for, a place or a role on record is no other topic.
_ATTENDS = re.compile(r"\bnarvar|\bfranvar|\bgast|\binbjud|\bforhind|\baterbud|\bsakna")
# Who was chosen for an office at a meeting is told by its items, not by its header.
_CHOSEN = re.compile(
    r"\b(?:utsag|utse|vald|valj|utnamn|tillsat|anstall|eftertrad)\w*"
    r"|\bblev\s+(?:\w+\s+)?\w*(?:ordforande|sekreterare)\b"
)
# One attendee is meant by the place that sent him: «var Höganäs representerat», «när kom Klippans».
_OF_A_PLACE = re.compile(
    r"""
    ^(?:var|hade|fanns|deltog|kom|saknades)\b
    | \b(?:nar|hur\s+dags|klockan|vilken\s+tid)\s+(?:kom|gick|lamnade|anlande|dok)\b
    """,
    re.VERBOSE,
)
_WAS_THERE = re.compile(
    r"\bvar\b.*\bmed\b|\bdeltog\b|\bnarvar|\bfranvar|\bsakna|\bpa\s+plats\b|\bborta\b"
    r"|\bvar\b.*\bdar\b"
)
_TOPICS = frozenset({"uppdrag", "beslut"})  # generic words that no record of a meeting answers

Answerer = Callable[[Ask], Draft | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What answers a question that matches `pattern`: one answer of a meeting, one of a person."""

    pattern: re.Pattern[str]  # over the folded question without marks
    of_meeting: Answerer | None  # where the question names no attendee
    of_person: Answerer | None


def _rule(pattern: str, of_meeting: Answerer | None, of_person: Answerer | None) -> _Rule:
    return _Rule(re.compile(pattern, re.VERBOSE), of_meeting, of_person)


# The first rule that matches and has an answer gives it: the narrower stand before the wider.
_RULES = (
    _rule(
        r"\bnasta\s+(?:\w+\s+)?\w*(?:mote|sammantrad|traff)|\b(?:mots|traffas)\b.*\bnasta\s+gang",
        coming,
        None,
    ),
    _Rule(_SUBSTITUTED, substitute, substitute),
    _rule(r"\bvice\s*ordf", vice_chair, vice_chair),
    _rule(r"\bjustera", adjusters, adjusters),
    _rule(
        r"""\bsekreterare\b | \bprotokollforare | \btangent
        | \b(?:skrev|forde|skriver)\b.*\b(?:protokoll|pennan)""",
        secretary,
        secretary,
    ),
    _rule(r"\bordforande\b | \bordf\b | \bklubba | \bledde\b | \bmotesledare", chair, chair),
    _rule(
        r"\b(?:kommun|foretag|bolag|organisation|forening)\b.*\bfran\b | \bvarifran\b",
        None,
        origin,
    ),
    _rule(r"\b(?:gast|inbjud)", guests, was_there),
    _rule(
        r"""\bfor\s?sent\b | \bsenare\b | \banland | \bankom\b | \bdok\b | \banslot | \bgick\b
        | \blamnade\b(?!.*aterbud) | \bavvek\b
        | \b(?:nar|hur\s+dags|klockan|vilken\s+tid)\s+(?:kom|dok)\b""",
        arrivals,
        was_there,
    ),
    _rule(
        r"""\bfranvar | \bsakna | \bforhind | \baterbud | \bborta\b | \bej\s+narvar
        | \binte\s+(?:med|dar|narvar|komma|delta)""",
        absent,
        was_there,
    ),
    _rule(
        r"""\bhur\s+dags\b | \bklockan\b | \bvilken\s+tid\b | \bvilka\s+tider\b | \bmotestid
        | \bpagick\b | \bhur\s+lange\b""",
        hours,
        was_there,
    ),
    # «När slutade X?» asks for the last day of an office, unless a meeting is named.
    _rule(r"\bnar\s+(?:borja|sluta|starta)", hours, there_then),
    _rule(
        r"""\b(?:vilka|alla|lista)\s+(?:moten|sammantraden|motesdatum)\b
        | \bhur\s+(?:manga\s+(?:moten|sammantraden|ganger)|ofta)\b
        | \bnar\s+(?:holls|hade|traffades|sammantradde|mottes)\b
        | \bnar\s+(?:var|ar)\s+(?:\w+\s+){0,3}(?:motet|mote|sammantradet|sammantrade)\b
        | \bvilket\s+datum\b | \bvilka\s+datum\b""",
        held,
        was_there,
    ),
    _rule(
        r"""\bnarvar | \bdeltog\b | \bsatt\s+med\b | \bdelta
        | \b(?:var|varit|vara|kom|fanns)\b.*\bmed\b | \bdar\b
        | \bpa\s+plats\b | \brepresent | \bforetrad | \bvilka\s+kom\b | \bbeslutande\b
        | \bersattar\w+ | \bledamoter\w* | \btjansteman\w* | \bpolitiker""",
        present,
        was_there,
    ),
    _rule(
        r"""\bvar\b.*\b(?:holls|holl|traffades|samlades|motet|mote|sammantrade\w*)\b
        | \blokal | \bhotell | \bbyggnad | \badress | \bplats\b | \bagde\b.*\brum\b""",
        venue,
        None,
    ),
)


def answer_from_facts(question: Question, scope: Scope) -> Draft | None:
    """Return the answer that the records of the meetings in `scope` give.

    None means that it is no question of facts; a Draft without sentences, that it is one and the
    records do not answer it.
    """
    if _CHOSEN.search(question.plain):
        return None
    ask = read_ask(question, scope)
    if _OF_A_PLACE.search(question.plain):
        ask = with_representative(ask)
    if question.numbers or question.item_numbers or _has_topic(ask):
        return _not_listed(ask)
    for rule in _RULES:
        answer = rule.of_person if ask.person is not None else rule.of_meeting
        if answer is not None and rule.pattern.search(question.plain):
            draft = answer(ask)
            if draft is not None:
                return draft
    return None


def _not_listed(ask: Ask) -> Draft | None:
    """Return what is on record of a person who is asked about by name and was not listed.

    None if it is no question of who was at a meeting.
    """
    question = ask.question
    asks = ask.person is None and question.names and ask.scope.stated
    if not asks or question.numbers or question.item_numbers:
        return None
    if not _WAS_THERE.search(question.plain) or _has_topic(ask, of_names=True):
        return None
    return replaced(ask)


def _has_topic(ask: Ask, *, of_names: bool = False) -> bool:
    """Return whether the question speaks of anything but who, when and which meeting.

    With `of_names`, the names in the question are no topic, whosever they are.
    """
    question, scope = ask.question, ask.scope
    named = {fold_marks(word) for word in scope.bodies} | _parts(ask.person) | _parts(ask.place)
    group = group_asked(question)
    if of_names or _SUBSTITUTED.search(question.plain):  # the replaced need not be an attendee
        named |= {part for name in question.names for part in _parts(name)}
    listed = words_of(" ".join(m.place for m in ask.meetings if m.place))  # «mötet på Örenäs»
    if _ATTENDS.search(question.plain):
        people = [p for meeting in scope.meetings for p in meeting.attendees]
        listed += words_of(" ".join(sorted({x for p in people for x in (p.place, p.role) if x})))
    for term in question.terms:
        word = fold_marks(term.word)
        known = (
            _FACT_WORD.fullmatch(word)
            or (term.generic and word not in _TOPICS)
            or (group is not None and group.words.fullmatch(word))
            or any(ratio(word, name) >= NAME_RATIO for name in named)
            or best_score(term.word, listed) >= MODIFIER
        )
        if not known:
            return True
    return False


def _parts(text: str | None) -> set[str]:
    """Return the words of a name, and the parts of those with a hyphen, without marks."""
    found = {fold_marks(word) for word in words(text or "")}
    return found | {part for word in found for part in word.split("-")}
