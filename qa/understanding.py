"""Understanding a question: what is asked for, about what, and where to look.

Everything here is rules over folded words, so that it works for questions typed without å, ä
and ö, in keywords only, or with a spelling error in a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.dates import MONTHS
from index.folding import fold_marks, stem, words
from index.names import find_names
from qa.kinds import Kind, kind_of, measure_of
from qa.question_words import GENERIC, ORGANISATION, PAST_TENSE, STOP
from qa.when import When, find_when

_OF_MEETINGS = r"(?:möte|mote|sammanträde|sammantrade|protokoll)(?:t|et)?"
_MEETING_NUMBER = re.compile(
    rf"""
    \b(?P<n>\d{{1,3}})/(?P<y>(?:19|20)\d\d)\b
    | \b{_OF_MEETINGS}\s+(?:(?:nr|nummer)\.?\s*)?(?P<n2>\d{{1,3}})
        (?:/(?P<y2>\d\d)\b|(?:\s*-\s*|\s+(?:år\s+|ar\s+|från\s+|fran\s+)?)(?P<y3>(?:19|20)\d\d)\b)
    | \b{_OF_MEETINGS}\s+(?P<y4>(?:19|20)\d\d):(?P<n4>\d{{1,3}})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITEM_NUMBER = re.compile(
    r"(?:§+|\bparagraf(?:en)?|\bpunkt(?:en)?|\barende(?:t)?|\bitem)\s*(?:nr\.?\s*|nummer\s+)?"
    r"(\d{1,4}(?:[.:]\d{2})?)\b(?!\s*(?:kap|st\b|kr))"
)
# Numbers that name an item or a time of the day are no words and no facts of the subject.
_ITEM_NAMED = re.compile(r"(?:§+|[Pp]unkt|[Pp]aragraf|[Ää]rende)\s*\d{1,4}(?:[.:]\d{2})?")
_PLACE_OR_CLOCK = re.compile(
    r"(?:§+|[Pp]unkt|[Pp]aragraf|[Ää]rende|[Kk]l\.?|[Kk]lockan)\s*\d{1,4}(?:[.:]\d{2})?"
)
# Of time or degree when they stand together, and of no subject: «slut» alone may be one.
_PHRASE = re.compile(
    r"\b(?:till\s+slut|från\s+början|fran\s+borjan|(?:genom|under|med)\s+[åa]ren|över\s+tid|over\s+tid"
    r"|i\s+(?:tur\s+och\s+)?ordning|som\s+(?:mest|minst|högst|hogst|lägst|lagst))\b",
    re.IGNORECASE,
)
# Where a development begins and ends, its years already taken out: «från planuppdraget till
# slutrapporten». What is written with a capital is a place, and of the subject.
_ENDS = re.compile(r"\bfr[åa]n\s+(?:[a-zåäö]\w*\s+){0,2}till\s+[a-zåäö]\w*")
_NUMBER = re.compile(r"(?<![\d/.,:-])\d+(?:[.,:]\d+)?(?![\d/:-])")
_OF_MEETING = re.compile(
    rf"""
    \b(?:mote|motet|sammantrade|sammantradet|protokoll|protokollet|traffen|sittningen)\b
    | \b(?:{"|".join(MONTHS)})(?:motet|sammantradet)\b
    """,
    re.VERBOSE,
)
_PLURAL = re.compile(r"\b(?:vilka|dom|de)\b")
_HEAD = re.compile(
    r"""
    \bvilk(?:en|et|a)\s+
    (?:av\s+(?:de|dom)\s+)?
    (?:\w+\s+(?=natverk|projekt|kommun|foretag|bolag|nya))?
    (\w{3,})
    """,
    re.VERBOSE,
)
_JOINT = re.compile(r"[-/:]")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the question that the evidence must speak of."""

    word: str  # folded, marks kept
    generic: bool  # a relation ("utsågs", "kostade") rather than a topic
    verb: bool = False  # has the ending of a past tense: says what was done
    proper: bool = False  # has a capital inside the question: someone's or something's name

    @property
    def stem(self) -> str:
        """The word's Swedish stem."""
        return stem(self.word)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood."""

    text: str
    plain: str  # folded, without marks, one blank between words
    kind: Kind
    terms: tuple[Term, ...]
    names: tuple[str, ...]  # names of persons as typed
    numbers: tuple[str, ...]  # other numbers that the evidence must hold
    when: When
    meeting_numbers: tuple[str, ...]  # "2/2018"
    item_numbers: tuple[str, ...]
    about_meeting: bool  # it speaks of "mötet", "protokollet"
    plural: bool
    head: str | None  # the noun after "vilken": "kommun"
    measure: Kind  # what a timeline is of: sums, counts, days; else the kind itself


def understand(text: str) -> Question:
    """Return `text` as a Question; nothing in it is looked up in an archive."""
    plain = re.sub(r"\s+", " ", fold_marks(text)).strip(" ?!.")
    when, rest = find_when(text)
    numbered = [_meeting_number(match) for match in _MEETING_NUMBER.finditer(text)]
    if numbered:  # «möte 8 år 2015» names a meeting and no year
        when, rest = find_when(_MEETING_NUMBER.sub(" ", text))
    kind = kind_of(plain)
    told = _PHRASE.sub(" ", _ITEM_NAMED.sub(" ", rest))
    if kind is Kind.TIMELINE:
        told = _ENDS.sub(" ", told)
    names = tuple(text[start:end] for start, end in find_names(text))
    return Question(
        text=text,
        plain=plain,
        kind=kind,
        terms=_terms(told, names, text),
        names=names,
        numbers=tuple(_NUMBER.findall(_PLACE_OR_CLOCK.sub(" ", rest))),
        when=when,
        meeting_numbers=tuple(numbered),
        item_numbers=tuple(_ITEM_NUMBER.findall(plain)),
        about_meeting=bool(_OF_MEETING.search(plain)),
        plural=bool(_PLURAL.search(plain)),
        head=_head(plain),
        measure=measure_of(kind, plain),
    )


def _meeting_number(match: re.Match[str]) -> str:
    """Return the number of a meeting as `8/2015`, however it was written."""
    year = match["y"] or match["y3"] or match["y4"] or f"20{match['y2']}"
    return f"{int(match['n'] or match['n2'] or match['n4'])}/{year}"


def _terms(text: str, names: tuple[str, ...], whole: str) -> tuple[Term, ...]:
    """Return the words of `text` that evidence must meet, one for each stem, in order.

    `text` is the `whole` question without the times and places that it names.
    """
    seen: dict[str, Term] = {}
    named = {word for name in names for word in fold_marks(name).replace("-", " ").split()}
    for part in (part for word in words(text) for part in _parts(word)):
        bare = fold_marks(part)
        if bare in STOP and bare in named:  # `Per Lind`: here it is no preposition
            proper = _is_proper(part, whole)
            seen.setdefault(stem(part), Term(part, generic=False, proper=proper))
        if bare in STOP or bare in MONTHS or len(bare) < 2 or bare.replace(".", "").isdigit():
            continue
        generic = bare in GENERIC or bool(ORGANISATION.search(bare))
        # Only a word that is written small is a verb: `Roste` is a place.
        verb = bool(PAST_TENSE.match(part)) and part in text
        seen.setdefault(stem(part), Term(part, generic, verb, _is_proper(part, whole)))
    return tuple(seen.values())


def _is_proper(word: str, text: str) -> bool:
    """Return whether `word` has a capital inside the question: someone's or something's name."""
    capital = re.escape(word[:1].upper() + word[1:])
    return re.search(rf"(?<=[^\s.?!]\s){capital}\b", text) is not None


def _parts(word: str) -> list[str]:
    """Return the parts of a joined word, `drift-it`; a number is never parted."""
    if word[0].isdigit():
        return [word]
    return [part for part in _JOINT.split(word) if part]


def _head(plain: str) -> str | None:
    """Return the noun after «vilken», for which a name is asked."""
    match = _HEAD.search(plain)
    return match[1] if match and match[1] not in STOP else None
