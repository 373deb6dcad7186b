"""The roles of those who use the server."""

from __future__ import annotations

# Each may do what those before it may: ask and read; evaluate and see what others judged; see how
# the server does. Which route needs which stands in rights.py.
ROLES = ("reader", "editor", "operator")
