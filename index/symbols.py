"""Signs of the fonts Symbol and Wingdings, which Word and its prints give by number only."""

from __future__ import annotations

# Check boxes as attendance lists use them, and the bullets that Word sets before points.
SYMBOLS = {
    "\uf0fe": "☒", "\uf0fd": "☒", "\uf078": "☒", "\uf0fc": "✓", "\uf0a8": "☐", "\uf06f": "☐",
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf076": "•", "\uf02d": "-",
}  # fmt: skip
