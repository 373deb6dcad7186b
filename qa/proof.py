"""Proof: nothing is said that its quotes do not say.

A sentence passes if each of its quotes lies in its item and is not cut off from a negation; if
what it puts between quotation marks stands in one of them, word for word; and if every other word
is ours (`qa.own_words`), truly said of the cited meeting (`qa.framing`), or said by the quotes:
every name, day, sum, unit and number, in whatever form. `beslutade` stands only beside what the
meeting decided, `Ja` and `Nej` only beside what says so, and never beside a proposal or a vote.
"""

from __future__ import annotations

import re

from index.dates import MONTH_NAMES
from index.sections import same_body
from qa.claims import (
    Stated,
    is_negated,
    line_of,
    negations,
    sentence_around,
    shown,
    stated,
    tokens,
)
from qa.drafts import Draft, DraftSentence, Quote
from qa.framing import unframed
from qa.question_words import DENYING
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
from qa.support import Case, is_said
from qa.understanding import Question

_QUOTED = re.compile(r"”(.+?)”(?=\s*(?:$|”|[A-ZÅÄÖ]))", re.DOTALL)
_DAY_FIRST = re.compile(rf"\d{{1,2}} (?:{'|'.join(MONTH_NAMES)}) (?:19|20)\d\d: ")
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
_ABSENCE_ASKED = re.compile(r"franvar|sakna|forhind|aterbud|borta|inte (?:med|dar)")


def proven(draft: Draft, question: Question | None = None) -> Draft:
    """Return `draft` with only its proven sentences; the highlight stays if one still holds it.

    Without the question, a yes or no is held to be the answer to one without a negation.
    """
    kept = tuple(sentence for sentence in draft.sentences if is_proven(sentence, question))
    said = " ".join(sentence.text for sentence in kept)
    highlight = draft.highlight if draft.highlight and _holds(said, draft.highlight) else None
    return Draft(kept, highlight, draft.confidence)


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
    return rest is not None and is_said(rest, case)


def _read(sentence: DraftSentence) -> Case:
    years = tuple(sorted({q.meeting.date.year for q in sentence.quotes if q.meeting.date}))
    text = sentence.text
    for title in _titles(sentence.quotes[0]):
        dated = _DAY_FIRST.match(text)
        at = dated.end() if dated else 0
        if text.startswith(f"{title}: ", at):
            text = text[:at] + text[at + len(title) + 2 :]
            break
    spans = _quoted_spans(text)
    quoted = tuple(line_of(tokens(shown(text[start + 1 : end - 1]))) for start, end in spans)
    texts = [_evidence_of(quote) for quote in sentence.quotes]
    evidence = tuple(stated(one, years) for one in texts)
    said = evidence[0] if len(evidence) == 1 else stated("\n\n".join(texts), years)
    own, at = [], 0
    for start, end in spans:
        own.append(text[at:start])
        at = end
    return Case(" ; ".join([*own, text[at:]]), quoted, sentence.quotes, evidence, said, years)


def _titles(quote: Quote) -> list[str]:
    """Return the titles under which a quote may be shown: of its item and of its sub-item."""
    parts = (quote.item, *quote.item.sub_items)
    inside = [part for part in parts if part.start <= quote.start and quote.end <= part.end]
    return [part.title for part in reversed(inside) if part.title]


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return where `text` quotes, marks included; a quotation may hold others.

    Swedish opens and closes with the same mark: one that no letter stands right before opens.
    """
    spans, opened = [], []
    for match in re.finditer("”", text):
        at = match.start()
        opens = (at == 0 or not text[at - 1].isalnum()) and re.match(r"\w", text[at + 1 : at + 2])
        if opens and (at == 0 or text[at - 1] in " (\n”"):
            opened.append(at)
        elif opened:
            start = opened.pop()
            if not opened:
                spans.append((start, at + 1))
    if opened:  # a mark has no other: take what ends before a new sentence
        return [match.span() for match in _QUOTED.finditer(text)]
    return spans


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


def _is_shown(words: str, case: Case) -> bool:
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


def _decision_holds(case: Case) -> bool:
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


def _yes_no_holds(case: Case, question: Question | None) -> bool:
    """Return whether our yes or no is what the quotes say to the question."""
    match = _YES_NO.match(case.own)
    if not match:
        return True
    yes = match["word"] in ("Ja", "Yes")
    if case.shown:
        if any(is_no_outcome(quote) for quote in case.quotes):
            return False
        denied = any(is_denied(quote) for quote in case.quotes)
        asked_no = question is not None and bool(DENYING.search(question.plain))
        return yes == (denied == asked_no)
    if question is None:
        return True
    absent = bool(re.search(r"\b(?:frånvarande|absent)\b", case.own))
    return yes == (absent == bool(_ABSENCE_ASKED.search(question.plain)))
