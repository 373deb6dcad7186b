"""Spans that name no person: bodies that are charged, firms, and things of a kind."""

from __future__ import annotations

import re

from index.folding import fold_marks, stem
from qa.spans import Found, found, names

# Who is charged with something, when it is no person: `uppdra åt X att`, `X får i uppdrag att`.
_NAMED = r"[\wåäöÅÄÖ-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)*"
_AGENT = re.compile(
    rf"""
    (?i:uppdra(?:r|s)?\s+(?:åt|till|at|&t))\s+(?P<a>[^.;]{{3,80}}?)\s+(?:att|i[ ]uppdrag)\b
    | (?i:ge|ger|gav|ges)\s+(?P<b>[^.;]{{3,60}}?)\s+i\s+uppdrag
    | (?:^|[Aa]tt\s+)(?P<c>[^.;,]{{3,60}}?)\s+(?:får|fick|ges)\s+i\s+uppdrag
    | (?:sammanställs|genomförs|utförs|redovisas|tas\s+fram|samordnas|drivs|leds|ansvaras)\s+
        av\s+(?P<d>{_NAMED})
    | (?:går|gick|tilldelas|tilldelades|delas[ ]ut)\s+
        (?!(?:ut|in|upp|ner|med|vidare|igenom|över|från|av)\b)(?:till\s+)?(?P<e>[^.;]{{3,60}}?)(?:\.|$)
    | [Aa]tt\s+(?P<f>[\wåäöÅÄÖ-]+(?:\s(?!ska\b|skall\b)[\wåäöÅÄÖ-]+){{0,5}})\s+
        (?:ska|skall|arbetar|tar|återkommer|ansvarar|återkopplar|undersöker|samordnar|kallar|utreder
        |redovisar|skickar|bjuder)\b
    | med\s+(?P<g>[A-ZÅÄÖ][\wåäöÅÄÖ-]*(?:\s[A-ZÅÄÖ][\wåäö-]+)*)\s+som\s+\w+
    """,
    re.VERBOSE,
)
_BODY_LIKE = re.compile(
    r"""
    [A-ZÅÄÖ]
    | \b[\wåäö-]*(?:grupp|nätverk|sekretariat|styrelse|nämnd|utskott|chef|råd|förvaltning|enhet
        |kontor|direktör|kommun|företag|bolag|förening|ledning|organisation|avdelning|presidi
        |ordförande|samordnare|strateg|ledare|kommitté|beredning|ansvarig)\w{0,4}\b
    """,
    re.VERBOSE,
)
_FIRM = re.compile(r"[A-ZÅÄÖ][\wåäöÅÄÖé-]*(?:\s(?:(?:i|och|&)\s)?[A-ZÅÄÖ&][\wåäöÅÄÖé&-]*)*")
_NO_FIRM = frozenset({"AB", "Dnr"})  # these stand before or after a name
_PHRASE = re.compile(r"(?:[A-ZÅÄÖ][\wåäöÅÄÖ-]*\s+){0,3}[\wåäöÅÄÖ-]+")
_MIN_NOUN = 4  # letters that stay, whatever the ending
_LONGER = 4  # letters by which the noun found may be longer: `nätverk`, `nätverkets`


def agents(text: str) -> list[Found]:
    """Return the bodies, networks and offices that `text` charges with something."""
    groups = [
        match.span(group)
        for match in _AGENT.finditer(text)
        for group in "abcdefg"
        if match[group] and _BODY_LIKE.search(match[group])
    ]
    return found(text, groups)


def firms(text: str) -> list[Found]:
    """Return the capitalised names in `text`, no person's and not merely its first word."""
    people = {(person.start, person.end) for person in names(text)}
    spans = [
        match.span()
        for match in _FIRM.finditer(text)
        if match.span() not in people
        and match.group() not in _NO_FIRM
        and (match.start() > 0 or " " in match.group())
    ]
    return found(text, spans)


def heads(head: str, text: str) -> list[Found]:
    """Return the noun phrases in `text` whose last word is, or ends with, `head`.

    «Vilket nätverk …» is answered by `HR nätverket` or `skolchefsnätverket`, and then by the
    names that follow such a noun: `projektet Grön Våg`.
    """
    stemmed = fold_marks(head)[: max(_MIN_NOUN, len(stem(head)))]
    phrases = []
    for match in _PHRASE.finditer(text):
        words = match.group().split()
        last = fold_marks(words[-1])
        at = last.rfind(stemmed)
        if at < 0 or len(last) - at > len(head) + _LONGER:
            continue
        if at > 0 or len(words) > 1:
            phrases.append(match.span())
    noun = re.escape(head[: len(stemmed)])
    named = re.compile(
        rf"\b\w*{noun}\w{{0,5}}\s+([A-ZÅÄÖ][\wåäö-]*(?:\s[A-ZÅÄÖ][\wåäö-]*)*)",
        re.IGNORECASE,
    )
    after = [match.span(1) for match in named.finditer(text) if match[1][0].isupper()]
    return found(text, [*phrases, *after])
