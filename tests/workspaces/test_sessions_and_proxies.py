"""Sessions end with the password that began them, and limits on log-in count people, whatever stands in front."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from workspaces.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD, OTHER = "correct horse battery", "staple of a better kind"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann@example.com", PASSWORD, name="Ann")


def log_in(client: Client, email: str = "ann@example.com", password: str = PASSWORD, **headers: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def is_inside(client: Client) -> bool:
    return client.get(reverse("workspaces:profile")).status_code == 200


def test_changed_password_ends_every_other_session(ann: User) -> None:
    here, elsewhere = Client(), Client()
    log_in(here)
    log_in(elsewhere)
    assert is_inside(elsewhere)

    form = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    here.post(reverse("account_change_password"), form)

    assert (is_inside(here), is_inside(elsewhere)) == (True, False)
    assert log_in(Client(), password=OTHER)["Location"] == "/"


def test_behind_a_proxy_one_guesser_is_slowed_down_and_nobody_else(ann: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(11):
        made_up = {"x-forwarded-for": f"192.0.2.{number}, 203.0.113.5"}
        log_in(Client(), f"guess-{number}@example.com", "wrong password", **made_up)

    guesser, somebody = Client(), Client()
    log_in(guesser, **{"x-forwarded-for": "192.0.2.99, 203.0.113.5"})
    log_in(somebody, **{"x-forwarded-for": "203.0.113.9"})

    assert (is_inside(guesser), is_inside(somebody)) == (False, True)
