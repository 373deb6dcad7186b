"""The same questions as tools for language models, by the Model Context Protocol."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from index.nouns import Filter
from ui import json_contract
from ui.api import meetings_json, search_json

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from ui.live import LiveArchive

PATH = "/mcp"
_INSTRUCTIONS = (
    "Meeting protocols in Swedish. Ask in Swedish. An answer holds only what is proven by its "
    "citations; the status not_found means that the protocols do not say it. When you repeat an "
    "answer, name body, date and item of its citations and keep quotes word for word."
)

Asked = Annotated[str, Field(min_length=1, max_length=2000, description="In Swedish.")]
Earlier = Annotated[
    list[str], Field(max_length=50, description="The questions asked before it, oldest first.")
]
First = Annotated[dt.date | None, Field(description="Only meetings from this day on.")]
Last = Annotated[dt.date | None, Field(description="Only meetings up to this day.")]
Name = Annotated[str | None, Field(max_length=200)]


def mcp_server(live: LiveArchive) -> MCPServer[Any]:
    """Return the MCP server over an archive: ask, search, get_item, list_meetings, get_meeting."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    server: MCPServer[Any] = MCPServer(
        "protokollsvar", title="Protokollsvar", instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    @server.tool(annotations=reading)
    def ask(
        question: Asked,
        after: Earlier | None = None,
        date_from: First = None,
        date_to: Last = None,
        body: Name = None,
        person: Name = None,
    ) -> dict[str, Any]:
        """Answer a question from the protocols, with the citations that prove every sentence."""
        where = Filter(date_from, date_to, body or None, person or None)
        return json_contract.answer_json(live.ask(question, after or [], where))

    @server.tool(annotations=reading)
    def search(
        query: Asked,
        k: Annotated[int, Field(ge=1, le=100)] = 10,
        date_from: First = None,
        date_to: Last = None,
        body: Name = None,
        person: Name = None,
    ) -> dict[str, Any]:
        """List the items of the protocols that a query finds, best first."""
        where = Filter(date_from, date_to, body or None, person or None)
        return search_json(live, query, k, where)

    @server.tool(annotations=reading)
    def get_item(item_id: str) -> dict[str, Any]:
        """Return one item with its whole text, its decisions and its meeting."""
        live.refresh()
        try:
            return json_contract.shown_json(*live.find_item(item_id))
        except KeyError:
            raise ToolError(f'no item has the id "{item_id}"; take one from search') from None

    @server.tool(annotations=reading)
    def list_meetings(
        date_from: First = None, date_to: Last = None, body: Name = None, person: Name = None
    ) -> dict[str, Any]:
        """List the meetings by date."""
        return meetings_json(live, Filter(date_from, date_to, body or None, person or None))

    @server.tool(annotations=reading)
    def get_meeting(meeting_id: str) -> dict[str, Any]:
        """Return one meeting: its attendance, items and decisions."""
        live.refresh()
        try:
            return json_contract.meeting_json(live.meeting(meeting_id))
        except KeyError:
            raise ToolError(f'no meeting has the id "{meeting_id}"') from None

    return server
