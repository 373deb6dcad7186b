"""Ask: a question of facts, and whom and which place of those on record it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from index.folding import fold_marks, fold_word, words
from index.nouns import Meeting
from qa.scope import Scope
from qa.understanding import Question

NAME_RATIO = 84.0  # `Palsson`/`Pålsson` is equal without marks; `Crespín`/`Krespin` scores 86
_PLACE_RATIO = 90.0  # `Klipan`/`Klippan` scores 92; places are short, and many are alike
_MIN_GENITIVE = 5  # letters from which a last s may be a genitive: `Larssons`, not `Jens`
_MIN_SURNAME = 4  # letters of a surname that is asked for alone
_MIN_MISSPELT = 5  # letters of a place that may be spelt otherwise


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of facts with what it names of the records."""

    question: Question
    scope: Scope
    person: str | None = None  # an attendee, as the protocols write the name
    place: str | None = None  # where some attendee comes from: "Klippan"

    @property
    def of_meeting(self) -> bool:
        """Whether the question names a meeting or speaks of one."""
        return self.scope.stated or self.question.about_meeting

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings asked about, by date: those that are named, else the latest one."""
        return self.scope.meetings if self.scope.stated else self.scope.meetings[-1:]


def read_ask(question: Question, scope: Scope) -> Ask:
    """Return `question` with the person and the place that it names, of those in `scope`."""
    people = {fold_word(p.name): p.name for m in scope.meetings for p in m.attendees}
    names = list(people.values())
    person = _whole_name(question, names) or _surname(question, names)
    return Ask(question, scope, person, _place(question, scope.meetings))


def with_representative(ask: Ask) -> Ask:
    """Return `ask` about the one attendee of the place that it names, if there is only one."""
    if ask.person is not None or ask.place is None or not ask.of_meeting:
        return ask
    sent = {p.name for m in ask.meetings for p in m.attendees if p.place == ask.place}
    return replace(ask, person=sent.pop()) if len(sent) == 1 else ask


def _whole_name(question: Question, names: Iterable[str]) -> str | None:
    """Return the name whose parts the question holds, all of them, best spelt."""
    typed = words(fold_marks(question.text))
    typed += [word.removesuffix("s") for word in typed if len(word) >= _MIN_GENITIVE]
    tokens = [token for word in typed for token in word.split("-")]
    best: tuple[float, str] | None = None
    alike: dict[str, float] = {}  # a part of a name -> how like it is to the likest token
    for name in names:
        parts = [p for p in fold_word(name).replace("-", " ").split() if len(p) > 2]
        if not parts or not tokens:
            continue
        for part in parts:
            if part not in alike:
                alike[part] = extractOne(part, tokens, scorer=ratio)[1]
        scores = [alike[part] for part in parts]
        mean = sum(scores) / len(scores)
        if min(scores) >= NAME_RATIO and (best is None or mean > best[0]):
            best = (mean, name)
    return best[1] if best else None


def _surname(question: Question, names: Sequence[str]) -> str | None:
    """Return the one person whose surname the question writes with a capital."""
    for word in words(question.text):
        bare = fold_marks(word)
        at = question.text.lower().find(word)
        if len(bare) < _MIN_SURNAME or at < 0 or not question.text[at : at + 1].isupper():
            continue
        same = [
            name
            for name in names
            if " " in name and fold_word(name.split()[-1]) in {bare, bare.removesuffix("s")}
        ]
        if len(same) == 1:
            return same[0]
    return None


def _place(question: Question, meetings: Sequence[Meeting]) -> str | None:
    """Return the place that the question names: the longest in full, else one misspelt."""
    on_record = {p.place for m in meetings for p in m.attendees if p.place}
    places = [
        (place, words(fold_word(place)))
        for place in sorted(on_record, key=lambda place: (-len(place), place))
    ]
    asked = set(words(fold_marks(question.text)))
    asked |= {word.removesuffix("s") for word in asked}
    for place, parts in places:
        if parts and asked.issuperset(parts):
            return place
    long = [word for word in asked if len(word) >= _MIN_MISSPELT]
    for place, parts in places:
        if len(parts) == 1 and any(ratio(parts[0], word) >= _PLACE_RATIO for word in long):
            return place
    return None
