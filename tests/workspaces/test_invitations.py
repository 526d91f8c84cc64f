"""By invitation only: one link, one person, seven days; accepted once, revoked, or sent again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from workspaces import access, actors
from workspaces.models import Invitation, Membership, OrganizationMembership, User, Workspace
from workspaces.operations import invitations, people
from workspaces.problems import Conflict, Refused
from workspaces.roles import OrganizationRole, Role

pytestmark = pytest.mark.database
ANN = "ann@example.com"


@pytest.fixture
def invited(acme: Workspace, rights: dict[str, Any], django_capture_on_commit_callbacks: Any) -> Invitation:
    with django_capture_on_commit_callbacks(execute=True):
        return invitations.invite(
            workspace=acme, email=f" {ANN.upper()} ", role=Role.DESIGNER, **{**rights, "now": timezone.now()}
        )


def link() -> str:
    """The path in the last mail."""
    found = re.search(r"/invitation/\S+", mail.outbox[-1].body)
    assert found
    return found.group()


def token() -> str:
    return link().split("/")[2]


def test_mail_names_the_place_the_role_and_the_last_day(invited: Invitation) -> None:
    assert mail.outbox[0].to == [ANN]
    assert "“Acme” on OKZest, as designer" in mail.outbox[0].body
    assert invited.expires_at.strftime("%Y") in mail.outbox[0].body


def test_only_a_digest_of_the_link_is_kept(invited: Invitation) -> None:
    assert token() not in {str(value) for value in vars(invited).values()}
    assert invitations.open_invitation(token(), timezone.now()) == invited


def test_somebody_new_makes_an_account_and_is_inside(invited: Invitation, client: Client, acme: Workspace) -> None:
    page = client.get(link())
    assert b"Make your account" in page.content
    answer = client.post(
        reverse("account_signup"), {"email": "mallory@example.com", "name": "Ann", "password1": "correct horse battery"}
    )
    assert answer["Location"] == acme.get_absolute_url()
    ann = User.objects.get(email=ANN)
    assert (ann.name, Membership.objects.get(user=ann).role) == ("Ann", "designer")
    assert ann.emailaddress_set.get().verified
    assert client.get(acme.get_absolute_url()).status_code == 200
    assert not User.objects.filter(email="mallory@example.com").exists()


def test_sign_up_is_closed_to_everybody_else(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup"))
    assert b"by invitation" in page.content
    client.post(reverse("account_signup"), {"email": ANN, "name": "Ann", "password1": "correct horse battery"})
    assert not User.objects.exists()


def test_somebody_with_an_account_accepts_after_log_in(invited: Invitation, browser_of: Any, acme: Workspace) -> None:
    ann = User.objects.create_user(ANN)
    browser = browser_of(ann)
    assert b"Accept" in browser.get(link()).content
    assert browser.post(link())["Location"] == acme.get_absolute_url()
    assert access.capabilities(ann, acme)


def test_link_is_of_no_use_to_another_person(invited: Invitation, browser_of: Any, charlie: User) -> None:
    browser = browser_of(charlie)
    assert b"for another address" in browser.get(link()).content
    assert browser.post(link()).status_code == 422
    assert not Membership.objects.filter(user=charlie).exists()


def test_link_works_once(invited: Invitation, browser_of: Any) -> None:
    ann = User.objects.create_user(ANN)
    browser_of(ann).post(link())
    with pytest.raises(invitations.InvitationIsOver):
        invitations.accept_invitation(invitation=invited, user=ann, now=timezone.now())
    assert browser_of(ann).get(link()).status_code == 410


def test_expired_link_is_over(invited: Invitation, client: Client) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link()).status_code == 410


def test_revoked_link_is_over(invited: Invitation, client: Client, by_alice: dict[str, Any]) -> None:
    invitations.revoke_invitation(invitation=invited, **by_alice)
    assert client.get(link()).status_code == 410


def test_sending_again_ends_the_former_link_and_starts_the_time_anew(
    invited: Invitation, by_alice: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    former, later = token(), timezone.now() + timedelta(days=8)
    with django_capture_on_commit_callbacks(execute=True):
        invitations.resend_invitation(invitation=invited, by=by_alice["by"], now=later)
    assert invitations.open_invitation(former, later) is None
    assert invitations.open_invitation(token(), later) == invited


def test_second_invitation_to_the_same_address_is_refused(
    invited: Invitation, acme: Workspace, rights: dict[str, Any]
) -> None:
    with pytest.raises(Conflict, match="open already"):
        invitations.invite(workspace=acme, email=ANN, role=Role.VIEWER, **{**rights, "now": timezone.now()})


def test_expired_invitation_stands_in_nobodys_way(invited: Invitation, acme: Workspace, rights: dict[str, Any]) -> None:
    later = timezone.now() + timedelta(days=8)
    again = invitations.invite(workspace=acme, email=ANN, role=Role.VIEWER, **{**rights, "now": later})
    assert again.state(later) == "open"


def test_member_is_not_invited_again(acme: Workspace, bob: User, rights: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="belongs to this workspace already"):
        invitations.invite(workspace=acme, email=bob.email, role=Role.VIEWER, **rights)


def test_nobody_invites_somebody_to_more_than_they_hold(acme: Workspace, rights: dict[str, Any]) -> None:
    with pytest.raises(people.TooMuch):
        invitations.invite(workspace=acme, email=ANN, role=Role.ADMIN, **{**rights, "held": frozenset()})


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a b@example.com", "ann@example.com\nBcc: x@example.com"])
def test_address_that_is_none_is_refused_with_a_sentence(acme: Workspace, rights: dict[str, Any], email: str) -> None:
    with pytest.raises(Refused, match="is not an e-mail address"):
        invitations.invite(workspace=acme, email=email, role=Role.VIEWER, **rights)


def test_invitation_to_the_organization_leads_into_every_client(
    acme: Workspace, zenith: Workspace, by_alice: dict[str, Any]
) -> None:
    now = timezone.now()
    sent = invitations.invite_to_organization(
        organization=acme.organization, email=ANN, role=OrganizationRole.MANAGER, by=by_alice["by"], now=now
    )
    ann = User.objects.create_user(ANN)
    invitations.accept_invitation(invitation=sent, user=ann, now=now)
    assert OrganizationMembership.objects.get(user=ann).role == "manager"
    assert access.capabilities(ann, zenith)


def test_invitation_of_somebody_who_lost_the_right_is_over(
    acme: Workspace, bob: User, bobs: Membership, as_bob: Any, rights: dict[str, Any]
) -> None:
    people.change_role(membership=bobs, role=Role.ADMIN, **rights)
    sent = invitations.invite(workspace=acme, email=ANN, role=Role.ADMIN, **{**rights, "by": as_bob})
    people.remove_member(membership=bobs, **rights)
    ann = User.objects.create_user(ANN)
    with pytest.raises(invitations.InvitationIsOver, match="may not do so any more"):
        invitations.accept_invitation(invitation=sent, user=ann, now=rights["now"])
    invitations.resend_invitation(invitation=sent, by=rights["by"], now=rights["now"])
    invitations.accept_invitation(invitation=sent, user=ann, now=rights["now"])
    assert access.capabilities(ann, acme)


def test_old_mail_does_not_change_the_role_of_a_member(acme: Workspace, rights: dict[str, Any]) -> None:
    sent = invitations.invite(workspace=acme, email=ANN, role=Role.VIEWER, **rights)
    ann = User.objects.create_user(ANN)
    people.add_member(workspace=acme, user=ann, role=Role.DESIGNER, by=rights["by"], now=rights["now"])
    invitations.accept_invitation(invitation=sent, user=ann, now=rights["now"])
    assert Membership.objects.get(user=ann).role == Role.DESIGNER


def test_mail_server_that_is_away_loses_no_invitation(
    acme: Workspace, alice: User, rights: dict[str, Any], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        sent = invitations.invite(workspace=acme, email=ANN, role=Role.VIEWER, **rights)
    assert Invitation.objects.get(pk=sent.pk).invited_by == alice
    assert actors.person(alice).name == "Alice Owner"


def test_name_of_two_lines_stops_no_mail(
    acme: Workspace, alice: User, rights: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    alice.name = "Alice\nBcc: everybody@example.com"
    rights = {**rights, "by": actors.person(alice), "now": timezone.now()}
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(workspace=acme, email=ANN, role=Role.DESIGNER, **rights)

    assert mail.outbox[0].subject == "Alice Bcc: everybody@example.com invites you to Acme on OKZest"
    assert mail.outbox[0].recipients() == [ANN]


def test_new_name_is_kept_on_one_line(invited: Invitation, client: Client) -> None:
    client.get(link())
    client.post(reverse("account_signup"), {"email": ANN, "name": "Ann\nAdler", "password1": "correct horse battery"})

    assert User.objects.get(email=ANN).name == "Ann Adler"
