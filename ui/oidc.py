"""Signing in at an organisation's identity provider: OpenID Connect, code flow with PKCE.

What the provider says is believed only if its keys signed it, for us, in answer to this browser's
own beginning, and now.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.provider import OidcError, Provider, is_trustworthy
from ui.rights import OIDC_BACK
from ui.signing_in import NOT_ORGANISATION, login_page
from ui.visitors import Visitor

COOKIE = "protokollsvar-inloggning"
LASTS = 3600.0  # seconds of a session; then the provider is asked again who is in which group
_BEGUN_LASTS = 600  # seconds from the beginning of signing in to its end
_KNOWN_FOR = 3600.0  # seconds that the provider's description and keys are kept
_LEEWAY = 60  # seconds by which two clocks may differ
# By a key pair only: with a shared secret, or "none", anybody could have signed.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
               "EdDSA", "Ed25519")  # fmt: skip

_logger = logging.getLogger(__name__)


class OpenIdConnect:
    """Leads browsers to the identity provider and learns from it who came back."""

    lasts = LASTS

    def __init__(self, provider: Provider) -> None:
        """Check the settings; OidcError if they cannot be right or authlib is not installed."""
        try:
            import authlib.oidc.core
            import joserfc  # noqa: F401
        except ImportError:
            raise OidcError(
                "signing in by OpenID Connect needs authlib; run: pip install 'protokollsvar[oidc]'"
            ) from None
        del authlib
        provider.check()
        self._provider = provider
        self._signer = URLSafeTimedSerializer(secrets.token_bytes(32), salt="oidc")
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, Any] | None = None

    async def start(self) -> Response:
        """Send the browser to the provider, with what is to come back in a signed cookie."""
        begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        try:
            known = await self._description()
        except Exception:
            # Whatever goes wrong with the provider, the page says that it did.
            _logger.warning("the identity provider cannot be reached", exc_info=True)
            return login_page(NOT_ORGANISATION, 503, organisation=True, passwords=False)
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                known["authorization_endpoint"],
                state=begun["state"],
                nonce=begun["nonce"],
                code_verifier=begun["verifier"],
            )
        response = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE, str(self._signer.dumps(begun)), max_age=_BEGUN_LASTS, httponly=True,
            samesite="lax", secure=self._provider.url.startswith("https"), path=OIDC_BACK,
        )  # fmt: skip
        return response

    async def finish(self, request: Request) -> Visitor | None:
        """Return who came back from the provider; None if that is not certain or not allowed."""
        try:
            return await self._visitor(request)
        except Exception:
            # Any doubt is a no; why, stands in the log and not on the page.
            _logger.warning("signing in by OpenID Connect failed", exc_info=True)
            return None

    async def _visitor(self, request: Request) -> Visitor | None:
        query = request.query_params
        try:
            begun = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=_BEGUN_LASTS)
        except BadSignature:
            raise OidcError("it was not begun in this browser, or too long ago") from None
        if not hmac.compare_digest(query.get("state", "").encode(), begun["state"].encode()):
            raise OidcError("the state is another one")
        if query.get("iss", self._provider.issuer) != self._provider.issuer:
            raise OidcError("another provider answers")
        if not query.get("code"):
            raise OidcError(f"the provider gave no code ({query.get('error', '')[:100]!r})")
        known = await self._description()
        async with self._client() as client:
            token = await client.fetch_token(
                known["token_endpoint"], code=query["code"], code_verifier=begun["verifier"],
                grant_type="authorization_code",
            )  # fmt: skip
        claims = await self._claims(token, begun["nonce"])
        held = claims.get(self._provider.claim, ())
        groups = frozenset([held] if isinstance(held, str) else map(str, held))
        role = self._provider.role_of(groups)
        if role is None:
            raise OidcError("none of the visitor's groups may sign in")
        # Told apart from our own users, whose names somebody may choose to have there.
        return Visitor(f"oidc:{claims['sub']}", role, groups)

    async def _claims(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """Return what an identity token says, if all in it is as it must be."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, MissingKeyError
        from joserfc.jws import JWSRegistry

        registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
        written = token["id_token"]
        try:
            read = jwt.decode(written, await self._key_set(), registry=registry)
        except (InvalidKeyIdError, MissingKeyError):  # the provider changed its keys
            read = jwt.decode(written, await self._key_set(anew=True), registry=registry)
        wanted: dict[str, Any] = {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": self._provider.client},
        }
        claims = CodeIDToken(
            read.claims,
            read.header,
            wanted,
            {"nonce": nonce, "client_id": self._provider.client, **_access(token)},
        )
        claims.validate(leeway=_LEEWAY)
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise OidcError("the nonce is another one")
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise OidcError("the token names nobody")
        return dict(claims)

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import AsyncOAuth2Client

        return AsyncOAuth2Client(
            self._provider.client,
            self._provider.secret,
            scope="openid profile",
            redirect_uri=self._provider.url.rstrip("/") + OIDC_BACK,
            code_challenge_method="S256",
            timeout=10,
            trust_env=False,
        )

    async def _description(self) -> dict[str, Any]:
        """Return the provider's description of itself."""
        now = time.monotonic()
        if self._known is None or now - self._known[0] > _KNOWN_FOR:
            address = self._provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
            known = await self._fetched(address)
            if known.get("issuer") != self._provider.issuer:
                raise OidcError(f"{address} describes another provider")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not is_trustworthy(str(known.get(name, ""))):
                    raise OidcError(f"{address} gives no trustworthy {name}")
            self._known = (now, known)
        return self._known[1]

    async def _key_set(self, *, anew: bool = False) -> Any:
        from joserfc.jwk import KeySet

        now = time.monotonic()
        if anew or self._keys is None or now - self._keys[0] > _KNOWN_FOR:
            fetched = await self._fetched((await self._description())["jwks_uri"])
            self._keys = (now, KeySet.import_key_set({"keys": fetched["keys"]}))
        return self._keys[1]

    async def _fetched(self, address: str) -> dict[str, Any]:
        import httpx

        # No proxy and no password file of the environment stands between us and the provider.
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            answer = await client.get(address)
            answer.raise_for_status()
            read = answer.json()
        if not isinstance(read, dict):
            raise OidcError(f"{address} answers with no object")
        return read


def _access(token: Mapping[str, Any]) -> dict[str, Any]:
    return {"access_token": token["access_token"]} if "access_token" in token else {}
