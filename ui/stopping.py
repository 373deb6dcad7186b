"""Stopping without losing an answer: what runs is finished within a limit, nothing new begins."""

from __future__ import annotations

import asyncio
import logging
import socket
import time

import uvicorn

from ui.operation import Operation

_LOOK = 0.05  # seconds between two looks at what still runs
# Gradio looks for what to send every 0.05 s; after that a page has the end of its answer.
_SENDING = 0.3
_CLOSING = 3  # seconds for connections to be closed in order

_logger = logging.getLogger(__name__)


class StoppingServer(uvicorn.Server):
    """A server that at SIGTERM or SIGINT refuses new requests and finishes those that run."""

    def __init__(self, config: uvicorn.Config, operation: Operation, limit: float) -> None:
        """Wait at most `limit` seconds for running answers."""
        config.timeout_graceful_shutdown = _CLOSING
        super().__init__(config)
        self._operation = operation
        self._limit = limit

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Refuse, finish, end what pages hold open, then close; a second Ctrl-C stops at once."""
        self._operation.is_stopping = True
        for server in self.servers:
            server.close()
        began = time.monotonic()
        while self._operation.running and not self.force_exit:
            if time.monotonic() - began > self._limit:
                _logger.warning(
                    "%d requests were not done within %g seconds and are cut off",
                    self._operation.running,
                    self._limit,
                )
                break
            await asyncio.sleep(_LOOK)
        if not self.force_exit:
            await asyncio.sleep(_SENDING)
        self._operation.hang_up()
        await super().shutdown(sockets)
