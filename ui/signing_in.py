"""The page on which one signs in."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from ui.policies import LOGIN_PAGE, REFERRER
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
        '<p><button>Logga in</button></p></form><p lang="en">Sign in with your name and password.'
        "</p>"
    )
    link = (
        f'<p><a href="{OIDC_START}">Logga in med organisationens konto</a> '
        '<span lang="en">(sign in with your organisation’s account)</span></p>'
    )
    return HTMLResponse(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Logga in – '
        'Protokollsvar</title><meta name="viewport" content="width=device-width"></head><body>'
        f"<main><h1>Protokollsvar</h1>{said}{link if organisation else ''}"
        f"{form if passwords else ''}</main></body></html>",
        status,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": LOGIN_PAGE,
            "Referrer-Policy": REFERRER,
        },
    )
