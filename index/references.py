"""Diarienummer: the forms that registries give them, and what a heading's line holds beside one."""

from __future__ import annotations

import re

from index.lines import Line

_YEAR = r"(?:19|20)\d\d"
_FORMS = (
    # "Dnr KS 2023/12", "Ärendenummer: Ks/2023:12"
    r"\b(?i:Dnr|Diarienummer|Diarienr|Diarie|Ärendenr|Ärendenummer)\b[.:]?\s*"
    r"(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,5}[ ./-]?)*\d[\d/.:-]*(?:[ ]?[A-ZÅÄÖ]{2,6}[ -]?\d[\d/.:-]*)?"
    r"(?:-[A-ZÅÄÖ]{2,5}\b)?",
    # "KS 2023/12", "KFKS-2023:123-2", "AN/SAM-2023/1"
    r"\b[A-ZÅÄÖ]{2,8}(?:[ -][A-ZÅÄÖ]{2,6})?[ ./-]?(?:[A-ZÅÄÖ]{2,6}[/-])?"
    rf"{_YEAR}[:./-]\d+(?:[.:-]\d+)*\b",
    rf"\b[A-ZÅÄÖ]{{3,8}}/\d+/[\d.]+/{_YEAR}\b",  # "NKBY/523/00.05.00/2022"
    rf"\b{_YEAR}[/-][A-ZÅÄÖ]{{2,6}}[ -]?\d+\b",  # "2023-POL000123"
    rf"\b[A-ZÅÄÖ]-{_YEAR}-\d{{2,6}}\b",
    rf"(?<![\w.-])\d{{5}}/{_YEAR}\b",
    rf"(?<![\d/]){_YEAR}[/:]\d{{3,6}}\b",
    # "2024/12-106" with less of a form, in a column of its own at the line's end
    rf"(?:(?<=\t)|(?<=\s{{3}}))(?:[A-ZÅÄÖ]{{1,6}}[ -])?{_YEAR}[ ]?[/:.-]\d{{1,6}}"
    r"(?:[-./:]\d{1,4})*(?=\s*$)",
    # "Ks 123/2023"
    rf"\b(?!Nr|Sid|Bil|Del)[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{{1,4}}[ ](?!{_YEAR}/)\d{{1,5}}/{_YEAR}\b",
    r"\b[A-ZÅÄÖ]{2,5}\d\d/\d{1,5}\b",  # "KS23/123"
    r"(?<![\w./-])\d\d[A-ZÅÄÖ]{2,4}\d{1,5}\b",  # "23RS123"
    rf"(?<![\w./:-])(?!{_YEAR})(?:0\d\d|\d{{4}})/\d\d(?![\w/:])",  # "0456/23"
    rf"(?<![\w./:-]){_YEAR}-(?!{_YEAR}\b)\d{{3,6}}\b(?!-)",  # "2023-00123"
    rf"(?<![\w./:-]){_YEAR}/\d{{1,6}}(?=[ ]\d{{3}}\b)",  # "2023/12 041"
    rf"(?<=\(){_YEAR}[/:-]\d{{1,6}}(?=\))",  # "(2023/12)"
)
# The class of a matter by the registry's plan: "KS 2023/12 041", "2023-00123 1.1.3.1", "Dpl 04".
_PLAN = r"[Dd]pl\.?[ ]?\d[\d.]*"
_CLASS = (
    rf"(?:[ ]\d{{3}}|\s+\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}|\s+{_PLAN})"
    r"(?=\)?(?:\s*$|\t|\s+[”\"]?[A-ZÅÄÖ]))"
)
_REFERENCE = re.compile(rf"\(?(?:{'|'.join(_FORMS)})(?:{_CLASS})?\)?")
# The years of a school or a plan are no diarienummer: "läsåret 2022/2023", "(2023/24)".
_YEARS = re.compile(r"\(?((?:19|20)\d\d)[/:-]((?:19|20)\d\d|\d\d)\)?$")
# Nor are a report's, a bill's and a law's number: "(SOU 2022:44)".
_PRINTED = re.compile(r"\(?(?:SOU|Ds|Dir|Prop|SFS|HSLF|RÅ|NJA|AD|EU|EG)\b")
# Nor is a day after a word in capitals: "AVTAL FRÅN 2025-01-01".
_DATED = re.compile(r"(?!\(?\s?(?i:Dnr|Diarie|Ärende)).*(?:19|20)\d\d-[01]\d-[0-3]\d\)?$")
# "Motion 2023/45 om …": what goes on with a small letter is a title's own.
_INSIDE = re.compile(r"\s[a-zåäö]{2,}\s")
# A word that is a title, no name of the number beside it.
_WORD_BEFORE = re.compile(
    r"(?!Ärende|Diarie|Handling|Beteckning|Referens|Bilaga)[A-ZÅÄÖ][a-zåäö]{4,}"
)
# The body's part of a diarienummer whose digits a narrow column moved to the next line.
_CODE_COLUMN = re.compile(r"(?:\t+|\s{3,})[A-ZÅÄÖ]{2,8}$")
_PLAN_AT_END = re.compile(rf"(?:^|\s+){_PLAN}$")
_BESIDE = 15  # characters that may stand on a diarienummer's line beside it


def find_reference(text: str) -> re.Match[str] | None:
    """Return where a diarienummer stands in `text`."""
    for match in _REFERENCE.finditer(text):
        years = _YEARS.match(match.group())
        follow = years and int(years[2]) % 100 == (int(years[1]) + 1) % 100
        if not (follow or (years and len(years[2]) == len("2024"))) and not any(
            form.match(match.group()) for form in (_PRINTED, _DATED)
        ):
            return match
    return None


def reference_in(text: str) -> str | None:
    """Return the diarienummer in `text`, without the brackets around it."""
    match = find_reference(text)
    return match.group().strip("()") if match else None


def without_reference(text: str) -> str:
    """Return what a heading's line holds beside its number and its diarienummer."""
    match = find_reference(text)
    inside = match and text[: match.start()].strip() and _INSIDE.match(text, match.end())
    if match and not inside:
        text = f"{text[: match.start()]} {text[match.end() :]}"
    bare = text.lstrip(" \t.:–-*_/|")
    # A hyphen at the end of a word is the word's: "Data- / skyddsombud".
    bare = re.sub(r"(?:(?:\s|(?<=[^a-zåäö]))[–-]+|[\s:*_/|])+$", "", bare)
    return _PLAN_AT_END.sub("", _CODE_COLUMN.sub("", bare))


def only_codes(rest: str) -> bool:
    """Whether what follows a number is only abbreviations (`KS KLK`, `041`), not a title."""
    return bool(
        re.fullmatch(
            r"(?:(?:[A-ZÅÄÖ]{2,5}(?:[\s/]+|$)){1,3}(?:Dnr)?|Dnr\.?|Diarienummer|Diarienr|Ärendenr"
            rf"|[\dA-ZÅÄÖ./: -]{{0,3}}\d[\d./: -]{{0,10}}|{_PLAN})",
            rest.strip(),
        )
    )


def code_in(rest: str) -> str | None:
    """Return the code that a heading has instead of a title on its line: `N160-0123/24`."""
    return rest.strip() if only_codes(rest) and re.search(r"\d[/:-]\d", rest) else None


def is_reference_line(line: Line) -> bool:
    """Return whether `line` holds a diarienummer and next to nothing else."""
    found = find_reference(line.text)
    if found is None or len(line.text) - len(found.group()) >= _BESIDE:
        return False
    return not _WORD_BEFORE.match(line.text[: found.start()])  # "Meddelanden<tab>KS 2024/18"
