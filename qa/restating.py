"""Restating: whether a sentence in other words says no more and nothing else than its quotes.

The proof of the words themselves is that of `qa.proof`. A language model can also go wrong with
the right words: it denies what was decided, turns a proposal into a decision or says little of what
was written and much besides. What cannot be told to be right by the words is taken to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.dates import MONTH_NAMES, MONTHS, find_dates
from index.folding import fold_marks, words
from index.units import sentences
from qa.drafts import DraftSentence, Quote
from qa.matching import best_score, words_of

_MET = 0.55  # of a word: by the word itself, a synonym, a compound of it
_MOSTLY = 0.66  # of a sentence's words: one of three may be the writer's own
_MIN_LETTERS = 3  # of a word that says something
_NEGATION = re.compile(r"\b(?:inte|ej|icke|inga|inget|ingen|aldrig|varken|nej|utan\s+att)\b")
# Verbs that minutes decide with, by what they do; a sentence may do only what its quotes do.
_DEEDS = tuple(
    re.compile(rf"\b(?:{stems})")
    for stems in (
        r"avsla|avslog|avslag|avstyrk|forkasta|nekad",
        r"bifall|bifoll|bevilj|godkan|anta\b|antar\b|antog|antas|antagits|tillstyrk|faststall",
        r"bordl|aterremi|uppskj|skjut\w*\s+upp",
        r"utse\b|utser|utsag|utses|utsett|valj|valde|valdes|val\s+av|anstall|tillsatt|forordna",
        r"entledig|avgar|avgick|avsked|sager\s+upp|sade\s+upp|lamnar\s+(?:sitt|sin)",
        r"hoj|oka\b|okar|okade|okas",
        r"sank|minska",
    )
)
_DECIDED = re.compile(r"\b(?:beslut\w*|beslot|bestamde\w*|bestamts)\b")
_PROPOSED = re.compile(r"\b(?:foresl\w*|forslag\w*|yrka\w*|planera\w*)\b")
# Words of ours around what is quoted: they are said of any meeting.
_FRAME = frozenset(
    """
    enligt protokoll protokollet mote motet moten sammantrade sammantradet beslut beslutet beslutade
    beslutades beslot beslutar beslutas beslutats besluten framgar star anges samt eller aven ocksa
    denna detta dessa deras hans hennes sina sitt vara blev blir bli skulle ska skall hade have har
    inte aldrig ingen inget inga varken vilka vilken vilket fran till efter under over med och att
    som den det dem han hon var vid man men for ett dar nar hos per sin dag
    datum punkt paragraf arende arendet galler gallde namligen kronor svar svaret fragan
    """.split()
) | {fold_marks(month) for month in MONTH_NAMES}
_LINK = re.compile(r"https?:|www\.|\w@\w|\]\(|[<>{}`]")
_MARKS = re.compile(r"[“„«»\"]")
_DAY = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTH_NAMES)})\b")
_MONTH_ALONE = re.compile(rf"\b({'|'.join(MONTH_NAMES)})\b")


def plain_marks(text: str) -> str:
    """Return `text` with the quotation marks that the proof knows: ” on both sides."""
    return _MARKS.sub("”", text)


def keeps_to_quotes(sentence: DraftSentence) -> bool:
    """Return whether what `sentence` says in its own words is what its quotes say."""
    said = fold_marks(sentence.text)
    quoted = fold_marks(" ".join(f"{quote.item.title} {quote.text}" for quote in sentence.quotes))
    return (
        not _LINK.search(sentence.text)
        and _verbatim(sentence)
        and _days_hold(sentence)
        and _deeds_hold(said, quoted)
        and _words_hold(sentence)
        and _negation_holds(sentence)
        and _standing_holds(sentence, said)
    )


def _verbatim(sentence: DraftSentence) -> bool:
    """Return whether every stretch between quotation marks stands in a quote, in one piece."""
    parts = sentence.text.split("”")
    if len(parts) % 2 == 0:
        return False
    quoted = [f" {_letters(quote.text)} " for quote in sentence.quotes]
    return all(
        any(f" {_letters(part)} " in whole for whole in quoted)
        for part in parts[1::2]
        if _letters(part)
    )


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold_marks(text.replace("\u00ad", ""))))


def _days_hold(sentence: DraftSentence) -> bool:
    """Return whether each day and each month is quoted, or the day of a cited meeting."""
    have: set[tuple[int, int]] = set()
    months: set[int] = set()
    for quote in sentence.quotes:
        day = quote.meeting.date
        if day:
            have.add((day.day, day.month))
        text = f"{quote.item.title} {quote.text}"
        for found in find_dates(text, day.year if day else 2000):
            have |= {(found.first.day, found.first.month), (found.last.day, found.last.month)}
        months |= {MONTHS[name] for name in words(text) if name in MONTHS}
    months |= {month for _, month in have}
    said = sentence.text.lower()
    days = {(int(match[1]), MONTHS[match[2]]) for match in _DAY.finditer(said)}
    return days <= have and {MONTHS[m[1]] for m in _MONTH_ALONE.finditer(said)} <= months


def _standing_holds(sentence: DraftSentence, said: str) -> bool:
    """Return whether nothing that was only proposed is told as decided or done."""
    if _DECIDED.search(said):
        return any(_is_decision(quote) for quote in sentence.quotes)
    if _PROPOSED.search(said) or not any(deed.search(said) for deed in _DEEDS):
        return True
    return any(
        _is_decision(quote) or not _PROPOSED.search(fold_marks(quote.text))
        for quote in sentence.quotes
    )


def _deeds_hold(said: str, quoted: str) -> bool:
    """Return whether what `said` tells to be done is done in `quoted`."""
    return all(deed.search(quoted) for deed in _DEEDS if deed.search(said))


def _telling(text: str) -> list[str]:
    """Return the words of `text` that say something."""
    return [
        word
        for word in words_of(text)
        if len(word) >= _MIN_LETTERS and word.isalpha() and fold_marks(word) not in _FRAME
    ]


def _words_hold(sentence: DraftSentence) -> bool:
    """Return whether nearly all that is said is said with words of the quotes and their items."""
    telling = _telling(sentence.text)
    if not telling:
        return bool(re.search(r"\d", sentence.text))
    known = words_of(
        " ".join(
            part
            for quote in sentence.quotes
            for part in (quote.text, quote.item.title, quote.meeting.body, quote.meeting.place)
            if part
        )
    )
    met = sum(best_score(word, known) >= _MET for word in telling)
    return met >= _MOSTLY * len(telling)


def _negation_holds(sentence: DraftSentence) -> bool:
    """Return whether the sentence denies just what the sentence that it restates denies."""
    telling = _telling(sentence.text)
    denies = _denies(sentence.text)
    near = [(_likeness(telling, unit), unit) for unit in _units(sentence.quotes)]
    best = max((score for score, _ in near), default=0.0)
    return any(score == best and _denies(unit) == denies for score, unit in near)


def _units(quotes: Sequence[Quote]) -> list[str]:
    return [
        quote.text[a:b] for quote in quotes for a, b in sentences(quote.text, 0, len(quote.text))
    ]


def _likeness(telling: Sequence[str], unit: str) -> float:
    known = words_of(unit)
    return sum(best_score(word, known) >= _MET for word in telling)


def _denies(text: str) -> bool:
    return bool(_NEGATION.search(fold_marks(text)))


def _is_decision(quote: Quote) -> bool:
    """Return whether the quote is of a decision, or tells of one and not of a proposal."""
    items = (quote.item, *quote.item.sub_items)
    spans = [(d.start, d.end) for item in items for d in item.decisions]
    if any(start < quote.end and quote.start < end for start, end in spans):
        return True
    text = fold_marks(quote.text)
    return bool(_DECIDED.search(text)) and not _PROPOSED.search(text)
