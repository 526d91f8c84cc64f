"""Image fields: pictures from other people's servers, from the hosts that the workspace named."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from renderer import gather, releases
from renderer.materials.image_hosts import NOT_ALLOWED, from_allowed_hosts
from renderer.models import Release, RenderLink
from tests.renderer.conftest import path_of
from tests.renderer.elsewhere import Elsewhere
from tests.renderer.sourcing import identity, shop
from tests.rounds import best_of
from workspaces import actors
from workspaces.models import Workspace
from workspaces.operations.workspace_settings import change_settings

__all__ = ["identity", "shop"]
pytestmark = [pytest.mark.django_db, pytest.mark.database]
RED, BLUE, GROUND = (255, 0, 0), (0, 0, 255), (255, 244, 229)


def png(color: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), color).save(out, "PNG")
    return out.getvalue()


def allow(workspace: Workspace, *hosts: str) -> None:
    change_settings(workspace=workspace, changes={"image_hosts": list(hosts)}, by=actors.SYSTEM, now=timezone.now())


@pytest.fixture
def open_picture(
    publish: Callable[..., Release], document: dict[str, Any], make_link: Callable[..., RenderLink], browser: Client
) -> Callable[[str], Any]:
    """Opens a picture that shows the picture at an address."""
    document["fields"].append({"key": "photo", "kind": "image"})
    place = {"kind": "field", "field": "photo", "missing": "hide"}
    document["layers"].append({"id": "photo", "type": "image", "x": 0, "y": 0, "w": 40, "h": 40, "source": place})
    publish(document)
    address = path_of(make_link())
    gather._images().clear()
    return lambda photo: browser.get(address, {"photo": photo})


def corner(response: Any) -> Any:
    return Image.open(io.BytesIO(response.content)).convert("RGB").getpixel((4, 4))


def test_a_picture_at_an_address_is_shown(open_picture: Callable[[str], Any], shop: str) -> None:
    Elsewhere.replies["/a.png"] = lambda server: server.send(png("red"), kind="image/png")
    assert corner(open_picture(f"{shop}/a.png")) == RED


@pytest.mark.django_db(transaction=True)
def test_only_the_workspace_s_hosts_are_asked_and_a_change_counts_at_once(
    open_picture: Callable[[str], Any], shop: str, workspace: Workspace, greeting: Release
) -> None:
    Elsewhere.replies["/a.png"] = lambda server: server.send(png("red"), kind="image/png")
    assert corner(open_picture(f"{shop}/a.png")) == RED
    allow(workspace, "cdn.example.com")
    refused = open_picture(f"{shop}/a.png")
    assert corner(refused) == GROUND
    # The picture is what it should be, so it is kept like any other.
    assert refused["ETag"]
    assert open_picture(f"{shop}/b.png").status_code == 200
    assert [path for path, _ in Elsewhere.asked] == ["/a.png"]


@pytest.mark.parametrize("body", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"not a picture", b"", b"GIF89a"])
def test_what_is_no_picture_costs_the_layer_alone(open_picture: Callable[[str], Any], shop: str, body: bytes) -> None:
    Elsewhere.replies["/a.png"] = lambda server: server.send(body, kind="image/png")
    response = open_picture(f"{shop}/a.png")
    assert (response.status_code, corner(response)) == (200, GROUND)
    assert response["Cache-Control"] == "public, max-age=30"
    open_picture(f"{shop}/a.png")
    assert len(Elsewhere.asked) == 1


def test_the_picture_of_an_hour_ago_is_better_than_none(
    open_picture: Callable[[str], Any], shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Elsewhere.replies["/a.png"] = lambda server: server.send(png("blue"), kind="image/png")
    assert corner(open_picture(f"{shop}/a.png")) == BLUE
    Elsewhere.replies["/a.png"] = lambda server: server.send(b"", 503)
    later = time.time() + 3600
    monkeypatch.setattr(gather.time, "time", lambda: later)
    monkeypatch.setattr("renderer.variants.find", lambda *_: None)
    assert corner(open_picture(f"{shop}/a.png")) == BLUE
    assert len(Elsewhere.asked) == 2


def _drip(server: Elsewhere) -> None:
    server.send_response(200)
    server.end_headers()
    for byte in png("red") * 20:
        server.wfile.write(bytes([byte]))
        time.sleep(0.05)


def test_a_dripping_picture_costs_two_seconds_at_most_and_the_rest_still_shows(
    open_picture: Callable[[str], Any], shop: str
) -> None:
    open_picture("")  # whatever is slow the first time
    numbers = itertools.count()

    def seconds() -> float:
        path = f"/{next(numbers)}.png"
        Elsewhere.replies[path] = _drip
        began = time.monotonic()
        response = open_picture(f"{shop}{path}")
        took = time.monotonic() - began
        assert (response.status_code, corner(response)) == (200, GROUND)
        return took

    assert best_of(5, seconds, 2) < 2


def test_hosts_bound_aliases_and_addresses_without_a_scheme(
    publish: Callable[..., Release], document: dict[str, Any]
) -> None:
    document["fields"].append({"key": "photo", "kind": "image", "aliases": ["img"]})
    shown = releases.live(publish(document).workspace, "greeting")
    values = {"photo": "cdn.example.com/a.png", "img": "https://evil.test/a.png", "first_name": "evil.test"}
    expected = {**values, "img": NOT_ALLOWED}
    assert from_allowed_hosts(shown.document, values, ("cdn.example.com",)) == expected
    assert from_allowed_hosts(shown.document, values, ()) == values
