"""What a browser may do with what we serve: a content security policy for each kind of page."""

from __future__ import annotations

import base64
import hashlib

# Other sites never learn an address of ours. With "no-referrer" a browser would say that a form of
# ours comes from nowhere, and where there is no TLS nothing else says that it is ours.
REFERRER = "same-origin"
# Data, files and refusals: they are no pages, and run, load and frame nothing.
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Our own pages run no script but their own and load nothing from elsewhere; the chat shows them
# beside itself.
OWN_PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# In the page once there is an answer: the style of an icon of Gradio 6.31, which is made of text.
_ICON = ".cls-1 {\n\t\t\t\tfill: none;\n\t\t\t}"


def _hash(text: str) -> str:
    """Return a source expression that allows this very style or script in a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def login_policy(style: str) -> str:
    """Return the policy of the page on which one signs in; `style` is all that stands in it.

    It runs nothing, loads nothing and is shown in no other page.
    """
    return (
        f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def chat_page(nonce: str) -> str:
    """Return the policy of Gradio's page: scripts and style sheets in it need the nonce.

    No text is evaluated as script; evaluated.js has what Gradio would evaluate. Style attributes
    stay allowed: Gradio's parts are full of them, and they can neither run nor load anything.
    """
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; "
        f"style-src 'self' 'nonce-{nonce}' {_hash(_ICON)}; "
        "style-src-attr 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        "manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
