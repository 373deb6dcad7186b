"""Phrases in Swedish: English words in their order, their noun phrases inflected.

`the new bridges` is `de nya broarna`, `the board meeting` is `styrelsens möte`. Of words that mean
the same, and of compounds, those are taken that the archive has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.dictionary import Entry, Form, Sense
from qa.english_phrases import FUNCTION
from qa.english_reading import NOUNS, THE, A, Word

Uses = Callable[[str], int]  # how often the archive has this Swedish word
BE = frozenset({"was", "were", "is", "are"})
HAVE = frozenset({"has", "have", "had"})
DO = frozenset({"did", "do", "does"})
_OWNERS = frozenset({"his", "her", "their", "its", "our", "my"})
_COUNTS = frozenset(
    "many two three four five six seven eight nine ten all few both some several".split()
)
_ABOUT = re.compile(
    r"(?:deci|vot|propos|motion|discuss|report|inform|question|opinion|view|agree|matter|item"
    r"|position|comment|debat|resol|spoke|said|consult|study|survey|inquir)\w*"
)
_OF_MINUTES = frozenset({"minutes", "protocol", "protocols"})
_OWNING = "\x03"  # after a body in the genitive, until the phrase is said
_FORMS: tuple[tuple[Form, int], ...] = (
    ("past", 2), ("participle", 3), ("present", 1), ("base", 1), ("ing", 0),
)  # fmt: skip


@dataclass(slots=True)
class Phrases:
    """Says phrases; offices without their article while `predicate`: «was the secretary»."""

    uses: Uses
    predicate: bool = False

    def plain(self, words: Sequence[Word]) -> str:
        """Return words in their order, noun phrases inflected."""
        said: list[str] = []
        k = 0
        while k < len(words):
            k = self._next(words, k, said)
        return join(said)

    def _next(self, words: Sequence[Word], k: int, said: list[str]) -> int:
        word, low = words[k], words[k].low
        before = words[k - 1] if k else None
        if low in ("'s", "'"):
            if said:
                said[-1] += "" if said[-1][-1:] in "sxz" else "s"
            return k + 1
        end = self._noun_phrase(words, k, said)
        if end > k:
            return end
        if word.fixed or (not word.known and low not in FUNCTION and low not in THE | A):
            said.append(word.text)
            return k + 1
        if low in BE | HAVE and k + 1 < len(words):
            verb = words[k + 1].verb("participle")
            if verb and low in BE:
                said += [passive(verb, 2 if low in ("was", "were") else 1), verb.particle]
                return k + 2
            if verb:
                said += [FUNCTION[low], verb.forms[3], verb.particle]
                return k + 2
        if low in DO and k + 1 < len(words):
            return k + 1
        to_do = words[k + 1].verb("base") if low == "to" and k + 1 < len(words) else None
        if to_do and (before is None or not words[k + 1].is_part(*NOUNS)):
            said += ["att", to_do.forms[0], to_do.particle]
            return k + 2
        if low in ("the", "a", "an"):
            return k + 1
        if low in FUNCTION:
            said.append(self._function(word, before, words[k + 1 :]))
        elif word.is_part("adjective"):
            said.append(next(e.sense.forms[0] for e in word.known if e.sense.part == "adjective"))
        else:
            said += self._verb(word)
        return k + 1

    def _verb(self, word: Word) -> list[str]:
        for form, k in _FORMS:
            verb = word.verb(form)
            if verb:
                return [verb.forms[k], verb.particle]
        return [word.text]

    def _function(self, word: Word, before: Word | None, after: Sequence[Word]) -> str:
        low, previous = word.low, before.low if before else ""
        if low == "on" and _ABOUT.search(previous):
            return "om"
        if low == "of":
            if previous in _OF_MINUTES:
                return "från"
            if before and before.is_part("office"):
                return "på" if any(w.low in ("meeting", "meetings") or "möte" in w.text
                                   for w in after[:3]) else "i"  # fmt: skip
            if re.search(r"(?:cost|price|budget|fee|rent|reason|purpose)s?$", previous):
                return "för"
        if low == "that" and before and before.is_part(*NOUNS) and after:
            return "att" if after[0].fixed or after[0].low in THE else "som"
        if low == "that" and after and before and before.is_part("verb"):
            return "att"
        return FUNCTION[low]

    def _noun_phrase(self, words: Sequence[Word], k: int, said: list[str]) -> int:
        """Say the noun phrase that begins at `k`, if one does; return where it ends."""
        start, low = k, words[k].low
        definite = low in THE
        owned = low in _OWNERS or (k > 0 and words[k - 1].low in ("'s", "'"))
        article = low in A
        counted = low in _COUNTS or (k > 0 and words[k - 1].low in _COUNTS)
        if definite or article or low in _OWNERS:
            k += 1
            while k < len(words) and (words[k].low in _COUNTS or words[k].text.isdigit()):
                counted = True
                k += 1
        between = words[start + 1 : k]
        adjectives: list[tuple[str, ...]] = []
        while k < len(words) and (forms := _adjective(words[k])) and self._goes_on(words, k, start):
            adjectives.append(forms)
            k += 1
        nouns: list[list[Entry]] = []
        while k < len(words) and words[k].is_part(*NOUNS) and not self._is_verb(words, k, nouns):
            nouns.append([e for e in words[k].known if e.sense.part in NOUNS])
            k += 1
        if not nouns:
            return start
        many = nouns[-1][0].form == "many" or counted
        sense, first = self._compound(nouns)
        named = k - start == 1 and start > 0 and _is_name(words[start - 1])
        if named and sense.forms[0] == "möte":  # «the Skolrådet meeting»: `Skolrådets möte`
            said[-1] += "" if said[-1].endswith("s") else "s"
        if (named and sense.forms[0] == "möte") or first.endswith(_OWNING):
            owned, definite = True, False
        elif named and not owned:  # «the HR network»: `HR nätverket`
            definite = _has_the(words, start - 1)
        is_office = sense.part == "office"
        weak = definite or owned
        if is_office and self.predicate and definite:
            definite = weak = False
        form = (2 if many else 0) + (1 if definite and not owned else 0)
        if adjectives and definite:
            said.append("de" if many else "det" if sense.neuter else "den")
        if article and not is_office:
            said.append("ett" if sense.neuter else "en")
        if low in _OWNERS:
            said.append({"her": "hennes"}.get(low, FUNCTION[low]))
        said += [FUNCTION.get(word.low, word.text) for word in between]
        said += [forms[2 if many or weak else 1 if sense.neuter else 0] for forms in adjectives]
        said.append(f"{first.replace(_OWNING, ' ')}{sense.forms[form]}")
        return k

    @staticmethod
    def _goes_on(words: Sequence[Word], k: int, start: int) -> bool:
        """Return whether the adjective at `k` is of what follows; a participle needs an article."""
        if k + 1 >= len(words) or not words[k + 1].is_part("adjective", *NOUNS):
            return False
        return words[k].is_part("adjective") or words[start].low in THE | A

    @staticmethod
    def _is_verb(words: Sequence[Word], k: int, nouns: Sequence[object]) -> bool:
        """Return whether a noun that may be a verb is one here: «the council plans to …»."""
        if not nouns or not words[k].verb("base", "present", "past"):
            return False
        return k + 1 < len(words) and words[k + 1].low in ("the", "a", "an", "to", "that")

    def _compound(self, nouns: Sequence[Sequence[Entry]]) -> tuple[Sense, str]:
        """Return the last noun, and what stands before it: joined if the archive joins them."""
        sense, first = self._chosen(nouns[-1]), ""
        for known in reversed(nouns[:-1]):
            other = self._chosen(known)
            bare = other.forms[0]
            joints = dict.fromkeys((bare, re.sub(r"[ae]$", "", bare), f"{bare}s"))
            rest = f"{first}{sense.forms[0]}"
            joined = next((j for j in joints if self.uses(f"{j}{rest}")), None)
            if joined is None and other.part == "body":  # «the board meeting»: `styrelsens möte`
                first = (
                    f"{other.forms[1]}{'' if other.forms[1].endswith('s') else 's'}{_OWNING}{first}"
                )
            else:
                first = f"{joined}{first}" if joined is not None else f"{bare} {first}"
        return sense, first

    def _chosen(self, known: Sequence[Entry]) -> Sense:
        """Return the sense whose words the archive has most of, the first of those alike."""
        return max(known, key=lambda e: max(self.uses(form) for form in e.sense.forms)).sense

    def agreeing(self, nouns: Sequence[Word], common: str, neuter: str, many: str) -> str:
        """Return that of three forms which agrees with the last noun of a phrase."""
        of = next((i for i, word in enumerate(nouns) if i and word.low == "of"), len(nouns))
        heads = [[e for e in w.known if e.sense.part in NOUNS] for w in nouns[:of]]
        head = next((known for known in reversed(heads) if known), None)
        if nouns and nouns[0].low == "of":
            return many
        if head is None:
            return many if nouns and nouns[-1].text.endswith("s") else common
        if head[0].form == "many":
            return many
        return neuter if self._chosen(head).neuter else common


def _has_the(words: Sequence[Word], k: int) -> bool:
    """Return whether `the` stands before the name that ends at `k`."""
    while k > 0 and _is_name(words[k]):
        k -= 1
    return words[k].low in THE


def _is_name(word: Word) -> bool:
    return word.fixed and word.text[:1].isupper() and word.text.isalpha()


def _adjective(word: Word) -> tuple[str, ...] | None:
    """Return a word's forms as an adjective; those of a participle from its verb."""
    for entry in word.known:
        if entry.sense.part == "adjective":
            return entry.sense.forms
    verb = word.verb("participle")
    if verb is None or word.is_part(*NOUNS) or verb.particle:
        return None
    past, done = verb.forms[2], verb.forms[3]
    if done.endswith("at"):
        return f"{done[:-1]}d", done, f"{done[:-1]}de"
    if done.endswith("it"):
        return f"{done[:-2]}en", f"{done[:-2]}et", f"{done[:-2]}na"
    ending = "ta" if past.endswith("te") else "da"
    return done, done, f"{done[:-1]}{ending}"


def passive(verb: Sense, form: int) -> str:
    """Return the passive of a verb: `utse`, `utses`; `köper`, `köps`."""
    said = verb.forms[form]
    if form == 1:
        infinitive = verb.forms[0]
        if said == f"{infinitive}r":
            said = infinitive
        elif said.endswith("er"):
            said = said[:-2]
    return said if said.endswith("s") else f"{said}s"


def join(parts: Sequence[str]) -> str:
    """Return the parts that are not empty with a blank between them."""
    return " ".join(part for part in parts if part)
