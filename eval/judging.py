"""Whether an answer is right: the rule of the question sets, as pure functions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from eval.questions import LabelledQuestion
from qa.nouns import Answer, Citation

# "§ 27", "27", "39 §", "09.15", "KF § 18", "12 a": the number itself, its parts, a letter.
_NUMBER = re.compile(r"(\d+)((?:[.:]\d+)*)(?:\s*([a-zåäö])\b)?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one answer is right, what was wrong if not, and what its citations are worth."""

    right: bool
    reason: str  # empty if right
    citations: int  # how many the answer has
    right_citations: int  # how many of them are of a wanted meeting and item


def judge(question: LabelledQuestion, answer: Answer) -> Verdict:
    """Judge `answer`: its words and its citations must both be as `question` labels them.

    An unanswerable question is right if the status is not_found. Otherwise one of `answer_any`
    and all of `answer_all` must be in the answer's sentences (case and white space apart),
    `answer_regex` must match, and a citation must be of one of `meetings` (of each of them with
    `meetings_all`) and of one of `items`; a label that is not given is not asked for.
    """
    count = len(answer.citations)
    good = sum(cites(question, citation) for citation in answer.citations)
    reason = _fault(question, answer)
    return Verdict(not reason, reason, count, good)


def cites(question: LabelledQuestion, citation: Citation) -> bool:
    """Tell whether `citation` is of a meeting and an item that `question` wants."""
    if question.meetings and citation.date not in question.meetings:
        return False
    return wants_item(question, citation.item)


def wants_item(question: LabelledQuestion, number: str | None) -> bool:
    """Tell whether an item numbered `number` is among those that `question` wants."""
    if not question.items:
        return True
    return number is not None and plain_number(number) in {
        plain_number(each) for each in question.items
    }


def plain_number(number: str) -> str:
    """Return an item's number without its dress: "§ 27" and "27." are 27, "09.15" is 9.15."""
    match = _NUMBER.search(number.casefold())
    if match is None:
        return _plain(number)
    head, rest, letter = match.groups()
    return f"{int(head)}{rest.replace(':', '.')}{letter or ''}"


def _fault(question: LabelledQuestion, answer: Answer) -> str:
    if question.unanswerable:
        return "" if answer.status == "not_found" else "answered what the protocols do not say"
    if answer.status == "not_found":
        return "not found"
    text = " ".join(sentence.text for sentence in answer.sentences)
    plain = _plain(text)
    if question.answer_any and not any(_plain(each) in plain for each in question.answer_any):
        return "the answer holds none of: " + " | ".join(question.answer_any)
    missing = [each for each in question.answer_all if _plain(each) not in plain]
    if missing:
        return "the answer lacks: " + " | ".join(missing)
    if question.answer_regex and not re.search(question.answer_regex, text, re.IGNORECASE):
        return f"the answer does not match: {question.answer_regex}"
    return _citation_fault(question, answer)


def _citation_fault(question: LabelledQuestion, answer: Answer) -> str:
    good = [citation for citation in answer.citations if cites(question, citation)]
    if question.meetings_all:
        missing = sorted(set(question.meetings) - {citation.date for citation in good})
        if missing:
            return "no right citation of: " + ", ".join(day.isoformat() for day in missing)
        return ""
    if good:
        return ""
    wanted = ", ".join(day.isoformat() for day in question.meetings) or "any meeting"
    items = f", item {' or '.join(question.items)}" if question.items else ""
    return f"no citation of: {wanted}{items}"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
