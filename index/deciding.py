"""The words that decide: what a decision does by its verb, and who decides."""

from __future__ import annotations

import re

from index.folding import fold_marks
from index.nouns import DecisionKind

_K = DecisionKind
# The first of these in a point names its kind. Only verbs that act count: of a participle or a
# noun ("beviljats", "föreslagen", "uppdraget") nothing follows. Marks are folded away.
_VERBS: tuple[tuple[str, DecisionKind], ...] = (
    (r"(?:ej|inte)\s+(?:bifalla|bevilja|godkanna|genomfora)|avsla(?:r|s)?|avslogs?"
     r"|avstyrk(?:a|er|s|te)|avvisa(?:r|s|de)?|upphav(?:a|er|s|de)", _K.REJECTS),
    (r"i\s+uppdrag|uppdra(?:r|s|ga|ger|gs)?|uppdrogs?|uppmana(?:r|s|de)?|ansvara(?:r)?\s+for"
     r"|alagg(?:a|er|s)|ska\s+aterkomma", _K.ASSIGNS),
    (r"bordlagg(?:a|er|s)|bordlades?|aterremitter(?:a|ar|as|ade|ades)|skjut(?:a|er|s)\s+upp"
     r"|senarelagg(?:a|er|s)|flytta(?:r|s)?\s+fram", _K.POSTPONES),
    (r"remitter(?:a|ar|as|ade|ades)|pa\s+(?:remiss|samrad)", _K.REFERS),
    (r"overlamna(?:r|s|de|des)?|overlat(?:a|er|s)|foresla(?:r|s)?|foreslogs?|hemstall(?:a|er|s|de)"
     r"|vidarebefordra(?:r|s|de)?", _K.FORWARDS),
    (r"utse(?:r|s)?|utsags?|valj(?:a|er|s)|valdes?|omvalj(?:a|er|s)|forordna(?:r|s|de)?"
     r"|nominera(?:r|s|de)?|entlediga(?:r|s|de)?|anstall(?:a|er|s|de)", _K.APPOINTS),
    (r"bevilja(?:r|s|de|des)?|ansla(?:r|s)?|anslogs?|avsatt(?:a|er|s|e|es)|finansiera(?:r|s|de)?"
     r"|disponera(?:r|s)?|anvisa(?:r|s|de)?|tilldela(?:r|s|de)?|bidra(?:r)?\s+med", _K.GRANTS),
    (r"anta(?:r|s)?|antogs?", _K.ADOPTS),
    (r"godk[ae]nn(?:a|er|s)|godkandes?|faststall(?:a|er|s|de|des)|bifall(?:a|er|s)|bifoll"
     r"|tillstyrk(?:a|er|s|te)|stall(?:a|er|de)\s+sig\s+bakom|medge(?:r|s)?"
     r"|ge(?:r|s)?\s+ansvarsfrihet", _K.APPROVES),
    (r"notera(?:r|s|de|des)?|(?:lagg(?:a|er|s)|lades?)\s+(?:[\w\s]{0,60}?)till\s+handlingarna"
     r"|tacka(?:r|s|de)?\s+for|ta(?:r|git)?\s+del\s+av|tar\s+emot", _K.NOTES),
)  # fmt: skip
_KINDS = tuple((re.compile(rf"\b(?:{forms})\b"), kind) for forms, kind in _VERBS)
_ACTS = (
    r"beslutar|godkänner|uppdrar|antar|föreslår|noterar|avslår|bifaller|ger|tackar|lägger"
    r"|fastställer|utser|avsätter|överlämnar|ställer\s+sig|tillstyrker|avstyrker|beviljar"
    r"|återremitterar|bordlägger|remitterar|avger|avstår|säger\s+upp|tar|upphäver|anser|väljer"
    r"|entledigar|medger|anslår|inrättar|upprättar|yttrar\s+sig|hänskjuter|skjuter|anvisar"
    r"|förelägger|förbjuder|delegerar|bemyndigar|uppmanar|avskriver|avvisar|återkallar|fördelar"
)
_PASSIVE = (
    r"fastställs|godkänns|antas|utses|noteras|läggs|avslås|bifalls|bordläggs|återremitteras|beviljas"
    r"|uppdras|överlämnas|remitteras|väljs|entledigas|skickas|utgår|flyttas|anses|tillstyrks"
    r"|avstyrks|avvisas|upphävs|anslås|avsätts|medges|revideras|justeras|hänskjuts|delegeras|bifölls"
    r"|får\s+i\s+uppdrag|ges\s+i\s+uppdrag"
)
# … under a heading that says «Beslut», where no other sentence is expected.
_PASSIVE_THERE = (
    r"ges|lämnas|förläng(?:s|er)|förs|tas\s+(?:ut|emot|upp|bort)|föreläggs|avges"
    r"|avslutas|avskrivs|upphör|debiteras|bemyndigas|tilldelas|befrias|ställs|uppmanas|antecknas"
    r"|förklaras|bekräftas|inrättas|finansieras|genomförs|betalas|sker|tillsätts|begärs|adjungeras"
    r"|beräknas|får|besvaras|biträds|bemöts|skjuts|gäller|ersätts|höjs|sänks|fördelas|avstås"
    r"|krävs|behövs|förbjuds|säljs|köps|utökas|ändras|förenas|tillstyrks|utdöms|meddelas|hyrs"
)
DECIDES = re.compile(rf"^\s*[\wåäöÅÄÖ, -]{{0,60}}\b(?:{_ACTS})\b")
DONE = re.compile(rf"^\s*[A-ZÅÄÖ”\"][^.]{{0,120}}\b(?:{_PASSIVE})\b")
DONE_THERE = re.compile(rf"^\s*[A-ZÅÄÖ”\"][^.]{{0,120}}\b(?:{_PASSIVE}|{_PASSIVE_THERE})\b")
# Who decides: "Kommunstyrelsen beslutar", "Nämnden för sin del föreslår".
WHO = re.compile(
    rf"^(?P<who>[A-ZÅÄÖ][\wåäö-]*(?:\s(?:och\s)?[\wåäöÅÄÖ-]+){{0,4}}?)\s+"
    rf"(?:för\s+(?:egen|sin)\s+del\s+)?(?:{_ACTS}|beslutade|beslöt)\b"
)
BODY_LIKE = re.compile(
    r"^(?:\S+\s)*?\S*(?:styrelsen|nämnden|utskottet|fullmäktige|gruppen|rådet|direktionen|kommittén|beredningen"
    r"|delegationen|presidiet|mötet|stämman|förbundet|kollegiet|nätverket)(?:\s+(?:för|i|inom)\s.*)?$",
    re.IGNORECASE,
)


def kind_of(text: str) -> DecisionKind:
    """Return what the decision `text` does, by the first verb in it that names a kind."""
    folded = fold_marks(text)
    best: tuple[int, int, DecisionKind] | None = None
    for rank, (pattern, kind) in enumerate(_KINDS):
        match = pattern.search(folded)
        if match and (best is None or (match.start(), rank) < best[:2]):
            best = (match.start(), rank, kind)
    return best[2] if best else DecisionKind.OTHER


def deciding_body(heading: str | None) -> str | None:
    """Return who decides by a heading: `Kommunstyrelsens beslut` is `Kommunstyrelsen`'s."""
    match = re.match(r"(?P<who>.+?)s?\s+(?:beslut|förslag)\b", heading or "", re.IGNORECASE)
    who = match["who"] if match else ""
    if not who or not BODY_LIKE.search(who):
        return None
    return who.capitalize() if who.isupper() else who


def subject(text: str | None) -> str | None:
    """Return the body that `text` begins with as the one that decides; None if none does."""
    match = WHO.match(text.strip()) if text else None
    return match["who"] if match and BODY_LIKE.search(match["who"]) else None
