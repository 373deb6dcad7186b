"""To Swedish: an English question is said in Swedish, as `qa.understanding` understands it.

Names, numbers, quotes and words that the dictionary lacks stay as they are: search works by
meaning too, and a word that nothing is known of must not become another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.dictionary import Form, Sense
from qa.english_phrases import FUNCTION, MENDED
from qa.english_reading import ASKING, NOUNS, THE, A, Word, read
from qa.phrases import capitalised
from qa.swedish_phrases import BE, DO, HAVE, Phrases, Uses, join, passive

_MODAL = frozenset({"will", "shall", "would", "should", "can", "could", "must", "might"})
_AUXILIARY = DO | BE | HAVE | _MODAL
_BEFORE = frozenset({"in", "from", "to", "for", "by", "with", "at", "on", "of", "during", "after"})
_OPENINGS = frozenset({"and", "but", "or", "then"})
_OF_MATTERS = frozenset({"besluta", "rösta", "rapportera", "informera", "berätta", "svara"})
_TO_OFFICE = {"utse": "till", "välja": "till", "anställa": "som"}


def _nothing(_: str) -> int:
    return 0


_NAMED = re.compile(r"(?<=\s)([A-ZÅÄÖ][a-zåäö]+) ([a-zåäö]{3,})\b")  # «Hammar bro»


def in_swedish(question: str, uses: Uses = _nothing) -> str:
    """Return an English `question` in Swedish; `uses` chooses among words that mean the same."""
    said = " ".join(_Clause(uses).question(words) for words in read(question))
    for pattern, better in MENDED:
        said = pattern.sub(better, said)
    return capitalised(_NAMED.sub(lambda named: _joined(named, uses), said).strip())


def _joined(named: re.Match[str], uses: Uses) -> str:
    """Return a name and the noun after it as one word, if the archive writes them so."""
    whole = f"{named[1]}{named[2]}"
    return whole if uses(whole.lower()) else named.group()


class _Clause(Phrases):
    """Says one question."""

    def question(self, words: list[Word]) -> str:
        opening = []
        while words and (words[0].low in _OPENINGS or words[0].text == ","):
            opening.append(FUNCTION.get(words[0].low, words[0].text))
            words = words[1:]
        return " ".join([*opening, self.clause(words)]).replace(" ,", ",").strip()

    def clause(self, words: list[Word]) -> str:
        """Return a main clause, its verb before its subject where Swedish asks so."""
        asking, rest = self._asking(words)
        if rest and rest[0].low in _AUXILIARY:
            said = self._with_auxiliary(rest)
        elif rest and asking and (verb := rest[0].verb("past", "present", "participle", "base")):
            said = self._with_verb(verb, rest[0], rest[1:])
        elif rest and not asking and rest[0].verb("base") and not rest[0].is_part(*NOUNS):
            said = self.plain(rest[1:])  # «List the meetings», «Show …»
            sense = rest[0].verb("base")
            said = f"{sense.forms[0] if sense else ''} {said}"
        else:
            said = self.plain(rest)
        return f"{asking} {said}".strip()

    def _asking(self, words: list[Word]) -> tuple[str, list[Word]]:
        """Return what the question asks with, in Swedish, and the words after it."""
        if len(words) > 1 and words[0].low in _BEFORE and words[1].low in ASKING:
            asking, rest = self._asking(words[1:])
            if asking == "vad":
                asking = "vilket"
            return f"{FUNCTION[words[0].low]} {asking}", rest
        if not words or words[0].low not in ASKING:
            return "", words
        low, rest = words[0].low, words[1:]
        second = rest[0].low if rest else ""
        if low == "how":
            ways = {"much": "hur mycket", "many": "hur många", "long": "hur länge",
                    "often": "hur ofta", "large": "hur stor", "big": "hur stor",
                    "old": "hur gammal", "soon": "hur snart"}  # fmt: skip
            if second in ways:
                k = self._end_of_nouns(rest, 1)
                way = ways[second]
                if way == "hur stor" and k > 1:
                    way = f"hur {self.agreeing(rest[1:k], 'stor', 'stort', 'stora')}"
                return f"{way} {self.plain(rest[1:k])}".strip(), rest[k:]
            return "hur", rest
        if low == "what_time":
            return "hur dags", rest
        if low in ("which", "what", "whose"):
            k = self._end_of_nouns(rest, 0)
            if low == "whose":
                return f"vems {self.plain(rest[:k])}".strip(), rest[k:]
            if k or low == "which":
                nouns = self.plain(rest[:k])
                which = self.agreeing(rest[:k], "vilken", "vilket", "vilka")
                return f"{which} {nouns}".strip(), rest[k:]
            return "vad", rest
        if low in ("who", "whom"):
            plural = second in ("were", "are") or (second == "have")
            if rest and (sense := rest[0].verb("past", "base")):
                plural = sense.forms[0] == "delta"
            return "vilka" if plural else "vem", rest
        return {"when": "när", "where": "var", "why": "varför"}[low], rest

    @staticmethod
    def _end_of_nouns(words: Sequence[Word], k: int) -> int:
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

    def _with_verb(self, verb: Sense, word: Word, rest: list[Word]) -> str:
        form = 1 if word.verb("present") and not word.verb("past") else 2
        return self._after_verb(verb, form, [], rest)

    def _with_auxiliary(self, words: list[Word]) -> str:
        low, rest = words[0].low, words[1:]
        negated = bool(rest) and rest[0].low == "not"
        if negated:
            rest = rest[1:]
        if low in DO:
            return self._with_do(low, rest, negated)
        if low in BE:
            return self._with_be(low, rest, negated)
        if low in HAVE:
            return self._with_have(low, rest, negated)
        return self._with_modal(low, rest, negated)

    def _with_do(self, low: str, rest: list[Word], negated: bool) -> str:
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

    def _with_be(self, low: str, rest: list[Word], negated: bool) -> str:
        past = low in ("was", "were")
        at = _main_verb(rest, ("participle",))
        if at is not None and (verb := rest[at].verb("participle")):
            said = passive(verb, 2 if past else 1)
            who, after = rest[:at], rest[at + 1 :]
            no = "inte" if negated else ""
            after_verb = self._rest_of(verb, after, passive=True)
            return join([said, self.plain(who), no, verb.particle, after_verb])
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

    def _with_present(self, rest: list[Word]) -> str:
        """Return the rest of «was X at the meeting», which Swedish says with `med`."""
        at = next((i for i, w in enumerate(rest) if w.low in ("at", "in")), None)
        if at and not any(w.known for w in rest[:at]):
            after = " ".join(w.text.lower() for w in rest[at + 1 :])
            if re.match(
                r"(?:the |that |this )?(?:\S+ )?(?:\S+ )?(?:meetings?|mötet|senaste)", after
            ):
                return f"{self.plain(rest[:at])} med {self.plain(rest[at:])}"
        return self.plain(rest)

    def _with_have(self, low: str, rest: list[Word], negated: bool) -> str:
        has = "hade" if low == "had" else "har"
        no = ["inte"] if negated else []
        been = next((i for i, w in enumerate(rest) if w.low == "been"), None)
        if been is not None:
            subject, after = rest[:been], rest[been + 1 :]
            if after and (verb := _done(after[0])):
                said = [has, self.plain(subject), *no, passive(verb, 3), verb.particle]
                return join([*said, self._rest_of(verb, after[1:], passive=True)])
            self.predicate = True
            return join([has, self.plain(subject), *no, "varit", self.plain(after)])
        at = _main_verb(rest, ("participle",))
        if at is None or not (verb := rest[at].verb("participle")):
            return join([has, *no, self.plain(rest)])
        said = [has, self.plain(rest[:at]), *no, verb.forms[3], verb.particle]
        return join([*said, self._rest_of(verb, rest[at + 1 :])])

    def _with_modal(self, low: str, rest: list[Word], negated: bool) -> str:
        no = ["inte"] if negated else []
        be = next((i for i, w in enumerate(rest) if w.low == "be"), None)
        if be is not None:
            subject, after = rest[:be], rest[be + 1 :]
            if after and (verb := _done(after[0])):
                said = [FUNCTION[low], self.plain(subject), *no, passive(verb, 0), verb.particle]
                return join([*said, self._rest_of(verb, after[1:], passive=True)])
            self.predicate = True
            return join([FUNCTION[low], self.plain(subject), *no, "vara", self.plain(after)])
        at = _main_verb(rest, ("base",))
        if at is None or not (verb := rest[at].verb("base")):
            return join([FUNCTION[low], *no, self.plain(rest)])
        said = [FUNCTION[low], self.plain(rest[:at]), *no, verb.forms[0], verb.particle]
        return join([*said, self._rest_of(verb, rest[at + 1 :])])

    def _after_verb(
        self, verb: Sense, form: int, subject: list[Word], rest: list[Word], *,
        negated: bool = False,
    ) -> str:  # fmt: skip
        who, no = self.plain(subject), "inte" if negated else ""
        return join([verb.forms[form], who, no, verb.particle, self._rest_of(verb, rest)])

    def _rest_of(self, verb: Sense, rest: list[Word], *, passive: bool = False) -> str:
        """Return what follows a verb; an office that somebody is chosen for gets its `till`."""
        if verb.forms[0] in _TO_OFFICE:
            at = next((i for i, w in enumerate(rest) if w.is_part("office")), None)
            if not passive and rest and rest[0].low in ("a", "an", "the"):
                at = None
            if at and any(w.verb("base", "past", "participle") for w in rest[:at]):
                at = None
            before = [w.low for w in rest[: at or 0]]
            while at is not None and before and before[-1] in {"the", "a", "an", "as", "to", "new"}:
                if before[-1] in ("as", "to", "the", "a", "an"):
                    rest = [*rest[: len(before) - 1], *rest[len(before) :]]
                    at -= 1
                before.pop()
            if at is not None and (not before or before[-1] not in FUNCTION):
                to = _TO_OFFICE[verb.forms[0]]
                start = len(before)
                self.predicate = True
                return join([self.plain(rest[:start]), to, self.plain(rest[start:])])
        if verb.forms[0] == "vilja" and rest and rest[0].low == "to":
            do = rest[1].verb("base") if len(rest) > 1 else None
            if do:
                return join([do.forms[0], do.particle, self._rest_of(do, rest[2:])])
        at_meetings = verb.forms[0] == "delta" or verb.particle == "ordförande"
        if (
            at_meetings
            and rest
            and (
                rest[0].text.startswith(("mötet", "senaste", "första"))
                or not (rest[0].fixed or rest[0].low in FUNCTION)
            )
        ):
            return f"på {self.plain(rest)}"
        of_item = len(rest) > 1 and rest[1].text.startswith(("punkt", "§"))
        if rest and rest[0].low == "on" and verb.forms[0] in _OF_MATTERS and not of_item:
            return f"om {self.plain(rest[1:])}"
        if verb.forms[0] == "komma" and rest and rest[0].low in ("at", "in"):
            return f"till {self.plain(rest[1:])}"
        if verb.forms[0] == "lämna" and rest and rest[0].low in ("early", "before"):
            return join(["mötet", self.plain(rest)])
        return self.plain(rest)


def _done(word: Word) -> Sense | None:
    """Return the verb after `be`, unless it says how something is: «will be finished»."""
    return None if word.is_part("adjective") else word.verb("participle")


def _main_verb(words: Sequence[Word], forms: tuple[Form, ...]) -> int | None:
    """Return where the verb stands that the auxiliary before `words` belongs to."""
    found = []
    for k, word in enumerate(words):
        if word.low in ("that", "which", "who", "when", "if") and k and words[k - 1].known:
            break
        if not word.verb(*forms):
            continue
        before = words[k - 1] if k else None
        if before and ((before.low in FUNCTION and before.low not in _PRONOUNS) or before.low in A
                       or before.low in THE - {"that", "this"} or before.is_part("adjective")
                       or before.low in ("'s", "'")):  # fmt: skip
            continue
        if k + 1 < len(words) and word.is_part("adjective") and words[k + 1].is_part(*NOUNS):
            continue
        if "participle" in forms and "base" not in forms and word.is_part("adjective"):
            continue
        following = words[k + 1].low if k + 1 < len(words) else ""
        if forms == ("ing",) and word.is_part(*NOUNS) and k and following not in THE | A:
            continue  # «the council meeting in May»
        found.append(k)
    sure = [k for k in found if words[k].is_only_verb]
    if sure:
        return sure[0]
    return found[-1] if found else None


_PRONOUNS = frozenset(
    "it he she they we you i there anyone anybody someone somebody everyone everybody that this"
    " not also actually then first ever already him her them".split()
)
