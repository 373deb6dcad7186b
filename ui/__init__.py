"""The command line and the web app."""

from ui.settings import Settings

__all__ = ["Settings"]
