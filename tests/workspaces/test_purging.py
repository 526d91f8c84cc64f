"""Purging: what each CDN is sent, what becomes of refusals, and how secrets are kept."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client

from tests.receiver import Received, Receiver, let_through, receiver
from workspaces.models import AuditEntry, CdnKind, PurgeHook, PurgeOrder, User, Workspace
from workspaces.purging import cdn, operations, ordering, sending, tags
from workspaces.purging.cdn import Cdn
from workspaces.purging.operations import UnusableCdn

pytestmark = [pytest.mark.django_db, pytest.mark.database]
By = dict[str, Any]
FASTLY = Cdn(CdnKind.FASTLY, "SERVICE1", secret="fastly-token")
CLOUDFRONT = Cdn(CdnKind.CLOUDFRONT, "E1DISTRIBUTION", "AKIAEXAMPLE", secret="aws-secret")
CLOUDFLARE = Cdn(CdnKind.CLOUDFLARE, "zone1", secret="cloudflare-token")


@pytest.fixture
def told(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Stands for every CDN."""
    with receiver(tmp_path) as one:
        let_through(settings, one)
        for name in ("FASTLY", "CLOUDFRONT", "CLOUDFLARE"):
            monkeypatch.setattr(cdn, name, one.url)
        yield one


def purged(workspace: Workspace, now: datetime, **what: Any) -> PurgeOrder:
    given = {"tags": ["t1", "p2"], "paths": ["/i/acme-1-code*"], "why": "withdrawn", **what}
    ordering.order(workspace, now=now - ordering.DELAY, **given)
    order: PurgeOrder = PurgeOrder.objects.latest("id")
    sending.send(order.key, now)
    order.refresh_from_db()
    return order


def by_address(url: str, **more: Any) -> Cdn:
    return Cdn(CdnKind.HTTP, url=url, **{"method": "PURGE", "header": "X-Purge-Key", "secret": "hush", **more})


def test_fastly_is_sent_the_tags_in_one_request(acme: Workspace, told: Receiver, by_alice: By, now: datetime) -> None:
    operations.keep(workspace=acme, cdn=FASTLY, **by_alice)
    assert purged(acme, now).state == "done"
    [request] = told.received
    assert (request.method, request.path) == ("POST", "/service/SERVICE1/purge")
    assert request.headers["surrogate-key"] == "t1 p2"
    assert request.headers["fastly-key"] == "fastly-token"


def test_many_tags_go_in_requests_that_the_service_takes(
    acme: Workspace, told: Receiver, by_alice: By, now: datetime
) -> None:
    operations.keep(workspace=acme, cdn=FASTLY, **by_alice)
    purged(acme, now, tags=[f"p{number}" for number in range(600)])
    sent = [len(request.headers["surrogate-key"].split()) for request in told.received]
    assert sorted(sent) == [88, 256, 256]


def test_cloudflare_is_sent_the_tags_as_json(acme: Workspace, told: Receiver, by_alice: By, now: datetime) -> None:
    operations.keep(workspace=acme, cdn=CLOUDFLARE, **by_alice)
    assert purged(acme, now).state == "done"
    [request] = told.received
    assert request.path == "/client/v4/zones/zone1/purge_cache"
    assert json.loads(request.body) == {"tags": ["t1", "p2"]}
    assert request.headers["authorization"] == "Bearer cloudflare-token"


def test_cloudfront_is_sent_the_paths_with_a_signature_that_holds(
    acme: Workspace, told: Receiver, by_alice: By, now: datetime
) -> None:
    operations.keep(workspace=acme, cdn=CLOUDFRONT, **by_alice)
    order = purged(acme, now, paths=["/i/acme-1-a*", "/i/acme-1-b*"])
    [request] = told.received
    space = {"c": "http://cloudfront.amazonaws.com/doc/2020-05-31/"}
    batch = ElementTree.fromstring(request.body)
    assert [path.text for path in batch.iterfind(".//c:Path", space)] == ["/i/acme-1-a*", "/i/acme-1-b*"]
    assert batch.findtext("c:Paths/c:Quantity", namespaces=space) == "2"
    assert str(batch.findtext("c:CallerReference", namespaces=space)).startswith(order.key)
    assert request.headers["authorization"].endswith(f"Signature={aws_signature(request, 'aws-secret')}")


def aws_signature(request: Received, secret: str) -> str:
    """Signature version 4 by hand, over what arrived."""
    signed = request.headers["authorization"].split("SignedHeaders=")[1].split(",")[0]
    time = request.headers["x-amz-date"]
    headers = "".join(f"{name}:{request.headers[name].strip()}\n" for name in signed.split(";"))
    body = hashlib.sha256(request.body).hexdigest()
    canonical = f"{request.method}\n{request.path}\n\n{headers}\n{signed}\n{body}"
    scope = f"{time[:8]}/us-east-1/cloudfront/aws4_request"
    message = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/purge/{tag}", ["PURGE /purge/t1", "PURGE /purge/p2"]),
        ("{path}", ["PURGE /i/acme-1-code*"]),
        ("/purge", ["PURGE /purge"]),
    ],
)
def test_any_other_cache_is_asked_by_address(
    address: str, asked: list[str], acme: Workspace, told: Receiver, by_alice: By, now: datetime
) -> None:
    operations.keep(workspace=acme, cdn=by_address(told.url + address), **by_alice)
    told.status = 404
    assert purged(acme, now).state == "done", "what is not there is gone"
    assert sorted(f"{one.method} {one.path}" for one in told.received) == sorted(asked)
    assert {one.headers["x-purge-key"] for one in told.received} == {"hush"}


def test_refusal_is_tried_again_and_noted(acme: Workspace, told: Receiver, by_alice: By, now: datetime) -> None:
    operations.keep(workspace=acme, cdn=FASTLY, **by_alice)
    told.statuses, told.answer = [503], b"busy"
    order = purged(acme, now)
    assert (order.state, order.attempts[0]["status"], order.attempts[0]["answer"]) == ("waiting", 503, "busy")
    assert order.next_at
    sending.send(order.key, order.next_at)
    order.refresh_from_db()
    assert order.state == "done"


def test_installation_and_workspace_may_have_a_cdn_each(
    acme: Workspace, zenith: Workspace, told: Receiver, by_alice: By, now: datetime, settings: Any
) -> None:
    settings.CDN = {"kind": "fastly", "identifier": "SHARED", "secret": "shared-token"}
    operations.keep(workspace=acme, cdn=FASTLY, **by_alice)
    assert ordering.order(acme, tags=["t1"], paths=[], why="erased", now=now) == 2
    assert ordering.order(zenith, tags=["t1"], paths=[], why="erased", now=now) == 1
    for key in sending.due(now + timedelta(seconds=3)):
        sending.send(key, now + timedelta(seconds=3))
    services = sorted(request.path.split("/")[2] for request in told.received)
    assert services == ["SERVICE1", "SHARED", "SHARED"]


def test_purge_waits_until_every_process_knows_of_the_change(
    acme: Workspace, told: Receiver, by_alice: By, now: datetime
) -> None:
    operations.keep(workspace=acme, cdn=FASTLY, **by_alice)
    ordering.order(acme, tags=["t1"], paths=[], why="withdrawn", now=now)
    assert sending.due(now) == []
    assert len(sending.due(now + ordering.DELAY)) == 1


def test_what_is_ordered_again_before_it_is_sent_is_sent_once(
    acme: Workspace, told: Receiver, by_alice: By, now: datetime
) -> None:
    operations.keep(workspace=acme, cdn=FASTLY, **by_alice)
    second = timedelta(seconds=1)
    for at in (now, now + second):
        ordering.order(acme, tags=["w1"], paths=[], why="erased", now=at)
    ordering.order(acme, tags=["w2"], paths=[], why="erased", now=now + second)
    assert sending.due(now + ordering.DELAY) == [], "the first waits for the second change to be known"
    assert len(sending.due(now + second + ordering.DELAY)) == 2
    first = PurgeOrder.objects.earliest("id")
    sending.send(first.key, now + second + ordering.DELAY)
    ordering.order(acme, tags=["w1"], paths=[], why="erased", now=now + 3 * second)
    assert PurgeOrder.objects.count() == 3


def test_secret_is_kept_encrypted_and_for_its_own_host_alone(acme: Workspace, told: Receiver, by_alice: By) -> None:
    operations.keep(workspace=acme, cdn=by_address(f"{told.url}/{{tag}}", secret="canary-secret"), **by_alice)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM workspaces_purgehook")
        assert b"canary-secret" not in bytes(cursor.fetchone()[0])
    operations.keep(workspace=acme, cdn=by_address(f"{told.url}/other/{{tag}}", secret=""), **by_alice)
    assert sending.cdn_of(PurgeHook.objects.get()).secret == "canary-secret"
    with pytest.raises(UnusableCdn, match="host it was entered for"):
        operations.keep(workspace=acme, cdn=by_address("https://evil.example.com/{tag}", secret=""), **by_alice)
    assert "canary-secret" not in "".join(str(entry.details) for entry in AuditEntry.objects.all())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Cdn(CdnKind.FASTLY, "a/../b", secret="x"), "identifier"),
        (Cdn(CdnKind.CLOUDFRONT, "E1", "", secret="x"), "access_key"),
        (Cdn(CdnKind.FASTLY, "SERVICE"), "secret"),
        (by_address("https://10.0.0.1/{tag}"), "url"),
        (by_address("http://cdn.example.com/{tag}"), "url"),
        (by_address("https://cdn.example.com/{nothing}"), "url"),
        (by_address("https://cdn.example.com/", method="CONNECT"), "method"),
        (by_address("https://cdn.example.com/", header="Bad Header:"), "header"),
        (by_address("https://cdn.example.com/", secret="a\nHost: b"), "secret"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(wrong: Cdn, field: str, acme: Workspace, by_alice: By) -> None:
    with pytest.raises(UnusableCdn) as refused:
        operations.keep(workspace=acme, cdn=wrong, **by_alice)
    assert refused.value.field == field


def test_tags_are_hashes_that_differ_by_installation(settings: Any) -> None:
    tags._tag.cache_clear()
    before = tags.of_template("acme", "spring")
    settings.SIGNING_SECRET = "another" * 8
    tags._tag.cache_clear()
    assert tags.of_template("acme", "spring") != before
    tags._tag.cache_clear()


def test_page_sets_up_tests_and_removes_a_cdn(
    alice: User, acme: Workspace, told: Receiver, browser_of: Callable[[User], Client], now: datetime
) -> None:
    browser, page = browser_of(alice), f"/w/{acme.key}/settings/cdn/"
    assert "Amazon CloudFront" in browser.get(page).content.decode()
    refused = browser.post(f"{page}edit/?kind=fastly", {"identifier": "no/slash", "secret": "x"})
    assert "letters, digits" in refused.content.decode()
    browser.post(f"{page}edit/?kind=fastly", {"identifier": "SERVICE1", "secret": "fastly-token"})
    browser.post(f"{page}test/")
    order = PurgeOrder.objects.get()
    sending.send(order.key, order.created_at + ordering.DELAY)
    assert told.received[0].headers["surrogate-key"] == "test"
    shown = browser.get(page).content.decode()
    assert ">Done<" in shown
    assert "fastly-token" not in shown + browser.get(f"{page}edit/").content.decode()
    browser.post(f"{page}purges/{order.key}/again/")
    order.refresh_from_db()
    assert order.state == "waiting"
    browser.post(f"{page}remove/")
    assert not PurgeHook.objects.exists()
