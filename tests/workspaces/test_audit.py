"""The log: one entry for each change, in its transaction, sealed; whatever is done to it behind its back shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from workspaces import actors, audit
from workspaces.models import (
    ApiKey,
    AuditChain,
    AuditEntry,
    Membership,
    Organization,
    OrganizationMembership,
    SigningKey,
    User,
    Workspace,
)
from workspaces.operations import invitations, keys, organizations, people, workspace_settings
from workspaces.problems import Problem
from workspaces.roles import EVERYTHING, OrganizationRole, Role

pytestmark = pytest.mark.database
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def behind_its_back(acme: Workspace) -> Any:
    """Somebody with the database's own rights: the trigger is off, SQL goes straight in."""
    table = " ON workspaces_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_entries_are_never_changed{table}")

    def run(statement: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


def breaks() -> list[str]:
    return [f"{found.number}: {found.why}" for found in audit.verify_everything()]


def test_untouched_log_holds(acme: Workspace, bobs: Membership) -> None:
    assert breaks() == []
    out = StringIO()
    call_command("verifyaudit", stdout=out)
    assert "The audit log holds: 3 entries in 2 chains." in out.getvalue()


@pytest.mark.parametrize(
    "column", ["action", "actor_name", "object_name", "details", "at", "actor_key", "organization_id", "workspace_id"]
)
def test_changed_entry_shows(behind_its_back: Any, bobs: Membership, acme: Workspace, column: str) -> None:
    other = {
        "details": '{"role": "admin"}',
        "at": "2020-01-01 00:00:00+00:00",
        "organization_id": 99,
        "workspace_id": 99,
    }
    behind_its_back(
        f"UPDATE workspaces_auditentry SET {column} = %s WHERE action = 'member.joined'", other.get(column, "other")
    )
    assert breaks() == ["2: its content was changed"]
    with pytest.raises(CommandError, match="does not hold in 1 places"):
        call_command("verifyaudit", stdout=StringIO())


def test_entry_taken_from_the_middle_shows(behind_its_back: Any, bobs: Membership, rights: dict[str, Any]) -> None:
    people.change_role(membership=bobs, role=Role.VIEWER, **rights)
    behind_its_back("DELETE FROM workspaces_auditentry WHERE action = 'member.joined'")
    assert breaks() == ["2: entries 2 to 2 are missing"]


def test_entry_taken_from_the_end_shows(behind_its_back: Any, bobs: Membership) -> None:
    behind_its_back("DELETE FROM workspaces_auditentry WHERE action = 'member.joined'")
    assert breaks() == ["2: the chain should end at entry 2, it ends at 1"]


def test_whole_chain_taken_away_shows(behind_its_back: Any, bobs: Membership) -> None:
    behind_its_back("DELETE FROM workspaces_auditchain WHERE name LIKE %s", "workspace:%")
    assert breaks() == ["1: the end of this chain is not on record"]


def test_database_itself_refuses_to_change_an_entry(acme: Workspace) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workspaces_auditentry SET action = 'nothing.happened'")


def test_code_cannot_change_or_delete_entries(acme: Workspace) -> None:
    entry = AuditEntry.objects.latest("id")
    for act in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(TypeError):
            act()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(action="x")


@pytest.mark.django_db(transaction=True)
def test_log_is_written_inside_a_transaction_or_not_at_all() -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        audit.record("nothing.happened", by=actors.SYSTEM, now=None)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_change_that_fails_leaves_no_entry(acme: Workspace, by_alice: dict[str, Any]) -> None:
    before = AuditEntry.objects.count()

    @transaction.atomic
    def rotate_and_fail() -> None:
        keys.rotate_signing_key(workspace=acme, **by_alice)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        rotate_and_fail()
    assert AuditEntry.objects.count() == before
    assert SigningKey.objects.get(workspace=acme).number == 1
    assert breaks() == []


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_make_one_chain(acme: Workspace, by_alice: dict[str, Any]) -> None:
    def rotate() -> None:
        try:
            for _ in range(5):
                keys.rotate_signing_key(workspace=acme, **by_alice)
        finally:
            connection.close()

    threads = [Thread(target=rotate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert breaks() == []
    assert AuditChain.objects.get(name=f"workspace:{acme.key}").length == 21


def all_changes(acme: Workspace, agency: Organization, bobs: Membership, charlie: User) -> dict[str, Change]:
    """Every operation of the app, each as one change."""
    owners = OrganizationMembership.objects
    return {
        "organization.renamed": lambda by: organizations.rename_organization(organization=agency, name="Other", **by),
        "workspace.created": lambda by: organizations.create_workspace(organization=agency, name="New", **by),
        "workspace.renamed": lambda by: organizations.rename_workspace(workspace=acme, name="Acme 2", **by),
        "workspace.archived": lambda by: organizations.archive_workspace(workspace=acme, **by),
        "workspace.restored": lambda by: organizations.restore_workspace(workspace=acme, **by),
        "member.joined": lambda by: people.add_member(workspace=acme, user=charlie, role=Role.VIEWER, **by),
        "member.role_changed": lambda by: people.change_role(membership=bobs, role=Role.VIEWER, held=EVERYTHING, **by),
        "member.removed": lambda by: people.remove_member(membership=bobs, held=EVERYTHING, **by),
        "invitation.sent": lambda by: invitations.invite(
            workspace=acme, email="ann@example.com", role=Role.VIEWER, held=EVERYTHING, **by
        ),
        "invitation.sent_again": lambda by: invitations.resend_invitation(invitation=acme.invitations.get(), **by),
        "invitation.revoked": lambda by: invitations.revoke_invitation(invitation=acme.invitations.get(), **by),
        "api_key.created": lambda by: keys.create_api_key(
            workspace=acme, name="Program", scopes_asked=["read"], held=EVERYTHING, **by
        ),
        "api_key.revoked": lambda by: keys.revoke_api_key(api_key=ApiKey.objects.get(), **by),
        "signing_key.rotated": lambda by: keys.rotate_signing_key(workspace=acme, **by),
        "signing_key.revoked": lambda by: keys.revoke_signing_key(signing_key=acme.signing_keys.get(number=1), **by),
        "settings.changed": lambda by: workspace_settings.change_settings(
            workspace=acme, changes={"open_links_allowed": False}, **by
        ),
        "quotas.changed": lambda by: workspace_settings.set_quotas(
            workspace=acme, pictures_per_month=5, storage_bytes=None, **by
        ),
        "organization_member.role_changed": lambda by: people.change_organization_role(
            membership=owners.create(organization=agency, user=charlie, role="manager"),
            role=OrganizationRole.OWNER,
            **by,
        ),
        "organization_member.removed": lambda by: people.remove_organization_member(
            membership=owners.get(user=charlie), **by
        ),
    }


def test_every_change_writes_exactly_one_entry_and_repeating_it_none(
    acme: Workspace, agency: Organization, bobs: Membership, charlie: User, by_alice: dict[str, Any]
) -> None:
    for action, change in all_changes(acme, agency, bobs, charlie).items():
        before = AuditEntry.objects.count()
        change(by_alice)
        written = list(AuditEntry.objects.order_by("id")[before:])
        assert [entry.action for entry in written] == [action]
        assert (written[0].actor_name, written[0].at) == ("Alice Owner", by_alice["now"])
    assert breaks() == []


def test_repeating_a_change_that_changes_nothing_writes_nothing(acme: Workspace, by_alice: dict[str, Any]) -> None:
    workspace_settings.change_settings(workspace=acme, changes={"open_links_allowed": False}, **by_alice)
    before = AuditEntry.objects.count()
    workspace_settings.change_settings(workspace=acme, changes={"open_links_allowed": False}, **by_alice)
    organizations.rename_workspace(workspace=acme, name="Acme", **by_alice)
    organizations.restore_workspace(workspace=acme, **by_alice)
    assert AuditEntry.objects.count() == before


def test_refused_change_writes_nothing(acme: Workspace, by_alice: dict[str, Any]) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(Problem):
        organizations.rename_workspace(workspace=acme, name="", **by_alice)
    assert AuditEntry.objects.count() == before


def test_log_page_filters_and_exports(
    acme: Workspace, alice: User, bobs: Membership, browser_of: Any, by_alice: dict[str, Any]
) -> None:
    later = {**by_alice, "now": by_alice["now"] + timedelta(days=3)}
    keys.rotate_signing_key(workspace=acme, **later)
    browser, address = browser_of(alice), f"/w/{acme.key}/settings/log"
    assert b"Bob Designer" in browser.get(f"{address}/?kind=member").content
    assert b"Bob Designer" not in browser.get(f"{address}/?since=2026-11-26").content
    assert b"Clear filters" in browser.get(f"{address}/?q=nobody").content
    sheet = b"".join(browser.get(f"{address}.csv?kind=member").streaming_content).decode()
    assert len(sheet.splitlines()) == 2
    assert "member.joined" in sheet
