"""What hostile requests are made of, and how they are drawn from it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ui.access import COOKIE

MARK = "zqx"  # what a hostile script calls
SCRIPTS = [
    f"<script>{MARK}(1)</script>", f'"><img src=x onerror={MARK}(1)>', f"javascript:{MARK}(1)",
    f"'-{MARK}(1)-'", f"</title><svg/onload={MARK}(1)>", f"{{{{{MARK}(1)}}}}", f"${{{MARK}(1)}}",
    f"<a href=javascript:{MARK}(1)>x</a>", f"]]><script>{MARK}(1)</script>",
]  # fmt: skip
PATHS = [
    "../" * 9 + "etc/passwd", "..%2f" * 9 + "etc%2fpasswd", "..\\" * 9 + "etc\\passwd",
    "/etc/passwd",
    "....//" * 9 + "etc/passwd", "%2e%2e/" * 9 + "etc/passwd", "file:///etc/passwd", "hemligt.txt",
    "../hemligt.txt", "../../hemligt.txt", "%00", "a\x00b", "..;/hemligt.txt", "~root", "C:\\x",
    "http://127.0.0.1:1/", "//ondska.example/x", "\\\\ondska.example\\x", ".git/config", "CON",
]  # fmt: skip
ODD = [
    "", " ", "\u0000", "\ufeff", "\u202e", "å" * 300, "x" * 5000, "%", "%s%n", "'", '"', "\\", "*",
    "' OR 1=1 --", "1; DROP TABLE meetings", "NaN", "-1", "0", "9" * 400, "1e999", "true", "null",
    "[]", "{}", "\r\nSet-Cookie: x=1", "🜏", "\ud7ff", "\ud800", "AND OR NOT", "field:x", "a~9",
    "/x/", "(((", "2019-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2019", "-2019",
    "Hamnrådet", "hamn", "Alva Brandt", "3/2019", "-protokollet", "x-protokollet", "kvicksilvret",
    "Slutna rådet",
]  # fmt: skip
WORDS = [*SCRIPTS, *PATHS, *ODD]
NAMES = (
    "question query after from to body person k lang organ fran till ord sida start end panel typ "
    "visa belopp fler namn session_hash __theme view x"
).split()
COOKIES = [
    COOKIE, f"{COOKIE}-inloggning", "session", "access-token", "access-token-unsecure", "x",
]  # fmt: skip
HEADERS = (
    "accept accept-language accept-encoding content-type content-length host origin referer range "
    "x-forwarded-for x-forwarded-proto x-forwarded-host x-remote-user x-gradio-user if-none-match "
    "if-modified-since sec-fetch-site x-request-id transfer-encoding expect authorization"
).split()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as bytes on the wire would give it."""

    method: str
    path: str  # decoded, as a server gives it
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    chunks: int = 1  # in how many parts the body comes


def decoded(path: str) -> str:
    """Return a path as a server gives it: without half characters."""
    return path.encode("utf-8", "replace").decode()


def typed(kind: str) -> tuple[tuple[bytes, bytes], ...]:
    types = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
    return ((b"content-type", types.get(kind, kind).encode("latin-1", "replace")),)


def drawn(count: int, routes: Sequence[tuple[str, str]], seed: int) -> Iterator[Asked]:
    """Yield `count` requests drawn from the corpus, always the same for a seed."""
    for n in range(count):
        yield _drawn(random.Random(f"{seed}-{n}"), routes)


def _drawn(chance: random.Random, routes: Sequence[tuple[str, str]]) -> Asked:
    def word() -> str:
        one = chance.choice(WORDS)
        return one + chance.choice(WORDS) if chance.random() < 0.1 else one

    method, template = chance.choice(routes)
    if chance.random() < 0.1:
        method = chance.choice(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "X"])
    path = re.sub(r"\{[^}]+\}", lambda _: word(), template)
    if chance.random() < 0.1:
        path = "/" + word() + path
    path = decoded(path)
    pairs = [(chance.choice(NAMES), word()) for _ in range(chance.randrange(4))]
    query = urlencode(pairs, errors="replace").encode()
    if chance.random() < 0.05:
        query = chance.randbytes(chance.randrange(40))
    headers: list[tuple[bytes, bytes]] = []
    if chance.random() < 0.5:
        headers.append((b"accept", b"text/html"))
    for _ in range(chance.randrange(3)):
        name = chance.choice(HEADERS)
        if name != "content-length" or chance.random() < 0.1:
            headers.append((name.encode(), word().encode("utf-8", "replace")[:4000]))
    if chance.random() < 0.2:
        cookie = f"{chance.choice(COOKIES)}={word()}"
        headers.append((b"cookie", cookie.encode("utf-8", "replace")[:4000]))
    body = b""
    if method not in ("GET", "HEAD"):
        body, kind = _body(chance, word)
        headers += kind
    return Asked(method, path, query, tuple(headers), body, chance.randrange(1, 4))


def _body(
    chance: random.Random, word: Callable[[], str]
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    shape = chance.randrange(5)
    if shape == 0:
        pairs = [(chance.choice(["name", "password", "chosen", "sha256"]), word()) for _ in "ab"]
        return urlencode(pairs, errors="replace").encode(), typed("form")
    if shape == 1:
        return _multipart(chance, word)
    if shape == 2:
        return chance.randbytes(chance.randrange(200)), typed(
            chance.choice(["json", "form", word()])
        )
    return json.dumps(_value(chance, word, 3)).encode("utf-8", "replace"), typed("json")


FIELDS = (
    "question history query lang verdict reason comment answer highlight found citations n "
    "reference title quote address item_id name form turns paragraphs text notes after from to "
    "body person data fn_index session_hash event_id trigger_id jsonrpc id method params arguments"
).split()


def _value(chance: random.Random, word: Callable[[], str], depth: int) -> Any:
    if depth and chance.random() < 0.6:
        return {
            chance.choice(FIELDS): _value(chance, word, depth - 1)
            for _ in range(chance.randrange(8))
        }
    if depth and chance.random() < 0.3:
        return [_value(chance, word, depth - 1) for _ in range(chance.randrange(4))]
    odd = (None, True, -1, 0, 1, 2**70, 1e300, "up", "md", "docx", "sv", "tools/call", "2.0")
    return chance.choice(odd) if chance.random() < 0.4 else word()


def _multipart(
    chance: random.Random, word: Callable[[], str]
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    edge = "gräns" if chance.random() < 0.1 else "grans"
    name = word().replace("\r", "").replace("\n", "").replace('"', "%22")
    content = json.dumps(_value(chance, word, 2)).encode("utf-8", "replace")
    part = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    end = f"\r\n--{edge}--\r\n" if chance.random() < 0.9 else ""
    body = part.encode("utf-8", "replace") + content + end.encode()
    return body, typed(f"multipart/form-data; boundary={edge}")
