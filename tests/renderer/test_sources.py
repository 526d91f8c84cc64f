"""Data sources in pictures: values from an API or a sheet, how fresh they are, and what shows when they are away."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from audiences.operations import recipients
from audiences.operations.recipients import Entry
from audiences.tokens import token_of
from renderer import limits, links, signing
from renderer.models import Release, RenderLink, SourceAnswer
from renderer.models.sources import DataSource
from renderer.modes import Mode
from renderer.releases import live
from renderer.render_links import issuing
from renderer.sources import asking, breaker, known
from renderer.sources.freshness import State
from renderer.sources.joining import Joined, joined
from tests.renderer.conftest import path_of
from tests.renderer.elsewhere import Elsewhere
from tests.renderer.sourcing import Answering, answers, asked, forget, identity, make_source, shop
from tests.rounds import best_of
from workspaces import actors
from workspaces.models import Workspace

__all__ = ["answers", "identity", "make_source", "shop"]
pytestmark = [pytest.mark.django_db, pytest.mark.database]
Makes = Callable[..., DataSource]


def join(release: Release, values: dict[str, str], *, later: float = 0, **options: Any) -> Joined:
    """What these values become, so many seconds from now."""
    shown = live(release.workspace, release.template_key)
    at = timezone.now() + timedelta(seconds=later)
    one = joined(shown.document, shown.workspace_id, values, limits.from_settings(), at, **options)
    one.keep()
    return one


def test_a_source_fills_what_the_recipient_s_values_lack(
    greeting: Release, make_source: Makes, answers: Answering
) -> None:
    make_source(mapping={"city": "$.place.city", "first_name": "name"})
    answers("/data", {"place": {"city": "Lisbon"}, "name": "Somebody"})
    assert join(greeting, {"first_name": "Amira"}).values == {"first_name": "Amira", "city": "Lisbon"}


@pytest.mark.parametrize("sent", ["", "  ", "{{ city }}", "*|CITY|*"])
def test_a_blank_or_unresolved_value_leaves_the_field_to_the_source(
    greeting: Release, make_source: Makes, answers: Answering, sent: str
) -> None:
    make_source()
    answers("/data", {"city": "Lisbon"})
    assert join(greeting, {"city": sent}).values == {"city": "Lisbon"}


def test_a_source_that_wins_cannot_be_overruled_from_an_address(
    greeting: Release, make_source: Makes, answers: Answering
) -> None:
    make_source(wins=True)
    answers("/data", {"city": "Lisbon"})
    assert join(greeting, {"city": "Elsewhere"}).values == {"city": "Lisbon"}
    answers("/data", b"", status=500)
    forget()
    SourceAnswer.objects.all().delete()
    assert join(greeting, {"city": "Elsewhere"}).values == {}


def test_a_source_that_has_nothing_to_add_is_not_asked(greeting: Release, make_source: Makes) -> None:
    make_source()
    assert join(greeting, {"city": "Rome"}).freshness is None
    assert asked() == []


def test_a_recipient_s_key_goes_into_the_address_safely(
    publish: Callable[..., Release], document: dict[str, Any], make_source: Makes, answers: Answering
) -> None:
    document["fields"].append({"key": "customer", "kind": "text", "aliases": ["cid"]})
    release = publish(document)
    make_source("/people/{{ customer }}/place?of={{customer}}")
    for key in ("7", "a/../b?x=1&y#z", "Zoë & Søn"):
        join(release, {"cid": key})
    assert asked() == [
        "/people/7/place?of=7",
        "/people/a%2F..%2Fb%3Fx%3D1%26y%23z/place?of=a%2F..%2Fb%3Fx%3D1%26y%23z",
        "/people/Zo%C3%AB%20%26%20S%C3%B8n/place?of=Zo%C3%AB%20%26%20S%C3%B8n",
    ]
    for key in ("", " ", "..", ".", "{{ customer }}", "x" * 300):
        assert join(release, {"customer": key}).freshness is None
    assert len(asked()) == 3


def test_whoever_holds_an_open_link_cannot_ask_for_other_people_s_data(
    publish: Callable[..., Release], document: dict[str, Any], make_source: Makes, answers: Answering
) -> None:
    document["fields"].append({"key": "customer"})
    release = publish(document)
    source = make_source("/people/{{ customer }}")
    answers("/people/7", {"city": "Lisbon"})
    assert "city" not in join(release, {"customer": "7"}, are_signed=False).values
    assert asked() == []
    DataSource.objects.filter(pk=source.pk).update(serves_open_links=True)
    known.facts.forget()
    assert join(release, {"customer": "7"}, are_signed=False).values["city"] == "Lisbon"


def test_a_row_of_a_published_sheet_is_found_by_a_value(
    publish: Callable[..., Release], document: dict[str, Any], make_source: Makes, answers: Answering
) -> None:
    document["fields"].append({"key": "sku"})
    release = publish(document)
    make_source("/sheet.csv", kind="sheet", mapping={"city": "Ort"}, lookup_field="sku", lookup_column="Artikel")
    answers("/sheet.csv", "Artikel;Ort\nA-1;Köln\nB-2;Łódź\nB-2;Later\n".encode())
    assert join(release, {"sku": " b-2 "}).values["city"] == "Łódź"
    assert "city" not in join(release, {"sku": "C-3"}).values
    assert join(release, {"sku": "A-1"}).values["city"] == "Köln"
    assert asked() == ["/sheet.csv"]


def test_an_answer_is_asked_for_once_in_its_life_by_all_processes(
    greeting: Release, make_source: Makes, answers: Answering
) -> None:
    make_source(life=60)
    answers("/data", {"city": "Lisbon"})
    join(greeting, {})
    forget()  # another process, that finds the row
    assert join(greeting, {}, later=59).values["city"] == "Lisbon"
    assert asked() == ["/data"]
    answers("/data", {"city": "Porto"})
    assert join(greeting, {}, later=61).values["city"] == "Porto"
    assert len(asked()) == 2


@pytest.mark.parametrize(("body", "status"), [(b"oops", 500), (b"<html>", 200), (b"[" * 50, 200), (b"", 204)])
def test_the_last_good_value_stands_in_for_a_failing_source_for_a_while(
    greeting: Release, make_source: Makes, answers: Answering, body: bytes, status: int
) -> None:
    make_source(life=60, keep=3600)
    answers("/data", {"city": "Lisbon"})
    join(greeting, {})
    answers("/data", body, status)
    forget()
    kept = join(greeting, {}, later=100)
    assert (kept.values, kept.freshness and kept.freshness.state) == ({"city": "Lisbon"}, State.KEPT)
    gone = join(greeting, {}, later=4000)
    assert (gone.values, gone.freshness and gone.freshness.state) == ({}, State.MISSING)


def test_a_source_that_keeps_failing_is_left_alone_then_tried_again(
    greeting: Release, make_source: Makes, answers: Answering
) -> None:
    source = make_source()
    answers("/data", b"", 503)
    for _ in range(9):
        asking.trust_again()
        join(greeting, {})
    assert len(asked()) == breaker.FAILURES
    assert breaker.is_open(source.pk)
    source.refresh_from_db()
    assert (source.is_failing, source.problem) == (True, "http_503")
    breaker.forget(source.pk)
    answers("/data", {"city": "Lisbon"})
    asking.trust_again()
    assert join(greeting, {}).values["city"] == "Lisbon"


def test_a_key_that_the_server_does_not_know_is_no_failure(
    publish: Callable[..., Release], document: dict[str, Any], make_source: Makes
) -> None:
    document["fields"].append({"key": "customer"})
    release = publish(document)
    source = make_source("/people/{{ customer }}")
    for _ in range(3):
        unknown = join(release, {"customer": "8"})
    assert unknown.freshness is not None
    assert (unknown.freshness.state, len(asked()), breaker.is_open(source.pk)) == (State.FRESH, 1, False)


def _drip(server: Elsewhere) -> None:
    server.send_response(200)
    server.end_headers()
    for _ in range(80):
        server.wfile.write(b" ")
        time.sleep(0.05)


def test_a_dripping_source_costs_two_seconds_at_most_and_the_picture_still_comes(
    greeting: Release, make_source: Makes, make_link: Callable[..., RenderLink], browser: Client
) -> None:
    make_source(deadline=1.5)
    Elsewhere.replies["/data"] = _drip
    address = path_of(make_link())
    browser.get(address, {"city": "Rome"})  # whatever is slow the first time, sources aside

    def seconds() -> float:
        forget()
        began = time.monotonic()
        response = browser.get(address)
        took = time.monotonic() - began
        said = Image.open(io.BytesIO(response.content)).size, response["X-Data-State"], response.status_code
        assert said == ((320, 120), "missing", 200)
        return took

    assert best_of(5, seconds, 2) < 2


def test_a_picture_says_how_fresh_it_is_and_lives_no_longer_than_its_values(
    greeting: Release, make_source: Makes, answers: Answering, make_link: Callable[..., RenderLink], browser: Client
) -> None:
    source = make_source(life=600)
    answers("/data", {"city": "Lisbon"})
    pinned = path_of(make_link(pinned_id=greeting.pk))
    fresh = browser.get(pinned)
    assert (fresh["X-Data-State"], fresh["X-Data-Age"]) == ("fresh", "0")
    assert fresh["X-Data-Fetched"].endswith("GMT")
    assert int(fresh["Cache-Control"].removeprefix("public, max-age=")) in range(590, 601)
    assert browser.get(path_of(make_link()))["Cache-Control"] == "no-cache, max-age=0"
    answers("/data", b"", 500)
    SourceAnswer.objects.update(fetched_at=timezone.now() - timedelta(seconds=700))
    forget()
    kept = browser.get(pinned)
    assert (kept["X-Data-State"], kept["Cache-Control"]) == ("kept", "public, max-age=30")
    assert int(kept["X-Data-Age"]) in range(700, 710)
    assert kept.content == fresh.content
    again = browser.get(pinned, headers={"If-None-Match": kept["ETag"]})
    assert (again.status_code, again["X-Data-State"]) == (304, "kept")
    assert source.name not in str(kept.headers)


def test_new_values_make_a_new_picture(
    greeting: Release, make_source: Makes, answers: Answering, make_link: Callable[..., RenderLink], browser: Client
) -> None:
    make_source()
    address = path_of(make_link())
    answers("/data", {"city": "Lisbon"})
    first = browser.get(address)
    answers("/data", {"city": "Reykjavík"})
    forget()
    SourceAnswer.objects.all().delete()
    second = browser.get(address)
    sent = browser.get(address, {"city": "Lisbon"})
    assert first.content != second.content
    assert sent.content == first.content


def test_a_picture_without_sources_says_nothing_of_freshness(open_address: str, browser: Client) -> None:
    assert "X-Data-State" not in browser.get(open_address)


def test_a_token_link_shows_what_the_source_says_of_its_recipient_until_they_are_erased(
    publish: Callable[..., Release],
    document: dict[str, Any],
    workspace: Workspace,
    make_source: Makes,
    answers: Answering,
    make_link: Callable[..., RenderLink],
    browser: Client,
) -> None:
    document["fields"].append({"key": "customer", "privacy": "secret"})
    publish(document)
    make_source("/people/{{ customer }}")
    answers("/people/7", {"city": "Lisbon"})
    by: dict[str, Any] = {"by": actors.SYSTEM, "now": timezone.now()}
    audience = recipients.create_audience(workspace=workspace, name="Spring", **by)
    recipients.upsert(audience=audience, entries=[Entry("anna", {"customer": "7"})], now=timezone.now())
    token = token_of(audience.key, bytes(audience.recipients.get().nonce))
    link = make_link(Mode.TOKEN)
    response = browser.get(links.token_path(issuing.public_id(link), token, format="png"))
    assert response["X-Data-State"] == "fresh"
    assert SourceAnswer.objects.count() == 1
    recipients.erase(audience=audience, external_ids=["anna"], **by)
    assert SourceAnswer.objects.count() == 0


def test_a_sealed_address_may_ask_by_its_key(
    publish: Callable[..., Release],
    document: dict[str, Any],
    make_source: Makes,
    answers: Answering,
    make_link: Callable[..., RenderLink],
    browser: Client,
) -> None:
    document["fields"].append({"key": "customer"})
    release = publish(document)
    make_source("/people/{{ customer }}")
    answers("/people/7", {"city": "Lisbon"})
    shown = live(release.workspace, "greeting")
    signed = signing.sign(make_link(Mode.SEALED), shown, [{"customer": "7"}], format="png", scale=None)[0]
    assert browser.get("/" + signed.url.split("/", 3)[3])["X-Data-State"] == "fresh"
