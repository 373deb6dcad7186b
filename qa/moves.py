"""Moves: what is said in a conversation that asks for no new answer.

Thanks and greetings ask for nothing; «är du säker?» and «var står det?» ask for what the last
answer rests on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.folding import fold_marks
from qa.drafts import Draft, DraftSentence, Quote
from qa.matters import under_title
from qa.standing import is_frame

Move = Literal["courtesy", "doubt", "place"]

_COURTESY = re.compile(
    r"""
    (?:(?:jo|ja|nej|ok|okej|okay|jaha|aha|bra|jattebra|fint|perfekt|toppen|utmarkt|kanon|super|hej|heja
        |hejsan|hallo|tjena|god\s+(?:dag|morgon|kvall)|hej\s?da|adjo|vi\s+ses|snallt|forstar|jag
        |tack|tackar|tusen|sa|mycket|for\s+(?:hjalpen|svaret)|det\s+(?:var|ar)\s+(?:bra|allt)|da|dig
        |thanks|thank|you|very|much|hello|hi|hey|great|good|fine|bye|goodbye|perfect|for\s+(?:the|your)
        \s+(?:help|answer)|that|is|all)\b[\s,.!]*)+
    """,
    re.VERBOSE,
)
_HELP = re.compile(
    r"""
    (?:(?:hej|hejsan|hello|hi)[\s,!.]+)?
    (?:vad\s+kan\s+(?:du|jag|man)\s+(?:svara(?:\s+pa)?|gora|hjalpa(?:\s+mig)?(?:\s+med)?|fraga(?:\s+om)?)
        (?:\s+(?:har|dig|om))*
    |vem\s+ar\s+du|vad\s+ar\s+du(?:\s+for\s+(?:nagot|en))?|hur\s+(?:fungerar|gor)\s+(?:du|det\s+har|jag|man)
    |hjalp|help|who\s+are\s+you|what\s+can\s+(?:you|i)\s+(?:do|answer|ask)(?:\s+(?:here|you|about))?)
    """,
    re.VERBOSE,
)
_DOUBT = re.compile(
    r"""
    (?:(?:men|och|jaha|nej|hm+|but|and)\s+)?
    (?:ar\s+du\s+(?:helt\s+|verkligen\s+)?saker(?:\s+(?:pa\s+det|pa\s+detta|nu|da))?
    |(?:helt\s+)?sakert|verkligen|stammer\s+(?:verkligen\s+)?det(?:\s+(?:verkligen|dar))?
    |ar\s+det\s+(?:sant|sakert|riktigt|ratt)|kan\s+(?:man|jag)\s+lita\s+pa\s+det
    |hur\s+vet\s+du\s+det|hur\s+kan\s+du\s+veta\s+det|pa\s+riktigt|har\s+du\s+belagg(?:\s+for\s+det)?
    |are\s+you\s+(?:really\s+|quite\s+)?sure(?:\s+(?:about\s+(?:that|it)|of\s+that))?
    |really|is\s+(?:that|it)\s+(?:true|right|correct)|how\s+do\s+you\s+know(?:\s+(?:that|it))?)
    """,
    re.VERBOSE,
)
_PLACE = re.compile(
    r"""
    (?:(?:och|men|and|but)\s+)?
    (?:(?:i|pa|under|fran)?\s*vilke[nt]\s+(?:protokoll|mote|sammantrade|paragraf|punkt|arende|sida|kalla)
        (?:\s+och\s+(?:vilken\s+)?(?:paragraf|punkt))?
        \s*(?:(?:star|stod|finns|sags|sas|framgar|hittar\s+(?:man|jag)|laser\s+(?:man|jag)|galler|ar|var)
        \s+det(?:ta)?(?:\s+(?:i|att\s+lasa|skrivet))?)?
    |var\s+(?:star|stod|finns|framgar|hittar\s+(?:man|jag)|kan\s+(?:man|jag)\s+(?:lasa|hitta)|sags)
        \s+det(?:ta)?(?:\s+(?:skrivet|att\s+lasa|nagonstans))?
    |(?:vad\s+ar\s+)?(?:din\s+)?kalla(?:n)?|varifran\s+(?:har|fick)\s+du\s+det(?:ta)?
    |visa\s+(?:kallan|citatet|protokollet)
    |(?:in\s+)?(?:which|what)\s+(?:minutes|protocol|meeting|item|paragraph)
        (?:\s+(?:(?:is|was)\s+(?:that|it)(?:\s+from)?|says\s+(?:that|so|it)|does\s+it\s+say\s+(?:that|so)))?
    |where\s+(?:does\s+it\s+say\s+(?:that|so)|is\s+(?:that|it)(?:\s+(?:written|said|stated))?)
    |source)
    """,
    re.VERBOSE,
)


def move_of(text: str) -> Move | None:
    """Return what `text` is of these; None if it asks for something of its own."""
    plain = re.sub(r"\s+", " ", fold_marks(text)).strip(" ?!.,:)(;-")
    if _DOUBT.fullmatch(plain):
        return "doubt"
    if _PLACE.fullmatch(plain):
        return "place"
    return "courtesy" if _COURTESY.fullmatch(plain) or _HELP.fullmatch(plain) else None


def grounds(last: Draft, move: Move) -> Draft:
    """Return what the last answer rests on: said again, or each quote with its day and item."""
    if move == "doubt":
        return last
    quotes: dict[tuple[str, int, int], Quote] = {}
    for sentence in last.sentences:
        for quote in sentence.quotes:
            quotes.setdefault((quote.item.id, quote.start, quote.end), quote)
    if any(is_frame(quote) for quote in quotes.values()):
        return last  # it names its meeting, and the head of the protocol is no item
    return Draft(tuple(_placed(list(quotes.values()))))


def _placed(quotes: Sequence[Quote]) -> list[DraftSentence]:
    return [under_title(q.meeting, q.item, q.item, [(q.start, q.end)], dated=True) for q in quotes]
