"""Brand kits: an organization's, a workspace's over it, and what a form leaves inherited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from designer import brand
from designer.brand_limits import BadBrandKit
from designer.models import BrandKit
from designer.operations.brand import save_brand_kit
from designer.queries.kits import kit_of
from workspaces.actors import Actor
from workspaces.models import Organization, Workspace

pytestmark = pytest.mark.django_db
GOLD = {"token": "primary", "label": "Gold", "value": "#AA8800"}
FORM = {"rev": "0", "custom_colors": "on", "min_size": "9", "max_size": "600"}


def colors(workspace: Workspace) -> dict[str, str]:
    return {color.token: color.value for color in kit_of(workspace).colors}


def test_clients_inherit_the_agencys_kit_and_win_over_it(
    agency: Organization, workspace: Workspace, zenith: Workspace, alice: Actor, now: datetime
) -> None:
    above = {"colors": [GOLD], "constraints": {"min_size": 14, "max_lines": 3}}
    save_brand_kit(organization=agency, content=above, by=alice, now=now)
    save_brand_kit(workspace=zenith, content={"constraints": {"min_size": 11}}, by=alice, now=now)

    assert colors(workspace)["primary"] == colors(zenith)["primary"] == "#AA8800"
    assert kit_of(workspace).constraints.min_size == 14
    assert (kit_of(zenith).constraints.min_size, kit_of(zenith).constraints.max_lines) == (11, 3)


def test_form_keeps_what_it_only_repeats_inherited(
    client: Client, agency: Organization, workspace: Workspace, alice: Actor, now: datetime
) -> None:
    save_brand_kit(organization=agency, content={"colors": [GOLD]}, by=alice, now=now)
    client.force_login(alice.user)  # type: ignore[arg-type]
    rows = {"color-token": ["primary", "sky"], "color-label": ["Gold", "Sky"], "color-value": ["#aa8800", "#33AAFF"]}
    client.post(f"/w/{workspace.key}/brand/save/", {**FORM, **rows})
    save_brand_kit(organization=agency, content={"colors": [{**GOLD, "value": "#BB9900"}]}, by=alice, now=now)

    assert [row["token"] for row in BrandKit.objects.get(workspace=workspace).content["colors"]] == ["sky"]
    assert colors(workspace) | {"primary": "#BB9900", "sky": "#33AAFF"} == colors(workspace)


def test_manager_writes_the_agencys_kit_by_form(
    client: Client, agency: Organization, workspace: Workspace, alice: Actor
) -> None:
    client.force_login(alice.user)  # type: ignore[arg-type]
    zone = {"zone-name": ["Play", ""], "zone-place": ["center", "top"], "zone-w": ["30", "20"], "zone-h": ["40", "20"]}
    answer = client.post(f"/o/{agency.key}/brand/save/", {**FORM, **zone, "logo_positions": "top-left"}, follow=True)

    assert "Saved." in answer.content.decode()
    limits = kit_of(workspace).constraints
    assert limits.logo_positions == ("top-left",)
    assert [(zone.name, zone.w, zone.h) for zone in limits.zones] == [("Play", 0.3, 0.4)]
    assert "Inherited" in client.get(f"/w/{workspace.key}/brand/").content.decode()


def test_agencys_kit_has_no_logos(agency: Organization, alice: Actor, now: datetime) -> None:
    content = {"logos": [{"digest": "a" * 64, "name": "Logo"}]}
    with pytest.raises(BadBrandKit, match="Logos belong to the clients"):
        save_brand_kit(organization=agency, content=content, by=alice, now=now)


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ({"logo_positions": ["upstairs"]}, "not a place for a logo"),
        ({"logo_positions": "top"}, "must be a list"),
        ({"zones": [{"place": "center"}]}, "needs a “name”"),
        ({"zones": [{"name": "Play", "place": "here"}]}, "not a place for an area"),
        ({"zones": [{"name": "Play", "w": 2}]}, "from 0.01 to 1"),
        ({"zones": "none"}, "“zones” must be a list"),
        ({"logo_clearance": -1}, "from 0 to 1000"),
        ({"min_size": 90, "max_size": 20}, "must not be above the largest"),
        ({"loudness": 3}, "no constraint called “loudness”"),
    ],
)
def test_constraint_that_cannot_be_used_is_refused_with_a_sentence(constraints: dict[str, Any], words: str) -> None:
    with pytest.raises(BadBrandKit, match=words):
        brand.parse({"constraints": constraints})


def test_agencys_kit_is_its_own_peoples_by_api_too(
    client: Client, agency: Organization, workspace: Workspace, alice: Actor, dora: Actor
) -> None:
    where = f"/api/v1/organizations/{agency.key}/brand-kit"
    send = {"content_type": "application/json", "data": {"content": {"colors": [GOLD]}}}
    client.force_login(dora.user)  # type: ignore[arg-type]
    assert client.put(where, **send).status_code == 404  # type: ignore[arg-type]

    client.force_login(alice.user)  # type: ignore[arg-type]
    answer = client.put(where, **send).json()  # type: ignore[arg-type]
    assert answer["own"] == {"colors": [GOLD]}
    assert colors(workspace)["primary"] == "#AA8800"


def test_who_may_not_change_the_kit_sees_what_is_there_and_no_form(
    client: Client, agency: Organization, workspace: Workspace, dora: Actor, alice: Actor, now: datetime
) -> None:
    limits = {"max_lines": 3, "zones": [{"name": "Play button", "place": "center", "w": 0.3, "h": 0.4}]}
    save_brand_kit(workspace=workspace, content={"colors": [GOLD], "constraints": limits}, by=alice, now=now)
    client.force_login(dora.user)  # type: ignore[arg-type]
    page = client.get(f"/w/{workspace.key}/brand/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert "Gold" in main
    assert "#AA8800" in main
    assert "Play button: center, 30 × 40 % of the picture" in main
    assert not any(word in main for word in ("<form", "<input", "<select", "New colour", "Upload", "Save"))
