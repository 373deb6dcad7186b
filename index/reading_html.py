"""The text of a web page, a block a line, as a browser shows it: with its list numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from index.errors import ReadError
from index.limits import Deadline
from index.numerals import written
from index.page_text import PageText
from index.shown_text import PAGE, Piece, pages_of, row_lines, with_strikes

_LEFT_OUT = frozenset(
    "script style template head noscript object embed svg math iframe canvas".split()
)
_LINES = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form header hr html legend li main nav section summary tr caption".split()
)  # begin and end on a line of their own
_APART = frozenset("h1 h2 h3 h4 h5 h6 p pre table ul ol".split())  # … with a blank line around
_STRUCK = frozenset(("s", "strike", "del"))
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_LISTS = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal": "decimal", "none": "none", "disc": "bullet", "circle": "bullet", "square": "bullet",
}  # fmt: skip
_CSS_LIST = re.compile(r"list-style(?:-type)?\s*:\s*(?:inside\s+|outside\s+)?([a-z-]+)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_STRUCK_CSS = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_BREAK_BEFORE = re.compile(r"break-before\s*:\s*(?:always|page|left|right)")
_BREAK_AFTER = re.compile(r"break-after\s*:\s*(?:always|page|left|right)")
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # a no-break space is none of these
# Old editors wrote &#150; for a dash: browsers read these codes as Windows-1252.
_CP1252 = {
    code: bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(128, 160)
}
_CHECK = 10_000  # elements between two looks at the clock


@dataclass(slots=True)
class _List:
    """A list that is open: how its items are marked, and the number of the next."""

    style: str
    number: int
    step: int = 1


@dataclass(slots=True)
class _Flow:
    """Text that runs from line to line: the page's, or a table cell's."""

    lines: list[str] = field(default_factory=list)
    line: list[Piece] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)  # of the row that is open in it
    marked: bool = False  # the line holds a list's mark alone: what follows stays beside it

    def write(self, text: str, *, struck: bool, verbatim: bool) -> None:
        """Add text to the line; outside <pre>, white space is one blank."""
        if verbatim:
            first, *rest = text.split("\n")
            self._add(first, struck)
            for line in rest:
                self.end_line(force=True)
                self._add(line, struck)
            return
        text = _BLANKS.sub(" ", text)
        if not self.line or self.line[-1][0].endswith((" ", "\n")):
            text = text.removeprefix(" ")
        self._add(text, struck)

    def _add(self, text: str, struck: bool) -> None:
        if text:
            self.line.append((text, struck))
            self.marked = self.marked and not text.strip()

    def end_line(self, *, force: bool = False) -> None:
        """End the line if there is anything on it; with `force` a blank one too."""
        if self.marked and not force:
            return
        text = with_strikes(self.line).rstrip(" ")
        if text or force:
            self.lines.append(text)
        self.line.clear()
        self.marked = False

    def blank(self) -> None:
        """Leave a blank line, once."""
        self.end_line()
        if self.lines and self.lines[-1].strip() and not self.marked:
            self.lines.append("")

    def finished(self) -> list[str]:
        """Return the lines without blank ones at the ends."""
        self.marked = False
        self.end_line()
        return "\n".join(self.lines).strip("\n").split("\n")


def read_html(text: str, name: str, deadline: Deadline) -> list[PageText]:
    """Return the pages of a web page, one unless its style sheet breaks it into more.

    Lists keep their numbers, cells of a table row are parted by a tab, struck-through text is set
    in ~~…~~; scripts, styles and what is hidden are left out. Raises ReadError if it is no HTML.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    cleaned = text.replace(PAGE, " ")
    try:
        root = etree.fromstring(cleaned.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name} is a damaged web page ({error}); save it again.") from error
    if root is None:
        raise ReadError(f"{name} is a web page without any content; save it again.")
    if cut := [entry for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]:
        raise ReadError(f"{name} cannot be read whole ({cut[0].message}); save it as text.")
    return pages_of(_Walk(deadline).text_of(root))


class _Walk:
    """Goes through the elements of a page in order; deep ones need no deep stack."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._flows = [_Flow()]
        self._lists: list[_List] = []
        self._struck = self._verbatim = 0

    def text_of(self, root: Any) -> str:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: Any = None
        for count, (event, element) in enumerate(walk):
            if count % _CHECK == 0:
                self._deadline.check()
            if event == "start":
                if _is_left_out(element):
                    skipped = element
                    walk.skip_subtree()
                    continue
                self._open(element)
                self._write(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._close(element)
                if element is not root:
                    self._write(element.tail)
        return "\n".join(self._flows[0].finished())

    def _write(self, text: str | None) -> None:
        if text:
            self._flows[-1].write(
                text.translate(_CP1252), struck=self._struck > 0, verbatim=self._verbatim > 0
            )

    def _open(self, element: Any) -> None:
        tag, style, flow = element.tag, _style(element), self._flows[-1]
        if tag in ("td", "th"):
            self._flows.append(_Flow())
        elif tag == "tr":
            flow.end_line()
            flow.cells = []
        elif tag == "br":
            flow.end_line(force=True)
        elif tag == "q":
            self._write("”")
        elif tag in _APART and not (tag in ("ul", "ol") and self._lists):
            flow.blank()
        elif tag in _LINES or tag in _APART:
            flow.end_line()
        if _BREAK_BEFORE.search(style):
            flow.line.append((PAGE, False))
        if tag in ("ul", "ol"):
            self._lists.append(_list(element, style))
        elif tag == "li":
            self._mark(element)
        self._struck += _is_struck(element, style)
        self._verbatim += tag in ("pre", "textarea")

    def _mark(self, item: Any) -> None:
        flow = self._flows[-1]
        if flow.marked:  # a list that begins right at the item of another
            flow.marked = False
            flow.end_line()
        if not self._lists:
            return
        own = self._lists[-1]
        value = str(item.get("value", "")).strip()
        if value.isdecimal():
            own.number = int(value)
        if own.style != "none":
            mark = "-" if own.style == "bullet" else f"{written(own.number, own.style)}."
            flow.line.append((f"{mark} ", False))
            flow.marked = True
        own.number += own.step

    def _close(self, element: Any) -> None:
        tag, style = element.tag, _style(element)
        self._struck -= _is_struck(element, style)
        self._verbatim -= tag in ("pre", "textarea")
        if tag in ("ul", "ol"):
            self._lists.pop()
        if tag in ("td", "th"):
            lines = self._flows.pop().finished()
            self._flows[-1].cells.append(lines)
            return
        flow = self._flows[-1]
        if tag == "tr":
            flow.lines += row_lines(flow.cells)
            flow.cells = []
        elif tag == "q":
            self._write("”")
        elif tag == "li":
            flow.marked = False
            flow.end_line()
        elif tag in _APART and not (tag in ("ul", "ol") and self._lists):
            flow.blank()
        elif tag in _LINES or tag in _APART:
            flow.end_line()
        if _BREAK_AFTER.search(style):
            flow.line.append((PAGE, False))


def _style(element: Any) -> str:
    return str(element.get("style", "")).lower()


def _is_left_out(element: Any) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _LEFT_OUT
        or element.get("hidden") is not None
        or _HIDDEN.search(_style(element)) is not None
    )


def _is_struck(element: Any, style: str) -> bool:
    return element.tag in _STRUCK or _STRUCK_CSS.search(style) is not None


def _list(element: Any, style: str) -> _List:
    css = _CSS_LIST.search(style)
    form = _CSS_LISTS.get(css[1]) if css else None
    if element.tag == "ul":
        return _List(form or "bullet", 1)
    form = form or _LIST_STYLES.get(element.get("type", ""), "decimal")
    start = str(element.get("start", "")).strip()
    number = int(start) if re.fullmatch(r"-?\d{1,9}", start) else None
    if element.get("reversed") is None:
        return _List(form, 1 if number is None else number)
    return _List(form, sum(1 for _ in element.iterchildren("li")) if number is None else number, -1)
