"""A workspace's place: handed to another organization, archived, restored; who still comes in afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from workspaces import access
from workspaces.models import AuditEntry, Organization, OrganizationMembership, User, Workspace
from workspaces.operations import organizations
from workspaces.problems import Conflict, Refused
from workspaces.roles import OrganizationRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(alice: User, by_alice: dict[str, Any]) -> Organization:
    """Alice owns it as well."""
    return organizations.create_organization(name="Second Agency", owner=alice, **by_alice)


@pytest.fixture
def mona(agency: Organization) -> User:
    """A manager of the agency."""
    user = User.objects.create_user("mona@example.com", name="Mona Manager")
    OrganizationMembership.objects.create(organization=agency, user=user, role=OrganizationRole.MANAGER)
    return user


def test_handed_over_workspace_keeps_its_members_and_loses_the_former_agency(
    acme: Workspace, other: Organization, bob: User, mona: User, by_alice: dict[str, Any]
) -> None:
    assert access.capabilities(mona, acme)
    organizations.transfer_workspace(workspace=acme, to=other, **by_alice)
    acme.refresh_from_db()

    assert acme.organization == other
    assert access.capabilities(bob, acme)
    assert access.capabilities(mona, acme) == frozenset()
    assert set(AuditEntry.objects.filter(action__startswith="workspace.").values_list("action", flat=True)) >= {
        "workspace.handed_over",
        "workspace.transferred",
    }


def test_workspace_goes_only_to_an_organization_of_ones_own_without_its_namesake(
    acme: Workspace, other: Organization, charlie: User, by_alice: dict[str, Any]
) -> None:
    foreign = organizations.create_organization(name="Foreign", owner=charlie, **by_alice)
    with pytest.raises(Refused, match="that you own as well"):
        organizations.transfer_workspace(workspace=acme, to=foreign, **by_alice)
    organizations.create_workspace(organization=other, name="ACME", **by_alice)
    with pytest.raises(Conflict, match="has a workspace called"):
        organizations.transfer_workspace(workspace=acme, to=other, **by_alice)


def test_owner_hands_over_by_page_and_by_api(
    acme: Workspace, zenith: Workspace, other: Organization, alice: User, mona: User, browser_of: Any
) -> None:
    browser = browser_of(alice)
    browser.post(f"/w/{acme.key}/settings/transfer/", {"to": other.key})
    sent = {"data": {"organization": other.key}, "content_type": "application/json"}
    answer = browser.post(f"/api/v1/workspaces/{zenith.key}/transfer", **sent)

    assert answer.json()["organization"]["key"] == other.key
    assert set(other.workspaces.values_list("name", flat=True)) == {"Acme", "Zenith"}


def test_manager_may_archive_and_not_hand_over(
    acme: Workspace, other: Organization, mona: User, browser_of: Any
) -> None:
    browser = browser_of(mona)
    sent = {"data": {"organization": other.key}, "content_type": "application/json"}
    assert browser.post(f"/api/v1/workspaces/{acme.key}/transfer", **sent).status_code == 403

    browser.post(f"/w/{acme.key}/settings/archive/")
    acme.refresh_from_db()
    assert acme.is_archived
    browser.post(f"/w/{acme.key}/settings/restore/")
    acme.refresh_from_db()
    assert not acme.is_archived


def test_who_has_one_workspace_begins_in_it(client: Client, alice: User, acme: Workspace) -> None:
    client.force_login(alice)
    assert client.get("/").headers["Location"] == acme.get_absolute_url()
    assert client.get("/workspaces/").status_code == 200


def test_who_has_several_workspaces_chooses(client: Client, alice: User, acme: Workspace, zenith: Workspace) -> None:
    client.force_login(alice)
    assert client.get("/").headers["Location"] == "/workspaces/"
