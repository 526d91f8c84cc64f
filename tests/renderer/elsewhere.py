"""Other people's servers, real ones on this machine: over TLS with a certificate of the tests' own authority."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "api.example.com"
Reply = Callable[["Elsewhere"], None]


class Elsewhere(BaseHTTPRequestHandler):
    """Answers a path with what the test put there; `asked` are the paths and headers of all requests."""

    replies: ClassVar[dict[str, Reply]] = {}
    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        reply = self.replies.get(self.path) or self.replies.get(self.path.split("?")[0])
        if reply is None:
            self.send(b"nothing here", status=404)
        else:
            reply(self)

    def send(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    """Somebody who hangs up is nothing to tell of."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def serve(host: str = "127.0.0.1", port: int = 0, identity: Path | None = None) -> Quiet:
    """A server that runs until it is shut down; with an identity (PEM of key and certificate), over TLS."""
    server = Quiet((host, port), Elsewhere)
    if identity:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity)
        # The handshake is the request's own thread's work, so that one who never finishes it holds up nobody.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def make_identity(folder: Path) -> tuple[Path, Path]:
    """PEM files: a fresh authority's certificate, and key and certificate of `HOST` and 127.0.0.1."""
    authority_key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate("Tests", authority_key, authority_key, "Tests", is_authority=True)
    own = _certificate(HOST, own_key, authority_key, "Tests", is_authority=False)
    trusted, identity = folder / "authority.pem", folder / "identity.pem"
    trusted.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    private = own_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    identity.write_bytes(private + own.public_bytes(serialization.Encoding.PEM))
    return trusted, identity


def _certificate(name: str, key: Any, signer: Any, issuer: str, *, is_authority: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(names, critical=False)
    )
    return made.sign(signer, hashes.SHA256())
