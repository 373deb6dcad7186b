"""Mutated protocols: cut, shuffled, duplicated, with flipped bytes and random Unicode.

`python tests/fuzzing.py 20000` (`make fuzz`) parses that many and fails on a crash, a hang or a
lost character; test_fuzzing.py runs a few of them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from golden_form import document_of

from index.nouns import Document, Meeting
from index.parsing import parse_document

GOLDEN = Path(__file__).parent / "golden"
SLOW = 5.0  # seconds of the processor's time for one document of a few pages: a hang
MOST_CHARACTERS = 60_000

_LONG = 1000  # pages of one protocol, that are timed too
_PAGE = (
    "Granviks kommun\tSammanträdesprotokoll\t2024-03-14\nKommunstyrelsen\tSida {n}\n"
    "§ {n}\tDnr KS 2024/{n:05d}\nUtredning om väg nummer {n}\nBeslut\nKommunstyrelsen beslutar\n"
    "att godkänna rapport {n},\natt anslå 100 000 kr, samt\natt uppdra åt Siv Ahlmark att komma.\n"
    "Ärendebeskrivning\n"
    + "Förvaltningschefen Bo Rask redogör för hur arbetet går.\n"
    * 25
    + "Yrkanden\n"
    "Mia Norén (S) yrkar bifall.\nBeslutet skickas till\nEkonomichefen\nJusterandes sign\n\f"
)

Mutation = Callable[[random.Random, str, list[str]], str]


class Lost(AssertionError):
    """A character is in no part of a meeting, or in two."""


def seeds() -> list[str]:
    """The golden texts, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.txt"))]


def _cut(chance: random.Random, text: str, _: list[str]) -> str:
    a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:a] + text[b:] if chance.random() < 0.5 else text[a:b]


def _shuffled(chance: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    if chance.random() < 0.5:
        chance.shuffle(lines)
    else:
        k = chance.randrange(len(lines))
        lines = lines[k:] + lines[:k]
    return "\n".join(lines)


def _doubled(chance: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    a = chance.randrange(len(lines))
    part = lines[a : a + chance.randrange(1, 40)] * chance.randrange(2, 6)
    at = chance.randrange(len(lines) + 1)
    return "\n".join(lines[:at] + part + lines[at:])


def _flipped(chance: random.Random, text: str, _: list[str]) -> str:
    data = bytearray(text.encode("utf-8"))
    for _n in range(chance.randrange(1, 40)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data.decode("utf-8", "replace" if chance.random() < 0.5 else "ignore")


def _unicode(chance: random.Random, text: str, _: list[str]) -> str:
    letters = list(text)
    for _n in range(chance.randrange(1, 60)):
        code = chance.choice((chance.randrange(0x20, 0x250), chance.randrange(0x110000)))
        letter = "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
        letters.insert(chance.randrange(len(letters) + 1), letter)
    return "".join(letters)


def _blanks(chance: random.Random, text: str, _: list[str]) -> str:
    old, new = chance.choice(
        [("\n\n", "\n"), ("\n", "\n\n"), ("\n", " "), (" ", "\t"), ("\t", "   "), (" ", "\n"),
         ("\n", "\r\n"), ("\n", "\f"), ("§", ""), (".", ""), (" ", "\u00a0"), ("\n", "")]
    )  # fmt: skip
    return text.replace(old, new, -1 if chance.random() < 0.5 else 8)


def _joined(chance: random.Random, text: str, texts: list[str]) -> str:
    return text + chance.choice(["", "\n", "\n\n", "\f"]) + chance.choice(texts)


MUTATIONS: tuple[Mutation, ...] = (
    _cut, _shuffled, _doubled, _flipped, _unicode, _blanks, _joined,
)  # fmt: skip


def mutants(count: int, seed: int = 0) -> Iterator[Document]:
    """Yield `count` mutated documents, always the same ones for a seed."""
    texts = seeds()
    for n in range(count):
        chance = random.Random(f"{seed}-{n}")
        text = chance.choice(texts)
        for _ in range(chance.randrange(1, 5)):
            if text:
                text = chance.choice(MUTATIONS)(chance, text, texts)
        yield document_of(f"mutant-{n}.txt", text[:MOST_CHARACTERS])


def check_tiling(meetings: list[Meeting], text: str) -> None:
    """Raise Lost unless every character is in exactly one of header and items, and parts fit."""
    if meetings[0].start != 0 or meetings[-1].end != len(text):
        raise Lost("the meetings do not reach from end to end")
    for before, after in pairwise(meetings):
        if before.end != after.start:
            raise Lost("text between two meetings is lost")
    for meeting in meetings:
        at = meeting.header.end
        if meeting.header.start != meeting.start:
            raise Lost("the header does not begin where its meeting does")
        for item in meeting.items:
            if item.start != at or item.end < item.start:
                raise Lost(f"text before item {item.number} is lost or in two items")
            at = item.end
        if at != meeting.end:
            raise Lost("text after the last item is lost")
        at = meeting.start
        for piece in meeting.furniture:
            if not at <= piece.start < piece.end <= meeting.end:
                raise Lost(f"furniture {piece} overlaps or lies outside")
            at = piece.end
        for item in meeting.all_items():
            spans = [(s.start, s.end) for s in item.sections]
            spans += [(d.start, d.end) for d in item.decisions]
            spans += [(v.start, v.end) for v in item.votes]
            if any(not item.start <= a <= b <= item.end for a, b in spans):
                raise Lost(f"a part of item {item.number} lies outside it")


def long_protocol(pages: int) -> Document:
    """Return a protocol of so many pages, an item with three decisions on each."""
    text = "".join(_PAGE.format(n=n) for n in range(1, pages + 1))
    return document_of("lang.txt", text)


def main() -> int:
    """Parse as many mutants as asked for; 1 if one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    began, slowest = time.perf_counter(), 0.0
    characters = 0
    for n, document in enumerate(mutants(asked.count, asked.seed)):
        start = time.process_time()  # a busy machine is no hang
        check_tiling(parse_document(document), document.text)
        slowest = max(slowest, time.process_time() - start)
        characters += len(document.text)
        if slowest > SLOW:
            sys.stderr.write(f"document {n} of seed {asked.seed} took {slowest:.1f} s\n")
            return 1
    sys.stdout.write(
        f"{asked.count} documents, {characters} characters, none lost; slowest {slowest:.2f} s, "
        f"{time.perf_counter() - began:.0f} s in all\n"
    )
    document = long_protocol(_LONG)
    start = time.process_time()
    parse_document(document)
    sys.stdout.write(f"{_LONG} pages of one protocol: {time.process_time() - start:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
