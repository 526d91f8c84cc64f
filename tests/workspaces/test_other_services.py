"""Log-in through an OpenID Connect provider: a real one on loopback, and an installation started with its address."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings

from tests.workspaces import identity_provider
from tests.workspaces.identity_provider import CLIENT, SECRET, Provider

ROOT = Path(__file__).resolve().parents[2]
ALICE = {"sub": "1", "email": "alice@example.com", "email_verified": True, "name": "Alice"}
CHARLIE = {"sub": "2", "email": "charlie@example.com", "email_verified": True, "name": "Charlie"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with identity_provider.running() as running:
        yield running


@pytest.fixture(scope="module")
def installation(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation of its own, where Alice has an account."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    named = {
        "OKZEST_DATA": str(tmp_path_factory.mktemp("oidc")),
        "DATABASE_URL": "",
        "VALKEY_URL": settings.VALKEY_URL,
        "OKZEST_URL": address,
        "OKZEST_OIDC_SERVER": provider.issuer,
        "OKZEST_OIDC_CLIENT": CLIENT,
        "OKZEST_OIDC_SECRET": SECRET,
        "OKZEST_OIDC_NAME": "Example Works",
    }
    environment = {**os.environ, **named}
    owner = ["createowner", "alice@example.com", "--organization", "Bright Agency", "--password-stdin"]
    for command in (["migrate", "-v0"], owner):
        whole = [sys.executable, "manage.py", *command]
        subprocess.run(whole, cwd=ROOT, env=environment, check=True, timeout=180, input=b"correct horse battery\n")
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(address)
    yield address
    server.terminate()
    server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{address}/healthz")
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("The installation did not start.")


def log_in(address: str, provider: Provider, claims: dict[str, Any], then: str = "") -> httpx.Response:
    """Press the button on the log-in page as a browser would, follow to the end, and go on to another page."""
    provider.claims = claims
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as browser:
        page = browser.get("/accounts/login/").text
        assert "Example Works" in page
        action = re.search(r'<form[^>]*action="([^"]*oidc[^"]*)"', page)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert action
        assert token
        body = {"csrfmiddlewaretoken": token[1]}
        came = browser.post(action[1].replace("&amp;", "&"), data=body, headers={"Referer": address})
        return browser.get(then) if then else came


def test_person_with_an_account_comes_in_without_a_password(installation: str, provider: Provider) -> None:
    for _ in range(2):
        inside = log_in(installation, provider, ALICE)
        assert inside.url.path == "/workspaces/"
        assert "Bright Agency" in inside.text


def test_connected_service_is_shown_in_the_account(installation: str, provider: Provider) -> None:
    page = log_in(installation, provider, ALICE, then="/accounts/3rdparty/").text

    assert "Each of these lets you in." in page
    assert "Connect Example Works" in page


@pytest.mark.parametrize("claims", [CHARLIE, {**ALICE, "sub": "3", "email_verified": False}])
def test_nobody_comes_in_uninvited_or_by_an_address_that_is_not_theirs(
    installation: str, provider: Provider, claims: dict[str, Any]
) -> None:
    outside = log_in(installation, provider, claims)

    assert "Bright Agency" not in outside.text
    assert "invit" in outside.text.lower()


def test_answer_that_nobody_asked_for_opens_nothing(installation: str, provider: Provider) -> None:
    """A code that an attacker slips into somebody's browser comes without the state that this browser was given."""
    provider.claims = ALICE
    outside = httpx.get(f"{installation}/accounts/oidc/oidc/login/callback/", params={"code": "x", "state": "made up"})

    assert "Bright Agency" not in outside.text
    assert "That did not work" in outside.text
