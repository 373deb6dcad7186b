"""Sums of money as Swedish minutes write them, in kronor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    "kr": 1, "kronor": 1, "sek": 1, ":-": 1, "tkr": 1_000, "kkr": 1_000, "ksek": 1_000,
    "mkr": 1_000_000, "mnkr": 1_000_000, "msek": 1_000_000, "miljon": 1_000_000,
    "miljoner": 1_000_000, "mdkr": 1_000_000_000, "miljarder": 1_000_000_000,
    "euro": 1, "eur": 1, "€": 1,
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
# \u00a0 and \u202f are the blanks that word processors put between thousands.
_AMOUNT = re.compile(
    rf"(?<![\d,.:])(?P<number>\d{{1,3}}(?:[ \u00a0\u202f.]\d{{3}})+(?:,\d+)?|\d+(?:[,.]\d+)?)"
    rf"[ \u00a0\u202f\n]?(?P<unit>{_UNIT})(?![a-zåäö])(?:[ \u00a0]?kr(?:onor)?\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money where it stands in a text."""

    start: int
    end: int
    kronor: Decimal  # of the unit that is written: amounts in euro stay euro
    currency: str  # "SEK" or "EUR"


def find_amounts(text: str) -> list[Amount]:
    """Return the sums of money in `text`, in order: `75 kkr` is 75,000 kronor."""
    found = []
    for match in _AMOUNT.finditer(text):
        digits = re.sub(r"[ \u00a0\u202f]", "", match["number"])
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
            digits = digits.replace(".", "")
        unit = match["unit"].lower()
        value = Decimal(digits.replace(",", ".")) * _UNITS[unit]
        currency = "EUR" if unit in {"euro", "eur", "€"} else "SEK"
        found.append(Amount(match.start(), match.end(), value, currency))
    return found
