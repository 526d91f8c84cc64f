"""What programs get from the API: pictures, accounts of them, and sealed addresses."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from tests.renderer.conftest import key_for, path_of
from workspaces.models import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RENDER = "/api/v1/templates/greeting/render"


@pytest.fixture
def post(browser: Client, api_key: str) -> Callable[..., Any]:
    """Send JSON with the workspace's key."""

    def act(path: str, body: Any, key: str = api_key, **headers: str) -> Any:
        return browser.post(path, body, "application/json", headers={"authorization": f"Bearer {key}", **headers})

    return act


def path_in(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_render_answers_with_the_picture_that_the_address_shows(
    post: Callable[..., Any], browser: Client, open_address: str
) -> None:
    answer = post(RENDER, {"values": {"first_name": "Zoë & Søn #1"}})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer.content == browser.get(f"{open_address}?first_name=Zo%C3%AB%20%26%20S%C3%B8n%20%231").content


@pytest.mark.parametrize(("format", "scale"), [("png", 2), ("jpg", 1), ("webp", 3)])
def test_render_obeys_format_scale_and_size(
    post: Callable[..., Any], greeting: Release, format: str, scale: int
) -> None:
    answer = post(RENDER, {"values": {}, "format": format, "scale": scale, "size": "tall"})
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.format == {"jpg": "JPEG"}.get(format, format.upper())
    assert picture.size == (160 * scale, 240 * scale)


def test_render_accounts_for_the_picture_in_json(post: Callable[..., Any], browser: Client, greeting: Release) -> None:
    answer = post(RENDER, {"values": {"first_name": "Amira"}, "scale": 2}, accept="application/json")
    account = answer.json()
    assert answer.status_code == 200
    assert set(account) == {"url", "width", "height", "bytes", "alt", "fallbacks", "issues"}
    assert (account["width"], account["height"], account["alt"]) == (640, 240, "Hello Amira")
    assert account["fallbacks"] == [{"field": "city", "why": "absent"}]
    picture = browser.get(path_in(account["url"]))
    assert len(picture.content) == account["bytes"]
    assert picture["ETag"]


def test_render_says_what_did_not_fit(post: Callable[..., Any], greeting: Release) -> None:
    answer = post(RENDER, {"values": {"first_name": "Maximiliana-Konstantina " * 4}}, accept="application/json")
    assert {issue["layer"] for issue in answer.json()["issues"]} == {"hello"}


def test_numbers_and_absent_values_are_taken_as_they_come(
    post: Callable[..., Any], publish: Callable[..., Release], document: dict[str, Any]
) -> None:
    publish(document)
    answer = post(RENDER, {"values": {"first_name": 7, "city": None}}, accept="application/json")
    assert answer.json()["alt"] == "Hello 7"


@pytest.mark.parametrize(
    "body",
    [{"values": []}, {"values": {"first_name": {"a": 1}}}, {"format": "gif"}, {"scale": 9}, {"scale": "big"}, []],
)
def test_a_wrong_request_is_told_what_is_wrong(post: Callable[..., Any], greeting: Release, body: Any) -> None:
    answer = post(RENDER, body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"]


def test_a_template_that_is_not_published_is_not_found(post: Callable[..., Any], workspace: Workspace) -> None:
    answer = post(RENDER, {"values": {}})
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_published"


def test_nobody_renders_without_a_key_or_with_a_wrong_one(
    post: Callable[..., Any], browser: Client, greeting: Release
) -> None:
    assert browser.post(RENDER, {}, "application/json").status_code == 401
    assert post(RENDER, {}, key="okz_nothing_at_all").status_code == 401


def test_a_strangers_key_finds_nothing(
    post: Callable[..., Any], greeting: Release, strangers: Workspace, make_link: Callable[..., RenderLink]
) -> None:
    key = key_for(strangers, "render", "links")
    link = make_link(mode=Mode.SEALED)
    assert post(RENDER, {"values": {}}, key=key).status_code == 404
    assert post(f"/api/v1/links/{link.code}/sign", {"values": {}}, key=key).status_code == 404


def test_a_key_does_what_its_scopes_say_and_no_more(
    post: Callable[..., Any], workspace: Workspace, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(mode=Mode.SEALED)
    assert post(RENDER, {"values": {}}, key=key_for(workspace, "links")).status_code == 403
    assert post(f"/api/v1/links/{link.code}/sign", {"values": {}}, key=key_for(workspace, "render")).status_code == 403


def test_signed_addresses_come_in_order_with_ids_and_alternative_texts(
    post: Callable[..., Any], browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(mode=Mode.SEALED)
    records = [
        {"id": "r1", "values": {"first_name": "Amira", "city": "Oslo", "unknown": "x"}},
        {"values": {"fname": "Ben"}},
        {"id": "r3", "values": {}},
    ]
    answer = post(f"/api/v1/links/{issuing.public_id(link)}/sign", {"records": records, "scale": 2})
    addresses = answer.json()["addresses"]
    assert [one["alt"] for one in addresses] == ["Hello Amira", "Hello Ben", "Hello there"]
    assert [one.get("id") for one in addresses] == ["r1", None, "r3"]
    pictures = [browser.get(path_in(one["url"])) for one in addresses]
    assert [one.status_code for one in pictures] == [200, 200, 200]
    assert pictures[0].content == post(RENDER, {"values": records[0]["values"], "scale": 2}).content
    assert pictures[2].content == post(RENDER, {"values": {}, "scale": 2}).content
    assert "unknown" not in addresses[0]["url"]


def test_a_sealed_value_that_looks_like_a_tag_or_is_encoded_twice_is_not_repaired(
    post: Callable[..., Any], browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(mode=Mode.SEALED)
    signed = post(f"/api/v1/links/{link.code}/sign", {"values": {"city": "100%25 Oslo &amp; more"}}).json()
    shown = browser.get(path_in(signed["addresses"][0]["url"])).content
    assert shown == post(RENDER, {"values": {"city": "100%25 Oslo &amp; more"}}).content


def test_sealed_addresses_outlive_a_release_that_renames_and_reorders_fields(
    post: Callable[..., Any], browser: Client, greeting: Release, make_link: Callable[..., RenderLink],
    publish: Callable[..., Release], document: dict[str, Any]
) -> None:  # fmt: skip
    link = make_link(mode=Mode.SEALED)
    values = {"first_name": "Amira", "city": "Oslo"}
    url = post(f"/api/v1/links/{link.code}/sign", {"values": values}).json()["addresses"][0]["url"]
    before = browser.get(path_in(url)).content
    document["fields"] = [{"key": "place", "aliases": ["city"]}, document["fields"][0]]
    document["layers"][1]["text"] = "Spring in {{ place }}"
    publish(document)
    assert browser.get(path_in(url)).content == before


def test_ten_thousand_records_are_signed_and_one_more_is_refused(
    post: Callable[..., Any], greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(mode=Mode.SEALED)
    records = [{"values": {"first_name": f"N{i}"}} for i in range(10_001)]
    assert len(post(f"/api/v1/links/{link.code}/sign", {"records": records[:-1]}).json()["addresses"]) == 10_000
    assert post(f"/api/v1/links/{link.code}/sign", {"records": records}).status_code == 400


def test_a_secret_never_gets_into_an_address(
    post: Callable[..., Any],
    publish: Callable[..., Release],
    document: dict[str, Any],
    make_link: Callable[..., RenderLink],
) -> None:
    document["fields"].append({"key": "balance", "privacy": "secret"})
    publish(document)
    link = make_link(mode=Mode.SEALED)
    answer = post(f"/api/v1/links/{link.code}/sign", {"values": {"balance": "12,000"}})
    assert answer.status_code == 422
    assert answer.json()["code"] == "secret_in_address"
    assert "12,000" not in answer.content.decode()


def test_open_links_are_not_signed_for_single_recipients(
    post: Callable[..., Any], greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    answer = post(f"/api/v1/links/{make_link().code}/sign", {"values": {}})
    assert answer.status_code == 409
    assert answer.json()["code"] == "link_problem"


def test_the_policy_of_a_link_does_not_bind_the_api(
    post: Callable[..., Any], browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    address = path_of(make_link(rules={"fields": {}}))
    assert browser.get(f"{address}?first_name=Amira").content == browser.get(address).content
    assert post(RENDER, {"values": {"first_name": "Amira"}}).content != browser.get(address).content
