"""Follow-ups: a question that leans on the one before is written out so that it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.folding import fold_marks
from index.names import is_person_name
from qa.nouns import Answer
from qa.understanding import Question, understand

_PERSON = re.compile(r"\b(han|hon|honom|henne|hans|hennes|personen|vederbörande)\b", re.IGNORECASE)
_THING = re.compile(r"\b(det|den|detta|denna|de|dem|dom|dess|deras|där|då|dit|därifrån|samma)\b", re.IGNORECASE)
_OPENING = re.compile(r"^\s*(?:och|men|jaha|ok(?:ej)?|nej|jo|fast|samt)\b[\s,]*", re.IGNORECASE)
_MEANT = re.compile(r"^(?:nej[, ]+)?(?:jag\s+)?(?:menade|menar|avsåg|avser)\b\s*", re.IGNORECASE)
_VERB_OR_ASK = re.compile(
    r"\b(?:vem|vems|vilka|vilken|vilket|vad|när|nar|var|hur|varför|varfor|är|ar|blev|blir|fick|har|hade|ska|kom|gick|deltog|kostade|beslutades|finns|mer|berätta)\b",
    re.IGNORECASE,
)
_TIME_PHRASE = re.compile(
    r"\s*(?:\b(?:på|vid|i|under|från|den)\s+)*(?:\b(?:möte|mötet|protokoll|protokollet|sammanträdet)\s+)?(?:nr\s*)?\b\d{1,3}/(?:19|20)\d\d\b"
    r"|\s*\b(?:den\s+)?\d{1,2}\s+(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)(?:\s+(?:19|20)\d\d)?"
    r"|\s*\b(?:i|under)?\s*(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\s+(?:19|20)\d\d"
    r"|\s*\b(?:våren|hösten|sommaren|vintern|året|år|under|i)?\s*\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b",
    re.IGNORECASE,
)
_FEW = 2  # words of its own with which a question may still be about what was just answered
_CAPITALS = re.compile(r"(?<!^)(?<![.?!]\s)\b[A-ZÅÄÖ][\wåäöÅÄÖ-]*(?:\s+[A-ZÅÄÖ][\wåäöÅÄÖ-]*)*")


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation was about: the last question, written out, and its answer."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no other, and whether it was made from one that did."""

    text: str
    leans: bool = False  # it has no subject of its own
    own: str | None = None  # what was typed, to be asked of the last answer's items first


def standalone(text: str, context: Context | None) -> Standalone:
    """Return `text` with what it takes from the conversation written out.

    A question with a subject of its own is left as it is: the old subject is dropped.
    """
    if context is None:
        return Standalone(text)
    bare = _OPENING.sub("", text.strip())
    opened = bare != text.strip()
    asked = understand(bare)
    own = [t for t in asked.terms if not t.generic]
    meant = _MEANT.match(bare)
    if meant or (opened or len(bare.split()) <= 4) and not _VERB_OR_ASK.search(bare):
        return Standalone(_replaced(_MEANT.sub("", bare), context))
    if _PERSON.search(bare):
        person = _person_of(context)
        if person:
            written = _with_person(bare, person, context)
            return Standalone(written, False, written)
    elliptic = not own and not asked.names and not asked.meeting_numbers and not asked.when.dates
    pointing = bool(_THING.search(bare)) and len(own) <= 1 and not asked.names
    if elliptic or pointing or (opened and len(own) <= 1):
        if _topic(context):
            return Standalone(written_out(bare, context), True, bare)
    if len(own) <= _FEW and not asked.names and not asked.when.any and not asked.meeting_numbers:
        return Standalone(text.strip(), False, bare)
    return Standalone(text.strip())


def written_out(text: str, context: Context) -> str:
    """Return `text` with the subject of the conversation added."""
    topic = _topic(context)
    return f"{_capital(text).rstrip(' ?!.')}, i fråga om {topic}?" if topic else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _topic(context: Context) -> str:
    """Return the words that say what the last question was about, its time included."""
    text = context.question.text
    if ", i fråga om " in text:
        return text.split(", i fråga om ", 1)[1].rstrip(" ?")
    kept = [t.word for t in context.question.terms if not t.generic]
    original = {fold_marks(w.strip("?,.!\"”")): w.strip("?,.!\"”") for w in text.split()}
    words = [original.get(fold_marks(w), w) for w in kept]
    time = " ".join(m.group().strip() for m in _TIME_PHRASE.finditer(text))
    return " ".join(filter(None, [" ".join(dict.fromkeys(words)), time])).strip()


def _person_of(context: Context) -> str | None:
    highlight = context.answer.highlight
    if highlight and is_person_name(highlight):
        return highlight
    return context.question.names[-1] if context.question.names else None


def _with_person(text: str, person: str, context: Context) -> str:
    def put(match: re.Match[str]) -> str:
        word = match.group().lower()
        return person + ("s" if word in {"hans", "hennes"} and person[-1] not in "sxz" else "")

    written = _PERSON.sub(put, text, count=1)
    return _capital(written)


def _replaced(new: str, context: Context) -> str:
    """Return the last question with its time, or the thing it names, exchanged for `new`."""
    new = new.strip().rstrip("?!. ")
    old = context.question.text.rstrip("?!. ")
    fresh = understand(new)
    if fresh.when.any or fresh.meeting_numbers:
        without = _TIME_PHRASE.sub("", old)
        without = re.sub(r"\s+(?:på|vid|i|under|från|den)\s*(?:möte|mötet|protokoll)?$", "", without)
        joint = "" if re.match(r"(?:på|i|vid|under|den|våren|hösten|sommaren|från)\b", new, re.IGNORECASE) else ("på " if fresh.meeting_numbers else "" if re.match(r"\d{4}$", new) else "den ")
        if fresh.meeting_numbers and re.search(r"\b(?:hölls|holls)$", without):
            joint = ""
        return f"{without} {joint}{new}?"
    names = [m for m in _CAPITALS.finditer(old)]
    if names:
        last = names[-1] if len(names) == 1 or not is_person_name(new) else next((m for m in names if is_person_name(m.group())), names[-1])
        first = names[0] if not is_person_name(new) else last
        return f"{old[: first.start()]}{new}{old[first.end() :]}?"
    return f"{old}, i fråga om {new}?"
