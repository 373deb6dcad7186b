"""To English: the words of ours around an answer's quotes, for who asked in English.

What answers say in our words is a closed list of phrasings with places for names, numbers and
days. One that matches as a whole is said in English with the same in its places; any other stays
as it is. A quote and a title are the protocol's and stay Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from index.dates import MONTH_NAMES
from qa.drafts import Draft, DraftSentence
from qa.phrases import NO_REPORT

_MONTHS = dict(
    zip(
        MONTH_NAMES,
        "January February March April May June July August September October November "
        "December".split(),
        strict=True,
    )
)
_MONTH = "|".join(MONTH_NAMES)
_DATE = rf"\d{{1,2}} (?:{_MONTH}) (?:19|20)\d\d"
_DATES = re.compile(rf"(\d{{1,2}}) ({_MONTH}) ((?:19|20)\d\d)")
# What `qa.phrases.on_day` says: `mötet 2/2018 den 21 mars 2018`.
_MEETING = rf"[Mm]ötet(?P<number> (?!den )[^:”]*?)?(?: den (?P<day>{_DATE}))?"
_CLOCK = r"\d\d\.\d\d"
_STATUS = {"närvarande": "present", "frånvarande": "absent", "gäst": "a guest"}
_LISTED = {"Närvarande": "Present", "Frånvarande": "Absent", "Gäster": "Guests"}
_OFFICES = {"ordförande": "chair", "sekreterare": "secretary"}
_NOT_SUMMED = {
    "ett beslut nämner flera belopp": "one decision names several amounts",
    "de är i olika valutor": "they are in different currencies",
    "alla är inte beviljade": "not all of them were granted",
    "ett av dem gäller mer än en gång": "one of them is paid more than once",
    "ett av dem är en del av ett annat": "one of them is a part of another",
    "ett av dem är inte exakt": "one of them is not exact",
    "olika organ har beslutat": "different bodies have decided",
    "några gäller samma ärende": "some are of the same matter",
    "samma beslut kan stå i flera protokoll": "one decision may stand in several minutes",
}
_NO_REPORT = "No report found in later minutes."
_VOTED = {"röstade ja": "voted yes", "röstade nej": "voted no", "avstod": "abstained"}
_VERDICTS = {"Ja": "Yes", "Nej": "No"}
_SEASONS = {"våren": "spring", "hösten": "autumn", "sommaren": "summer", "vintern": "winter"}
_NUMBERS = {
    "en": "one", "ett": "one", "två": "two", "tre": "three", "fyra": "four", "fem": "five",
    "sex": "six", "sju": "seven", "åtta": "eight", "nio": "nine", "tio": "ten", "elva": "eleven",
    "tolv": "twelve", "tretton": "thirteen", "fjorton": "fourteen", "femton": "fifteen",
    "sexton": "sixteen", "sjutton": "seventeen", "arton": "eighteen", "nitton": "nineteen",
    "tjugo": "twenty",
}  # fmt: skip
_UNITS = {
    "månader": "months", "år": "years", "veckor": "weeks", "dagar": "days", "timmar": "hours",
    "procent": "per cent",
}  # fmt: skip
_Part = dict[str, str]
_Said = Callable[[_Part], str]


def in_english(draft: Draft) -> Draft:
    """Return `draft` with the words of ours in English, and its highlight where it has them."""
    found = draft.highlight
    sentences = tuple(_sentence(sentence, found) for sentence in draft.sentences)
    if found is None:
        return replace(draft, sentences=sentences)
    said = " ".join(sentence.text for sentence in sentences)
    english = _VERDICTS.get(found) or _fact(found)
    listed = _and(found)
    shown = next((one for one in (english, listed, found) if one and _holds(said, one)), None)
    return replace(draft, sentences=sentences, highlight=shown)


def _holds(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _sentence(sentence: DraftSentence, highlight: str | None) -> DraftSentence:
    before, mark, quoted = sentence.text.partition("”")
    verdict = re.match(r"(Ja|Nej)\. ?", before)
    opened = ""
    if verdict:
        opened = verdict.group().replace(verdict[1], _VERDICTS[verdict[1]])
        before = before[verdict.end() :]
    quoted = quoted.replace(f"” {NO_REPORT}", f"” {_NO_REPORT}")
    return replace(sentence, text=f"{opened}{_own(before, highlight)}{mark}{quoted}")


def _own(text: str, highlight: str | None) -> str:
    """Return one phrasing of ours in English; as it is, where the table does not have it."""
    if highlight and text.startswith(highlight):
        fact = _fact(highlight) or highlight
        rest = text[len(highlight) :]
        if re.fullmatch(rf"(?: \((?:\d+–)?{_DATE}\))?\. ", rest):
            return fact + _dates(rest)
    for pattern, say in _PHRASINGS:
        match = pattern.fullmatch(text)
        if match:
            return say({name: part or "" for name, part in match.groupdict().items()})
    return text


def _fact(words: str) -> str | None:
    """Return an exact time or number in English: `senast den 3 maj`, `tre månader`."""
    day = re.fullmatch(
        rf"(?P<last>[Ss]enast )?(?:[Dd]en )?(?P<days>\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?) "
        rf"(?P<month>{_MONTH})(?P<year> (?:19|20)\d\d)?", words,
    )  # fmt: skip
    if day:
        last = " at the latest" if day["last"] else ""
        return f"{day['days']} {_MONTHS[day['month']]}{day['year'] or ''}{last}"
    time = re.fullmatch(
        rf"(?P<time>{_MONTH}|{'|'.join(_SEASONS)})(?P<year> (?:19|20)\d\d)?", words, re.IGNORECASE
    )
    if time:
        name = time["time"].lower()
        return f"{_MONTHS.get(name) or _SEASONS[name]}{time['year'] or ''}"
    count = re.fullmatch(
        rf"(?P<n>{'|'.join(_NUMBERS)}|\d[\d\s.,]*)(?: (?P<unit>{'|'.join(_UNITS)}))?", words,
        re.IGNORECASE,
    )  # fmt: skip
    if not count or not (count["unit"] or count["n"].lower() in _NUMBERS):
        return None
    number, unit = _NUMBERS.get(count["n"].lower(), count["n"]), _UNITS.get(count["unit"] or "", "")
    if number in ("one", "1"):
        unit = unit.removesuffix("s")
    said = f"{number} {unit}".strip()
    return _capital(said) if words[0].isupper() else said


def _dates(text: str) -> str:
    """Return `text` with the names of the months in its dates in English."""
    return _DATES.sub(lambda match: f"{match[1]} {_MONTHS[match[2]]} {match[3]}", text)


def _and(names: str) -> str:
    """Return a list of names with `and` before the last; what is in brackets is the protocol's."""
    depth, joint = 0, None
    for at, character in enumerate(names):
        depth += (character == "(") - (character == ")")
        if depth == 0 and names.startswith(" och ", at):
            joint = at
    return names if joint is None else f"{names[:joint]} and {names[joint + 5 :]}"


def _at(part: _Part, word: str = "meeting") -> str:
    """Return how a meeting is named: `meeting 2/2018 on 21 March 2018`, `the meeting`."""
    day = f" on {_dates(part['day'])}" if part["day"] else ""
    article = "" if part["number"] else "the "
    return f"{article}{word}{part['number']}{day}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lasted(part: _Part) -> str:
    if part["end"]:
        return f"{_capital(_at(part))} lasted from {part['begin']} to {part['end']}."
    return f"{_capital(_at(part))} began at {part['begin']}."


def _phrasing(pattern: str, say: _Said) -> tuple[re.Pattern[str], _Said]:
    return re.compile(pattern, re.DOTALL), say


_PHRASINGS = (
    _phrasing(
        rf"(?P<kind>Närvarande|Frånvarande|Gäster) vid {_MEETING}: (?P<who>.+)\.",
        lambda p: f"{_LISTED[p['kind']]} at {_at(p)}: {_and(p['who'])}.",
    ),
    _phrasing(
        r"(?P<count>\d+) stycken: (?P<who>.+)\.",
        lambda p: f"{p['count']} {'person' if p['count'] == '1' else 'people'}: {_and(p['who'])}.",
    ),
    _phrasing(
        rf"(?P<count>\d+) möten?(?P<days>: {_DATE}(?:(?:, | och ){_DATE})*)?\.",
        lambda p: (
            f"{p['count']} meeting{'' if p['count'] == '1' else 's'}{_and(_dates(p['days']))}."
        ),
    ),
    _phrasing(
        rf"(?P<who>.+?) var (?P<status>närvarande|frånvarande|gäst) vid {_MEETING}\.",
        lambda p: f"{p['who']} was {_STATUS[p['status']]} at {_at(p)}.",
    ),
    _phrasing(
        rf"(?P<who>.+?) var (?P<office>ordförande|sekreterare) vid {_MEETING}\.",
        lambda p: f"{p['who']} was {_OFFICES[p['office']]} at {_at(p)}.",
    ),
    _phrasing(
        rf"(?P<who>.+?) lämnade {_MEETING} kl\. (?P<clock>{_CLOCK})\.",
        lambda p: f"{p['who']} left {_at(p)} at {p['clock']}.",
    ),
    _phrasing(
        rf"(?P<who>.+?) kom till {_MEETING} kl\. (?P<clock>{_CLOCK})\.",
        lambda p: f"{p['who']} came to {_at(p)} at {p['clock']}.",
    ),
    _phrasing(
        rf"(?P<who>.+?) var med på {_MEETING} från kl\. (?P<begin>{_CLOCK})"
        rf" till kl\. (?P<end>{_CLOCK})\.",
        lambda p: f"{p['who']} was at {_at(p)} from {p['begin']} to {p['end']}.",
    ),
    _phrasing(
        rf"(?P<who>[^:]+): (?P<where>.+) \(vid {_MEETING}\)\.",
        lambda p: f"{p['who']}: {p['where']} (at {_at(p)}).",
    ),
    _phrasing(
        rf"(?P<who>.+?) tjänstgjorde i stället för (?P<other>.+?) vid {_MEETING}\.",
        lambda p: f"{p['who']} served in place of {p['other']} at {_at(p)}.",
    ),
    _phrasing(
        rf"(?P<who>.+?) justerade protokollet från {_MEETING}\.",
        lambda p: f"{_and(p['who'])} approved the minutes of {_at(p)}.",
    ),
    _phrasing(
        rf"{_MEETING} pågick från kl\. (?P<begin>{_CLOCK})(?: till kl\. (?P<end>{_CLOCK}))?\.",
        _lasted,
    ),
    _phrasing(
        rf"{_MEETING} hölls på (?P<place>.+)\.",
        lambda p: f"{_capital(_at(p))} was held at {p['place']}.",
    ),
    _phrasing(
        rf"(?P<named>.+), (?P<date>{_DATE})\.", lambda p: f"{p['named']}, {_dates(p['date'])}."
    ),
    _phrasing(
        rf"(?P<who>.+) \((?P<role>[^()]+)\), enligt protokollet från den (?P<date>{_DATE})\.",
        lambda p: f"{p['who']} ({p['role']}), according to the minutes of {_dates(p['date'])}.",
    ),
    _phrasing(
        r"Sammanlagt (?P<sum>[^()]+) \((?P<parts>[^()]+)\)\.",
        lambda p: f"In total {p['sum']} ({p['parts']}).",
    ),
    _phrasing(
        r"Beloppen läggs inte ihop: (?P<why>[^.]+)\.",
        lambda p: f"The amounts are not added up: {_NOT_SUMMED.get(p['why'], p['why'])}.",
    ),
    # Before a quote.
    _phrasing(rf"Mötet beslutade vid {_MEETING}: ", lambda p: f"The meeting decided at {_at(p)}: "),
    _phrasing(
        rf"(?P<who>.+) beslutade vid {_MEETING}: ", lambda p: f"{p['who']} decided at {_at(p)}: "
    ),
    _phrasing(
        rf"Den (?P<date>{_DATE})(?P<number> \((?:möte )?(?P<bare>[^()]+)\))?\.(?P<end> ?)",
        lambda p: (
            f"On {_dates(p['date'])}"
            f"{' (meeting ' + p['bare'] + ')' if p['number'] else ''}.{p['end']}"
        ),
    ),
    _phrasing(
        rf"Senare(?:, den (?P<date>{_DATE}))?: ",
        lambda p: f"Later, on {_dates(p['date'])}: " if p["date"] else "Later: ",
    ),
    _phrasing(r"Senare: (?P<who>[^.:”]+)\. ", lambda p: f"Later: {p['who']}. "),
    _phrasing(
        r"(?P<who>[^.:]+) (?P<how>röstade (?:ja|nej)|avstod)\. ",
        lambda p: f"{p['who']} {_VOTED[p['how']]}. ",
    ),
    _phrasing(
        rf"(?P<date>{_DATE}): (?P<title>.+: (?:[\d., ]+ \w+\. )?)",
        lambda p: f"{_dates(p['date'])}: {p['title']}",
    ),
    _phrasing(rf"(?P<date>{_DATE}): ", lambda p: f"{_dates(p['date'])}: "),
    _phrasing(r"Utan datum: ", lambda _: "Undated: "),
)
