"""Pages of links: a new one, its code, its rules, tags remembered, records tried out, ready addresses."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audiences import queries
from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import MailToolChoice, Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing, usage
from renderer.snippets import openings
from tests.renderer.mail_engines import ITERABLE_SECRET
from workspaces import actors
from workspaces.models import AuditEntry, User, Workspace
from workspaces.operations.people import add_member
from workspaces.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NAME = "Zoë & Søn #1"
PEOPLE = {"7": {"first_name": NAME, "city": "Oslo"}, "8": {"first_name": "=1+1", "city": "Rome"}}


@pytest.fixture
def place(workspace: Workspace) -> str:
    return f"/w/{workspace.key}/links/"


@pytest.fixture
def signed_in(browser: Client, alice: User) -> Client:
    browser.force_login(alice)
    return browser


@pytest.fixture
def as_member(workspace: Workspace) -> Callable[[Role], Client]:
    def act(role: Role) -> Client:
        user = User.objects.create_user(f"{role}@example.com", name=role.label)
        add_member(workspace=workspace, user=user, role=role, by=actors.SYSTEM, now=timezone.now())
        client = Client()
        client.force_login(user)
        return client

    return act


@pytest.fixture
def audience(workspace: Workspace) -> Audience:
    now = timezone.now()
    made = recipients.create_audience(name="Spring", by=actors.SYSTEM, workspace=workspace, now=now)
    recipients.upsert(audience=made, entries=[Entry(key, values) for key, values in PEOPLE.items()], now=now)
    return made


def text_of(answer: Any) -> str:
    return html.unescape(re.sub(r"</?mark[^>]*>", "", answer.content.decode()))


def test_link_is_made_pasted_paused_and_revoked(signed_in: Client, place: str, greeting: Release) -> None:
    assert "No links yet" in text_of(signed_in.get(place))
    made = {"name": "Spring", "template": "greeting|tall", "mode": "open", "pin": "on"}
    answer = signed_in.post(f"{place}new/", made, follow=True)
    link = RenderLink.objects.get()
    assert (link.pinned, link.size) == (greeting, "tall")
    assert "first_name=*|URL:FNAME|*" in text_of(answer)
    page = text_of(signed_in.get(f"{place}{link.code}/", {"tool": "sendgrid", "tag_first_name": "vorname"}))
    assert "first_name={{vorname}}" in page
    assert "SendGrid cannot encode values" in page
    for status in ("paused", "active", "revoked", "active"):
        signed_in.post(f"{place}{link.code}/status/", {"status": status})
    link.refresh_from_db()
    assert link.status == "revoked"
    assert "Spring" in text_of(signed_in.get(place))


def test_open_link_takes_an_approver_or_an_admin(
    as_member: Callable[[Role], Client], place: str, greeting: Release
) -> None:
    marketer, approver = as_member(Role.MARKETER), as_member(Role.APPROVER)
    wish = {"name": "Spring", "template": "greeting|", "mode": "open"}
    assert "made by approvers and admins" in text_of(marketer.get(f"{place}new/"))
    marketer.post(f"{place}new/", wish | {"template": "greeting|base"})
    assert not RenderLink.objects.exists()
    assert marketer.get(f"{place}new/open/").status_code == 403
    approver.post(f"{place}new/open/", wish | {"template": "greeting|base"})
    assert RenderLink.objects.get().mode == "open"


def test_rules_of_an_open_link_are_changed_by_those_who_may_open(
    as_member: Callable[[Role], Client], signed_in: Client, place: str, greeting: Release,
    make_link: Callable[..., RenderLink]
) -> None:  # fmt: skip
    link = make_link()
    address = f"{place}{link.code}/rules/"
    assert "Longest value" in text_of(signed_in.get(address))
    rules = {
        "field_first_name": "name",
        "field_city": "none",
        "max_length": "30",
        "max_distinct": "500",
        "deny": "bad\nworse",
    }
    signed_in.post(address, {"name": "Renamed", "pinned": str(greeting.pk), **rules})
    link.refresh_from_db()
    assert (link.name, link.pinned) == ("Renamed", greeting)
    assert link.policy == {
        "fields": {"first_name": {"characters": "name"}}, "max_length": 30, "max_distinct": 500,
        "deny": ["bad", "worse"], "allow_addresses": False,
    }  # fmt: skip
    marketer = as_member(Role.MARKETER)
    assert "Longest value" not in text_of(marketer.get(address))
    marketer.post(address, {"name": "Again", "pinned": "live", "max_length": "400"})
    link.refresh_from_db()
    assert (link.name, link.pinned, link.policy["max_length"]) == ("Again", None, 30)


def test_tags_are_remembered_for_everybody_in_the_workspace(
    signed_in: Client, as_member: Callable[[Role], Client], place: str, greeting: Release,
    make_link: Callable[..., RenderLink]
) -> None:  # fmt: skip
    first, second = make_link(), make_link()
    kept = {
        "tool": "klaviyo",
        "tag_first_name": "{{ person.vorname|default:'x' }}",
        "tag_city": '"><b>',
        "width": "300",
    }
    page = signed_in.post(f"{place}{first.code}/remember/", kept, follow=True)
    assert "is no name of a field in Klaviyo" in text_of(page)
    assert MailToolChoice.objects.get().tags == {"klaviyo": {"first_name": "person.vorname", "city": "city"}}
    seen = text_of(as_member(Role.VIEWER).get(f"{place}{second.code}/"))
    assert "{{ person.vorname|default:'there'|urlencode:'' }}" in seen
    assert "HTML" in text_of(signed_in.get(f"{place}{second.code}/snippet/", {"tool": "braze"}))


def test_viewer_does_not_see_the_key_that_a_tool_signs_with(
    signed_in: Client, as_member: Callable[[Role], Client], place: str, greeting: Release,
    make_link: Callable[..., RenderLink]
) -> None:  # fmt: skip
    link = make_link(Mode.SENDER_HMAC)
    key = re.search(r"hmac_sha256_hex: '([\w-]+)'", text_of(signed_in.get(f"{place}{link.code}/")))
    assert key
    seen = text_of(as_member(Role.VIEWER).get(f"{place}{link.code}/"))
    assert key[1] not in seen
    assert "KEY-SHOWN-TO-MARKETERS" in seen


@pytest.mark.parametrize("mode", list(Mode))
def test_record_is_tried_out_at_its_exact_address(
    mode: Mode, signed_in: Client, place: str, greeting: Release, make_link: Callable[..., RenderLink],
    audience: Audience, api_key: str
) -> None:  # fmt: skip
    link = make_link(mode, sender_secret=ITERABLE_SECRET if mode is Mode.SENDER_SHA1 else "")
    own = {"record": "own", "value_first_name": NAME, "value_city": "Oslo"}
    asked = {"record": "recipient", "audience": audience.key, "id": "7"} if mode is Mode.TOKEN else own
    page = text_of(signed_in.get(f"{place}{link.code}/try/", asked))
    address = re.search(r'id="address" readonly value="([^"]+)"', page)
    assert address
    assert "As soon as a mail program opens it" in page
    path = "/" + address[1].split("/", 3)[3]
    seen = Client().get(path)
    body = {"values": {"first_name": NAME, "city": "Oslo"}, "format": "png", "scale": 2}
    headers = {"Authorization": f"Bearer {api_key}", "Accept": "image/png"}
    drawn = Client().post("/api/v1/templates/greeting/render", body, "application/json", headers=headers)
    assert (seen.status_code, seen.content) == (200, drawn.content)
    assert "Your test was opened" in text_of(signed_in.get(f"{place}{link.code}/try/", asked))
    picture = re.search(r'shown-picture" src="([^"]+)"', page)
    assert Client().get(picture[1]).content == drawn.content  # type: ignore[index]


def test_trying_says_what_is_missing(
    signed_in: Client, place: str, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(Mode.TOKEN)
    assert "There is no audience yet" in text_of(signed_in.get(f"{place}{link.code}/try/"))


@pytest.mark.parametrize("mode", [Mode.TOKEN, Mode.SEALED])
def test_audience_is_taken_along_with_ready_addresses(
    mode: Mode, signed_in: Client, place: str, greeting: Release, make_link: Callable[..., RenderLink],
    audience: Audience
) -> None:  # fmt: skip
    link = make_link(mode)
    answer = signed_in.get(f"{place}{link.code}/addresses.csv", {"audience": audience.key})
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["id"] for row in rows] == ["7", "8"]
    assert [row["first_name"] for row in rows] == [NAME, "'=1+1"]
    assert [row.get("okz_token") for row in rows] == [
        one.token if mode is Mode.TOKEN else None for one in queries.everybody(audience)
    ]
    open_path = issuing.address(make_link(), format="png", scale=2).split("/", 3)[3]
    for row, values in zip(rows, PEOPLE.values(), strict=True):
        shown = Client().get("/" + row["okz_image"].split("/", 3)[3])
        assert (shown.status_code, shown.content) == (200, Client().get(f"/{open_path}", values).content)
    assert AuditEntry.objects.filter(action="audience.exported").count() == 1


def test_token_that_looks_like_a_formula_stays_as_it_is(audience: Audience) -> None:
    """An apostrophe before a token would end its address, so none begins with a sign that needs one."""
    many = [Entry(str(number), {}) for number in range(1000, 1400)]
    recipients.upsert(audience=audience, entries=many, now=timezone.now())
    assert not [one.token for one in queries.everybody(audience) if one.token.startswith("-")]


def test_open_link_has_no_address_for_each_recipient(
    signed_in: Client, place: str, greeting: Release, make_link: Callable[..., RenderLink], audience: Audience
) -> None:
    answer = signed_in.get(f"{place}{make_link().code}/addresses.csv", {"audience": audience.key}, follow=True)
    assert "Only token and sealed links" in text_of(answer)


def test_usage_map_tells_which_version_links_show(
    workspace: Workspace, publish: Callable[..., Release], document: dict[str, Any],
    make_link: Callable[..., RenderLink], signed_in: Client, place: str
) -> None:  # fmt: skip
    first = publish(document)
    for pinned in (None, None, first.pk):
        make_link(Mode.TOKEN, pinned_id=pinned)
    gone = make_link(Mode.TOKEN)
    issuing.change(link=gone, changes={"status": "revoked"}, by=actors.SYSTEM, now=timezone.now())
    publish({**document, "alt": "Another"})
    assert [str(one) for one in usage.usage_of(workspace, "greeting")] == ["2 links show v2", "1 link shows v1"]
    page = text_of(signed_in.get(place))
    assert "Spring greeting: 2 links show v2" in page
    assert "No link like that" in text_of(signed_in.get(place, {"q": "nothing"}))
    assert usage.usage_of(workspace, "other") == []


def test_page_of_a_link_tells_when_it_was_opened(
    signed_in: Client, place: str, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    openings.forget()
    link = make_link()
    assert "was fetched yet" in text_of(signed_in.get(f"{place}{link.code}/"))
    Client().get("/" + issuing.address(link, format="png").split("/", 3)[3] + "?first_name=%7B%7Bx%7D%7D")
    assert "Its tags were not filled in" in text_of(signed_in.get(f"{place}{link.code}/"))


def test_snippet_by_api(
    browser: Client, workspace: Workspace, api_key: str, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link()
    address = f"/api/v1/workspaces/{workspace.key}/links/{link.code}/snippet"
    headers = {"Authorization": f"Bearer {api_key}"}
    answer = browser.get(address, {"tool": "hubspot", "width": "300", "tag_city": "town"}, headers=headers).json()
    assert answer["tags"] == {"first_name": "firstname", "city": "town"}
    assert "{{ contact.town }}" in answer["address"]
    assert (answer["width"], answer["tool"]) == (300, "hubspot")
    assert "cannot encode" in " ".join(answer["warnings"])
    assert browser.get(address, {"tool": "nothing"}, headers=headers).status_code == 409
