"""English: whether a question is asked in English, and how a conversation of it is said in Swedish.

Protocols are Swedish: an English question is answered as the Swedish question that it stands for,
and the words of ours around the quotes are put into English at last (`qa.to_english`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold_marks
from qa.dictionary import entries, swedish_words
from qa.english_phrases import FUNCTION
from qa.swedish_phrases import Uses
from qa.to_swedish import in_swedish

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_QUOTED = re.compile(r"[”“\"][^”“\"]*[”“\"]")
# A question that begins so is of this language, whatever English or Swedish names it holds.
_ENGLISH_FIRST = re.compile(
    r"""
    (?:(?:and|but|please|so|ok|okay|hi|hello|no|or|then)\b[\s,:]*)*
    (?:who|whom|whose|what|when|where|which|why|how|did|does|do|is|are|was|were|has|have|will|would
    |could|should|can|tell|show|list|give|describe|summari[sz]e|the|there|from|i\s+mean\w*)
    (?:'s|’s|n't|n’t)?\b
    """,
    re.VERBOSE,
)
_SWEDISH_FIRST = re.compile(
    r"""
    (?:(?:och|men|hej|nej|jo|ja|ok|okej|snalla|sa)\b[\s,:]*)*
    (?:vem|vems|vilka|vilken|vilket|vad|nar|var|hur|varfor|vart|ar|blev|blir|fick|far|har|hade|ska
    |skulle|kan|kunde|finns|fanns|kom|gick|tog|beratta|visa|lista|sammanfatta|ge|jag|den|det|de|om)\b
    """,
    re.VERBOSE,
)
# Words that only one of the languages has; without marks, as a question may be typed.
_ENGLISH = frozenset(
    """
    who whom whose what when where which why how the of and did does was were is are has have been
    about by with from that this these those there they he she him her his their it its to at into
    many much will would should could can not any some after before during between meant mean
    or an than then also more tell me us please if whether because since until instead regarding
    """.split()
)
_SWEDISH = frozenset(
    """
    vem vems vilka vilken vilket vad nar var hur varfor vart och att det den de som av till med pa
    fran for om en ett ar blev blir fick far har hade ska skulle kan kunde inte efter fore under
    mellan vid hos nagon nagot nagra han hon honom henne hans hennes deras dem dess sig sin sitt
    mycket manga lange dags eller men ocksa finns fanns nya ny ut upp ner genom utan mot sedan
    gjorde beslutades beslutade kostade kostar utsags motet mote protokollet senaste forsta jag
    menade galler angaende handlar hande skedde
    """.split()
)
_BOTH = frozenset(
    {"in", "i", "a", "at", "for", "is", "it", "an", "under", "over", "men", "so", "on"}
)
_LEAD = 2  # a first word that asks is worth two others: names follow it, it is none


@dataclass(frozen=True, slots=True)
class Spoken:
    """A conversation as it is answered: in Swedish, and whether it was asked in English."""

    question: str
    history: tuple[str, ...]
    english: bool  # the question; an earlier one may have been asked in the other language


def spoken(question: str, history: Sequence[str], uses: Uses) -> Spoken:
    """Return the conversation in Swedish; what is of no language is of the one before it."""
    said: list[str] = []
    english = False
    for text in [*history, question]:
        heard = is_english(text, uses)
        english = english if heard is None else heard
        said.append(in_swedish(text, uses) if english else text)
    return Spoken(said[-1], tuple(said[:-1]), english)


def is_english(question: str, uses: Uses | None = None) -> bool | None:
    """Return whether `question` is English rather than Swedish; None if nothing in it tells.

    Keywords alone are English if the dictionary has each of them and the archive (`uses`) none.
    """
    plain = fold_marks(_QUOTED.sub(" ", question)).strip()
    typed = [word.split("'")[0].split("’")[0] for word in _WORD.findall(plain)]
    english = sum(word in _ENGLISH and word not in _BOTH for word in typed)
    swedish = sum(word in _SWEDISH and word not in _BOTH for word in typed)
    first_english = _ENGLISH_FIRST.match(plain)
    first_swedish = _SWEDISH_FIRST.match(plain)
    english += _LEAD * bool(first_english and not first_swedish)
    swedish += _LEAD * bool(first_swedish and not first_english)
    # Å, ä and ö in a word that is written small: no English question has such words but in names.
    swedish += sum(
        bool(re.search("[åäö]", word)) for word in re.findall(r"\b[a-zåäö]+\b", question)
    )
    if english != swedish:
        return english > swedish
    return None if english or not _is_english_keywords(question, uses) else True


def _is_english_keywords(question: str, uses: Uses | None) -> bool:
    """Return whether small words alone are all English, and one of them is no Swedish word."""
    small = re.findall(r"\b[a-zåäö]+\b", question)
    known = {word for entry in entries() for word in entry.split()}
    if not small or not all(word in known or word in FUNCTION for word in small):
        return False
    own = [word for word in small if word in known and word not in swedish_words()]
    return bool(own) and not any(uses(word) for word in own if uses is not None)
