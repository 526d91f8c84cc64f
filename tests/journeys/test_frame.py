"""The frame of every page: front page, accounts, errors; the policy holds without inline code."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_front_page_looks_right(page: Page, look):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge tagsfor images")
    look(page, "front")


def test_log_in_page_looks_right(page: Page, look):
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    look(page, "log-in")


def test_wrong_password_is_said_above_the_form(page: Page, staff, look):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("dana@okzest.example")
    page.get_by_label("Password", exact=True).fill("wrong horse")
    page.get_by_role("button", name="Sign in", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("not correct")
    expect(alert).to_be_focused()
    look(page, "log-in-refused")


def test_missing_page_says_what_to_do(page: Page, watch, look):
    watch.expect("404")
    page.goto("/no/such/page/")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_have_attribute("href", "/accounts/login/?next=/no/such/page/")
    look(page, "missing")


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_error_page_needs_no_request(name: str):
    from django.template.loader import get_template

    words = get_template(name).render()
    assert name[:3] in words
    assert 'href="/"' in words


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/password/reset/"])
def test_policy_forbids_inline_code_and_pages_hold_none(client: Client, address: str):
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    html = answer.content.decode()
    for forbidden in (" style=", " onclick=", "<style", "javascript:"):
        assert forbidden not in html


def test_skip_link_leads_to_the_content(page: Page):
    page.goto("/accounts/login/")
    page.locator("h1").click()
    page.evaluate("document.querySelector('.skip-link').focus()")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_narrow_window_opens_the_navigation_by_a_button(page: Page, sign_in, staff):
    sign_in(staff)
    page.set_viewport_size({"width": 390, "height": 780})
    page.goto("/styleguide/")
    navigation = page.get_by_role("navigation", name="Main")
    expect(navigation).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(navigation).to_be_visible()
    page.keyboard.press("Escape")
    expect(navigation).to_be_hidden()


def test_staff_admin_wears_our_colours(page: Page, sign_in, staff):
    staff.is_superuser = True
    staff.save()
    sign_in(staff)
    page.goto("/admin/")
    expect(page.get_by_role("link", name="OKZest staff")).to_be_visible()
    assert page.locator("#header").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(20, 27, 38)"


def test_staff_log_in_by_the_same_door_as_everybody(page: Page):
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
