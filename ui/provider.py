"""An identity provider as the settings name it, and what its groups may do here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import ProtokollsvarError
from ui.roles import ROLES


class OidcError(ProtokollsvarError):
    """The identity provider's settings cannot be right, or what it answers."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider, and what its groups may do here."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    url: str  # the address of our own server, as browsers reach it
    claim: str = "groups"  # where the token names the visitor's groups
    groups: Mapping[str, str] = field(default_factory=dict)  # the group of each role

    def check(self) -> None:
        """Raise OidcError if an address is not one that can be trusted."""
        for name, address in (("ISSUER", self.issuer), ("URL", self.url)):
            if not is_trustworthy(address):
                raise OidcError(
                    f'PROTOKOLLSVAR_OIDC_{name} is "{address}", wanted an address that begins with '
                    "https"
                )
        if not self.client or not self.secret:
            raise OidcError("give PROTOKOLLSVAR_OIDC_CLIENT and PROTOKOLLSVAR_OIDC_SECRET too")

    def role_of(self, groups: frozenset[str]) -> str | None:
        """Return the highest role that one of the groups has; None: may not sign in.

        Where no group is named for readers, everybody whom the provider signs in is one.
        """
        held = [role for role in ROLES if self.groups.get(role) in groups]
        if held:
            return held[-1]
        return None if self.groups.get(ROLES[0]) else ROLES[0]


def is_trustworthy(address: str) -> bool:
    """Return whether nobody between can change what an address answers."""
    parts = urlsplit(address)
    is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return parts.scheme == "https" or (parts.scheme == "http" and is_here)
