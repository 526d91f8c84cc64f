"""The staff area: accounts and places can be looked at; what staff do there is in the log as well."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from workspaces.models import ApiKey, AuditEntry, Invitation, User, Workspace
from workspaces.operations import invitations, keys
from workspaces.roles import Role

pytestmark = pytest.mark.database
MODELS = [model for model in admin.site._registry if model._meta.app_label == "workspaces"]


@pytest.fixture
def dana(db: None, browser_of: Any) -> Client:
    """Staff of the installation, logged in."""
    client: Client = browser_of(User.objects.create_superuser("dana@example.com", name="Dana Staff"))
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_staff_page_lists_and_shows_its_rows(
    dana: Client, model: Any, acme: Workspace, bob: User, rights: dict[str, Any]
) -> None:
    keys.create_api_key(workspace=acme, name="Program", scopes_asked=["read"], **rights)
    invitations.invite(workspace=acme, email="ann@example.com", role=Role.VIEWER, **rights)
    name = f"admin:workspaces_{model._meta.model_name}"
    assert dana.get(reverse(f"{name}_changelist"), {"q": "a"} if model is not AuditEntry else {}).status_code == 200
    for row in model._default_manager.all()[:1]:
        assert dana.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_every_model_that_staff_need_is_there() -> None:
    assert {model.__name__ for model in MODELS} >= {"User", "Organization", "Workspace", "AuditEntry", "ApiKey"}
    assert apps.is_installed("django.contrib.admin")


@pytest.mark.parametrize("act", ["change", "delete"])
def test_log_cannot_be_touched_here_either(dana: Client, acme: Workspace, act: str) -> None:
    entry = AuditEntry.objects.latest("id")
    address = reverse(f"admin:workspaces_auditentry_{act}", args=[entry.pk])
    assert dana.post(address, {"action": "x", "post": "yes"}).status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).action == entry.action


def test_digests_are_not_shown(dana: Client, acme: Workspace, rights: dict[str, Any]) -> None:
    key, _ = keys.create_api_key(workspace=acme, name="Program", scopes_asked=["read"], **rights)
    invited = invitations.invite(workspace=acme, email="ann@example.com", role=Role.VIEWER, **rights)
    for row, digest in ((key, key.digest), (invited, invited.token_digest)):
        address = reverse(f"admin:workspaces_{row._meta.model_name}_change", args=[row.pk])
        assert digest not in dana.get(address).content.decode()
    assert Invitation.objects.count() == ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "action", "written"),
    [("workspace", "archive", "workspace.archived"), ("apikey", "revoke", "api_key.revoked")],
)
def test_what_staff_do_is_in_the_log_with_their_name(
    dana: Client, acme: Workspace, rights: dict[str, Any], model: str, action: str, written: str
) -> None:
    key, _ = keys.create_api_key(workspace=acme, name="Program", scopes_asked=["read"], **rights)
    row = acme if model == "workspace" else key
    dana.post(reverse(f"admin:workspaces_{model}_changelist"), {"action": action, "_selected_action": [row.pk]})
    assert AuditEntry.objects.get(action=written).actor_name == "Dana Staff"


def test_locking_somebody_out_is_in_the_log(dana: Client, bob: User) -> None:
    address = reverse("admin:workspaces_user_change", args=[bob.pk])
    dana.post(address, {"name": "Bob Designer", "is_active": ""})
    bob.refresh_from_db()
    assert not bob.is_active
    assert AuditEntry.objects.get(action="person.changed_by_staff").details == {"changes": {"is_active": "False"}}
