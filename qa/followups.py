"""Follow-ups: a question that leans on the one before is written out so that it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.dates import MONTH_NAMES
from index.folding import fold_marks
from index.names import is_person_name
from qa.drafts import Draft
from qa.kinds import Kind
from qa.nouns import Answer
from qa.phrases import capitalised
from qa.understanding import Question, understand

_PERSON = re.compile(r"\b(han|hon|honom|henne|hans|hennes|personen|vederbörande)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(det|den|detta|denna|de|dem|dom|dess|deras|där|då|dit|därifrån|samma)\b", re.IGNORECASE
)
_OPENING = re.compile(
    r"^\s*(?:(?:och|men|jaha|ok(?:ej)?|nej|jo|fast|samt|tack(?:\s+så\s+mycket)?|bra)\b[\s,!.]*)+",
    re.IGNORECASE,
)
_MEANT = re.compile(r"^(?:nej[, ]+)?(?:jag\s+)?(?:menade|menar|avsåg|avser)\b\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"""\b(?:vem|vems|vilka|vilken|vilket|vad|när|nar|var|hur|varför|varfor
    |är|ar|blev|blir|fick|har|hade|ska|kom|gick|deltog|kostade|beslutades|finns|mer|berätta)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTH = "|".join(MONTH_NAMES)
_TIME_PHRASE = re.compile(
    rf"""\s*(?:\b(?:på|vid|i|under|från|den)\s+)*
        (?:\b(?:möte|mötet|protokoll|protokollet|sammanträdet)\s+)?
        (?:nr\s*)?\b\d{{1,3}}/(?:19|20)\d\d\b
    | \s*\b(?:den\s+)?\d{{1,2}}\s+(?:{_MONTH})(?:\s+(?:19|20)\d\d)?
    | \s*\b(?:i|under)?\s*(?:{_MONTH})\s+(?:19|20)\d\d
    | \s*\b(?:våren|hösten|sommaren|vintern|året|år|under|i)?\s*\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LEFT_OPEN = re.compile(r"\s+(?:på|vid|i|under|från|till|den)\s*(?:möte|mötet|protokoll)?$")
_NUMBERED = re.compile(r"\d{1,3}/(?:19|20)\d\d")
# Who held an office next to the one who was named: «vem tog över?», «vem var det innan?».
_NEXT_HOLDER = re.compile(
    r"""\bvem\b.*?\b(?:(?P<after>tog\s+(?:sedan\s+)?(?:över|over)|efterträd\w*|eftertrad\w*|ersatte|blev\s+ny
        |kom\s+(?:efter|sedan|sen)|efter|därefter|sedan|sen)
    |(?P<before>innan|före|fore|dessförinnan|dessforinnan|tidigare|företräd\w*|foretrad\w*))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CHOSEN = re.compile(r"\b(?:vald\w*|utsag\w*|utsedd\w*|blev|tillsatt\w*|anstalld\w*|utnamn\w*)\b")
_OFFICE = re.compile(
    r"\b\w*(?:chef|direktör|direktor|ledare|samordnare|strateg|controller|jurist|ombud|registrator"
    r"|arkitekt|rektor|kommunalråd|kommunalrad)\b",
    re.IGNORECASE,
)
# Words of which one is exchanged for another: offices of a meeting, and who was there.
_ALIKE = (
    r"(?:(?:1:e|2:e|förste|andre|forste)\s+)?(?:vice\s+ordförande\w*|vice\s+ordforande\w*|vice)"
    r"|ordförande\w*|ordforande\w*|sekreterare\w*|justerare\w*|protokollförare\w*",
    r"närvarande|narvarande|frånvarande|franvarande|gäster|gaster|inbjudna|ersättare|ersattare"
    r"|ledamöter|ledamoter|tjänstemän|tjansteman",
)
_DECIDER = re.compile(
    r"\b(?:beslutade|beslutat|bestämde|bestamde|sa|sade|tyckte|gjorde|anslog|beviljade|förordade"
    r"|forordade|antog|godkände|godkande|avslog)\s+"
    r"(\w*(?:gruppen|styrelsen|fullmäktige|fullmaktige|nämnden|namnden|rådet|radet|utskottet))\b",
    re.IGNORECASE,
)
_TIME_OPENING = re.compile(r"(?:på|i|vid|under|den|våren|hösten|sommaren|från)\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<!^)(?<![.?!]\s)\b[A-ZÅÄÖ][\wåäöÅÄÖ-]*(?:\s+[A-ZÅÄÖ][\wåäöÅÄÖ-]*)*")
# «Var ligger det?», «Hur mycket sparade man på det?»: what the question ends with points back.
_ENDS_POINTING = re.compile(
    r"\b(?:det|den|dem|detta|denna|där|dar|dit|därifrån|då)$", re.IGNORECASE
)
_THEN = re.compile(
    r"^(?:sen|sedan|därefter|efteråt|darefter|efterat)(?:\s+då)?[\s?!.]*$", re.IGNORECASE
)
_NEXT_YEAR = re.compile(
    r"^(?:(?:och|men)\s+)?(?:hur\s+var\s+det\s+)?(?:nästa\s+år|nasta\s+ar"
    r"|året?\s+(?:därpå|efter|därefter)|aret?\s+(?:darpa|efter|darefter))$",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(
    r"^(?:(?:och|men)\s+)?(?:hur\s+var\s+det\s+)?"
    r"(?:året?\s+(?:innan|före|dessförinnan)|aret?\s+(?:innan|fore|dessforinnan))$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?P<word>för|av|till|från|med|mellan|om|hos)\s+(?=\w)", re.IGNORECASE)
_SHORT = 4  # words of a follow-up that may only name what to exchange: «och i juni 2019?»
_FEW = 2  # words of its own with which a question may still be about what was just answered
# Kinds whose pronoun is the subject; «Vem föreslog det?» is too short to be of another.
_OF_SUBJECT = frozenset(set(Kind) - {Kind.OTHER, Kind.TIMELINE})
_ABOUT = ", i fråga om "  # stands before the subject that was written out


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation was about: the last question, written out, and its answer."""

    question: Question
    answer: Answer
    draft: Draft = field(default_factory=lambda: Draft(()))  # the answer, not yet numbered


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no other, and what it was before it was written out."""

    text: str
    leans: bool = False  # it has no subject of its own
    own: str | None = None  # what was typed, to be asked of the last answer's items first
    again: str | None = None  # the last question, to be asked of later meetings than its answer's


def standalone(text: str, context: Context | None) -> Standalone:
    """Return `text` with what it takes from the conversation written out.

    A question with a subject of its own is left as it is: the old subject is dropped.
    """
    if context is None:
        return Standalone(text)
    bare = _THEN.sub("Vad hände sen?", _OPENING.sub("", text.strip()))
    opened = bare != text.strip()
    shifted = _other_year(bare, context)
    if shifted:
        return Standalone(shifted)
    named_alone = (opened or len(bare.split()) <= _SHORT) and not _ASKS.search(bare)
    if named_alone or _MEANT.match(bare):
        return Standalone(_exchanged(_MEANT.sub("", bare), context))
    holder = _next_holder(bare, context)
    if holder:
        return holder
    if _PERSON.search(bare):
        person = _person_of(context)
        if person:
            written = _with_person(bare, person)
            return Standalone(written, own=written)
    asked = understand(bare)
    own = [term for term in asked.terms if not term.generic]
    named = bool(asked.names or asked.meeting_numbers)
    elliptic = not own and not named and not asked.when.any
    timed = asked.when.any or bool(asked.meeting_numbers)
    ends_pointing = bool(_ENDS_POINTING.search(bare.rstrip("?!. "))) and asked.kind in _OF_SUBJECT
    few = len(own) <= 1 or ends_pointing
    pointing = few and not (asked.names or timed) and bool(_THING.search(bare))
    if (elliptic or pointing or (opened and len(own) <= 1)) and _topic(context):
        return Standalone(written_out(bare, context), leans=True, own=bare)
    if len(own) <= _FEW and not named and not asked.when.any:
        return Standalone(text.strip(), own=bare)
    return Standalone(text.strip())


def written_out(text: str, context: Context) -> str:
    """Return `text` with the subject of the conversation added."""
    topic = _topic(context)
    return f"{capitalised(text).rstrip(' ?!.')}{_ABOUT}{topic}?" if topic else text


def _topic(context: Context) -> str:
    """Return the words that say what the last question was about, its time included."""
    text = context.question.text
    if _ABOUT in text:
        return text.split(_ABOUT, 1)[1].rstrip(" ?")
    typed = {fold_marks(word): word for word in (w.strip('?,.!"”') for w in text.split())}
    told = [term for term in context.question.terms if not term.generic]
    decider = _DECIDER.search(text)
    by = understand(decider[1]).terms if decider else ()
    subjects = [t for t in told if not t.verb and t.word not in {term.word for term in by}]
    own = [term.word for term in subjects or told]
    subject = dict.fromkeys(typed.get(fold_marks(word), word) for word in own)
    # A year says when it was decided, and what came of it may be told in any year; a day or a
    # meeting is what is talked of.
    when = context.question.when
    met = context.question.about_meeting or context.question.meeting_numbers
    kept = met or when.dates or when.months or when.order
    times = (match.group().strip() for match in _TIME_PHRASE.finditer(text) if kept)
    return " ".join(word for word in (*subject, *times) if word)


def _next_holder(text: str, context: Context) -> Standalone | None:
    """Return the question for who held the last person's office before or after, if `text` asks.

    Where the last question was who was chosen, it is asked again of later meetings.
    """
    asked = _NEXT_HOLDER.search(text)
    person = _person_of(context)
    if asked is None or person is None or understand(text).names or _OFFICE.search(text):
        return None
    last = context.question
    if office := _OFFICE.search(last.text):
        return Standalone(
            f"Vem var {office.group()} {'före' if asked['before'] else 'efter'} {person}?"
        )
    if asked["before"]:
        return None
    if last.kind is Kind.WHO and not last.names and _CHOSEN.search(last.plain):
        again = _LEFT_OPEN.sub("", _TIME_PHRASE.sub("", last.text.rstrip("?!. ")))
        return Standalone(f"{again} efter {person}?", again=f"{again}?")
    return Standalone(f"Vem efterträdde {person}?")


def _person_of(context: Context) -> str | None:
    """Return the person whom the last answer gave, else whom the last question named."""
    highlight = context.answer.highlight
    if highlight and is_person_name(highlight):
        return highlight
    return context.question.names[-1] if context.question.names else None


def _with_person(text: str, person: str) -> str:
    """Return `text` with its first pronoun replaced by `person`, in the genitive for a genitive."""

    def named(match: re.Match[str]) -> str:
        genitive = match.group().lower() in {"hans", "hennes"} and person[-1] not in "sxz"
        return f"{person}s" if genitive else person

    return capitalised(_PERSON.sub(named, text, count=1))


def _other_year(text: str, context: Context) -> str | None:
    """Return the last question asked of the year after, or before, if `text` asks for that."""
    plain = re.sub(r"\s+då$", "", text.strip().rstrip("?!. "))
    years = context.question.when.years
    step = 1 if _NEXT_YEAR.match(plain) else -1 if _LAST_YEAR.match(plain) else 0
    if not step or len(years) != 1:
        return None
    return re.sub(rf"\b{years[0]}\b", str(years[0] + step), context.question.text)


def _exchanged(new: str, context: Context) -> str:
    """Return the last question with its time, or the thing it names, exchanged for `new`."""
    new = re.sub(r"^om\s+", "", new.strip().rstrip("?!. "), flags=re.IGNORECASE)
    old = context.question.text.rstrip("?!. ")
    fresh = understand(new)
    placed = _in_place(new, old)
    if placed:
        return placed
    if fresh.when.any or fresh.meeting_numbers:
        rest = _LEFT_OPEN.sub("", _TIME_PHRASE.sub("", old))
        return f"{rest} {_time_joint(new, rest, of_number=bool(fresh.meeting_numbers))}{new}?"
    if joint := _PREPOSITION.match(new):
        same = re.search(
            rf"\b{joint['word']}\s+(?:(?:en|ett|den|det|de)\s+)?\w+", old, re.IGNORECASE
        )
        if same:
            return f"{old[: same.start()]}{new}{old[same.end() :]}?"
    names = list(_CAPITALS.finditer(old))
    if not names:
        return f"{old}{_ABOUT}{new}?"
    # A person for a person; any other thing for the first one that is named.
    person = is_person_name(new)
    persons = [match for match in names if is_person_name(match.group())] or names[-1:]
    replaced = persons[0] if person else names[0]
    before = old[: replaced.start()]
    if re.match(r"(?:i|på|vid|hos|från|till)\s", new):  # it brings its own preposition
        before = re.sub(r"\b(?:i|på|vid|hos|från|till)\s+$", "", before)
    return f"{before}{new}{old[replaced.end() :]}?"


def _in_place(new: str, old: str) -> str | None:
    """Return `old` with a number of a meeting, a year, an office or an attendance exchanged.

    None if `new` is none of these alone, or `old` has not exactly one to exchange.
    """
    new = re.sub(r"^(?:på|vid|från|i|till|under)\s+", "", new, flags=re.IGNORECASE)
    for pattern in (_NUMBERED.pattern, r"(?<![\d/-])(?:19|20)\d\d(?![\d/-])", *_ALIKE):
        if re.fullmatch(pattern, new, re.IGNORECASE):
            found = list(re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", old, re.IGNORECASE))
            said = "vice ordförande" if new.lower() == "vice" else new
            if len(found) == 1 and found[0].group().lower() != said.lower():
                return f"{old[: found[0].start()]}{said}{old[found[0].end() :]}?"
    return None


def _time_joint(new: str, rest: str, *, of_number: bool) -> str:
    """Return the preposition that `new`, a time, lacks after `rest`: `den `, `på ` or nothing."""
    if _TIME_OPENING.match(new):
        return ""
    if of_number:
        return "" if re.search(r"\b(?:hölls|holls)$", rest) else "på "
    return "" if re.match(r"\d{4}$", new) else "den "
