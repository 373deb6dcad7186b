"""What stands beside a name in a list of people: roles, parties, times, item ranges."""

from __future__ import annotations

import re

from index.names import NAME

_OFFICE = (
    r"ordförande|ordf\.?|sekreterare|chef|direktör|ledamot|ersättare|ledare|samordnare|strateg|"
    r"controller|jurist|revisor|handläggare|ekonom|rektor|planerare|utvecklare|kommunalråd|"
    r"landstingsråd|regionråd|ingenjör|arkitekt|registrator|konsult|arkivarie|trainee|tjänsteman|"
    r"projektör|adjungerad|specialist|rådgivare|koordinator|utredare|inspektör|coach|vd|"
    r"insynsplats|sammankallande|polis|lärare|assistent|administratör|informatör|kommunikatör|"
    r"bibliotekarie|expert|gruppledare|representant|företrädare|observatör|protokollförare|"
    r"advokat|kurator|läkare|sköterska|analytiker|nämndsekreterare|ombud|student|pedagog|biolog|"
    r"ekolog|antikvarie|geolog|vaktmästare|produktionsledare|suppleant|politiker|upphandlare"
)
ROLE = re.compile(
    r"^(?!(?:från|till|för|ej)\b)(?:(?:[123](?::?[ea])?|I+|förste|första|andre|andra|vice|v|tf|t\.\s?f|tillförordnade?|"
    r"bitr|biträdande|ny|avgående|tillträdande|adjungerad)\.?\s+)*"
    r"(?:(?-i:[a-zåäö]+)\s+){0,2}(?:[a-zåäö]+-\s+och\s+)?(?:[\wåäöÅÄÖ]+-)?[a-zåäö]*(?:"
    + _OFFICE
    + r")"
    r"(?:e?n)?(?:\s.*)?$",
    re.IGNORECASE,
)
# An office of one: "Anna Ek och Bo Rask, sekreterare" makes only the last one it.
SINGLE_OFFICE = re.compile(r"(?:ordförande|ordf\.?|sekreterare|chef|direktör)\b", re.IGNORECASE)
PLACE_MARK = re.compile(
    r"\b(?:stad|kommun|AB|Region|Familjen|förbund|grupp\s?\d+|samverkan|sekretariatet|nätverket|"
    r"landsting|universitet|högskola|bruk|hamn|nordväst|nordvist|län|stift|församling)\b",
    re.IGNORECASE,
)
PARTIES = frozenset(
    [
        "S", "M", "C", "L", "V", "KD", "MP", "SD", "FP", "SFP", "SAF", "SDP", "VF", "OBS", "SKR",
        "SPI", "NYD", "FI", "Ö", "F", "FNB",
    ]
)  # fmt: skip
PARTY = re.compile(r"\(\s*([A-ZÅÄÖ]{1,4}|[a-zåäö]{1,3}|[A-ZÅÄÖ][a-zåäö])\s*\)")

_CLOCK = r"(?:kl(?:ockan)?\.?\s*)?(\d{1,2})[.:](\d{2})"
_FROM = re.compile(
    r"\b(?:från(?:\s+och\s+med)?|fran|fr\.?\s?o\.?\s?m\.?|from|fr\.?|ankom|anlände|anslöt)\s*"
    + _CLOCK,
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:till(?:\s+och\s+med)?|t\.?\s?o\.?\s?m\.?|tom|lämnade|avvek)\s*" + _CLOCK, re.IGNORECASE
)
_RANGE = re.compile(
    r"\bkl(?:ockan)?\.?\s*(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})", re.IGNORECASE
)
_NUMBERS = (
    r"\d+(?:\s*[-–—]\s*\d+)?(?:(?:\s*,\s*|\s+och\s+|\s+samt\s+)\d+(?:\s*[-–—]\s*\d+)?(?![.:]?\d))*"
)
# Which items someone was there for: "ej § 63 på grund av jäv", "AU §§ 61-65", "punkt 2".
ITEM_RANGE = re.compile(
    r"(?:\b(?:ej|inte|utom|endast|under|vid|för|deltar|t\.?o\.?m\.?|fr\.?o\.?m\.?|till|från)\s+)*"
    r"(?:\b[A-ZÅÄÖ]{2,6}\s+)?"
    rf"(?:§+\s*{_NUMBERS}|{_NUMBERS}\s*§+|\b(?:punkt(?:en|erna)?|ärende(?:na)?|p\.)\s+{_NUMBERS})"
    r"(?:,?\s+p(?:å\s+grund|\.?g\.?a\.?)\s*(?:av)?\s+jäv|\s*\(?jäv\)?)?",
)
REMOTE = re.compile(
    r"\b(?:deltar\s+|deltog\s+)?(?:på\s+(?:distans|länk)|via\s+(?:länk|teams|telefon|skype|zoom)"
    r"|digitalt|distansdeltagande|per\s+telefon)\b",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"^(?:frånvarande|ej\s+närvarande|(?:anmält\s+)?förhinder|frånv\.?)$", re.IGNORECASE
)
# "tjänstgörande ersättare för Amina Yildiz (S)": the person replaced was not there.
SUBSTITUTE = re.compile(
    r"(?:\b(?:tjänstgör(?:ande(?:\s+ersättare)?)?|tjg\.?(?:\s*ers\.?)?|ersätter|ersättare|ers\.?)"
    r"(?:\s+för)?|\bför|\bi\s+stället\s+för)\s+"
    + NAME.pattern.replace("[ \\u00a0]", r"\s")
    + r"(?:\s*\([^)]{1,5}\))?"
)


def _clock(hour: str, minute: str) -> str:
    return f"{int(hour):02d}:{minute}"


def presence_times(text: str) -> list[tuple[int, int, str | None, str | None]]:
    """Return where `text` says when someone came or left: (start, end, came, left)."""
    found: list[tuple[int, int, str | None, str | None]] = [
        (*match.span(), _clock(match[1], match[2]), _clock(match[3], match[4]))
        for match in _RANGE.finditer(text)
    ]
    taken = [(start, end) for start, end, _, _ in found]
    for pattern, came in ((_FROM, True), (_TO, False)):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            time = _clock(match[1], match[2])
            found.append((*match.span(), time if came else None, None if came else time))
    return sorted(found, key=lambda item: item[0])
