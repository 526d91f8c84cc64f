"""Which pictures a CDN must drop: seen with a cache in front that keeps pictures by their tags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer import releases
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from tests.renderer.conftest import path_of
from workspaces.actors import SYSTEM
from workspaces.models import CdnKind, PurgeOrder, Workspace
from workspaces.operations import keys
from workspaces.purging import operations
from workspaces.purging.cdn import Cdn

pytestmark = [pytest.mark.django_db]


@dataclass
class Cache:
    """A CDN as rude as can be: it keeps everything, whatever Cache-Control says, until it is told to drop it."""

    kept: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str) -> bytes:
        if path not in self.kept:
            self.kept[path] = Client().get(path)
        body: bytes = self.kept[path].content
        return body

    def obey(self, *, by_path: bool = False) -> None:
        """Do what was ordered."""
        for order in PurgeOrder.objects.filter(state="waiting"):
            for path, answer in list(self.kept.items()):
                tags = set(answer.headers["Surrogate-Key"].split())
                hit = (
                    path.startswith(tuple(one.rstrip("*") for one in order.paths))
                    if by_path
                    else tags & set(order.tags)
                )
                if hit:
                    del self.kept[path]
            order.delete()


@pytest.fixture
def cache(workspace: Workspace) -> Cache:
    cdn = Cdn(CdnKind.FASTLY, "SERVICE", secret="token")
    operations.keep(workspace=workspace, cdn=cdn, by=SYSTEM, now=timezone.now())
    return Cache()


@pytest.fixture
def link(greeting: Release, make_link: Callable[..., RenderLink]) -> RenderLink:
    return make_link()


def anna(link: RenderLink) -> str:
    return f"{path_of(link)}?first_name=Anna"


@pytest.mark.parametrize("by_path", [False, True])
def test_taken_down_template_is_dropped_everywhere(
    cache: Cache, link: RenderLink, workspace: Workspace, by_path: bool
) -> None:
    before = cache.get(anna(link))
    releases.withdraw(workspace=workspace, template_key="greeting")
    assert cache.get(anna(link)) == before, "the cache knows nothing yet"
    cache.obey(by_path=by_path)
    assert cache.get(anna(link)) != before


@pytest.mark.parametrize("by_path", [False, True])
def test_other_templates_stay_where_they_are(
    cache: Cache,
    link: RenderLink,
    publish: Callable[..., Release],
    make_link: Callable[..., RenderLink],
    document: dict[str, Any],
    workspace: Workspace,
    by_path: bool,
) -> None:
    publish(document, "other")
    other = anna(make_link(template_key="other"))
    cache.get(other)
    cache.get(anna(link))
    releases.withdraw(workspace=workspace, template_key="greeting")
    cache.obey(by_path=by_path)
    assert list(cache.kept) == [other]


def test_roll_back_and_new_versions_replace_what_was_kept(
    cache: Cache, link: RenderLink, publish: Callable[..., Release], document: dict[str, Any]
) -> None:
    before = cache.get(anna(link))
    document["background"] = {"type": "solid", "color": "#224466"}
    publish(document)
    cache.obey()
    assert cache.get(anna(link)) != before


def test_revoked_link_is_dropped(cache: Cache, link: RenderLink) -> None:
    before = cache.get(anna(link))
    issuing.change(link=link, changes={"status": "revoked"}, by=SYSTEM, now=timezone.now())
    cache.obey()
    assert cache.get(anna(link)) != before


def test_addresses_of_a_revoked_signing_key_are_dropped(
    cache: Cache, link: RenderLink, workspace: Workspace, django_capture_on_commit_callbacks: Any
) -> None:
    address = anna(link)
    cache.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        keys.rotate_signing_key(workspace=workspace, by=SYSTEM, now=timezone.now())
        keys.revoke_signing_key(signing_key=workspace.signing_keys.get(number=1), by=SYSTEM, now=timezone.now())
    cache.obey(by_path=True)
    assert address not in cache.kept
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("by_path", [False, True])
def test_pictures_of_an_erased_person_are_dropped_and_those_of_others_are_found_again(
    cache: Cache, greeting: Release, make_link: Callable[..., RenderLink], workspace: Workspace, by_path: bool
) -> None:
    from audiences import tokens
    from renderer import links
    from renderer.secrets import signing_secret

    now = timezone.now()
    link = make_link(mode=Mode.TOKEN)
    audience = recipients.create_audience(name="Club", by=SYSTEM, workspace=workspace, now=now)
    entries = [Entry(name, {"first_name": name}) for name in ("Anna", "Bert")]
    recipients.upsert(audience=audience, entries=entries, now=now)
    address = {}
    for name in ("Anna", "Bert"):
        found = recipients.find(audience, name)
        assert found is not None
        token = tokens.token_of(audience.key, found.nonce)
        address[name] = links.token_path(issuing.public_id(link), token, format="png")
    assert signing_secret()
    before = {name: cache.get(path) for name, path in address.items()}
    recipients.erase(audience=audience, external_ids=["Anna"], by=SYSTEM, now=now)
    cache.obey(by_path=by_path)
    assert address["Anna"] not in cache.kept
    assert cache.get(address["Anna"]) != before["Anna"]
    assert cache.get(address["Bert"]) == before["Bert"]


def test_nothing_is_ordered_where_there_is_no_cdn(link: RenderLink, workspace: Workspace) -> None:
    releases.withdraw(workspace=workspace, template_key="greeting")
    assert not PurgeOrder.objects.exists()


def test_orders_hold_no_values(cache: Cache, link: RenderLink, workspace: Workspace) -> None:
    cache.get(anna(link))
    releases.withdraw(workspace=workspace, template_key="greeting")
    told = "".join(str([order.tags, order.paths]) for order in PurgeOrder.objects.all())
    assert "Anna" not in told
    assert "greeting" not in told
