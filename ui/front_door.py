"""What every request passes first: the language, our dress for Gradio's page, dead ends."""

from __future__ import annotations

import json
import re
import secrets
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.pages import asset_address, missing
from ui.policies import REFERRER, chat_page
from ui.script_words import SCRIPT_WORDS
from ui.words import ENGLISH, SWEDISH, Words, language

_SCRIPTS = tuple(
    f"{name}.js"
    for name in ("evaluated", "stream", "chat", "answers", "conversations", "selection")
)
_CHAT_PAGES = {"/": SWEDISH, "/en": ENGLISH, "/en/": ENGLISH}
# Gradio's page advertises Gradio to link previews, with pictures on other hosts.
_FOREIGN_META = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')
# A script or style sheet to its end, so that what looks like one inside another stays as it is.
_IN_PAGE = re.compile(r"<(script|style)\b([^>]*>.*?</\1>)", re.DOTALL | re.IGNORECASE)
_HTML_LANG = re.compile(r'(<html\s[^>]*?lang=")en(")')


class FrontDoor:
    """ASGI middleware; plain ASGI, so that streamed answers and their cancelling pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect `/?lang=en` to the English chat and answer a browser's dead ends in words."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
        elif scope["path"] in _CHAT_PAGES:
            await self._chat_page(scope, receive, send)
        elif "text/html" in Headers(scope=scope).get("accept", ""):
            await self._friendly(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _chat_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        wanted = query.pop("lang", None)
        if wanted:
            target = "/en/" if language(wanted[0]) == "en" else "/"
            if query:  # which minutes are searched stays as it was
                target += "?" + urlencode(query, doseq=True)
            await RedirectResponse(target)(scope, receive, send)
            return
        plain = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            else:
                body.extend(message.get("body", b""))

        await self._app(plain, receive, keep)
        headers = Headers(raw=start["headers"])
        if start["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
            nonce = secrets.token_urlsafe(16)
            page = dressed(bytes(body).decode("utf-8"), _CHAT_PAGES[scope["path"]], nonce)
            response = HTMLResponse(
                page,
                headers={
                    "Cache-Control": "no-cache",
                    "Content-Security-Policy": chat_page(nonce),
                    "Referrer-Policy": REFERRER,
                },
            )
            await response(scope, receive, send)
        else:
            await send(start)
            await send({"type": "http.response.body", "body": bytes(body)})

    async def _friendly(self, scope: Scope, receive: Receive, send: Send) -> None:
        dead_end = False

        async def watch(message: Message) -> None:
            nonlocal dead_end
            if message["type"] == "http.response.start" and message["status"] == 404:
                content_type = Headers(raw=message.get("headers", [])).get("content-type", "")
                dead_end = not content_type.startswith("text/html")
            if not dead_end:
                await send(message)

        await self._app(scope, receive, watch)
        if dead_end:
            await missing(Request(scope))(scope, receive, send)


def dressed(page: str, words: Words, nonce: str) -> str:
    """Return Gradio's page in our language and with our styles from the first paint on.

    Each script and style sheet in it gets the `nonce` without which no browser uses it.

    Gradio adds its own `head` setting only after its script runs: too late for the language,
    which it then has taken from the browser, and for the styles, which would jump.
    """
    said = json.dumps({"lang": words.lang, "words": SCRIPT_WORDS[words.lang]}).replace(
        "<", "\\u003c"
    )
    head = (
        f"<script>Object.defineProperty(navigator,'language',{{get:()=>'{words.lang}'}});"
        f"window.protokollsvar={said};protokollsvar.keep=()=>{{}};</script>"
        '<meta name="color-scheme" content="light dark">'
        '<link rel="icon" type="image/svg+xml" href="' + asset_address("favicon.svg") + '">'
        f'<link rel="stylesheet" href="{asset_address("tokens.css")}">'
        f'<link rel="stylesheet" href="{asset_address("chat.css")}">'
        + "".join(f'<script src="{asset_address(name)}" defer></script>' for name in _SCRIPTS)
    )
    page = _FOREIGN_META.sub("", page)
    page = _HTML_LANG.sub(rf"\g<1>{words.lang}\g<2>", page, count=1)
    page = page.replace("<head>", f"<head>{head}", 1)
    page = page.replace("</body>", f"<noscript>{words.needs_script}</noscript></body>", 1)
    return _IN_PAGE.sub(rf'<\g<1> nonce="{nonce}"\g<2>', page)
