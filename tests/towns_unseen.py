"""Measure the parser on whole protocols: headings, decisions, people and the meeting's frame."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import towns_five
import towns_four
import towns_seven
import towns_six
from town_script import Town
from towns_word import WordTown

from index.folding import fold
from index.nouns import Attendee, Meeting
from index.parsing import parse_document
from index.persons import name_key
from index.reading import read_document

TOWNS = {town.name: town for town in (*towns_four.TOWNS, *towns_five.TOWNS)}
LATER = {town.name: town for town in (*towns_six.TOWNS, *towns_seven.TOWNS)}
POINT = re.compile(r"^(?:[-•–]|\d+\.)?\s*(?:att )?|(?:,? samt| och)?[.,; ]*$")


def heading(number: str | None, title: str) -> tuple[str, str]:
    """Return a number and a title as they are compared: folded, one blank between words."""
    digits = re.search(r"\d+ ?[a-z]?\b", number or "")
    return digits[0] if digits else "", " ".join(fold(title).split())


def point(words: str) -> str:
    """Return a point's bare words."""
    joined = re.sub(r"(?<=\w)- (?!och |eller |samt )(?=[a-zåäö])", "", " ".join(words.split()))
    joined = re.sub(r"(?<=\d)[–-] ?(?=\d)", "–", joined)  # "2025–2026" at a line's end
    return POINT.sub("", joined).casefold()


def people(attendees: tuple[Attendee, ...]) -> set[tuple[tuple[str, ...], str]]:
    """Return who was there or away, guests and officials as present; names by their words."""
    return {(name_key(a.name), "absent" if a.status == "absent" else "present") for a in attendees}


def tally(
    town: Town | WordTown, meetings: list[Meeting], score: Counter[str], misses: list[str]
) -> None:
    """Count what is right, found and wanted."""
    items = [item for meeting in meetings for item in meeting.items]
    found = Counter(heading(item.number, item.title) for item in items)
    wanted = Counter(heading(m.number, m.title) for m in town.matters())
    score.update(h_right=(found & wanted).total(), h_found=found.total(), h_wanted=wanted.total())
    misses += [f"{town.name}: heading missing {one}" for one in wanted - found]
    misses += [f"{town.name}: heading false {one}" for one in found - wanted]
    decided = Counter[tuple[str, str]]()
    for meeting in meetings:
        for item in meeting.items:
            number = heading(item.number, "")[0]
            decided.update((number, point(meeting.words(d.start, d.end))) for d in item.decisions)
    asked = Counter((heading(m.number, "")[0], point(p)) for m in town.matters() for p in m.points)
    numbers = {number for number, _ in (*asked, *decided)}
    each = [[sum(n for (m, _), n in side.items() if m == number) for number in numbers]
            for side in (decided, asked)]  # fmt: skip
    score.update(c_right=sum(map(min, *each)), c_found=decided.total(), c_wanted=asked.total())
    for one in list(asked):  # «Nämnden beslutar att anta …» is also found as «anta …»
        for other in decided:
            if other not in asked and other[0] == one[0] and (
                other[1].endswith(one[1]) or one[1].endswith(other[1])
            ) and len(other[1]) > 8:  # fmt: skip
                decided[one] += decided.pop(other)
                break
    score.update(d_right=(decided & asked).total(), d_found=decided.total(), d_wanted=asked.total())
    misses += [f"{town.name}: decision missing {one}" for one in asked - decided]
    misses += [f"{town.name}: decision false {one}" for one in decided - asked]
    here = people(meetings[0].attendees)
    there = {
        (name_key(name), status) for status, names in town.truth.people.items() for name in names
    }
    score.update(p_right=len(here & there), p_found=len(here), p_wanted=len(there))
    misses += [f"{town.name}: person missing {one}" for one in sorted(there - here)]
    misses += [f"{town.name}: person false {one}" for one in sorted(here - there)]
    first, truth = meetings[0], town.truth
    frame = {
        "body": (first.body, truth.body), "date": (str(first.date), truth.date),
        "chair": (first.chair, truth.chair), "secretary": (first.secretary, truth.secretary),
        "start": (first.start_time, truth.start), "end": (first.end_time, truth.end),
        "meetings": (len(meetings), 1),
    }  # fmt: skip
    for name, (got, want) in frame.items():
        score.update(f_right=int(got == want), f_wanted=1, f_found=1)
        if got != want:
            misses.append(f"{town.name}: {name} is {got!r}, not {want!r}")


def rates(score: Counter[str], kind: str) -> tuple[float, float]:
    """Return precision and recall of h(eadings), c(ounted) or d(ecisions), p(eople) or f(rame)."""
    return score[f"{kind}_right"] / max(score[f"{kind}_found"], 1), (
        score[f"{kind}_right"] / max(score[f"{kind}_wanted"], 1)
    )


def main() -> int:
    """Print what was found of each town, and what was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("towns", nargs="*", default=[*TOWNS, *LATER])
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    asked = parser.parse_args()
    whole: Counter[str] = Counter()
    misses: list[str] = []
    with TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        for name in asked.towns:
            town, score = (TOWNS | LATER)[name], Counter[str]()
            path = folder / f"{name}.pdf"
            path.write_bytes(town.pdf())
            document = read_document(path, folder)
            tally(town, parse_document(document), score, misses)
            whole += score
            shown = "  ".join(f"{k} {a:.3f} {b:.3f}" for k in "hcdpf" for a, b in [rates(score, k)])
            sys.stdout.write(f"{name:16} {len(document.pages):2} pages  {shown}\n")
    shown = "  ".join(f"{k} {a:.3f} {b:.3f}" for k in "hcdpf" for a, b in [rates(whole, k)])
    sys.stdout.write("\n".join(["", *misses, f"precision and recall: {shown}", ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
