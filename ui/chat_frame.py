"""What stands around the conversation, as HTML: the head, the selection, the welcome, the panel."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from index.nouns import ANY, Filter
from qa.nouns import Searched
from ui import addresses, rendering
from ui.adding_words import ADDING_WORDS
from ui.catalogue import Catalogue
from ui.rights import LOGOUT
from ui.selection import is_all, query_of, selection_text
from ui.visitors import NOBODY, Visitor
from ui.words import WORDS, Words


def head_html(words: Words, adding_href: str | None, visitor: Visitor = NOBODY) -> str:
    """Return the head of the chat page: what leads elsewhere, and out for who is signed in."""
    title = escape(ADDING_WORDS[words.lang].title)
    adding = f'<a class="tillagg" href="{adding_href}">{title}</a>' if adding_href else ""
    leaving = ""
    if visitor.has_session:
        leaving = (
            f'<form class="utloggning" method="post" action="{LOGOUT}">'
            f"<button>{escape(words.sign_out)}</button></form>"
        )
    other = WORDS["en" if words.lang == "sv" else "sv"]
    return (
        '<header class="topp">'
        f'<h1><a class="namn" href="{addresses.chat_address(words)}">Protokollsvar</a></h1>'
        f'<span class="lofte">{escape(words.tagline)}</span>'
        f'<a class="nytt" href="{addresses.chat_address(words)}">{escape(words.new_chat)}</a>'
        f'<button type="button" class="samtalen" hidden>{escape(words.conversations)}</button>'
        f'<a class="arkivet" href="{addresses.archive_address(words)}">{escape(words.archive)}</a>'
        f"{adding}"
        f'<a class="sprak" href="/?lang={other.lang}" hreflang="{other.lang}" lang="{other.lang}">'
        f"{escape(words.other_language)}</a>{leaving}</header>"
    )


def selection_html(words: Words, where: Filter, catalogue: Catalogue | None) -> str:
    """Return the line that says which minutes are searched, and the form that changes it."""
    query = query_of(where)
    narrowed = selection_text(where, words)
    said = words.selected.format(selection=narrowed) if narrowed else words.selected_all
    change = f'<button type="button" class="begransa">{escape(words.narrow)}</button>'
    every = f'<button type="button" class="alla">{escape(words.search_all)}</button>'
    line = f'<p class="urvalsrad"><span>{escape(said)}</span> {change}{every if query else ""}</p>'
    if catalogue is None:
        return line
    years = [str(year) for year in catalogue.years]
    bodies = list(catalogue.bodies)
    fields = [
        _choice("organ", words.body, words.all_bodies, bodies, query.get("organ", "")),
        _choice("fran", words.first_year, words.any_year, years, query.get("fran", "")),
        _choice("till", words.last_year, words.any_year, years, query.get("till", "")),
        f'<label>{escape(words.person)}<input name="person" list="personer" autocomplete="off" '
        f'value="{escape(query.get("person", ""))}"></label>',
    ]
    names = "".join(f'<option value="{escape(person.name)}">' for person in catalogue.people)
    return (
        f'{line}<dialog class="urvalsruta" aria-label="{escape(words.narrow)}">'
        f'<form method="dialog"><h2>{escape(words.narrow)}</h2>{"".join(fields)}'
        f'<datalist id="personer">{names}</datalist>'
        f'<p class="knappar"><button type="submit" class="anvand">{escape(words.use)}</button>'
        f'<button type="button" class="stang">{escape(words.cancel)}</button></p></form></dialog>'
    )


def _choice(name: str, label: str, every: str, values: Sequence[str], chosen: str) -> str:
    """Return a labelled list to choose from; a chosen value that is not in it is added."""
    known = [*values, *([chosen] if chosen and chosen not in values else [])]
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(value)}</option>"
        for value in known
    )
    return (
        f'<label>{escape(label)}<select name="{name}"><option value="">{escape(every)}</option>'
        f"{options}</select></label>"
    )


def welcome_html(
    words: Words,
    searched: Searched | None,
    where: Filter = ANY,
    trouble: str = "",
    adding_href: str | None = None,
) -> str:
    """Return what stands where no question was asked yet; `trouble` is what the archive has."""
    line = f'<p class="arkiv lage" role="status">{escape(trouble)}</p>' if trouble else ""
    if searched is not None and searched.meetings:
        line += f'<p class="arkiv">{escape(rendering.searched_text(searched, words))}</p>'
    elif searched is not None and not is_all(where) and not trouble:
        text = words.not_found_selection.format(selection=selection_text(where, words))
        line += f'<p class="arkiv">{escape(text)}</p>'
    if trouble and adding_href:
        title = ADDING_WORDS[words.lang].title
        line += f'<p class="arkiv"><a href="{adding_href}">{escape(title)}</a></p>'
    return (
        f'<div class="valkommen"><h2>{escape(words.welcome)}</h2>'
        f"<p>{escape(words.welcome_text)}</p>{line}</div>"
    )


def panel_html(words: Words) -> str:
    """Return the panel that shows the source of what was answered, hidden at first."""
    return (
        f'<section class="kallpanel" aria-label="{escape(words.source)}" hidden>'
        f'<div class="panelhuvud"><span>{escape(words.source)}</span>'
        f'<a class="egen" target="_blank" href="#">{escape(words.open_alone)}</a>'
        f'<button type="button" class="stang" aria-label="{escape(words.close)}">×</button></div>'
        f'<iframe name="kalla" title="{escape(words.source)}"></iframe></section>'
    )
