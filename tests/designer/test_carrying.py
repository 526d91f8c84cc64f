"""Templates that travel: to other clients, into files, out of files."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest

from designer import edits
from designer.models import Asset, Template
from designer.operations import assets, copying, drafts, files, reviews, templates
from designer.operations.belonging import ForeignAsset
from designer.operations.brand import save_brand_kit
from designer.queries.kits import frozen
from tests.designer import hostile
from tests.designer.documents import document, text
from workspaces.actors import Actor
from workspaces.models import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def kit(primary: str, **more: Any) -> dict[str, Any]:
    return {"colors": [{"token": "primary", "label": "Primary", "value": primary}], **more}


def edit(template: Template, by: Actor, now: datetime, **values: Any) -> None:
    template.refresh_from_db()
    ops = [{"op": "set", "id": "headline", "set": values}]
    drafts.save_draft(
        template=template, ops=ops, rev=template.draft_rev, client="t", seq=template.draft_rev, by=by, now=now
    )


@pytest.fixture
def branded(make_template: Any) -> Template:
    return make_template(document=document(text(paint={"token": "primary"})))


def test_copy_takes_on_the_other_brand(
    branded: Template, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    save_brand_kit(workspace=workspace, content=kit("#111111"), by=alice, now=now)
    save_brand_kit(workspace=zenith, content=kit("#AA0000"), by=alice, now=now)

    carried = copying.copy_to(template=branded, target=zenith, by=alice, now=now)

    assert carried.template is not None
    assert carried.template.draft["layers"][0]["paint"] == {"token": "primary"}
    assert frozen(carried.template.draft, zenith)["brand"]["colors"]["primary"] == "#AA0000"


def test_token_that_only_the_source_knows_becomes_its_colour(
    make_template: Any, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    gold = {"colors": [{"token": "gold", "label": "Gold", "value": "#C9A227"}]}
    save_brand_kit(workspace=workspace, content=gold, by=alice, now=now)
    template = make_template(document=document(text(paint={"token": "gold"})))

    carried = copying.copy_to(template=template, target=zenith, by=alice, now=now)

    assert carried.template is not None
    assert carried.template.draft["layers"][0]["paint"] == {"type": "solid", "color": "#C9A227"}


def test_uploaded_font_stays_where_it_is_licensed(
    make_template: Any, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    assets.upload_asset(workspace=workspace, data=hostile.font(), name="own.ttf", by=alice, now=now)
    own = {"family": "Space Grotesk", "weight": 700}
    template = make_template(document=document(text(font=own)))

    carried = copying.copy_to(template=template, target=zenith, by=alice, now=now)

    assert carried.template is not None
    assert carried.template.draft["layers"][0]["font"] == {"token": "heading"}
    assert "Space Grotesk" in carried.notes[0]
    assert not Asset.objects.in_workspace(zenith).exists()


def test_pictures_travel_and_logos_are_exchanged(
    make_template: Any, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    def uploaded(place: Workspace, data: bytes, name: str) -> Asset:
        return assets.upload_asset(workspace=place, data=data, name=name, kind="logo", by=alice, now=now)

    photo = uploaded(workspace, hostile.picture(size=(50, 30)), "photo.png")
    mine, theirs = uploaded(workspace, hostile.svg(), "logo.svg"), uploaded(zenith, hostile.picture(), "logo.png")
    for place, logo in ((workspace, mine), (zenith, theirs)):
        save_brand_kit(workspace=place, content={"logos": [{"digest": logo.digest, "name": "Logo"}]}, by=alice, now=now)

    def image(layer: str, asset: Asset) -> dict[str, Any]:
        return {"id": layer, "type": "image", "source": {"kind": "asset", "asset": asset.digest}}

    template = make_template(document=document(image("photo", photo), image("logo", mine), text()))
    carried = copying.copy_to(template=template, target=zenith, by=alice, now=now)

    assert carried.template is not None
    shown = [layer["source"]["asset"] for layer in carried.template.draft["layers"][:2]]
    assert shown == [photo.digest, theirs.digest]
    assert Asset.objects.in_workspace(zenith).filter(digest=photo.digest).exists()


def test_push_keeps_what_the_client_changed(template: Template, zenith: Workspace, alice: Actor, now: datetime) -> None:
    [first] = copying.push(template=template, targets=[zenith], by=alice, now=now)
    assert first.created
    assert first.template is not None
    edit(first.template, alice, now, text="Hallo {{ first_name }}")
    edit(template, alice, now, text="Good day {{ first_name }}", size=36)

    [second] = copying.push(template=template, targets=[zenith], by=alice, now=now)

    first.template.refresh_from_db()
    layer = first.template.draft["layers"][0]
    assert not second.created
    assert (layer["text"], layer["size"]) == ("Hallo {{ first_name }}", 36)
    assert second.kept == ("headline: text",)


def test_push_leaves_a_copy_in_review_alone(template: Template, zenith: Workspace, alice: Actor, now: datetime) -> None:
    [first] = copying.push(template=template, targets=[zenith], by=alice, now=now)
    assert first.template is not None
    reviews.submit_for_review(template=first.template, by=alice, now=now, tell=False)

    [second] = copying.push(template=template, targets=[zenith], by=alice, now=now)

    assert "in review" in second.skipped


def test_file_carries_design_and_pictures_to_another_workspace(
    make_template: Any, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    photo = assets.upload_asset(
        workspace=workspace, data=hostile.picture("JPEG"), name="a.jpg", alt="A", by=alice, now=now
    )
    layer = {"id": "photo", "type": "image", "source": {"kind": "asset", "asset": photo.digest}}
    template = make_template(document=document(layer, text()))

    imported = files.import_file(workspace=zenith, data=files.export_file(template), by=alice, now=now)

    [asset] = Asset.objects.in_workspace(zenith)
    assert asset.alt == "A"
    assert imported.draft["layers"][0]["source"]["asset"] == asset.digest
    assert imported.draft["fields"] == template.draft["fields"]


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 nothing",
        zipped(other=b"{}"),
        zipped(**{"template.json": b"["}),
        zipped(**{"template.json": b'{"format": "other"}'}),
        zipped(**{"template.json": json.dumps({"format": files.FORMAT, "document": []}).encode()}),
        zipped(**{"template.json": b"0" * (files.MAX_MEMBER + 1)}),
        zipped(**{"template.json": b"[" * 100_000}),
    ],
)
def test_file_that_is_no_template_is_refused(data: bytes, workspace: Workspace, alice: Actor, now: datetime) -> None:
    with pytest.raises(files.BadFile):
        files.import_file(workspace=workspace, data=data, by=alice, now=now)


def test_names_follow_the_workspace(make_template: Any, workspace: Workspace) -> None:
    workspace.settings = {"naming_pattern": "{type:webinar|sale}-{audience}"}
    workspace.save()

    with pytest.raises(templates.naming.BadName, match="webinar-audience"):
        make_template(name="Spring")
    assert make_template(name="sale-everybody").name == "sale-everybody"


def test_replaced_picture_changes_drafts_and_leaves_live_versions(
    make_template: Any, workspace: Workspace, bob: Actor, now: datetime
) -> None:
    photo = assets.upload_asset(workspace=workspace, data=hostile.picture(), name="a.png", by=bob, now=now)
    layer = {"id": "photo", "type": "image", "source": {"kind": "asset", "asset": photo.digest}}
    template = make_template(document=document(layer, text()))
    old = photo.digest
    frozen_before = frozen(template.draft, workspace)

    asset, changed = assets.replace_asset(asset=photo, data=hostile.picture(size=(80, 40)), by=bob, now=now)

    template.refresh_from_db()
    assert [one.pk for one in changed] == [template.pk]
    assert template.draft["layers"][0]["source"]["asset"] == asset.digest != old
    assert edits.difference(frozen_before, frozen(template.draft, workspace))


def test_file_of_another_workspace_cannot_be_shown(
    template: Template, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    theirs = assets.upload_asset(workspace=zenith, data=hostile.picture(), name="a.png", by=alice, now=now)
    source = {"kind": "asset", "asset": theirs.digest}
    layer = {"id": "photo", "type": "image", "source": source}

    with pytest.raises(ForeignAsset):
        templates.create_template(workspace=workspace, name="Two", document=document(layer), by=alice, now=now)
    ops = [{"op": "add", "at": 0, "layer": layer}]
    with pytest.raises(ForeignAsset):
        drafts.save_draft(template=template, ops=ops, rev=1, client="t", seq=1, by=alice, now=now)


def test_same_file_twice_is_one_asset(workspace: Workspace, bob: Actor, now: datetime) -> None:
    one = assets.upload_asset(workspace=workspace, data=hostile.picture(), name="a.png", by=bob, now=now)
    other = assets.upload_asset(workspace=workspace, data=hostile.picture(), name="b.png", by=bob, now=now)

    assert one.pk == other.pk


def test_stored_names_are_ours(workspace: Workspace, bob: Actor, now: datetime) -> None:
    name = "../../etc/passwd\x00<script>.png"
    asset = assets.upload_asset(workspace=workspace, data=hostile.picture(), name=name, by=bob, now=now)

    assert asset.digest.isalnum()
    assert "/" not in asset.name
    assert "\x00" not in asset.name
