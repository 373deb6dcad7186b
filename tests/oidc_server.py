"""A small identity provider on this machine: discovery, keys, code flow with PKCE, and lies."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "protokollsvar", "hemlighet-mellan-tv-parter"


class IdentityProvider:
    """One that signs in `sub` at once; its fields say how it lies."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "ett"})
        self.signs_with: Any = self.key
        self.header: dict[str, str] = {"alg": "RS256", "kid": "ett"}
        self.sub = "17"
        self.claims: dict[str, Any] = {"groups": ["kommunen"]}
        self.changes: dict[str, Any] = {}  # of the token; None takes a claim out
        self.describes: dict[str, Any] = {}  # changes of the description
        self.asked: list[dict[str, str]] = []  # what came to the token endpoint
        self._codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _, query = self.path.partition("?")
                if path == "/.well-known/openid-configuration":
                    self._say(provider.description())
                elif path == "/jwks":
                    keys = dict(KeySet([provider.key]).as_dict(private=False))
                    self._say(keys)
                elif path == "/authorize":
                    asked = {name: values[0] for name, values in parse_qs(query).items()}
                    self.send_response(303)
                    self.send_header("Location", provider.authorize(asked))
                    self.end_headers()
                else:
                    self._say({}, 404)

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                sent = parse_qs(self.rfile.read(length).decode())
                asked = {name: values[0] for name, values in sent.items()}
                asked["authorization"] = self.headers.get("authorization", "")
                self._say(*provider.token(asked))

            def _say(self, said: dict[str, Any], status: int = 200) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def description(self) -> dict[str, Any]:
        """What the provider says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.describes

    def authorize(self, asked: dict[str, str]) -> str:
        """Sign the visitor in; return where the browser goes back to."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> tuple[dict[str, Any], int]:
        """Give a token for a code, once, to who holds the secret and the verifier."""
        self.asked.append(asked)
        begun = self._codes.pop(asked.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        expected = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if begun is None or begun["code_challenge"] != expected:
            return {"error": "invalid_grant"}, 400
        if asked["authorization"] != f"Basic {basic}":
            return {"error": "invalid_client"}, 401
        now = int(time.time())
        access = secrets.token_urlsafe(8)
        claims = {
            "iss": self.issuer, "sub": self.sub, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": begun["nonce"], **self.claims, **self.changes,
        }  # fmt: skip
        held = {name: value for name, value in claims.items() if value is not None}
        token = self.signed(held)
        return {"access_token": access, "token_type": "Bearer", "id_token": token}, 200

    def signed(self, claims: dict[str, Any]) -> str:
        """Return the token, signed as the header says."""
        if self.header["alg"] in ("none", "HS256"):
            parts = [json.dumps(part).encode() for part in (self.header, claims)]
            said = ".".join(_written(part) for part in parts)
            if self.header["alg"] == "none":
                return f"{said}."
            # The confusion: the public key, which anybody has, taken for a shared secret.
            public = self.key.as_pem(private=False)
            return f"{said}.{_written(hmac.digest(public, said.encode(), 'sha256'))}"
        registry = [self.header["alg"]]
        return jwt.encode(self.header, claims, self.signs_with, algorithms=registry)


def _written(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def state_of(address: str) -> dict[str, str]:
    """Return the query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
