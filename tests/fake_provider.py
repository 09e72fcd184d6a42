"""A small identity provider in this process: discovery, keys, tokens it is told to give."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "probata-of-the-test"
SECRET = "the client's secret of the test"


class FakeProvider:
    """What its tokens say is `claims`; what it was asked with is `seen`."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with: Any = self.key
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        self.challenge = ""
        self.sends_token = True
        self.broken = False
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, provider.pages().get(self.path))

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                sent = parse_qs(self.rfile.read(length).decode())
                provider.answer(self, provider.token(sent))

            def log_message(self, *args: Any) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler: Any, found: Any) -> None:
        status = 500 if self.broken else 200 if found else 400
        body = json.dumps(found or {"error": "invalid_grant"}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def pages(self) -> dict[str, Any]:
        key = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]},
        }

    def token(self, sent: dict[str, list[str]]) -> dict[str, Any] | None:
        """Only for the client's secret, the code it gave, and who began (PKCE)."""
        verifier = sent.get("code_verifier", [""])[0].encode()
        told = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest())
        right = (
            sent.get("client_id") == [CLIENT]
            and sent.get("client_secret") == [SECRET]
            and sent.get("code") == ["the-code"]
            and told.rstrip(b"=").decode() == self.challenge
        )
        if not right:
            return None
        answer = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}
        if self.sends_token:
            answer["id_token"] = self.id_token()
        return answer

    def id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "someone-at-the-provider",
            "iat": now,
            "exp": now + 60,
        } | self.claims
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(
            given, self.signs_with, algorithm=self.algorithm, headers={"kid": "one"}
        )

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
