"""What an answer emphasises, and whether its words stand in its quotes: measured word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.amounts import find_amounts
from index.dates import MONTH_NAMES
from index.folding import fold
from qa.nouns import Answer, Citation, Sentence

_QUOTED = re.compile(r"”(.+?)”", re.DOTALL)
_NAME = re.compile(r"(?<![.:!?] )(?<!^)\b[A-ZÅÄÖ][\w-]+")
_SUM = re.compile(r"\d[\d\s]*(?:,\d+)?\s*(?:kr|kkr|tkr|mnkr|mkr|kronor|procent|%)")
_ADDED = re.compile(r"(?:Sammanlagt|In total) (?P<total>[^()]+) \((?P<addends>[^()]+)\)\.$")
_ARTICLES = {"den", "det", "en", "ett"}  # as the measure leaves out "the" and "a" in English
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def exact_match(given: str, wanted: Sequence[str]) -> bool:
    """Return whether `given` has the words of one of `wanted`, and no others."""
    return any(_words(given) == _words(one) for one in wanted)


def token_f1(given: str, wanted: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall of words, 0…1, against the nearest answer.

    Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text" (EMNLP 2016).
    """
    return max((_f1(_words(given), _words(one)) for one in wanted), default=0.0)


def unsupported(answer: Answer) -> int:
    """Return how many sentences say a quotation, name, sum or year that no quote of theirs holds.

    Of the meeting that is cited, its body, number, day and the item's title may be said too. What
    the program itself holds against each sentence (`qa.proof`) is stricter; this is the check of
    that check, made from the finished answer alone.
    """
    cited = {citation.n: citation for citation in answer.citations}
    return sum(
        not _is_supported(sentence, [cited[n] for n in sentence.citations if n in cited])
        for sentence in answer.sentences
    )


def _is_supported(sentence: Sentence, citations: Sequence[Citation]) -> bool:
    if not citations:
        return False
    quotes = _plain(" ".join(citation.quote for citation in citations))
    meetings = " ".join(_about(citation) for citation in citations)
    if any(_plain(words) not in quotes for words in _QUOTED.findall(sentence.text)):
        return False
    own = _without_total(_QUOTED.sub(" ", sentence.text))
    stated = [*_NAME.findall(own), *_SUM.findall(own), *_YEAR.findall(own)]
    held = f"{quotes} {_plain(meetings)}"
    return all(_is_held(_plain(one), held) for one in stated)


def _without_total(own: str) -> str:
    """Return `own` without a total that its addends make up: these the quotes must hold."""
    added = _ADDED.match(own.strip())
    if not added:
        return own
    total = [amount.kronor for amount in find_amounts(added["total"])]
    addends = [amount.kronor for amount in find_amounts(added["addends"])]
    return added["addends"] if total == [sum(addends)] else own


def _is_held(words: str, text: str) -> bool:
    """Return whether `text` has `words`, or the name of which they are the genitive."""
    return words in text or (words.endswith("s") and words[:-1] in text)


def _about(citation: Citation) -> str:
    day = citation.date
    when = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" if day else ""
    return f"{citation.body or ''} {citation.meeting or ''} {citation.title} {when}"


def _plain(text: str) -> str:
    """Return `text` folded, line breaks and the hyphens before them mended."""
    return " ".join(re.sub(r"-\s*\n\s*", "", fold(text)).split())


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(text)) if word not in _ARTICLES]


def _f1(ours: Sequence[str], theirs: Sequence[str]) -> float:
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0
