"""What somebody sees who opens a picture's address, whatever has happened to it on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from renderer import delivery, fallbacks, releases, variants
from renderer.engine.output import MEDIA_TYPES
from renderer.models import Release, RenderLink, Variant
from renderer.render_links import issuing
from tests.renderer.conftest import path_of
from workspaces import actors
from workspaces.models import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOBODY = [
    "",
    "?first_name=",
    "?first_name=%20%20",
    "?first_name={{FirstName}}",
    "?first_name=%7B%7B+first_name+%7D%7D",
    "?first_name=*|FNAME|*",
    "?first_name=%FIRSTNAME%",
    "?first_name=null&city=N/A",
    "?first_name=%CD%B8%CD%B9",
    "?utm_source=spring&_kx=abc%3D%3D",
]


def test_an_open_address_shows_the_values_of_its_query(browser: Client, open_address: str) -> None:
    amira = browser.get(f"{open_address}?first_name=Amira")
    ben = browser.get(f"{open_address}?first_name=Ben")
    assert Image.open(io.BytesIO(amira.content)).size == (320, 120)
    assert amira.content != ben.content


@pytest.mark.parametrize("query", NOBODY)
def test_a_recipient_without_values_gets_the_fallback_picture_byte_for_byte(
    browser: Client, open_address: str, greeting: Release, query: str
) -> None:
    shown = releases.numbered(greeting.pk)
    assert shown is not None
    output = delivery.output_for(shown, "png", None, None)
    assert browser.get(f"{open_address}{query}").content == fallbacks.picture(shown, output, timezone.now())


@pytest.mark.parametrize("format", MEDIA_TYPES)
@pytest.mark.parametrize("scale", [None, 1, 2, 3])
def test_the_address_decides_format_and_scale(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink], format: str, scale: int | None
) -> None:
    answer = browser.get(path_of(make_link(), format, scale), headers={"accept": "image/webp,image/avif,*/*"})
    picture = Image.open(io.BytesIO(answer.content))
    assert answer["Content-Type"] == MEDIA_TYPES[format]
    assert picture.format == {"jpg": "JPEG"}.get(format, format.upper())
    assert picture.size == (320 * (scale or 1), 120 * (scale or 1))


def test_a_link_shows_the_size_it_was_made_for(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    answer = browser.get(path_of(make_link(size="tall")))
    assert Image.open(io.BytesIO(answer.content)).size == (160, 240)


def test_headers_are_those_that_mail_clients_and_browsers_need(browser: Client, open_address: str) -> None:
    answer = browser.get(f"{open_address}?first_name=Amira")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Cache-Control"] == "no-cache, max-age=0"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == 'inline; filename="spring-greeting.png"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["ETag"].startswith('"')
    assert "Vary" not in answer


@pytest.mark.parametrize("suffix", ["", "?first_name=Amira", "x", "/../../etc/passwd", "?first_name=%00"])
def test_no_answer_ever_sets_a_cookie(browser: Client, open_address: str, suffix: str) -> None:
    browser.cookies["sessionid"] = "somebody"
    answer = browser.get(open_address + suffix)
    assert not answer.cookies
    assert answer["Content-Type"].startswith("image/")


@pytest.mark.parametrize("ending", ["%0A", "%0D%0A", "%20", "%00", ".", "/", "%0A.png"])
def test_an_address_with_something_at_its_end_is_forged_and_never_kept(
    browser: Client, open_address: str, ending: str
) -> None:
    answer = browser.get(open_address + ending)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert answer["Content-Type"].startswith("image/")


def test_head_tells_what_get_would_and_sends_nothing(browser: Client, open_address: str) -> None:
    got, head = browser.get(f"{open_address}?city=Oslo"), browser.head(f"{open_address}?city=Oslo")
    assert head.content == b""
    assert {**head.headers} == {**got.headers}


def test_a_known_picture_is_not_sent_again(browser: Client, open_address: str) -> None:
    etag = browser.get(f"{open_address}?city=Oslo")["ETag"]
    answer = browser.get(f"{open_address}?city=Oslo", headers={"if-none-match": f'"other", W/{etag}'})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == etag
    assert browser.get(f"{open_address}?city=Rome", headers={"if-none-match": etag}).status_code == 200


def test_a_stored_picture_leaves_without_a_query(
    browser: Client, open_address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = browser.get(f"{open_address}?first_name=Amira").content
    variants.memory().clear()
    with django_assert_num_queries(0):
        assert browser.get(f"{open_address}?first_name=Amira").content == first


def test_equal_pictures_share_one_stored_file(browser: Client, open_address: str) -> None:
    for query in ("?first_name=Amira", "?fname=Amira&utm_source=x", "?first_name=+Amira+", "?first_name=Amira&city="):
        browser.get(open_address + query)
    assert Variant.objects.count() == 1


def test_raw_and_encoded_spellings_of_a_value_are_one_picture(browser: Client, open_address: str) -> None:
    name = "Zoë & Søn #1"
    encoded = quote(name, safe="")
    spellings = [encoded, encoded.replace("%20", "+"), re.sub("%..", lambda pair: pair[0].lower(), encoded)]
    assert len({browser.get(f"{open_address}?first_name={one}").content for one in spellings}) == 1


def test_a_release_that_was_replaced_is_shown_by_pinned_links_only(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink], publish: Callable[..., Release]
) -> None:
    follows, stays = path_of(make_link()), path_of(make_link(pinned_id=greeting.pk))
    before = browser.get(follows).content
    publish({**greeting.document, "background": {"type": "solid", "color": "#112233"}})
    assert browser.get(follows).content != before
    assert browser.get(stays).content == before
    assert browser.get(stays)["Cache-Control"] == "public, max-age=604800"


def test_personal_pictures_are_for_private_caches(
    browser: Client, publish: Callable[..., Release], document: dict[str, Any], make_link: Callable[..., RenderLink]
) -> None:
    document["fields"][0]["privacy"] = "personal"
    publish(document)
    assert browser.get(path_of(make_link()))["Cache-Control"] == "private, no-cache, max-age=0"


def set_status(link: RenderLink, status: str) -> None:
    issuing.change(link=link, changes={"status": status}, by=actors.SYSTEM, now=timezone.now())


def shows_nobody(browser: Client, address: str) -> bool:
    """Whether the address shows the fallback picture, with a short life."""
    answer, plain = browser.get(f"{address}?first_name=Amira"), browser.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=30"
    assert "ETag" not in answer
    return bool(answer.content == plain.content)


def test_paused_revoked_and_expired_links_show_the_fallback_picture(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    before = browser.get(path_of(make_link())).content
    paused, revoked = make_link(), make_link()
    set_status(paused, RenderLink.Status.PAUSED)
    set_status(revoked, RenderLink.Status.REVOKED)
    for link in (paused, revoked, make_link(expires_at=timezone.now() - timedelta(minutes=1))):
        assert shows_nobody(browser, path_of(link))
        assert browser.get(path_of(link)).content == before


def test_a_resumed_link_is_personal_again(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link()
    personal = browser.get(f"{path_of(link)}?first_name=Amira").content
    set_status(link, RenderLink.Status.PAUSED)
    set_status(link, RenderLink.Status.ACTIVE)
    assert browser.get(f"{path_of(link)}?first_name=Amira").content == personal


def test_a_paused_template_shows_its_fallback_picture(browser: Client, workspace: Workspace, open_address: str) -> None:
    releases.pause(workspace=workspace, template_key="greeting")
    assert shows_nobody(browser, open_address)
    releases.resume(workspace=workspace, template_key="greeting")
    assert browser.get(f"{open_address}?first_name=Amira")["ETag"]


def test_a_withdrawn_template_shows_a_neutral_picture_of_the_same_size(
    browser: Client, workspace: Workspace, open_address: str, make_link: Callable[..., RenderLink], greeting: Release
) -> None:
    pinned, before = path_of(make_link(pinned_id=greeting.pk)), browser.get(open_address).content
    releases.withdraw(workspace=workspace, template_key="greeting")
    for address in (open_address, pinned):
        picture = browser.get(address).content
        assert picture != before
        assert Image.open(io.BytesIO(picture)).size == (320, 120)


def test_a_link_to_nothing_published_shows_a_neutral_picture(
    browser: Client, workspace: Workspace, make_link: Callable[..., RenderLink]
) -> None:
    answer = browser.get(path_of(make_link(template_key="nothing")))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=30"
    assert Image.open(io.BytesIO(answer.content)).size == (600, 200)


def test_a_required_field_that_is_missing_gives_the_neutral_card(
    browser: Client, publish: Callable[..., Release], document: dict[str, Any], make_link: Callable[..., RenderLink]
) -> None:
    document["fields"][0] = {"key": "first_name", "mode": "required"}
    publish(document)
    address = path_of(make_link())
    missing, there = browser.get(address), browser.get(f"{address}?first_name=Amira")
    assert missing.status_code == 200
    assert missing.content != there.content
    assert Image.open(io.BytesIO(missing.content)).size == (320, 120)
