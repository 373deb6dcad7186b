"""To Swedish: an English question is said in Swedish, as `qa.understanding` understands it.

Names, numbers, quotes and words that the dictionary lacks stay as they are: search works by
meaning too, and a word that nothing is known of must not become another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from qa.dictionary import Entry, Form, Sense, entries, longest
from qa.english_phrases import DATES, FUNCTION, MENDED, MONTHS, PLAINER, READY
from qa.phrases import capitalised

Uses = Callable[[str], int]  # how often the archive has this Swedish word

_TOKEN = re.compile(
    r"""
    \x01(?P<ready>[^\x02]*)\x02
    | (?P<quote>[”“"][^”“"]*[”“"])
    | (?P<number>§?\s?\d[\w.,:/-]*\w|\d)
    | (?P<genitive>'s?(?=\W|$))
    | (?P<word>[^\W\d_]+(?:[_&-][^\W_]+)*)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)
_DO = frozenset({"did", "do", "does"})
_BE = frozenset({"was", "were", "is", "are"})
_HAVE = frozenset({"has", "have", "had"})
_MODAL = frozenset({"will", "shall", "would", "should", "can", "could", "must", "might"})
_AUXILIARY = _DO | _BE | _HAVE | _MODAL
_THE = frozenset({"the", "this", "that", "these", "those"})
_A = frozenset({"a", "an"})
_OWNERS = frozenset({"his", "her", "their", "its", "our", "my"})
_COUNTS = frozenset({"many", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                     "all", "few", "both", "some", "several"})  # fmt: skip
_OPENINGS = frozenset({"and", "but", "or", "then"})
_ASKING = frozenset({"who", "whom", "what", "when", "where", "why", "how", "which", "whose",
                     "what_time"})  # fmt: skip
_ABOUT = re.compile(
    r"(?:deci|vot|propos|motion|discuss|report|inform|question|opinion|view|agree|matter|item"
    r"|position|comment|debat|resol|spoke|said|consult|study|survey|inquir)\w*"
)
_OF_MINUTES = frozenset({"minutes", "protocol", "protocols"})
_CHOOSES = frozenset({"utse", "välja"})
_TO_OFFICE = "till"
_NOUNS = ("noun", "office", "body")


@dataclass(slots=True)
class _Word:
    """One word, number, name or mark of the question, or what is Swedish already."""

    text: str
    known: tuple[Entry, ...] = ()
    fixed: bool = False  # a name, a number, a quote, a date: stays as it is
    low: str = field(init=False)

    def __post_init__(self) -> None:
        self.low = "" if self.fixed else self.text.lower()

    def is_part(self, *parts: str) -> bool:
        return any(entry.sense.part in parts for entry in self.known)

    def verb(self, *forms: Form) -> Sense | None:
        """Return the verb that this is a form of, one of `forms`."""
        found = (e.sense for e in self.known if e.sense.part == "verb" and e.form in forms)
        return next(found, None)

    @property
    def is_only_verb(self) -> bool:
        return bool(self.known) and all(e.sense.part == "verb" for e in self.known)


def _nothing(_: str) -> int:
    return 0


def in_swedish(question: str, uses: Uses = _nothing) -> str:
    """Return an English `question` in Swedish; `uses` chooses among words that mean the same."""
    text = re.sub(r"\s+", " ", question).strip()
    for pattern, plain in PLAINER:
        text = pattern.sub(plain, text)
    for pattern in DATES:
        text = _outside(pattern, _date, text)
    for pattern, ready in READY:
        text = _outside(pattern, partial(_ready, ready), text)
    sentences = re.split(r"(?<=[?!])\s+", text)
    said = " ".join(_Translation(uses).question(_words(one)) for one in sentences)
    for pattern, better in MENDED:
        said = pattern.sub(better, said)
    return capitalised(said.strip())


def _outside(
    pattern: re.Pattern[str], said: Callable[[re.Match[str]], str], text: str
) -> str:
    """Return `text` with what `pattern` finds outside quotes put into Swedish, which is marked."""
    parts = re.split(r"(\x01[^\x02]*\x02|[”“\"][^”“\"]*[”“\"])", text)
    return "".join(
        part if k % 2 else pattern.sub(lambda match: f"\x01{said(match)}\x02", part)
        for k, part in enumerate(parts)
    )


def _ready(swedish: str, match: re.Match[str]) -> str:
    return match.expand(swedish)


def _date(match: re.Match[str]) -> str:
    part = match.groupdict()
    month = MONTHS[part["month"].lower()]
    year = f" {part['year']}" if part.get("year") else ""
    if part.get("day"):
        said = f"den {part['day']} {month}{year}"
    else:
        before = (part.get("in") or "").strip().lower()
        said = f"{'från ' if before == 'from' else 'i '}{month}{year}"
    return said


def _words(text: str) -> list[_Word]:
    """Return the words of `text`, those that the dictionary has together as one."""
    found: list[_Word] = []
    tokens = list(_TOKEN.finditer(text.replace("\x02\x01", "\x02 \x01")))
    k = 0
    while k < len(tokens):
        match = tokens[k]
        if match["word"] is None:
            ready = re.sub(r"[\x01\x02]", "", match.group())
            fixed = match["genitive"] is None and match["mark"] is None
            found.append(_Word(ready, fixed=fixed))
            k += 1
            continue
        size, known = _longest_at(tokens, k)
        words = " ".join(token.group() for token in tokens[k : k + size])
        function = words.lower() in FUNCTION or words.lower() in _ASKING or words.lower() in _THE | _A
        capital = words[0].isupper() and k > 0 and words.lower() != "i"
        if capital and not any(entry.sense.part in ("body", "office") for entry in known):
            found.append(_Word(words, fixed=True))
        elif capital and size == 1 and _beside_name(tokens, k):
            found.append(_Word(words, fixed=True))
        elif known or function:
            found.append(_Word(words, known))
        else:
            found.append(_Word(words, fixed=True))
        k += size
    return found


def _longest_at(tokens: Sequence[re.Match[str]], k: int) -> tuple[int, tuple[Entry, ...]]:
    """Return how many tokens from `k` on are one entry, and what it may be."""
    dictionary = entries()
    for size in range(longest(), 0, -1):
        part = tokens[k : k + size]
        if len(part) < size or any(t["ready"] or t["number"] for t in part):
            continue
        joined = "".join(
            t.group() if t["genitive"] else f" {t.group()}" for t in part
        ).strip().lower()
        if joined in dictionary:
            return size, dictionary[joined]
        if size > 1 and joined in FUNCTION:
            return size, ()
    return 1, ()


def _beside_name(tokens: Sequence[re.Match[str]], k: int) -> bool:
    """Return whether a capitalised word stands next to a name: it is a part of it."""
    for other in (k - 1, k + 1):
        if 0 < other < len(tokens) and (word := tokens[other]["word"]):
            low = word.lower()
            if word[0].isupper() and low not in entries() and low not in FUNCTION and len(word) > 1:
                return True
    return False


@dataclass(slots=True)
class _Translation:
    """Says one question; `predicate` while what is said is what somebody is."""

    uses: Uses
    predicate: bool = False
    inserted: bool = False  # `till` before an office

    def question(self, words: list[_Word]) -> str:
        opening = []
        while words and (words[0].low in _OPENINGS or words[0].text == ","):
            opening.append(FUNCTION.get(words[0].low, words[0].text))
            words = words[1:]
        return " ".join([*opening, self.clause(words)]).replace(" ,", ",").strip()

    def clause(self, words: list[_Word]) -> str:
        """Return a main clause, its verb before its subject where Swedish asks so."""
        asking, rest = self._asking(words)
        if rest and rest[0].low in _AUXILIARY:
            said = self._with_auxiliary(rest)
        elif rest and asking and (verb := rest[0].verb("past", "present", "participle", "base")):
            said = self._with_verb(verb, rest[0], rest[1:])
        elif rest and not asking and rest[0].verb("base") and not rest[0].is_part(*_NOUNS):
            said = self.plain(rest[1:])  # «List the meetings», «Show …»
            sense = rest[0].verb("base")
            said = f"{sense.forms[0] if sense else ''} {said}"
        else:
            said = self.plain(rest)
        return f"{asking} {said}".strip()

    def _asking(self, words: list[_Word]) -> tuple[str, list[_Word]]:
        """Return what the question asks with, in Swedish, and the words after it."""
        if not words or words[0].low not in _ASKING:
            return "", words
        low, rest = words[0].low, words[1:]
        second = rest[0].low if rest else ""
        if low == "how":
            ways = {"much": "hur mycket", "many": "hur många", "long": "hur länge",
                    "often": "hur ofta", "large": "hur stor", "big": "hur stor",
                    "old": "hur gammal", "soon": "hur snart"}  # fmt: skip
            if second in ways:
                k = self._end_of_nouns(rest, 1)
                return f"{ways[second]} {self.plain(rest[1:k])}".strip(), rest[k:]
            return "hur", rest
        if low == "what_time":
            return "hur dags", rest
        if low in ("which", "what", "whose"):
            k = self._end_of_nouns(rest, 0)
            if low == "whose":
                return f"vems {self.plain(rest[:k])}".strip(), rest[k:]
            if k or low == "which":
                nouns = self.plain(rest[:k])
                return f"{self._which(rest[:k])} {nouns}".strip(), rest[k:]
            return "vad", rest
        if low in ("who", "whom"):
            plural = second in ("were", "are") or (second == "have")
            if rest and (sense := rest[0].verb("past", "base")):
                plural = sense.forms[0] == "delta"
            return "vilka" if plural else "vem", rest
        return {"when": "när", "where": "var", "why": "varför"}[low], rest

    @staticmethod
    def _end_of_nouns(words: Sequence[_Word], k: int) -> int:
        """Return where the noun phrase ends that begins at `k`: before the clause's verb."""
        auxiliary = next((i for i, w in enumerate(words) if i >= k and w.low in _AUXILIARY), None)
        for i in range(k, len(words)):
            word = words[i]
            if i == auxiliary:
                return i
            if word.is_only_verb and word.verb("past", "present", "participle"):
                return i
            if auxiliary is None and i > k and word.verb("past", "participle", "present"):
                return i
        return len(words) if auxiliary is None and k < len(words) else (auxiliary or k)

    def _which(self, nouns: Sequence[_Word]) -> str:
        head = next(
            (e for w in reversed(nouns) for e in w.known if e.sense.part in _NOUNS), None
        )
        if any(word.low == "of" for word in nouns[:1]):
            return "vilka"
        if head is None:
            plural = bool(nouns) and nouns[-1].text.endswith("s")
            return "vilka" if plural else "vilken"
        if head.form == "many":
            return "vilka"
        sense = self._chosen([head])
        return "vilket" if sense.neuter else "vilken"

    def _with_verb(self, verb: Sense, word: _Word, rest: list[_Word]) -> str:
        form = 1 if word.verb("present") and not word.verb("past") else 2
        return self._after_verb(verb, form, [], rest)

    def _with_auxiliary(self, words: list[_Word]) -> str:
        low, rest = words[0].low, words[1:]
        negated = bool(rest) and rest[0].low == "not"
        if negated:
            rest = rest[1:]
        if low in _DO:
            return self._with_do(low, rest, negated)
        if low in _BE:
            return self._with_be(low, rest, negated)
        if low in _HAVE:
            return self._with_have(low, rest, negated)
        return self._with_modal(low, rest, negated)

    def _with_do(self, low: str, rest: list[_Word], negated: bool) -> str:
        at = _main_verb(rest, ("base",))
        form = 2 if low == "did" else 1
        if at is None:
            return " ".join(["gjorde" if low == "did" else "gör", self.plain(rest)])
        verb = rest[at].verb("base")
        if verb is None:
            return self.plain(rest)
        subject = rest[:at]
        if subject and subject[-1].low == "not":
            subject, negated = subject[:-1], True
        return self._after_verb(verb, form, subject, rest[at + 1 :], negated=negated)

    def _with_be(self, low: str, rest: list[_Word], negated: bool) -> str:
        past = low in ("was", "were")
        at = _main_verb(rest, ("participle",))
        if at is not None and (verb := rest[at].verb("participle")):
            said = _passive(verb, 2 if past else 1)
            who, after = rest[:at], rest[at + 1 :]
            no = "inte" if negated else ""
            after_verb = self._rest_of(verb, after, passive=True)
            return _join([said, self.plain(who), no, verb.particle, after_verb])
        at = _main_verb(rest, ("ing",))
        if at is not None and (verb := rest[at].verb("ing")):
            return self._after_verb(verb, 2 if past else 1, rest[:at], rest[at + 1 :],
                                    negated=negated)  # fmt: skip
        said = "var" if past else "är"
        if rest and rest[0].low == "there":
            said, rest = ("fanns det" if past else "finns det"), rest[1:]
        self.predicate = True
        no = " inte" if negated else ""
        return f"{said}{no} {self._with_present(rest)}"

    def _with_present(self, rest: list[_Word]) -> str:
        """Return the rest of «was X at the meeting», which Swedish says with `med`."""
        at = next((i for i, w in enumerate(rest) if w.low in ("at", "in")), None)
        if at and not any(w.known for w in rest[:at]):
            after = " ".join(w.text.lower() for w in rest[at + 1 :])
            if re.match(r"(?:the |that |this )?(?:\S+ )?(?:\S+ )?(?:meetings?|mötet|senaste)", after):
                return f"{self.plain(rest[:at])} med {self.plain(rest[at:])}"
        return self.plain(rest)

    def _with_have(self, low: str, rest: list[_Word], negated: bool) -> str:
        has = "hade" if low == "had" else "har"
        no = ["inte"] if negated else []
        been = next((i for i, w in enumerate(rest) if w.low == "been"), None)
        if been is not None:
            subject, after = rest[:been], rest[been + 1 :]
            if after and (verb := after[0].verb("participle")):
                said = [has, self.plain(subject), *no, _passive(verb, 3), verb.particle]
                return _join([*said, self._rest_of(verb, after[1:], passive=True)])
            self.predicate = True
            return _join([has, self.plain(subject), *no, "varit", self.plain(after)])
        at = _main_verb(rest, ("participle",))
        if at is None or not (verb := rest[at].verb("participle")):
            return _join([has, *no, self.plain(rest)])
        said = [has, self.plain(rest[:at]), *no, verb.forms[3], verb.particle]
        return _join([*said, self._rest_of(verb, rest[at + 1 :])])

    def _with_modal(self, low: str, rest: list[_Word], negated: bool) -> str:
        no = ["inte"] if negated else []
        be = next((i for i, w in enumerate(rest) if w.low == "be"), None)
        if be is not None:
            subject, after = rest[:be], rest[be + 1 :]
            if after and (verb := after[0].verb("participle")):
                said = [FUNCTION[low], self.plain(subject), *no, _passive(verb, 0), verb.particle]
                return _join([*said, self._rest_of(verb, after[1:], passive=True)])
            self.predicate = True
            return _join([FUNCTION[low], self.plain(subject), *no, "vara", self.plain(after)])
        at = _main_verb(rest, ("base",))
        if at is None or not (verb := rest[at].verb("base")):
            return _join([FUNCTION[low], *no, self.plain(rest)])
        said = [FUNCTION[low], self.plain(rest[:at]), *no, verb.forms[0], verb.particle]
        return _join([*said, self._rest_of(verb, rest[at + 1 :])])

    def _after_verb(
        self, verb: Sense, form: int, subject: list[_Word], rest: list[_Word], *,
        negated: bool = False,
    ) -> str:  # fmt: skip
        who, no = self.plain(subject), "inte" if negated else ""
        return _join([verb.forms[form], who, no, verb.particle, self._rest_of(verb, rest)])

    def _rest_of(self, verb: Sense, rest: list[_Word], *, passive: bool = False) -> str:
        """Return what follows a verb; an office that somebody is chosen for gets its `till`."""
        if verb.forms[0] in _CHOOSES or verb.forms[0] == "anställa":
            at = next((i for i, w in enumerate(rest) if w.is_part("office")), None)
            if not passive and rest and rest[0].low in ("a", "an", "the"):
                at = None
            before = [w.low for w in rest[: at or 0]]
            while at is not None and before and before[-1] in {"the", "a", "an", "as", "to", "new"}:
                if before[-1] in ("as", "to", "the", "a", "an"):
                    rest = [*rest[: len(before) - 1], *rest[len(before) :]]
                    at -= 1
                before.pop()
            if at is not None and (not before or before[-1] not in FUNCTION):
                to = "som" if verb.forms[0] == "anställa" else _TO_OFFICE
                start = len(before)
                self.predicate = True
                return _join([self.plain(rest[:start]), to, self.plain(rest[start:])])
        if rest and (verb.forms[0] == "delta" or verb.particle == "ordförande"):
            if rest[0].text.startswith(("mötet", "senaste", "första")) or not (
                rest[0].fixed or rest[0].low in FUNCTION
            ):
                return f"på {self.plain(rest)}"
        if verb.forms[0] == "komma" and rest and rest[0].low in ("at", "in"):
            return f"till {self.plain(rest[1:])}"
        if verb.forms[0] == "lämna" and rest and rest[0].low in ("early", "before"):
            return _join(["mötet", self.plain(rest)])
        return self.plain(rest)

    def plain(self, words: Sequence[_Word]) -> str:
        """Return words in their order, noun phrases inflected."""
        said: list[str] = []
        k = 0
        while k < len(words):
            k = self._next(words, k, said)
        return _join(said)

    def _next(self, words: Sequence[_Word], k: int, said: list[str]) -> int:
        word, low = words[k], words[k].low
        before = words[k - 1] if k else None
        if low in ("'s", "'"):
            if said:
                said[-1] += "" if said[-1][-1:] in "sxz" else "s"
            return k + 1
        end = self._noun_phrase(words, k, said)
        if end > k:
            return end
        if word.fixed or (not word.known and low not in FUNCTION and low not in _THE | _A):
            said.append(word.text)
            return k + 1
        if low in _BE | _HAVE and k + 1 < len(words):
            verb = words[k + 1].verb("participle")
            if verb and low in _BE:
                said += [_passive(verb, 2 if low in ("was", "were") else 1), verb.particle]
                return k + 2
            if verb:
                said += [FUNCTION[low], verb.forms[3], verb.particle]
                return k + 2
        if low in _DO and k + 1 < len(words):
            return k + 1
        if low == "to" and k + 1 < len(words) and (verb := words[k + 1].verb("base")):
            if not words[k + 1].is_part(*_NOUNS) or before is None:
                said += ["att", verb.forms[0], verb.particle]
                return k + 2
        if low in ("the", "a", "an"):
            return k + 1
        if word.is_part("adjective"):
            said.append(next(e.sense.forms[0] for e in word.known if e.sense.part == "adjective"))
        elif word.is_part("verb"):
            said += self._verb(word)
        else:
            said.append(self._function(word, before, words[k + 1 :]))
        return k + 1

    def _verb(self, word: _Word) -> list[str]:
        for form, k in (("past", 2), ("participle", 3), ("present", 1), ("base", 1), ("ing", 0)):
            verb = word.verb(form)  # type: ignore[arg-type]
            if verb:
                return [verb.forms[k], verb.particle]
        return [word.text]

    def _function(self, word: _Word, before: _Word | None, after: Sequence[_Word]) -> str:
        low, previous = word.low, before.low if before else ""
        if low == "on" and _ABOUT.match(previous):
            return "om"
        if low == "of":
            if previous in _OF_MINUTES:
                return "från"
            if before and before.is_part("office"):
                return "på" if any(w.low in ("meeting", "meetings") or "möte" in w.text
                                   for w in after[:3]) else "i"  # fmt: skip
            if re.search(r"(?:cost|price|budget|fee|rent|reason|purpose)s?$", previous):
                return "för"
        if low == "that" and before and before.is_part(*_NOUNS) and after:
            return "som"
        if low == "that" and after and before and before.is_part("verb"):
            return "att"
        return FUNCTION[low]

    def _noun_phrase(self, words: Sequence[_Word], k: int, said: list[str]) -> int:
        """Say the noun phrase that begins at `k`, if one does; return where it ends."""
        start, low = k, words[k].low
        definite = low in _THE
        owned = low in _OWNERS or (k > 0 and words[k - 1].low in ("'s", "'"))
        article = low in _A
        counted = low in _COUNTS or (k > 0 and words[k - 1].low in _COUNTS)
        if definite or article or low in _OWNERS:
            k += 1
            while k < len(words) and (words[k].low in _COUNTS or words[k].text.isdigit()):
                counted = True
                k += 1
        between = words[start + 1 : k]
        adjectives = []
        while k < len(words) and words[k].is_part("adjective") and self._goes_on(words, k):
            adjectives.append(words[k].known)
            k += 1
        nouns = []
        while k < len(words) and words[k].is_part(*_NOUNS) and not self._is_verb(words, k, nouns):
            nouns.append([e for e in words[k].known if e.sense.part in _NOUNS])
            k += 1
        if not nouns:
            return start
        many = nouns[-1][0].form == "many" or counted
        sense, first = self._compound(nouns)
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
        for known in adjectives:
            forms = next(e.sense.forms for e in known if e.sense.part == "adjective")
            said.append(forms[2 if many or weak else 1 if sense.neuter else 0])
        said.append(f"{first}{sense.forms[form]}")
        return k

    @staticmethod
    def _goes_on(words: Sequence[_Word], k: int) -> bool:
        """Return whether an adjective or a noun follows, which the adjective at `k` is of."""
        return k + 1 < len(words) and words[k + 1].is_part("adjective", *_NOUNS)

    @staticmethod
    def _is_verb(words: Sequence[_Word], k: int, nouns: Sequence[object]) -> bool:
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
            first = f"{joined}{first}" if joined is not None else f"{bare} {first}"
        return sense, first

    def _chosen(self, known: Sequence[Entry]) -> Sense:
        """Return the sense whose words the archive has most of, the first of those alike."""
        return max(known, key=lambda e: max(self.uses(form) for form in e.sense.forms)).sense


def _main_verb(words: Sequence[_Word], forms: tuple[Form, ...]) -> int | None:
    """Return where the verb stands that the auxiliary before `words` belongs to."""
    found = []
    for k, word in enumerate(words):
        if word.low in ("that", "which", "who", "when", "if") and k and words[k - 1].known:
            break
        if not word.verb(*forms):
            continue
        before = words[k - 1] if k else None
        if before and (before.low in FUNCTION and before.low not in _PRONOUNS or before.low in _A
                       or before.low in _THE - {"that", "this"} or before.is_part("adjective")
                       or before.low in ("'s", "'")):  # fmt: skip
            continue
        if k + 1 < len(words) and word.is_part("adjective") and words[k + 1].is_part(*_NOUNS):
            continue
        if "participle" in forms and "base" not in forms and word.is_part("adjective"):
            continue
        found.append(k)
    sure = [k for k in found if words[k].is_only_verb]
    if sure:
        return sure[0]
    return found[-1] if found else None


_PRONOUNS = frozenset(
    "it he she they we you i there anyone anybody someone somebody everyone everybody that this"
    " not also actually then first ever already him her them".split()
)


def _passive(verb: Sense, form: int) -> str:
    """Return the passive of a verb: `utse`, `utses`; `köper`, `köps`."""
    said = verb.forms[form]
    if form == 1:
        infinitive = verb.forms[0]
        if said == f"{infinitive}r":
            said = infinitive
        elif said.endswith("er"):
            said = said[:-2]
    return said if said.endswith("s") else f"{said}s"


def _join(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)
