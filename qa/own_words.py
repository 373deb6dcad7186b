"""Our own words: all that an answer may say of itself, beside what its quotes say.

A closed list. A word that is neither here nor in the quotes is a claim that nothing proves, so
whoever words an answer anew adds its words here. No word here may carry a fact: no negation, no
number, no unit, no office and no presence; and of deciding only `beslutade`, of proposing only
`föreslog`, which are checked where they are said. What is said of a meeting's people and hours is
held to its record in `qa.framing` and needs no word here.
"""

from __future__ import annotations

_SWEDISH = """
    och eller samt att som den det de denna detta dessa en ett sin sitt sina han hon hans hennes
    där här då när i på av till från för om vid med mellan enligt under efter före sedan mot
    är var varit vara blev blir har hade ska fick får finns fanns kan kunde också även både
    ja nej senare tidigare därefter först sist dag dagen datum år kl klockan
    möte mötet mötena möten sammanträde sammanträdet protokoll protokollet protokollen
    punkt punkten paragraf paragrafen ärende ärendet beslut beslutet
    beslutade förslag föreslog föreslogs diskuterades behandlade behandlades redovisades uppgav
    anges står sägs framgår utan stycken sammanlagt totalt summa följande
"""
_ENGLISH = """
    and or the a an of to from for at in on by with as that this these it he she they who which
    is was were be been has had have will also both later earlier then first last between during
    after before according yes no meeting meetings minutes item decision decided on day date
    instead total people persons following says said
    proposal proposed discussed
"""
LEADS = frozenset(f"{_SWEDISH} {_ENGLISH}".split())
NEGATIONS = frozenset(
    "inte ej icke inga inget ingen ingenting ingendera aldrig varken not never none neither nor "
    "minus".split()
)
DECIDING = frozenset("beslutade beslut beslutet decided decision".split())
# Before a number they say what it numbers, and belong to it as a unit does.
NUMBERED = frozenset(
    "§ §§ paragraf paragrafen punkt punkten ärende ärendet vecka klass etapp version nr nummer "
    "bilaga sida kap kapitel artikel kvartal".split()
)

_SMALL = """noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton
    sjutton arton nitton""".split()
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()


def _number_words() -> dict[str, str]:
    """Return the number words up to 999 and `tusen`, each with its value in digits."""
    below: dict[str, int] = {word: value for value, word in enumerate(_SMALL)}
    for ten, word in enumerate(_TENS, 2):
        below[word] = 10 * ten
        below |= {f"{word}{_SMALL[unit]}": 10 * ten + unit for unit in range(1, 10)}
    below |= {"en": 1, "aderton": 18}
    whole = dict(below) | {"hundra": 100, "tusen": 1000, "etttusen": 1000, "ettusen": 1000}
    for hundreds in range(1, 10):
        prefix = f"{_SMALL[hundreds]}hundra"
        whole[prefix] = 100 * hundreds
        whole |= {f"{prefix}{word}": 100 * hundreds + n for word, n in below.items() if n}
    return {word: str(value) for word, value in whole.items()}


NUMBER_WORDS = _number_words()
