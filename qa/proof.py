"""Proof: nothing is said that its quotes do not say.

A sentence passes if each of its quotes lies in its item and is not cut off from a negation; if
what it puts between quotation marks stands in one of them, word for word; and if every other word
is ours (`qa.own_words`), truly said of the cited meeting (`qa.framing`), or said by the quotes:
every name, day, sum, unit and number, in whatever form. `beslutade` stands only beside what the
meeting decided, `Ja` and `Nej` only beside what says so, and never beside a proposal or a vote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.amounts import find_amounts
from index.dates import find_dates
from index.folding import stem
from index.names import find_names
from index.sections import same_body
from qa.attribution import is_attributed
from qa.claims import (
    Day,
    Stated,
    Token,
    is_negated,
    line_of,
    months_in,
    negations,
    sentence_around,
    shown,
    stated,
    tokens,
)
from qa.drafts import Draft, DraftSentence, Quote
from qa.framing import unframed
from qa.own_words import LEADS, NEGATIONS, NUMBER_WORDS, NUMBERED
from qa.standing import (
    decides,
    decisions_in,
    forwards,
    is_cut_from_negation,
    is_denied,
    is_frame,
    is_genuine,
    is_no_outcome,
)
from qa.understanding import Question

_QUOTED = re.compile(r"”(.+?)”(?=\s*(?:$|”|[A-ZÅÄÖ]))", re.DOTALL)
_SEGMENT_END = re.compile(r"[.:;]+(?=\s|$)|[()”]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
_YES_NO = re.compile(r"^(?P<word>Ja|Nej|Yes|No)[.,:](?=\s|$)")
_DECIDED = re.compile(
    r"\b(?:beslut(?:ade|ar|at|ats|ades|as|et|en)?|beslöts?|decided|decisions?)\b", re.IGNORECASE
)
_PROPOSED = re.compile(r"\b(?:föreslog|föreslogs|förslag|proposed|proposal)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?P<who>[A-ZÅÄÖ][^.:”]*?)\s+(?:beslutade|beslöt|decided)\b")
_SUBJECT_AFTER = re.compile(
    r"\b(?:beslutade|beslöt)\s+(?P<who>\w*(?:styrelsen|nämnden|utskottet|fullmäktige|gruppen|rådet"
    r"|direktionen|kommittén|beredningen|presidiet|stämman|förbundet))\b",
    re.IGNORECASE,
)
# Verbs in the past tense by which a body decides, and how a decision writes them: `att bevilja`.
_ACTED = tuple(
    (re.compile(rf"{past}(?:s|des)?"), re.compile(written))
    for past, written in (
        ("beviljade", r"bevilja(?:r|s)?"), ("avslog", r"avslå(?:r|s)?"), ("utsåg", r"utse(?:r|s)?"),
        ("valde", r"väl(?:ja|jer|js)"), ("antog", r"anta(?:r|s)?"), ("anslog", r"anslå(?:r|s)?"),
        ("godkände", r"godkänn(?:a|er|s)"), ("fastställde", r"fastställ(?:a|er|s)"),
        ("bordlade", r"bordlägg(?:a|er|s)"), ("återremitterade", r"återremitter(?:a|ar|as)"),
        ("biföll", r"bif(?:alla|aller|alls)"), ("avsatte", r"avsätt(?:a|er|s)"),
        ("tillsatte", r"tillsätt(?:a|er|s)"), ("noterade", r"notera(?:r|s)?"),
        ("uppdrog", r"uppdra(?:r|s)?"), ("entledigade", r"entlediga(?:r|s)?"),
    )
)  # fmt: skip
_ASKED_NO = re.compile(r"\b(?:inte|ej|aldrig)\b")
_ABSENCE_ASKED = re.compile(r"franvar|sakna|forhind|aterbud|borta|inte (?:med|dar)")
_NO_CONTENT = LEADS | NEGATIONS | NUMBER_WORDS.keys()
_SHORTEST_STEM = 5  # letters; of shorter words another form is often another word


def proven(draft: Draft, question: Question | None = None) -> Draft:
    """Return `draft` with only its proven sentences; the highlight stays if one still holds it.

    Without the question, a yes or no is held to be the answer to one without a negation.
    """
    kept = tuple(sentence for sentence in draft.sentences if is_proven(sentence, question))
    said = " ".join(sentence.text for sentence in kept)
    highlight = draft.highlight if draft.highlight and _holds(said, draft.highlight) else None
    return Draft(kept, highlight)


def _holds(text: str, words: str) -> bool:
    """Return whether `text` has `words`, and not only as a part of a longer word or number."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def is_proven(sentence: DraftSentence, question: Question | None = None) -> bool:
    """Return whether the quotes of `sentence` are genuine and hold all that it states."""
    quotes = sentence.quotes
    if not quotes or not all(is_genuine(q) and not is_cut_from_negation(q) for q in quotes):
        return False
    case = _read(sentence)
    if not all(_is_shown(words, case) for words in case.shown):
        return False
    if not (_decision_holds(case) and _yes_no_holds(case, question)):
        return False
    rest = unframed(_YES_NO.sub("", case.own).lstrip(), quotes, case.said)
    return rest is not None and _is_said(rest, case)


@dataclass(frozen=True, slots=True)
class _Case:
    """A sentence taken apart: our words, the words it shows as quoted, and its evidence."""

    own: str
    shown: tuple[str, ...]  # each a line of words as they are compared
    quotes: tuple[Quote, ...]
    evidence: tuple[Stated, ...]  # of each quote, page furniture left out
    said: Stated  # of all quotes
    years: tuple[int, ...]


def _read(sentence: DraftSentence) -> _Case:
    years = tuple(sorted({q.meeting.date.year for q in sentence.quotes if q.meeting.date}))
    text = sentence.text
    title = sentence.quotes[0].item.title
    if title and text.startswith(f"{title}: ”"):
        text = text[len(title) + 2 :]
    quoted = tuple(line_of(tokens(shown(match[1]))) for match in _QUOTED.finditer(text))
    texts = [_evidence_of(quote) for quote in sentence.quotes]
    evidence = tuple(stated(one, years) for one in texts)
    said = evidence[0] if len(evidence) == 1 else stated("\n\n".join(texts), years)
    return _Case(_QUOTED.sub(" ; ", text), quoted, sentence.quotes, evidence, said, years)


def _evidence_of(quote: Quote) -> str:
    """Return the words of a quote without the page furniture that stands inside it."""
    if is_frame(quote):
        return quote.text
    text, kept, at = quote.meeting.document.text, [], quote.start
    for piece in quote.meeting.furniture:
        if piece.end > at and piece.start < quote.end:
            kept.append(text[at : max(at, piece.start)])
            at = min(quote.end, piece.end)
    kept.append(text[at : quote.end])
    return " ".join(kept) if "".join(kept).strip() else quote.text


def _is_shown(words: str, case: _Case) -> bool:
    """Return whether a quote says `words`, and no negation in the same sentence is left out."""
    if not words.strip():
        return False
    if any(words in one.line and _keeps_negation(words, one) for one in case.evidence):
        return True
    whole = [stated(quote.text, case.years) for quote in case.quotes if quote.meeting.furniture]
    return any(words in one.line and _keeps_negation(words, one) for one in whole)


def _keeps_negation(words: str, said: Stated) -> bool:
    """Return whether `words` have each negation of the sentences of `said` that hold them."""
    if words == said.line or not is_negated(said.words):
        return True
    if said.line.count(" ") != len(said.tokens) + 1:
        return False  # a number broken by a line's end: where the words stand is not known
    first = said.line.count(" ", 0, said.line.find(words) + 1) - 1
    last = first + words.count(" ") - 2
    around = sentence_around(said.text, said.tokens[first].start, said.tokens[last].end)
    return negations(words.split()) == negations(token.text for token in tokens(around))


def _decision_holds(case: _Case) -> bool:
    """Return whether `beslutade`, where we say it, stands beside the decisions of who is named.

    Likewise `föreslog`, beside a proposal or what was sent on to another body.
    """
    proposed = _PROPOSED.search(case.own)
    ours = proposed is not None and proposed.group().lower() not in case.said.words
    if ours and not all(is_no_outcome(quote) or forwards(quote) for quote in case.quotes):
        return False
    if not _DECIDED.search(case.own):
        return True
    match = _SUBJECT.match(case.own) or _SUBJECT_AFTER.search(case.own)
    who = match["who"] if match else None
    for quote in case.quotes:
        body = quote.meeting.body
        if who and not re.match(r"(?:den|vid|på|mötet|on|the)\b", who, re.IGNORECASE):
            by = [body, *(decision.decided_by for decision in decisions_in(quote))]
            if not any(one and _same(who, one, exact=match is not None) for one in by):
                return False
        if not decides(quote, case.shown, body):
            return False
    return True


def _same(who: str, body: str, *, exact: bool) -> bool:
    return line_of(tokens(who)) == line_of(tokens(body)) or (not exact and same_body(who, body))


def _yes_no_holds(case: _Case, question: Question | None) -> bool:
    """Return whether our yes or no is what the quotes say to the question."""
    match = _YES_NO.match(case.own)
    if not match:
        return True
    yes = match["word"] in ("Ja", "Yes")
    if case.shown:
        if any(is_no_outcome(quote) for quote in case.quotes):
            return False
        denied = any(is_denied(quote) for quote in case.quotes)
        asked_no = question is not None and bool(_ASKED_NO.search(question.plain))
        return yes == (denied == asked_no)
    if question is None:
        return True
    absent = bool(re.search(r"\b(?:frånvarande|absent)\b", case.own))
    return yes == (absent == bool(_ABSENCE_ASKED.search(question.plain)))


def _is_said(rest: str, case: _Case) -> bool:
    """Return whether the quotes say `rest`, our words without what is said of the meeting."""
    loose: list[str] = []
    for segment in _SEGMENT_END.split(rest):
        line = line_of(tokens(segment))
        if not line.strip():
            continue
        if any(line in one.line for one in case.evidence):
            loose += [] if case.shown else line.split()
            continue
        left = _without_facts(segment, case)
        if left is None:
            return False
        found = tokens(left)
        if not all(_is_token_said(found, k, case) for k in range(len(found))):
            return False
        if not case.shown and not is_attributed(segment, case.evidence):
            return False
        loose += [token.text for token in found if not token.number]
    return _polarity_holds(loose, case)


def _without_facts(segment: str, case: _Case) -> str | None:
    """Return `segment` without its days and sums; None if one, or a name or month, is unquoted."""
    if not all(_is_named(segment[start:end], case) for start, end in find_names(segment)):
        return None
    for find in (_without_days, _without_months, _without_sums):
        left = find(segment, case)
        if left is None:
            return None
        segment = left
    return segment


def _is_named(name: str, case: _Case) -> bool:
    """Return whether the quotes hold `name` whole, with or without a genitive's s."""
    line = line_of(tokens(name))
    forms = {line, f"{line[:-1]}s ", f"{line[:-2]} " if line.endswith("s ") else line}
    if any(form in case.said.line for form in forms):
        return True
    return any(
        p.name == name
        for quote in case.quotes
        for p in quote.meeting.attendees
        if quote.start <= p.start and p.end <= quote.end
    )


def _without_days(segment: str, case: _Case) -> str | None:
    """Return `segment` without its days, None if one of them is not quoted."""
    spans = []
    for year in case.years or (None,):
        for found in find_dates(segment, year):
            day: Day = (found.first, found.last)
            if day in case.said.days:
                spans.append((found.start, found.end))
    open_spans = [
        (found.start, found.end)
        for found in find_dates(segment, case.years[0] if case.years else None)
    ]
    if any(span not in spans for span in open_spans):
        return None
    return _blanked(segment, spans)


def _without_months(segment: str, case: _Case) -> str | None:
    """Return `segment`, None if a month in it is not quoted, or not of that year."""
    said = case.said
    whole = {(day.month, day.year) for both in said.days for day in both}
    for month, year in months_in(segment):
        bare = (month, None) in said.months
        if year is None:
            known = bare or any(month == m for m, _ in said.months | whole)
        else:
            known = (month, year) in said.months | whole or (bare and year in case.years)
        if not known:
            return None
        if year is not None:
            segment = re.sub(rf"\b{year}\b", " ", segment)
    return segment


def _without_sums(segment: str, case: _Case) -> str | None:
    """Return `segment` without its sums of money, None if one of them is not quoted."""
    found = find_amounts(segment)
    if any((amount.kronor, amount.currency) not in case.said.sums for amount in found):
        return None
    return _blanked(segment, [(amount.start, amount.end) for amount in found])


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_token_said(found: Sequence[Token], k: int, case: _Case) -> bool:
    """Return whether one word or number of ours is quoted, or a word that we may add."""
    token, said = found[k], case.said
    word = token.text
    value = word if token.number else None
    if value is None and word not in LEADS:
        value = NUMBER_WORDS.get(word)
    if value is not None:
        return _is_counted(found, k, value, case)
    if word in NEGATIONS:
        return word in said.words
    if word in LEADS or word in said.words:
        return True
    if word in NUMBERED and k + 1 < len(found) and found[k + 1].number:
        return True  # the number is held to the quotes and their items
    for past, written in _ACTED:
        if past.fullmatch(word):
            decided = all(decisions_in(quote) for quote in case.quotes)
            return decided and any(written.fullmatch(other) for other in said.words)
    if f"{word}s" in said.words or (word.endswith("s") and word[:-1] in said.words):
        return True
    if any(character.isdigit() for character in word) or len(word) < _SHORTEST_STEM:
        return False
    return stem(word) in said.stems


def _is_counted(found: Sequence[Token], k: int, value: str, case: _Case) -> bool:
    """Return whether a number is quoted, of the same thing: `24 båtplatser`, `§ 12`."""
    label = found[k - 1].text if k else ""
    if label in NUMBERED:
        if (label, value) in case.said.labelled:
            return True
        numbers = {t.text for q in case.quotes for t in tokens(q.item.number or "") if t.number}
        return value in numbers and label not in ("vecka", "klass", "etapp", "version", "bilaga")
    if value not in case.said.numbers:
        return False
    unit = found[k + 1] if k + 1 < len(found) else None
    if unit is None or unit.number or unit.text in LEADS or unit.text in NEGATIONS:
        return True
    return (value, stem(unit.text)) in case.said.counted


def _polarity_holds(words: Sequence[str], case: _Case) -> bool:
    """Return whether what we say in our own order is negated where the quotes' sentence is."""
    content = {stem(word) for word in words if word.isalpha() and word not in _NO_CONTENT}
    # Beside the quote itself one word is an exact fact, `fjorton personer`, and no statement.
    if len(content) <= bool(case.shown) or all(is_frame(quote) for quote in case.quotes):
        return True
    best = 0
    polarities: set[bool] = set()
    for sentence in _sentences(case):
        shared = len(content & {stem(word) for word in sentence if word.isalpha()})
        if shared > best:
            best, polarities = shared, set()
        if shared == best:
            polarities.add(is_negated(sentence))
    return best == 0 or is_negated(words) in polarities


def _sentences(case: _Case) -> Iterator[list[str]]:
    for one in case.evidence:
        for sentence in _SENTENCE.split(one.text):
            yield [token.text for token in tokens(sentence)]
