"""Log-in by e-mail, limits against guessing, second steps encrypted at rest, sessions that can be ended."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from workspaces.encryption import CannotUnseal, seal, unseal
from workspaces.models import Organization, OrganizationMembership, User, Workspace

pytestmark = pytest.mark.database
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann@example.com", PASSWORD, name="Ann")


def log_in(client: Client, email: str = "ann@example.com", password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))


@pytest.mark.parametrize("email", ["ann@example.com", "ANN@Example.com"])
def test_log_in_by_email_whatever_the_case(client: Client, ann: User, email: str) -> None:
    assert log_in(client, email)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_wrong_password_and_unknown_address_sound_the_same(client: Client, ann: User) -> None:
    wrong = log_in(client, password="wrong password").content.decode()
    unknown = log_in(client, email="nobody@example.com").content.decode()
    sentence = "The email address and/or password you specified are not correct."
    assert sentence in wrong
    assert sentence in unknown


def test_guessing_is_slowed_down(client: Client, ann: User) -> None:
    for _ in range(6):
        log_in(client, password="wrong password")
    assert "Too many failed login attempts" in log_in(client).content.decode()
    assert "_auth_user_id" not in client.session


def test_locked_out_person_cannot_log_in(client: Client, ann: User) -> None:
    User.objects.update(is_active=False)
    log_in(client)
    assert client.get(reverse("workspaces:index")).status_code == 302


def test_password_reset_answers_the_same_for_everybody(client: Client, ann: User) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True).content
        for email in ("ann@example.com", "nobody@example.com")
    ]
    assert b"Look into your mailbox" in answers[0]
    assert answers[0] == answers[1]
    assert {message.to[0] for message in mail.outbox if "/password/reset/key/" in message.body} == {"ann@example.com"}


def test_second_step_is_asked_for_and_its_secret_is_encrypted(client: Client, ann: User) -> None:
    TOTP.activate(ann, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)
    assert log_in(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_session_elsewhere_can_be_ended(ann: User) -> None:
    here, elsewhere = Client(), Client()
    log_in(here)
    log_in(elsewhere)
    here.get(reverse("usersessions_list"))
    here.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("workspaces:profile")).status_code == 302
    assert here.get(reverse("workspaces:profile")).status_code == 200


def test_staff_area_uses_the_same_door(client: Client, ann: User) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    assert reverse("account_login") in client.get("/admin/", follow=True).redirect_chain[-1][0]
    log_in(client)
    assert client.get("/admin/").status_code == 200


def test_name_is_changed_by_oneself(ann: User, browser_of: Any) -> None:
    browser_of(ann).post(reverse("workspaces:profile"), {"name": "  Ann   Miller "})
    ann.refresh_from_db()
    assert ann.name == "Ann Miller"


def test_newer_key_opens_what_an_older_one_closed(settings: Any) -> None:
    sealed = seal(b"secret")
    settings.ENCRYPTION_KEYS = ["a new key of more than thirty-two characters", *settings.ENCRYPTION_KEYS]
    assert unseal(sealed) == b"secret"
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    with pytest.raises(CannotUnseal):
        unseal(sealed)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    def type_in(password: str) -> None:
        monkeypatch.setattr("builtins.input", lambda: password)

    return type_in


def test_first_owner_is_made_by_command(client: Client, typed: Any, db: None) -> None:
    typed(PASSWORD)
    call_command("createowner", "Ann@example.com", organization="Agency", workspace="Acme", password_stdin=True)
    assert log_in(client)["Location"] == "/"
    assert OrganizationMembership.objects.get().role == "owner"
    assert Workspace.objects.get().organization == Organization.objects.get()


@pytest.mark.parametrize(
    ("password", "email", "sentence"),
    [("password123", "a@example.com", "too common"), (PASSWORD, "no address", "is not an e-mail address")],
)
def test_command_refuses_with_a_sentence(typed: Any, db: None, password: str, email: str, sentence: str) -> None:
    typed(password)
    with pytest.raises(CommandError, match=sentence):
        call_command("createowner", email, organization="Agency", password_stdin=True)
    assert not User.objects.exists()
