"""“Your test was opened”: seen in real requests, told once in a while, and never by our own pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.snippets import openings
from tests.renderer.conftest import path_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def nothing_was_told() -> None:
    openings.forget()


@pytest.fixture
def link(greeting: Release, make_link: Callable[..., RenderLink]) -> RenderLink:
    return make_link()


def test_opening_an_address_is_seen_with_its_time(link: RenderLink, browser: Client) -> None:
    assert openings.last(link.code) is None
    browser.get(f"{path_of(link)}?first_name=Amira")
    seen = openings.last(link.code)
    assert seen is not None
    assert abs((timezone.now() - seen.at).total_seconds()) < 5
    assert not seen.unfilled


def test_tags_that_nobody_filled_in_are_told(link: RenderLink, browser: Client) -> None:
    browser.get(f"{path_of(link)}?first_name=*%7CFNAME%7C*&city=Oslo")
    assert openings.last(link.code).unfilled  # type: ignore[union-attr]


@pytest.mark.parametrize("tag", ["*|OKZTOKEN|*", "{{ contact.okz_token }}", "%OKZTOKEN%", "", "[okz_token,fallback=]"])
def test_token_that_nobody_filled_in_shows_what_an_unknown_one_does(
    tag: str, greeting: Release, make_link: Callable[..., RenderLink], browser: Client
) -> None:
    link = make_link(Mode.TOKEN)
    public = issuing.public_id(link)
    unknown = browser.get(f"/i/{public}/~{'a' * 22}@2x.png")
    openings.forget()
    left = browser.get(f"/i/{public}/~{quote(tag, safe='')}@2x.png")
    assert (left.status_code, left.content) == (200, unknown.content)
    assert openings.last(link.code).unfilled is bool(tag)  # type: ignore[union-attr]


def test_picture_on_our_own_page_is_no_opening(link: RenderLink, browser: Client) -> None:
    plain, looked = browser.get(path_of(link)), browser.get(f"{path_of(link)}?{openings.LOOK}=1")
    assert plain.content == looked.content
    openings.forget()
    before = openings.last(link.code)
    browser.get(f"{path_of(link)}?{openings.LOOK}=1")
    assert openings.last(link.code) == before


def test_forged_address_is_no_opening(link: RenderLink, browser: Client) -> None:
    path = path_of(link)
    assert browser.get(path.replace(path[-8:-4], "aaaa")).status_code == 404
    assert openings.last(link.code) is None


def test_many_openings_are_told_once_in_a_while_and_a_test_every_time(
    link: RenderLink, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(openings, "_tell", lambda code, file, query, test: told.append(test))
    for _ in range(20):
        browser.get(path_of(link))
    for _ in range(2):
        browser.get(f"{path_of(link)}?{openings.TEST}=abc")
    assert told == ["", "abc", "abc"]


def test_a_test_is_told_apart_from_other_openings(link: RenderLink, browser: Client) -> None:
    mine, yours = (openings.test_name(link.code, person, date(2026, 11, 24)) for person in (1, 2))
    browser.get(f"{path_of(link)}?first_name=Amira&{openings.TEST}={mine}")
    assert openings.last_test(link.code, mine) is not None
    assert openings.last_test(link.code, yours) is None


def test_parameters_of_tests_change_no_picture(link: RenderLink, browser: Client) -> None:
    """They are foreign parameters like any other."""
    path = path_of(link)
    assert browser.get(f"{path}?{openings.TEST}=x&{openings.LOOK}=1").content == browser.get(path).content
