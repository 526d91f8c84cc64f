"""Which stored files a design may show: its workspace's own, those that were replaced since, and no others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from designer import received
from designer.models import Asset, Template
from designer.operations import assets, drafts, reviews, revisions, templates
from tests.designer import hostile
from tests.designer.calling import Caller
from tests.designer.documents import document, text
from workspaces.actors import Actor
from workspaces.models import StorageUse, Workspace
from workspaces.problems import Conflict

pytestmark = pytest.mark.django_db


def image(digest: str) -> dict[str, Any]:
    return {"id": "photo", "type": "image", "w": 40, "h": 20, "source": {"kind": "asset", "asset": digest}}


@pytest.fixture
def photo(workspace: Workspace, bob: Actor, now: datetime) -> Asset:
    return assets.upload_asset(workspace=workspace, data=hostile.picture(), name="Dot.png", by=bob, now=now)


@pytest.fixture
def theirs(zenith: Workspace, alice: Actor, now: datetime) -> Asset:
    return assets.upload_asset(workspace=zenith, data=hostile.picture(size=(9, 9)), name="a.png", by=alice, now=now)


@pytest.mark.parametrize("call", ["compose", "weigh", "render-layers"])
def test_preview_shows_no_file_of_another_workspace(as_bob: Caller, theirs: Asset, call: str) -> None:
    layer = image(theirs.digest)
    answer = as_bob.post(call, {"doc": None if call == "render-layers" else document(layer), "layers": [layer]})

    assert answer.json()["error"]["code"] == "foreign_asset"


def test_fields_that_are_not_saved_yet_show_no_file_of_another_workspace(as_bob: Caller, theirs: Asset) -> None:
    rule = {"id": "r", "when": {"all": []}, "do": [{"layer": "photo", "set": {"source": {"asset": theirs.digest}}}]}
    answer = as_bob.post("render-layers", {"layers": [], "doc": {"rules": [rule]}})

    assert answer.json()["error"]["code"] == "foreign_asset"


def test_draft_whose_picture_was_replaced_during_its_review_can_be_edited_again(
    make_template: Any, photo: Asset, bob: Actor, now: datetime
) -> None:
    template: Template = make_template(document=document(image(photo.digest), text()))
    review = reviews.submit_for_review(template=template, by=bob, now=now, tell=False)
    assets.replace_asset(asset=photo, data=hostile.picture(size=(80, 40)), by=bob, now=now)
    reviews.withdraw(review=review, by=bob, now=now)

    ops = [{"op": "set", "id": "headline", "set": {"size": 30}}]
    assert drafts.save_draft(template=template, ops=ops, rev=1, client="t", seq=1, by=bob, now=now).rev == 2
    assert templates.duplicate(template=template, by=bob, now=now).draft["layers"][0] == image(photo.digest)


def test_old_version_is_restored_with_the_picture_it_had(
    make_template: Any, photo: Asset, bob: Actor, now: datetime
) -> None:
    template: Template = make_template(document=document(image(photo.digest), text()))
    revisions.name_version(template=template, name="First", by=bob, now=now)
    assets.replace_asset(asset=photo, data=hostile.picture(size=(80, 40)), by=bob, now=now)

    restored = revisions.restore(template=template, number=1, by=bob, now=now)

    assert restored.draft["layers"][0]["source"]["asset"] == photo.digest


def test_replaced_file_can_come_back_and_storage_counts_every_file_once(
    workspace: Workspace, photo: Asset, bob: Actor, now: datetime
) -> None:
    first, second = hostile.picture(), hostile.picture(size=(80, 40))
    changed, _ = assets.replace_asset(asset=photo, data=second, by=bob, now=now)
    back, _ = assets.replace_asset(asset=changed, data=first, by=bob, now=now)

    rows = Asset.objects.in_workspace(workspace)
    kept = rows.get(archived_at__isnull=False)
    assert (back.key, back.digest, rows.count()) == (photo.key, photo.digest, 2)
    assert (kept.digest, kept.name) == (changed.digest, "Dot, until 24 November 2026")
    assert _stored(workspace) == back.bytes + kept.bytes


def test_file_that_somebody_took_out_of_the_archive_is_an_asset_of_its_own(
    photo: Asset, workspace: Workspace, bob: Actor, now: datetime
) -> None:
    changed, _ = assets.replace_asset(asset=photo, data=hostile.picture(size=(80, 40)), by=bob, now=now)
    assets.upload_asset(workspace=workspace, data=hostile.picture(), name="Dot.png", by=bob, now=now)

    with pytest.raises(Conflict):
        assets.replace_asset(asset=changed, data=hostile.picture(), by=bob, now=now)


@pytest.mark.parametrize("door", ["page", "editor"])
def test_file_beyond_all_limits_is_refused_before_it_is_read(
    as_bob: Caller, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    monkeypatch.setattr(received.received, "__defaults__", (100,))
    file = SimpleUploadedFile("film.png", b"x" * 101)
    pages: Client = as_bob.client
    where = f"/w/{workspace.key}/assets/upload/" if door == "page" else f"{as_bob.base}assets"

    told = pages.post(where, {"file": file}, follow=True).content.decode()

    assert "the most is 0 MB" in told
    assert not Asset.objects.exists()


def _stored(workspace: Workspace) -> int:
    return sum(StorageUse.objects.in_workspace(workspace).values_list("bytes", flat=True))
