"""How Swedish a page's letters look: broken font maps and bad scans are noticed by it."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = " abcdefghijklmnopqrstuvwxyzåäö"
# How unlikely each letter (the columns, in the order above) is after each other one (the rows), in
# bits; "a" is 10 and "b" 11. Counted over the demo's protocols and their sources, 124,478 pairs.
_BITS = (
    "b4485546466454555b534557b7b677",  # a word's beginning
    "2b884b746997443b7b24396babbbbb",  # a
    "947bb1bbb36b5bb4ab4bb5bbb4b877",  # b
    "75bbb3bb15b2bbbabbbababbb6bbbb",  # c
    "337a5156859769469b55797bb98b79",  # d
    "396849567895452a8b243b7b8bbbbb",  # e
    "44bbb47bb47b5bb4bb3645bbb6b671",  # f
    "23bb6285648b7b55bb44669bb8b465",  # g
    "22bbb2bbb68b4ba5bb79b4bbb6b654",  # h
    "657546549bb43625bb644b5bbb7bbb",  # i
    "44bb82bbbbbb6b637bb782bbb8bb33",  # j
    "327b84aba56659528b36465bb7b865",  # k
    "335964868477257699a4546bb7b657",  # l
    "336bb38864b972458976537bb9b656",  # m
    "2377346374958855aa64587bb7b96a",  # n
    "78836885ab8542376b24495bbbbbbb",  # o
    "44ab637665ba3a642b2667abbbb6bb",  # p
    "777777777777777777777407777777",  # q
    "2378538574857654ab64667bb8b557",  # r
    "34678377856439656b75267bb9b857",  # s
    "237b839883788a65ab54377bb59768",  # t
    "768b48b7bab6362b4b542b7b8bbbbb",  # u
    "529b83b6b2aa7b47bb55678bbbb449",  # v
    "919992999299999999999999999999",  # w
    "238883888488885838883888888588",  # x
    "45976b73b5b6466b8b154b7bbbb9bb",  # y
    "148888888388888888888888888888",  # z
    "4b9b58b49bb5372b8b244b7bbbbbbb",  # å
    "9bb54b83bbb4342bab253b5babbbbb",  # ä
    "59ba7b95bb65656b4b155b3bbbbaba",  # ö
)
_STRANGE = 11  # bits of a pair with a sign that Swedish does not write
_WORD = re.compile(r"[^\W\d_]{3,}")
_STRANGERS = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f\x80-\x9f]")
_ENOUGH = 60  # pairs of letters that can be judged
STRANGE_FROM = 3.8  # bits: protocols lie below it, lists of names and other languages above
CLEARLY_BETTER = 0.15  # bits by which another reading of the same page must be less strange


def strangeness(text: str) -> float | None:
    """Return how unlikely the text's letters are in Swedish, in bits a letter (0…11).

    Pages of protocols come to 3.3…3.7, names and English to 4.1, Finnish to 4.9, a page with five
    letters exchanged to 4.9, one with all of them to 6.8. None if there are too few letters to
    judge. Words in capitals are left out, for abbreviations look like nothing.
    """
    bits = pairs = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isupper():
            continue
        before = 0
        for letter in word.lower():
            now = _INDEX.get(letter)
            if now is None:
                now = _INDEX.get(unicodedata.normalize("NFKD", letter)[0])
            if now is None:
                bits += _STRANGE
                before = 0
            else:
                bits += _TABLE[before][now]
                before = now
            pairs += 1
        bits += _TABLE[before][0]
        pairs += 1
    strangers = len(_STRANGERS.findall(text))
    bits, pairs = bits + strangers * _STRANGE, pairs + strangers
    return bits / pairs if pairs >= _ENOUGH else None


_INDEX = {letter: at for at, letter in enumerate(_LETTERS)}
_TABLE = tuple(tuple(int(sign, 12) for sign in row) for row in _BITS)
