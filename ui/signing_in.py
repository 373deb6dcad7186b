"""The page on which one signs in."""

from __future__ import annotations

from functools import cache
from html import escape

from starlette.responses import HTMLResponse

from ui.pages import ASSETS
from ui.policies import REFERRER, login_policy
from ui.rights import LOGIN, OIDC_START

TOO_OFTEN = "För många försök. Vänta några minuter."
WRONG = "Namnet eller lösenordet är fel."
NOT_ORGANISATION = "Inloggningen hos organisationen lyckades inte."


def login_page(
    fault: str = "", status: int = 200, *, passwords: bool = True, organisation: bool = False
) -> HTMLResponse:
    """Return the page; with `passwords` it asks for one, with `organisation` it leads to theirs."""
    said = f'<p role="alert">{escape(fault)}</p>' if fault else ""
    form = (
        f'<form method="post" action="{LOGIN}">'
        '<p><label>Namn <input name="name" autocomplete="username" required></label></p>'
        '<p><label>Lösenord <input name="password" type="password" '
        'autocomplete="current-password" required></label></p>'
        "<p><button>Logga in</button></p></form>"
    )
    link = (
        f'<p><a href="{OIDC_START}">Logga in med organisationens konto</a> '
        '<span lang="en">(sign in with your organisation’s account)</span></p>'
    )
    return HTMLResponse(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Logga in – '
        'Protokollsvar</title><meta name="viewport" content="width=device-width">'
        f"<style>{_style()}</style></head><body><main><h1>Protokollsvar</h1>"
        '<p class="svag">Logga in för att fråga protokollen. '
        '<span lang="en">Sign in to ask the protocols.</span></p>'
        f"{said}{link if organisation else ''}{form if passwords else ''}</main></body></html>",
        status,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": login_policy(_style()),
            "Referrer-Policy": REFERRER,
        },
    )


@cache
def _style() -> str:
    """Return the page's style, which stands in it: no file is open to who has not signed in."""
    return "".join(
        (ASSETS / name).read_text(encoding="utf-8") for name in ("tokens.css", "signing_in.css")
    )
