"""Gradio prints the errors of its events, and with them what was sent; here they go to our log."""

from __future__ import annotations

import logging

import gradio.queueing
import gradio.route_utils
import gradio.routes

_logger = logging.getLogger(__name__)


class _Logged:
    """What these modules use of `traceback`."""

    @staticmethod
    def print_exc() -> None:
        """Log the error that is being handled: its way, and its words only if they are ours."""
        _logger.exception("an event of the page failed")


def log_gradios_errors() -> None:
    """Have Gradio's errors written as all others are."""
    for module in (gradio.queueing, gradio.route_utils, gradio.routes):
        module.traceback = _Logged  # type: ignore[attr-defined]
