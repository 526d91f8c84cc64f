"""A small OpenID Connect provider on loopback: discovery, authorization code with PKCE, signed tokens, user info."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "okzest", "a secret of the client"
Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass
class Provider:
    """Who comes next (`claims`), and what the provider gave out."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        path = environ["PATH_INFO"]
        doors = {
            "/.well-known/openid-configuration": self._discovery,
            "/keys": self._keys,
            "/authorize": self._authorize,
            "/token": self._token,
            "/userinfo": self._userinfo,
        }
        status, headers, body = doors[path](environ) if path in doors else ("404 Not Found", [], b"")
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _discovery(self, environ: dict[str, Any]) -> Answer:
        return _json(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _keys(self, environ: dict[str, Any]) -> Answer:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return _json({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})

    def _authorize(self, environ: dict[str, Any]) -> Answer:
        asked = dict(parse_qsl(environ["QUERY_STRING"]))
        assert asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(8)
        self.codes[code] = {**asked, "claims": dict(self.claims)}
        back = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        return "302 Found", [("Location", back)], b""

    def _token(self, environ: dict[str, Any]) -> Answer:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        given = self.codes.pop(said.get("code", ""), None)
        if given is None or not _is_client(environ, said) or not _is_same_browser(given, said):
            return _json({"error": "invalid_grant"}, "400 Bad Request")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **given["claims"]}
        if "nonce" in given:
            claims["nonce"] = given["nonce"]
        access = secrets.token_urlsafe(8)
        self.tokens[access] = given["claims"]
        signed = jwt.encode(claims, self.key, "RS256", headers={"kid": "one"})
        return _json({"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": signed})

    def _userinfo(self, environ: dict[str, Any]) -> Answer:
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        return _json(self.tokens[token]) if token in self.tokens else _json({}, "401 Unauthorized")


def _is_client(environ: dict[str, Any], said: dict[str, str]) -> bool:
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    posted = (said.get("client_id"), said.get("client_secret")) == (CLIENT, SECRET)
    return posted or environ.get("HTTP_AUTHORIZATION") == f"Basic {basic}"


def _is_same_browser(given: dict[str, Any], said: dict[str, str]) -> bool:
    """PKCE: whoever exchanges the code knows what its challenge was made of."""
    if "code_challenge" not in given:
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest()).decode()
    return made.rstrip("=") == given["code_challenge"]


def _json(value: object, status: str = "200 OK") -> Answer:
    return status, [("Content-Type", "application/json")], json.dumps(value).encode()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, answering on a port of its own."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider, handler_class=_Quiet)  # type: ignore[arg-type]
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
