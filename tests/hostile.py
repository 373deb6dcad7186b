"""Hostile requests to the whole app: addresses, names, filters, cookies, bodies, files.

`python tests/hostile.py 100000` sends that many to the app behind its guard, over a real archive,
and fails on an answer of 500 or more, a traceback, a byte of a file outside the archive, or a
script that a browser would run. A fifth are made by schemathesis from the API's own description and
by Hypothesis, the others drawn from a corpus.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import hypothesis
from hostile_answers import Wrong
from hostile_files import hostile_files
from hostile_requests import NAMES, PATHS, SCRIPTS, WORDS, Asked, decoded, drawn, typed
from hostile_server import Hostile, running
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from ui.access import COOKIE
from ui.rights import Table


def by_schemathesis(count: int, hostile: Hostile, seed: int) -> int:
    """Send what schemathesis makes of the API's description, right and wrong; return how many."""
    import schemathesis
    from schemathesis.core.result import Ok
    from schemathesis.generation import GenerationMode

    schema = schemathesis.openapi.from_dict(hostile.app.openapi())
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    sent = 0
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            strategy = operation.as_strategy(generation_mode=mode)

            def send(case: Any) -> None:
                nonlocal sent
                sent += 1
                hostile.send(_of_case(case))

            # What takes any text has no wrong form.
            with suppress(Unsatisfiable):
                _run(strategy, send, max(1, count // (2 * len(operations))), seed)
    return sent


def _of_case(case: Any) -> Asked:
    """Return a request as schemathesis would send it."""
    kwargs = case.as_transport_kwargs(base_url="http://127.0.0.1:7860")
    import requests

    prepared = requests.Request(**{
        name: value for name, value in kwargs.items()
        if name in ("method", "url", "headers", "params", "json", "data", "cookies")
    }).prepare()  # fmt: skip
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(str(prepared.url))
    body = prepared.body or b""
    headers = tuple(
        (name.lower().encode("latin-1", "replace"), str(value).encode("latin-1", "replace"))
        for name, value in prepared.headers.items()
    )
    return Asked(
        str(prepared.method), unquote(parts.path), parts.query.encode(), headers,
        body if isinstance(body, bytes) else str(body).encode(),
    )  # fmt: skip


def by_hypothesis(count: int, hostile: Hostile, seed: int) -> int:
    """Send what Hypothesis makes of names, ids, filters, cookies and paths; return how many."""
    texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=60))
    routes = st.sampled_from([path for method, path in hostile.routes() if method == "GET"])
    cookies = st.one_of(texts, st.just(hostile.cookie), st.binary(max_size=60).map(repr))
    requests = st.tuples(
        routes, st.lists(texts, min_size=4, max_size=4),
        st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=4),
        cookies, st.sampled_from([None, True, False]),
    )  # fmt: skip

    def send(drawn_: Any) -> None:
        template, words, pairs, cookie, signed_in = drawn_
        left = iter(words)
        path = decoded(re.sub(r"\{[^}]+\}", lambda _: next(left, "x"), template))
        said = f"{COOKIE}={cookie}".encode("utf-8", "replace")
        headers = ((b"cookie", said), (b"accept", b"text/html"))
        query = urlencode(pairs, errors="replace").encode()
        hostile.send(Asked("GET", path, query, headers), signed_in=signed_in)

    return _run(requests, send, count, seed)


def _run(strategy: Any, send: Callable[[Any], None], count: int, seed: int) -> int:
    sent = 0

    @hypothesis.seed(seed)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[hypothesis.Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def each(one: Any) -> None:
        nonlocal sent
        sent += 1
        send(one)

    each()
    return sent


def files(secret: Path) -> list[tuple[str, bytes]]:
    """Return the corpus of hostile files, then harmless ones under hostile names."""
    page = f"<html><body>{''.join(SCRIPTS)}<h1>Protokoll</h1></body></html>".encode()
    return hostile_files(secret, SCRIPTS) + [(f"{one}.html", page) for one in (*PATHS, *SCRIPTS)]


def add_files(hostile: Hostile, most: int) -> int:
    """Add hostile files on the page, wait until they are read, look at all; return the requests."""
    before = sum(hostile.statuses.values())
    html = ((b"accept", b"text/html"),)
    every = files(hostile.folder / "hemligt.txt")
    # Some of each kind where there is no time for all.
    for name, content in every[:: max(1, len(every) // max(1, most))][:most]:
        query = urlencode({"namn": name}, errors="replace").encode()
        kind = typed("application/octet-stream")
        hostile.send(Asked("POST", "/lagg-till/fil", query, kind, content))
        hostile.send(Asked("GET", "/lagg-till/lista", headers=html))
    hostile.wait_until_read()
    for path in ("/lagg-till", "/lagg-till/lista", "/arkiv", "/arkiv/beslut", "/arkiv/personer"):
        hostile.send(Asked("GET", path, headers=html))
    for meeting in hostile.archive.meetings():
        hostile.send(Asked("GET", f"/mote/{meeting.id}", headers=html))
        hostile.send(Asked("GET", f"/fil/{meeting.id}", headers=html))
        hostile.send(Asked("GET", f"/sida/1/{meeting.id}"))
        for item in [meeting.frame, *meeting.all_items()][:50]:
            hostile.send(Asked("GET", f"/punkt/{item.id}", b"panel=1&start=0&end=99", html))
            hostile.send(Asked("GET", f"/api/items/{item.id}"))
    return sum(hostile.statuses.values()) - before


def bombard(hostile: Hostile, count: int, seed: int = 0, most_files: int = 400) -> int:
    """Send `count` hostile requests; return how many it were. Raises Wrong at the first fault."""
    sent = add_files(hostile, min(most_files, count // 20))
    # It takes ten times as long to make one as the others take to make and send one.
    sent += by_schemathesis(max(200, count // 25), hostile, seed)
    sent += by_hypothesis(count // 6, hostile, seed)
    routes = [one for one in hostile.routes() if Table().find(one[0], one[1]) is not None]
    routes += hostile.routes()  # what the guard refuses is asked for too, but less often
    for n, asked in enumerate(drawn(max(0, count - sent), routes, seed)):
        hostile.send(asked, signed_in=(None, None, True, False)[n % 4])
        sent += 1
    if foreign := hostile.foreign_files():
        raise Wrong(f"written beside the archive: {sorted(foreign)}")
    return sent


def main() -> int:
    """Send as many hostile requests as asked for; 1 if an answer is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what is refused is refused aloud
    warnings.simplefilter("ignore")
    began = time.perf_counter()
    with running() as hostile:
        try:
            sent = bombard(hostile, asked.count, asked.seed)
        except Wrong as wrong:
            sys.stderr.write(f"{wrong}\n")
            return 1
        kinds = ", ".join(f"{status}: {n}" for status, n in sorted(hostile.statuses.items()))
        slowest = hostile.slowest
    sys.stdout.write(
        f"{sent} hostile requests ({kinds}); none answered with 5xx, a traceback, a file from "
        f"outside or a script; slowest {slowest:.1f} s, "
        f"{time.perf_counter() - began:.0f} s in all\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
