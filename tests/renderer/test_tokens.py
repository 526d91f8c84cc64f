"""Token links: each recipient's own picture, and one and the same answer to every token that opens nobody."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from audiences import queries
from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer import links
from renderer.fields_in_use import fields_in_use
from renderer.models import RecipientPicture, Release, RenderLink, Variant
from renderer.modes import Mode
from renderer.render_links import issuing
from workspaces import actors
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = {"1": {"first_name": "Anna", "city": "Oslo"}, "2": {"first_name": "Zoë", "city": "Rome"}}


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def audience(workspace: Workspace, greeting: Release) -> Audience:
    now = timezone.now()
    made = recipients.create_audience(name="Spring", by=actors.SYSTEM, workspace=workspace, now=now)
    recipients.upsert(audience=made, entries=[Entry(key, values) for key, values in PEOPLE.items()], now=now)
    return made


@pytest.fixture
def token_link(make_link: Callable[..., RenderLink]) -> RenderLink:
    return make_link(Mode.TOKEN)


def path_for(link: RenderLink, token: str) -> str:
    return links.token_path(issuing.public_id(link), token, format="png")


def seen(browser: Client, path: str) -> tuple[int, bytes, dict[str, str]]:
    answer = browser.get(path)
    return answer.status_code, answer.content, dict(answer.items())


def tokens_of(audience: Audience) -> list[str]:
    return [one.token for one in queries.everybody(audience)]


def test_each_recipient_sees_their_own_picture(
    browser: Client, audience: Audience, token_link: RenderLink, make_link: Callable[..., RenderLink]
) -> None:
    own = [seen(browser, path_for(token_link, token))[1] for token in tokens_of(audience)]
    address = issuing.address(make_link(), format="png").split("/", 3)[3]
    said = [browser.get(f"/{address}", values).content for values in PEOPLE.values()]
    assert own == said
    assert own[0] != own[1]


def test_unknown_revoked_erased_and_renewed_tokens_answer_exactly_alike(
    browser: Client, audience: Audience, token_link: RenderLink
) -> None:
    now, by = timezone.now(), actors.SYSTEM
    first, second = tokens_of(audience)
    recipients.upsert(audience=audience, entries=[Entry("3", {}), Entry("4", {"first_name": "Max"})], now=now)
    without_values, fourth = tokens_of(audience)[2:]
    recipients.revoke_token(recipient=recipients.find(audience, "1"), by=by, now=now)
    recipients.erase(audience=audience, external_ids=["2"], by=by, now=now)
    recipients.renew_token(recipient=recipients.find(audience, "4"), by=by, now=now)
    unknown = secrets.token_urlsafe(16)
    answers = [seen(browser, path_for(token_link, one)) for one in (without_values, unknown, first, second, fourth)]
    assert answers[0][0] == 200
    assert all(answer == answers[0] for answer in answers)


def test_erasing_a_recipient_takes_the_stored_pictures_along(
    browser: Client, audience: Audience, token_link: RenderLink
) -> None:
    for token in tokens_of(audience):
        browser.get(path_for(token_link, token)).close()
    keys = dict(Variant.objects.values_list("name", "storage_key"))
    erased = recipients.find(audience, "1").pk
    own = list(RecipientPicture.objects.filter(recipient_id=erased).values_list("name", flat=True))
    recipients.erase(audience=audience, external_ids=["1"], by=actors.SYSTEM, now=timezone.now())
    assert len(own) == 1
    assert [default_storage.exists(keys[name]) for name in own] == [False]
    assert not Variant.objects.filter(name__in=own).exists()
    assert [default_storage.exists(key) for name, key in keys.items() if name not in own] == [True] * (len(keys) - 1)


def test_token_of_another_workspace_opens_nobody(
    browser: Client, audience: Audience, strangers: Workspace, token_link: RenderLink
) -> None:
    now = timezone.now()
    other = recipients.create_audience(name="Theirs", by=actors.SYSTEM, workspace=strangers, now=now)
    recipients.upsert(audience=other, entries=[Entry("1", PEOPLE["1"])], now=now)
    foreign, unknown = tokens_of(other)[0], secrets.token_urlsafe(16)
    assert seen(browser, path_for(token_link, foreign)) == seen(browser, path_for(token_link, unknown))


def test_guessing_tokens_finds_nobody(audience: Audience, workspace: Workspace) -> None:
    assert not [True for _ in range(1_000) if queries.by_token(workspace.pk, secrets.token_urlsafe(16))]


def test_columns_can_be_matched_to_the_fields_of_published_templates(workspace: Workspace, greeting: Release) -> None:
    assert [(field.key, field.aliases) for field in fields_in_use(workspace)] == [
        ("first_name", ("fname",)),
        ("city", ()),
    ]
