"""Fetching what a picture needs: from our own shelves, and from other people's servers without harm."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from structlog.testing import capture_logs

from renderer import gather
from renderer.engine import schema
from renderer.engine.resolve import resolve
from renderer.gather import Folder, Installation, Unusable, decode
from renderer.limits import RenderLimits
from renderer.materials.remote import fetch_all
from workspaces.outgoing import Unreachable

LIMITS = RenderLimits()


def png(color: str = "red", size: tuple[int, int] = (8, 6)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


class Elsewhere(BaseHTTPRequestHandler):
    """Somebody's picture server, with all its moods."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        getattr(self, self.path.split("?")[0].strip("/"))()

    def logo(self) -> None:
        self._send(200, png())

    def gone(self) -> None:
        self._send(404, b"no")

    def page(self) -> None:
        self._send(200, b"<html>not a picture</html>")

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(2000):
            self.wfile.write(bytes(65536))

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def drip_headers(self) -> None:
        for i in range(600):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" if i == 0 else b"X: y\r\n")
            self.wfile.flush()
            time.sleep(0.1)

    def inside(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.2/logo")
        self.end_headers()

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Callable[[str], str]]:
    """Makes addresses of the server; it alone of all this machine's addresses is let through the guard."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    settings.OUTGOING_NETWORKS, settings.OUTGOING_PORTS = ["127.0.0.1/32"], [port]
    Elsewhere.asked.clear()
    gather._images().clear()
    yield lambda path: f"http://127.0.0.1:{port}/{path}"
    server.shutdown()
    server.server_close()


def test_a_picture_from_elsewhere_is_fetched(elsewhere: Callable[[str], str]) -> None:
    address = elsewhere("logo")
    assert fetch_all([address], LIMITS) == {address: png()}


@pytest.mark.parametrize("path", ["drip", "drip_headers"])
def test_a_server_that_drips_is_left_when_time_is_up(elsewhere: Callable[[str], str], path: str) -> None:
    began = time.monotonic()
    answers = fetch_all([elsewhere(path), elsewhere("logo")], replace(LIMITS, fetch_deadline=2))
    assert time.monotonic() - began < 20, "it drips for a minute"
    assert isinstance(answers[elsewhere(path)], Unreachable)
    assert answers[elsewhere("logo")] == png()


@pytest.mark.parametrize(
    ("path", "why"), [("gone", "http_404"), ("endless", "too_large"), ("inside", "BlockedURLError")]
)
def test_what_cannot_be_had_says_why(elsewhere: Callable[[str], str], path: str, why: str) -> None:
    answers = fetch_all([elsewhere(path)], replace(LIMITS, picture_bytes=1_000_000))
    assert answers == {elsewhere(path): Unreachable(why)}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.png", "http://localhost/a.png", "http://[::1]/a.png", "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/a.png", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://①②⑦.0.0.1/",
        "https://user:secret@example.com/a.png", "http://example.com:22/", "file:///etc/passwd", "ftp://example.com/a.png",
        "http://", "//", "http://[", "gopher://127.0.0.1:6379/_FLUSHALL",
    ],
)  # fmt: skip
def test_nothing_inside_our_own_network_is_ever_asked(address: str) -> None:
    assert isinstance(fetch_all([address], LIMITS)[address], Unreachable)


def shown(address: str) -> object:
    document = schema.parse(
        {
            "sizes": [{"id": "base", "w": 40, "h": 40}],
            "fields": [{"key": "logo", "kind": "image", "hosts": []}],
            "layers": [
                {"id": "logo", "type": "image", "source": {"kind": "field", "field": "logo", "missing": "hide"}}
            ],
        }
    )
    return resolve(document, {"logo": address})


def test_a_picture_by_field_is_gathered_once_an_hour(
    elsewhere: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved = shown(elsewhere("logo"))
    monkeypatch.setattr(gather, "references", lambda resolved: iter([elsewhere("logo")]))
    first, second = (gather.gather(resolved, LIMITS) for _ in range(2))  # type: ignore[arg-type]
    assert first.are_whole
    assert second.images == first.images
    assert Elsewhere.asked == ["/logo"]


@pytest.mark.parametrize("path", ["gone", "page"])
def test_a_picture_that_is_away_is_missing_and_not_asked_for_again_at_once(
    elsewhere: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(gather, "references", lambda resolved: iter([elsewhere(path)]))
    resolved = shown(elsewhere(path))
    for _ in range(3):
        assert gather.gather(resolved, LIMITS).missing == {elsewhere(path)}  # type: ignore[arg-type]
    assert Elsewhere.asked == [f"/{path}"]


@pytest.mark.parametrize(("path", "why"), [("gone", "http_404"), ("page", "damaged")])
def test_the_log_says_why_a_picture_is_missing_and_never_where_it_was(
    elsewhere: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, path: str, why: str
) -> None:
    address = elsewhere(f"{path}?for=Amira")
    monkeypatch.setattr(gather, "references", lambda resolved: iter([address]))
    with capture_logs() as lines:
        gather.gather(shown(address), LIMITS)  # type: ignore[arg-type]
    assert lines == [{"event": "image.fell_back", "log_level": "info", "why": why, "length": len(address)}]


def test_shelves_are_asked_in_order(tmp_path: Path) -> None:
    default_storage.save("assets/logo", ContentFile(png("green")))
    assert decode(Installation().read("logo") or b"", LIMITS).getpixel((0, 0)) == (0, 128, 0)
    assert Folder(tmp_path).read("logo") is None
    (tmp_path / "logo.png").write_bytes(png("blue"))
    assert decode(Folder(tmp_path).read("logo") or b"", LIMITS).getpixel((0, 0)) == (0, 0, 255)


@pytest.mark.parametrize("reference", ["../secret", "a/b", "/etc/passwd", ".hidden", "", "a\0b", "x" * 300])
def test_a_reference_never_leaves_its_shelf(tmp_path: Path, reference: str) -> None:
    assert not gather.REFERENCE.match(reference)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", png()[:40], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"BM" + bytes(60)]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Unusable):
        decode(data, LIMITS)


def test_a_huge_picture_is_refused_by_its_header() -> None:
    with pytest.raises(Unusable):
        decode(png(size=(300, 200)), replace(LIMITS, picture_pixels=50_000))
    with pytest.raises(Unusable):
        decode(png(size=(300, 2)), replace(LIMITS, picture_side=200))


def test_an_uploaded_font_that_is_away_is_replaced_for_this_once(tmp_path: Path) -> None:
    font = next(file for file in gather.fonts().files if file.family == "Caveat")
    digest = "f" * 64
    document = schema.parse(
        {
            "sizes": [{"id": "base", "w": 200, "h": 60}],
            "brand": {"faces": [{"family": "House", "digest": digest}]},
            "layers": [
                {
                    "id": "title",
                    "type": "text",
                    "text": "Hello",
                    "size": 30,
                    "font": {"family": "House"},
                    "w": 180,
                    "h": 50,
                }
            ],
        }
    )
    shelves = (Folder(tmp_path),)
    without = gather.gather(resolve(document, {}), LIMITS, shelves)
    assert without.missing == {digest}
    (tmp_path / digest).write_bytes(font.path.read_bytes())
    complete = gather.gather(resolve(document, {}), LIMITS, shelves)
    assert complete.are_whole
    assert complete.fonts.fingerprint != without.fonts.fingerprint
