"""Somebody else's server over HTTPS, on this machine: notes what it was sent and answers as it is told."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Received:
    """One request as it came in; names of headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers with `status` and `answer`; `statuses`, when there are some, are used up first."""

    url: str
    certificate: Path
    status: int = 200
    answer: bytes = b"thanks"
    statuses: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])


@contextmanager
def receiver(folder: Path) -> Iterator[Receiver]:
    """An HTTPS server on 127.0.0.1 with a certificate of its own, in this folder."""
    certificate = _certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    told = Receiver(f"https://127.0.0.1:{server.server_address[1]}", certificate)
    server.RequestHandlerClass = _handler(told)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def let_through(settings: Any, told: Receiver) -> None:
    """Open the guard for this one server."""
    settings.OUTGOING_NETWORKS = ["127.0.0.1/32"]
    settings.OUTGOING_PORTS = [told.port]
    settings.OUTGOING_AUTHORITIES = str(told.certificate)


def _handler(told: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.received.append(Received(self.command, self.path, headers, body))
            status = told.statuses.pop(0) if told.statuses else told.status
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "https://127.0.0.1/elsewhere")
            self.send_header("Content-Length", str(len(told.answer)))
            self.end_headers()
            self.wfile.write(told.answer)

        do_GET = do_POST = do_PURGE = do_DELETE = _take  # noqa: N815 (names that the server looks for)

        def log_message(self, *_args: object) -> None:
            pass

    return Handler


def _certificate(folder: Path) -> Path:
    """A certificate that is its own authority, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return path
