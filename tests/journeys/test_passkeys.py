"""A person adds a passkey and signs in with nothing but it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from workspaces.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def ann(transactional_db: None) -> User:
    cache.clear()
    user = User.objects.create_user("ann@example.com", PASSWORD, name="Ann Miller")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def fingerprint_reader(page: Page) -> None:
    """Chromium's own virtual authenticator, which always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_by_form(page: Page) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("ann@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/workspaces/"))


@pytest.mark.usefixtures("fingerprint_reader")
def test_passkey_is_added_and_signs_in_alone(page: Page, ann: User, look: Callable[[Page, str], None]) -> None:
    sign_in_by_form(page)
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Ann's laptop")
    page.get_by_label("Sign in with it alone").check()
    look(page, "passkey-add")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery")).to_be_visible()

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile("/workspaces/"))
    expect(page.get_by_role("button", name="Ann Miller")).to_be_visible()
