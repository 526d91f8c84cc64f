"""What becomes of a design's look when it is used in another brand, and who draws the gallery's thumbnails."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from designer import brand, gallery_pictures, tasks
from designer.demo.shelf import Sample
from designer.mapping import with_own_look
from designer.operations import gallery
from designer.previews import compose, document_of
from designer.queries.kits import frozen_with
from tests.designer.documents import document, first_name, text
from workspaces.actors import Actor
from workspaces.models import Workspace

FONT = {"family": "Playfair Display", "weight": 600, "italic": False}
NIGHT = {"colors": {"text": "#FFD9A8", "accent": "#2FEA5B", "primary": "#7A1FA2"}, "fonts": {"body": FONT}}
BADGE = {"id": "tier", "type": "badge", "field": "first_name", "x": 40, "y": 160, "default": {"text": "VIP"}}
DESIGN = document(
    text(),
    text("accented", "Two", y=140, paint={"token": "accent"}, stroke={"w": 2}),
    BADGE,
    fields=[first_name()],
    brand=NIGHT,
)
SAMPLE = Sample("night", DESIGN)


def pixels(raw: Any) -> bytes:
    return compose(document_of(raw), {"first_name": "Amira"}).image.tobytes()


def test_design_keeps_its_look_in_another_brand() -> None:
    elsewhere = frozen_with(with_own_look(DESIGN), brand.plain(), ())

    assert pixels(elsewhere) == pixels(DESIGN)
    assert pixels(frozen_with(DESIGN, brand.plain(), ())) != pixels(DESIGN), "the brands look different"


@pytest.fixture
def one_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(gallery, "samples", lambda: [SAMPLE])


@pytest.mark.django_db
def test_design_from_the_gallery_looks_as_its_thumbnail_unless_the_brand_is_wanted(
    one_sample: None, workspace: Workspace, bob: Actor, now: Any
) -> None:
    made = {
        in_brand: gallery.use_sample(
            workspace=workspace, key="night", name="", in_brand=in_brand, by=bob, now=now
        ).draft
        for in_brand in (False, True)
    }
    looks = {in_brand: pixels(frozen_with(draft, brand.plain(), ())) for in_brand, draft in made.items()}

    assert looks[False] == pixels(DESIGN)
    assert looks[True] != pixels(DESIGN)


@pytest.mark.django_db
def test_worker_draws_the_gallery_before_anybody_asks(
    one_sample: None, client: Client, workspace: Workspace, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.prepare_gallery()
    monkeypatch.setattr(gallery_pictures, "_drawn", lambda sample, record: b"drawn too late")
    client.force_login(bob.user)  # type: ignore[arg-type]
    address = f"/w/{workspace.key}/templates/gallery/night.png"
    for record in ("complete", "partial", "empty", "longest", "no such record"):
        assert client.get(address, {"record": record}).content.startswith(b"\x89PNG")
