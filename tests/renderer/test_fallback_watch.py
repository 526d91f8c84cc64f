"""Many fallbacks within an hour: webhooks are told once a day for each field, and pictures bear the CDN's tags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from renderer.models import Release, RenderLink
from renderer.serving.fallback_watch import LEAST, FallbackWatch, watch
from tests.renderer.conftest import path_of
from workspaces.actors import SYSTEM
from workspaces.models import WebhookDelivery, Workspace
from workspaces.operations.workspace_settings import change_settings
from workspaces.purging import tags
from workspaces.webhooks import operations

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def webhook(workspace: Workspace, now: datetime) -> None:
    operations.create(
        workspace=workspace,
        name="Calendar",
        url="https://hooks.example.com/",
        chosen=["fallbacks.alert"],
        by=SYSTEM,
        now=now,
    )


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def link(greeting: Release, make_link: Callable[..., RenderLink]) -> RenderLink:
    return make_link()


def shown(link: RenderLink, *, pictures: int, fallen: int, now: datetime) -> None:
    one = FallbackWatch()
    for number in range(pictures):
        one.add(link.pk, ["first_name"] if number < fallen else [])
    one.write(now)


def told() -> list[dict[str, Any]]:
    return [one.body["data"] for one in WebhookDelivery.objects.order_by("id")]


def test_share_above_the_threshold_is_told_with_counts_and_keys_only(
    link: RenderLink, workspace: Workspace, now: datetime
) -> None:
    shown(link, pictures=LEAST, fallen=LEAST // 2, now=now)
    assert told() == [
        {
            "workspace": workspace.key,
            "link": link.code,
            "template": link.template_key,
            "field": "first_name",
            "pictures": LEAST,
            "fallbacks": LEAST // 2,
            "share": 0.5,
            "hour": f"{now:%Y-%m-%dT%H:00:00Z}",
        }
    ]


def test_few_fallbacks_and_few_pictures_are_no_news(link: RenderLink, now: datetime) -> None:
    shown(link, pictures=LEAST - 1, fallen=LEAST - 1, now=now)
    shown(link, pictures=LEAST * 4, fallen=1, now=now + timedelta(hours=1))
    assert told() == []


def test_processes_add_up_within_the_hour(link: RenderLink, now: datetime) -> None:
    shown(link, pictures=LEAST // 2, fallen=LEAST // 2, now=now)
    assert told() == []
    shown(link, pictures=LEAST // 2, fallen=0, now=now)
    assert [one["share"] for one in told()] == [0.5]


def test_field_is_told_once_a_day(link: RenderLink, now: datetime) -> None:
    for later in (0, 1, 2, 24):
        shown(link, pictures=LEAST, fallen=LEAST, now=now + timedelta(hours=later))
    assert len(told()) == 2


def test_workspace_sets_the_share_or_switches_it_off(link: RenderLink, workspace: Workspace, now: datetime) -> None:
    change_settings(workspace=workspace, changes={"fallback_alert_percent": 90}, by=SYSTEM, now=now)
    shown(link, pictures=LEAST, fallen=LEAST // 2, now=now)
    change_settings(workspace=workspace, changes={"fallback_alert_percent": None}, by=SYSTEM, now=now)
    shown(link, pictures=LEAST, fallen=LEAST, now=now)
    assert told() == []


def test_opened_pictures_are_counted(link: RenderLink, now: datetime) -> None:
    watch.write(now)
    for query in ("?first_name=Anna", "?first_name=", "?first_name={{first_name}}"):
        Client().get(path_of(link) + query)
    with watch._lock:
        counted = dict(watch._counts[link.pk])
    assert counted == {"": 3, "first_name": 2, "city": 3}


def test_picture_bears_tags_that_tell_nothing(link: RenderLink, workspace: Workspace) -> None:
    first, second = (Client().get(f"{path_of(link)}?first_name={name}") for name in ("Anna", "Bert"))
    borne, others = (answer.headers["Surrogate-Key"].split(" ") for answer in (first, second))
    assert borne[:3] == [
        tags.of_workspace(workspace.key),
        tags.of_template(workspace.key, link.template_key),
        tags.of_link(link.pk),
    ]
    assert borne[:3] == others[:3]
    assert borne[3] != others[3]
    assert first.headers["Cache-Tag"] == ",".join(borne)
    assert not [
        part for part in (workspace.key, link.template_key, "anna") if part in first.headers["Cache-Tag"].lower()
    ]
