"""The whole app behind its guard, with users of every role and a closed collection, for tests."""

from __future__ import annotations

import datetime as dt
import gc
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from fake_archive import FakeArchive, FakeAssistant, FakeSearcher, meetings
from fakes import SharedWordsEmbedder
from index.nouns import (
    Attendee,
    AttendeeStatus,
    Decision,
    DecisionKind,
    Document,
    Item,
    Meeting,
    Page,
    Section,
    SectionKind,
)
from ui.access import Guard
from ui.adding import Adding
from ui.app import create_app
from ui.closed import ClosedCollections
from ui.feedback import FeedbackFile
from ui.originals import Originals
from ui.rights import LOGIN
from ui.users import Users

PASSWORD = "en lång ramsa om våren"
INSIDER = "insider"  # a reader with the right to the closed collection
NAMES = ("reader", "editor", "operator", INSIDER)
# What stands in the closed protocol and nowhere else.
SECRETS = ("Slutna", "slutna", "Kvicksilv", "kvicksilv", "Hemming", "hemming", "1987", "Bunkern")
CLOSED_TEXT = """Slutna rådets protokoll 1/1987
Tid och plats: 1987-06-05, Bunkern
Närvarande: Hemming Dold, Bunkern

§ 1 Kvicksilvret i hamnbassängen
Beslut
Slutna rådet beslutar att inte berätta om kvicksilvret för 77 000 kr.
"""
CLOSED_PATH = "slutna/radet-1987.txt"
CLOSED_MEETING, CLOSED_ITEM, CLOSED_PERSON = "slutna-1987-06-05", "slutna-1", "hemming-dold"
QUESTION = "Vad beslutades om kvicksilvret i hamnbassängen?"


def closed_meeting() -> Meeting:
    document = Document(
        CLOSED_PATH, "0" * 64, "text/plain", CLOSED_TEXT, (Page(1, 0, len(CLOSED_TEXT)),)
    )
    start, decides = CLOSED_TEXT.index("§ 1"), CLOSED_TEXT.index("Slutna rådet beslutar")
    end = len(CLOSED_TEXT)
    item = Item(
        CLOSED_ITEM, "§ 1", "Kvicksilvret i hamnbassängen", start, end, document,
        (Section(SectionKind.DECISION, CLOSED_TEXT.index("Beslut\n"), end, "Beslut"),),
        (Decision(decides, end - 1, DecisionKind.OTHER),),
    )  # fmt: skip
    at = CLOSED_TEXT.index("Hemming")
    return Meeting(
        CLOSED_MEETING, document, 0, end, body="Slutna rådet", number="1/1987",
        date=dt.date(1987, 6, 5), place="Bunkern",
        attendees=(
            Attendee("Hemming Dold", AttendeeStatus.PRESENT, at, at + 12, place="Bunkern"),
        ),
        items=(item,),
    )  # fmt: skip


def whole_archive() -> FakeArchive:
    """Return the invented archive with a closed protocol in it."""
    return FakeArchive((closed_meeting(), *meetings()))


def users_in(folder: Path) -> Users:
    users = Users(folder / "users.json", PasswordHasher.from_parameters(CHEAPEST))
    for name in NAMES:
        users.put(name, "reader" if name == INSIDER else name, PASSWORD)
    return users


def closed_in(folder: Path) -> ClosedCollections:
    file = folder / "collections.json"
    file.write_text(json.dumps({"slutna": {"paths": ["Slutna/"], "users": [INSIDER]}}))
    return ClosedCollections(file)


def built(archive: FakeArchive, folder: Path) -> FastAPI:
    """Return the app; Gradio leaves event loops behind, which are collected here and now."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = create_app(
            archive,
            FakeAssistant(archive),
            FakeSearcher(archive),
            feedback=FeedbackFile(folder / "feedback.jsonl"),
            originals=Originals([folder / "sources"]),
            adding=Adding(folder / "archive", SharedWordsEmbedder()),
            closed=closed_in(folder),
        )
        gc.collect()
    return app


def visiting_client(guard: Guard, name: str | None) -> TestClient:
    """Return a browser at the door, signed in under a name unless it is None."""
    client = TestClient(
        guard,
        base_url="http://127.0.0.1:7860",
        follow_redirects=False,
        raise_server_exceptions=False,
    )
    if name is not None:
        answer = client.post(LOGIN, data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
    return client


def routes_of(app: Any, before: str = "") -> Iterator[tuple[str, str, bool]]:
    """Yield each route of an app, of what is mounted in it too: method, path, is it Gradio's."""
    is_gradio = type(app).__module__.startswith("gradio")
    for context in iter_route_contexts(app.routes):
        route, path = context.original_route, before + (context.path or "")
        if isinstance(route, Mount):
            if hasattr(route.app, "routes"):
                yield from routes_of(route.app, path)
            else:
                yield "GET", f"{path}/{{path:path}}", is_gradio
        elif isinstance(route, Route):
            methods = set(route.methods or {"GET", "POST", "DELETE"}) - {"HEAD"}
            for method in sorted(methods):
                yield method, path, is_gradio
        else:
            raise TypeError(f"a route of a kind that is not known here: {route!r}")
