"""API keys are shown once, scoped, revocable; signing keys rotate without breaking what was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from workspaces import actors, api_authentication
from workspaces.models import ApiKey, SigningKey, Workspace
from workspaces.operations import keys
from workspaces.problems import Refused
from workspaces.roles import Capability
from workspaces.signals import workspace_changed

pytestmark = pytest.mark.database


@pytest.fixture
def made(acme: Workspace, rights: dict[str, Any]) -> tuple[ApiKey, str]:
    return keys.create_api_key(workspace=acme, name="Program", scopes_asked=["render", "read"], **rights)


def test_secret_is_not_in_the_database(made: tuple[ApiKey, str]) -> None:
    key, secret = made
    stored = " ".join(str(value) for value in ApiKey.objects.filter(pk=key.pk).values().get().values())
    assert secret not in stored
    assert secret.rpartition("_")[2] not in stored


def test_secret_opens_its_key_and_notes_the_use(made: tuple[ApiKey, str]) -> None:
    key, secret = made
    now = timezone.now()
    assert api_authentication.key_of(secret, now) == key
    assert ApiKey.objects.get(pk=key.pk).last_used_at == now


def test_use_is_noted_once_a_minute(made: tuple[ApiKey, str], django_assert_num_queries: Any) -> None:
    _, secret = made
    now = timezone.now()
    api_authentication.key_of(secret, now)
    with django_assert_num_queries(1):
        api_authentication.key_of(secret, now + timedelta(seconds=59))


@pytest.mark.parametrize("change", ["last letter", "prefix only", "no mark", "empty", "other case"])
def test_text_that_is_nearly_a_key_opens_nothing(made: tuple[ApiKey, str], change: str) -> None:
    _, secret = made
    forged = {
        "last letter": secret[:-1] + ("a" if secret[-1] != "a" else "b"),
        "prefix only": secret.rpartition("_")[0],
        "no mark": secret.removeprefix("okz_"),
        "empty": "",
        "other case": secret.swapcase(),
    }[change]
    assert api_authentication.key_of(forged, timezone.now()) is None


def test_revoked_key_is_refused_from_the_next_call_on(
    made: tuple[ApiKey, str], client: Client, by_alice: dict[str, Any]
) -> None:
    key, secret = made
    header = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/me", headers=header).status_code == 200
    keys.revoke_api_key(api_key=key, **by_alice)
    answer = client.get("/api/v1/me", headers=header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="okzest"')
    assert answer.json()["title"] == "This API key is unknown, revoked or expired."


def test_expired_key_opens_nothing(acme: Workspace, rights: dict[str, Any]) -> None:
    soon = rights["now"] + timedelta(hours=1)
    _, secret = keys.create_api_key(workspace=acme, name="Short", scopes_asked=["read"], expires_at=soon, **rights)
    assert api_authentication.key_of(secret, soon - timedelta(seconds=1)) is not None
    assert api_authentication.key_of(secret, soon) is None


def test_key_may_not_do_more_than_its_maker(acme: Workspace, rights: dict[str, Any]) -> None:
    held = frozenset({Capability.VIEW, Capability.MANAGE_KEYS})
    with pytest.raises(keys.ScopeTooWide):
        keys.create_api_key(workspace=acme, name="Greedy", scopes_asked=["publish"], **{**rights, "held": held})


@pytest.mark.parametrize("asked", [[], ["everything"]])
def test_key_without_a_known_scope_is_refused(acme: Workspace, rights: dict[str, Any], asked: list[str]) -> None:
    with pytest.raises(Refused, match="Tick at least one"):
        keys.create_api_key(workspace=acme, name="Idle", scopes_asked=asked, **rights)


def test_page_shows_the_secret_once(browser_of: Any, alice: Any, acme: Workspace) -> None:
    browser = browser_of(alice)
    address = f"/w/{acme.key}/settings/keys/"
    page = browser.post(f"{address}new/", {"name": "Program", "scopes": ["read"]})
    assert b'value="okz_' in page.content
    assert "no-store" in page["Cache-Control"]
    assert b'value="okz_' not in browser.get(address).content


def states(workspace: Workspace) -> dict[int, str]:
    return dict(SigningKey.objects.in_workspace(workspace).values_list("number", "state"))


def test_new_workspace_has_a_signing_key(acme: Workspace) -> None:
    assert states(acme) == {1: "current"}


def test_rotating_keeps_the_former_key_good(acme: Workspace, by_alice: dict[str, Any]) -> None:
    keys.rotate_signing_key(workspace=acme, **by_alice)
    keys.rotate_signing_key(workspace=acme, **by_alice)
    assert states(acme) == {1: "previous", 2: "previous", 3: "current"}


def test_key_that_signs_now_cannot_be_revoked(acme: Workspace, by_alice: dict[str, Any]) -> None:
    current = SigningKey.objects.get(workspace=acme)
    with pytest.raises(Refused, match="Rotate first"):
        keys.revoke_signing_key(signing_key=current, **by_alice)


def test_revoking_is_announced_so_that_pictures_stop_at_once(
    acme: Workspace, by_alice: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []

    def listen(what: str, **_: Any) -> None:
        heard.append(what)

    workspace_changed.connect(listen)
    keys.rotate_signing_key(workspace=acme, **by_alice)
    former = SigningKey.objects.get(workspace=acme, number=1)
    with django_capture_on_commit_callbacks(execute=True):
        keys.revoke_signing_key(signing_key=former, **by_alice)
    assert states(acme) == {1: "revoked", 2: "current"}
    assert heard == ["signing_keys"]


def test_database_refuses_two_current_keys(acme: Workspace) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(workspace=acme, number=2)


def test_key_that_a_program_makes_is_of_the_person_who_made_the_program(
    made: tuple[ApiKey, str], acme: Workspace, rights: dict[str, Any]
) -> None:
    by_program = {**rights, "by": actors.program(made[0])}
    key, _ = keys.create_api_key(workspace=acme, name="Made by a program", scopes_asked=["read"], **by_program)
    assert key.created_by == rights["by"].user
