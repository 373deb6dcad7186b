"""From an Answer to the HTML that stands in the chat; every word of a protocol is escaped.

The result is one HTML block without blank lines, so that the chat's Markdown leaves it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from index.nouns import ANY, Filter, Hit
from qa.nouns import Answer, Citation, Searched, Sentence
from ui.addresses import item_address, place, reference
from ui.refusing import refusal_html
from ui.selection import selection_text
from ui.source_text import unwrapped
from ui.words import Words

# What Markdown would take for formatting in a question that is shown as it was written.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&:.$=])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+\-!|~&:.$=])")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$=]|^\s*(?:[-+]|\d+[.)])\s|://|www\.", re.MULTILINE)
_SHORT = 2  # characters
_QUOTED = re.compile(r"”([^”]+)”")


def answer_steps(
    answer: Answer, words: Words, nearest: Sequence[Hit] = (), where: Filter = ANY
) -> Iterator[str]:
    """Yield the answer as it grows: each sentence in turn, last the whole with its sources."""
    for count in range(1, len(answer.sentences)):
        yield _wrap("".join(_parts(answer, answer.sentences[:count], words)))
    yield answer_html(answer, words, nearest, where)


def answer_html(
    answer: Answer,
    words: Words,
    nearest: Sequence[Hit] = (),
    where: Filter = ANY,
    note: str = "",
    *,
    writing: bool = False,
) -> str:
    """Return the whole answer: its sentences, its sources with their quotes, what was searched.

    An answer that was not found is followed by the `nearest` items, which do not answer. `note`
    is a sentence on how the answer was written; while it still is, `writing`.
    """
    if answer.status == "not_found":
        return _not_found(answer, words, nearest, where)
    parts = list(_parts(answer, answer.sentences, words))
    shown = {
        n for sentence in answer.sentences if _bare(sentence, answer) for n in sentence.citations
    }
    parts += _sources([c for c in answer.citations if c.n not in shown], answer, words)
    kind = "skriver" if writing else "skrivet"
    written = f'<p class="{kind}" role="status">{_flat(note)}</p>' if note else ""
    return _wrap("".join([*parts, written, _footer(answer, words)]))


def notice_html(text: str) -> str:
    """Return a friendly sentence that is no answer: a blank question, a failure."""
    return f'<div class="svar besked"><p>{_flat(text)}</p></div>'


def searching_html(words: Words) -> str:
    """Return what stands in the answer's place while it is looked for."""
    return f'<div class="svar soker" role="status"><p>{escape(words.searching)} …</p></div>'


def searched_text(searched: Searched, words: Words) -> str:
    """Return what was looked through: "5 protokoll, 12 juni 2015 – 29 september 2023"."""
    period = words.period(searched.date_from, searched.date_to)
    line = words.archive_line.format(meetings=searched.meetings, period=period)
    return line if period else line.rstrip(", ")


def question_markdown(question: str) -> str:
    """Return the question so that Markdown shows exactly what was typed."""
    flat = question.strip()
    if not _MARKUP.search(flat):
        return flat
    return _SPECIAL.sub(r"\\\1", flat)


def question_text(markdown: str) -> str:
    """Return the question that `question_markdown` was made from."""
    return _ESCAPED.sub(r"\1", markdown) if "\\" in markdown else markdown


def _wrap(inner: str) -> str:
    return f'<div class="svar">{inner}</div>'


def _flat(text: str) -> str:
    """Escape `text` and keep its line breaks, without the blank lines that would end the block."""
    lines = (line.strip() for line in text.splitlines())
    return "<br>".join(escape(line) for line in lines if line)


def _emphasised(text: str, highlight: str | None, tag: str) -> str:
    """Return `text` escaped, with the first whole-word occurrence of the highlight set off."""
    found = _find(text, highlight)
    if found is None:
        return _flat(text)
    before, middle, after = text[: found[0]], text[found[0] : found[1]], text[found[1] :]
    # Spaces at the joints are outside the emphasised words, so keep them as they stand.
    left = _flat(before) + (" " if before[-1:].isspace() else "")
    right = (" " if after[:1].isspace() else "") + _flat(after)
    return f'{left}<{tag} class="fakta">{_flat(middle)}</{tag}>{right}'


def _find(text: str, highlight: str | None) -> tuple[int, int] | None:
    if not highlight or not highlight.strip():
        return None
    loose = r"\s+".join(re.escape(word) for word in highlight.split())
    match = re.search(rf"(?<!\w){loose}(?!\w)", text) or re.search(
        rf"(?<!\w){loose}(?!\w)", text, re.IGNORECASE
    )
    return match.span() if match else None


def _parts(answer: Answer, sentences: Sequence[Sentence], words: Words) -> Iterator[str]:
    """Yield the sentences, each that leaves its words to its sources followed by these."""
    by_number = {citation.n: citation for citation in answer.citations}
    lang = _lang(answer.language, words)
    if answer.highlight and not any(_find(s.text, answer.highlight) for s in answer.sentences):
        fact = f'<strong class="fakta">{_flat(answer.highlight)}</strong>'
        yield f'<p class="svarstext"{lang}>{fact}</p>'
    marked = False
    told: set[int] = set()
    for sentence in sentences:
        bare = _bare(sentence, answer)
        text = bare or sentence.text
        highlight = None if marked else answer.highlight
        marked = marked or _find(text, highlight) is not None
        links = "".join(
            f'<a class="kalla nr" href="{_href(by_number[n], words)}">'
            f'<span class="dold">{escape(words.source)} </span>{n}</a>'
            for n in sentence.citations
            if n in by_number
        )
        alone = highlight is not None and text.strip(" .") == highlight.strip(" .")
        text, size = (text.strip(" ."), " ensam") if alone else (text, "")
        said = _emphasised(text, highlight, "strong")
        yield f'<p class="svarstext{size}"{lang}>{said} {links}</p>'
        if bare:
            new = [by_number[n] for n in sentence.citations if n in by_number and n not in told]
            told |= {citation.n for citation in new}
            yield from _sources(new, answer, words)


def _lang(language: str, words: Words) -> str:
    """Return the attribute that says in which language a part is; none where it is the page's."""
    return "" if language == words.lang else f' lang="{language}"'


def _bare(sentence: Sentence, answer: Answer) -> str:
    """Return the sentence without the quotes that its sources show word for word anyway.

    Empty where nothing was quoted, or nothing but the quote was said.
    """
    quotes = " ".join(
        " ".join(c.quote.split()) for c in answer.citations if c.n in sentence.citations
    )
    rest = _QUOTED.sub(
        lambda match: "" if " ".join(match[1].split()) in quotes else match[0], sentence.text
    )
    rest = " ".join(rest.split())
    said = re.search(r"\w", rest) is not None
    return rest if said and rest != " ".join(sentence.text.split()) else ""


def _sources(citations: Sequence[Citation], answer: Answer, words: Words) -> list[str]:
    if not citations:
        return []
    cards = "".join(_source(citation, answer.highlight, words) for citation in citations)
    return [f'<ul class="kallor">{cards}</ul>']


def _href(citation: Citation, words: Words) -> str:
    address = item_address(citation.item_id, start=citation.start, end=citation.end, words=words)
    return escape(address)


def _source(citation: Citation, highlight: str | None, words: Words) -> str:
    day = words.undated if citation.date is None else words.day(citation.date)
    body = _flat(citation.body or words.unnamed_body)
    where = _flat(place(citation.item, citation.title, words))
    # A short number is found anywhere: "5" in "5/2019" is no proof of five meetings.
    telling = highlight if highlight and len(highlight) > _SHORT else None
    quote = _emphasised(unwrapped(citation.quote), telling, "b")
    title = "" if citation.item is None else f'<span class="rubrik">{_flat(citation.title)}</span>'
    return (
        f'<li><a class="kalla bricka" href="{_href(citation, words)}">'
        f'<span class="n">{citation.n}</span> '
        f'<span class="var"><b>{body}</b> · <span>{escape(day)}</span> · '
        f"<span>{where}</span></span> "
        f"{title}</a>"
        f'<span class="hanvisning">{_flat(_reference(citation, words))}</span>'
        f"<blockquote{_lang('sv', words)}><p>{quote}</p></blockquote></li>"
    )


def _reference(citation: Citation, words: Words) -> str:
    """Return the reference to copy; the page does not show it, copies and exports do."""
    return reference(
        citation.body, citation.meeting, citation.date, citation.item, citation.title, words
    )


def _near(hit: Hit, words: Words) -> str:
    day = words.undated if hit.meeting.date is None else words.day(hit.meeting.date)
    body = _flat(hit.meeting.body or words.unnamed_body)
    where = _flat(place(hit.item.number, hit.item.title, words))
    address = escape(item_address(hit.item.id, words=words))
    return (
        f'<li><a class="kalla" href="{address}">{_flat(hit.item.title)}</a> '
        f'<span class="var">{body} · {escape(day)} · {where}</span></li>'
    )


def _read_as(answer: Answer, words: Words) -> str:
    if answer.standalone_question.strip().casefold() == answer.question.strip().casefold():
        return ""
    return (
        f'<p class="last-som">{escape(words.read_as)}: '
        f"<q>{_flat(answer.standalone_question)}</q></p>"
    )


def _footer(answer: Answer, words: Words) -> str:
    line = words.searched.format(
        meetings=answer.searched.meetings,
        period=words.period(answer.searched.date_from, answer.searched.date_to),
        seconds=words.seconds(answer.seconds),
    )
    return f'{_read_as(answer, words)}<p class="genomsokt">{escape(line)}</p>'


def _not_found(answer: Answer, words: Words, nearest: Sequence[Hit], where: Filter) -> str:
    if answer.refusal is not None and answer.refusal.reason == "no_question":
        said = escape(words.no_question)
        return f'<div class="svar inget"><p class="besked">{said}</p></div>'
    searched = answer.searched
    narrowed = selection_text(where, words)
    only = words.not_found_selection.format(selection=narrowed) if narrowed else ""
    if searched.meetings == 0:
        line, hint = ("" if only else words.searched_nothing), ""
    else:
        line = words.not_found_searched.format(
            meetings=searched.meetings, period=words.period(searched.date_from, searched.date_to)
        )
        hint = words.not_found_hint
    said = " ".join(part for part in (line, only, hint) if part)
    near = ""
    if nearest:
        rows = "".join(_near(hit, words) for hit in nearest)
        near = (
            f'<p class="narmastrubrik">{escape(words.nearest)}</p><ul class="narmast">{rows}</ul>'
        )
    reason = refusal_html(answer.refusal, words) if answer.refusal else ""
    return (
        f'<div class="svar inget"><p class="besked">{escape(words.not_found)}</p>{reason}'
        f"{_read_as(answer, words)}"
        f'<p class="genomsokt">{escape(said)}</p>{near}</div>'
    )
