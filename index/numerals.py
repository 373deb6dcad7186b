"""Numbers as word processors write them before the paragraphs of a list."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3999  # no word processor writes a larger one
_MOST_LETTERS = 26 * 30  # … and none repeats a letter more often


def written(number: int, style: str) -> str:
    """Return `number` as Word writes it in `style`; an unknown style is written in digits."""
    match style:
        case "decimalZero":
            return f"{number:02d}"
        case "lowerLetter" | "upperLetter" if 0 < number <= _MOST_LETTERS:
            # Word goes on after z with aa, bb, cc.
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if style == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman" if 0 < number <= _MOST_ROMAN:
            roman = ""
            for value, sign in _ROMAN:
                roman += sign * (number // value)
                number %= value
            return roman if style == "lowerRoman" else roman.upper()
        case "bullet" | "none":
            return ""
    return str(number)
