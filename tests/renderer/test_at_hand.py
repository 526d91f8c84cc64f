"""An answer at hand is what delivering the address anew would answer, or it is not at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from renderer import links, releases, remembered, variants
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.remembered import facts
from renderer.render_links import issuing
from renderer.secrets import signing_secret
from renderer.serving import measures, short_way
from renderer.serving.short_way import Answer
from renderer.serving.tally import tally
from renderer.snippets import openings
from renderer.valkey import ask
from tests.renderer.conftest import path_of
from workspaces import actors
from workspaces.models import SigningKey, Workspace
from workspaces.operations import keys

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def asked(target: str, *fields: str, method: str = "GET") -> short_way.Request:
    data = "".join(f"{line}\r\n" for line in (f"{method} {target} HTTP/1.1", "Host: x", *fields, "")).encode()
    found = short_way.read(data)
    assert found is not None
    return found


def delivered(target: str) -> Answer:
    """By a thread, all that is to be done afterwards included."""
    answer = short_way.answer(asked(target))
    answer.afterwards()
    return answer


def at_once(target: str, *fields: str, method: str = "GET") -> Answer | None:
    return short_way.at_once(asked(target, *fields, method=method))


@pytest.fixture
def target(open_address: str) -> str:
    """Delivered before, so that its picture is at hand."""
    path = open_address + "?first_name=Amira"
    delivered(path)
    return path


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("query", ["?first_name=Amira", "", "?first_name=%20", "?utm_source=x&first_name=Zo%C3%AB"])
def test_at_hand_it_is_what_a_thread_answers(open_address: str, query: str, method: str) -> None:
    long = delivered(open_address + query)
    short = at_once(open_address + query, method=method)
    assert short is not None
    assert (short.head, short.body) == (long.head, long.body if method == "GET" else b"")


def test_a_reader_who_has_it_is_told_so_without_its_picture(target: str, browser: Client) -> None:
    etag = browser.get(target).headers["ETag"]
    variants.memory().clear()
    known = at_once(target, f"If-None-Match: {etag}")
    assert known is not None
    assert (known.head.split(b" ")[1], known.body) == (b"304", b"")
    assert known.head == short_way.answer(asked(target, f"If-None-Match: {etag}")).head
    assert at_once(target, 'If-None-Match: "other"') is None


def test_another_address_is_not_at_hand(target: str, open_address: str) -> None:
    assert at_once(open_address + "?first_name=Ben") is None
    assert at_once(target.replace(".png", "@2x.png")) is None
    assert at_once(target.replace(".png", ".jpg")) is None


def test_no_signature_no_picture(target: str) -> None:
    forged = target.replace("-1-", "-2-", 1)
    assert forged != target
    assert at_once(forged) is None
    delivered(forged)
    assert at_once(forged) is None


@pytest.mark.parametrize("by", ["A", "b", "-"])
def test_an_address_with_another_letter_anywhere_is_not_at_hand(target: str, by: str) -> None:
    start = len("/i/")
    changed = {target[:place] + by + target[place + 1 :] for place in range(start, len(target))} - {target}
    read = [short_way.read(f"GET {one} HTTP/1.1\r\n\r\n".encode()) for one in changed]
    assert [short_way.at_once(one) for one in read if one] == [None] * len([one for one in read if one])


@pytest.mark.parametrize("act", [releases.withdraw, releases.pause])
def test_what_was_taken_down_is_not_at_hand(
    target: str, workspace: Workspace, greeting: Release, act: Callable[..., None]
) -> None:
    act(workspace=workspace, template_key=greeting.template_key)
    assert at_once(target) is None
    before = delivered(target)
    assert at_once(target) is None
    assert before.head.startswith(b"HTTP/1.1 200")


def test_a_new_release_replaces_what_was_at_hand(
    target: str, publish: Callable[..., Release], document: dict[str, Any]
) -> None:
    before = at_once(target)
    publish({**document, "background": {"type": "solid", "color": "#112233"}})
    assert at_once(target) is None
    after = delivered(target)
    assert before is not None
    assert after.body != before.body
    assert (found := at_once(target)) is not None
    assert found.body == after.body


def test_a_revoked_link_is_not_at_hand(greeting: Release, make_link: Callable[..., RenderLink]) -> None:
    path = path_of(link := make_link())
    delivered(path)
    assert at_once(path) is not None
    changes = {"status": RenderLink.Status.REVOKED}
    issuing.change(link=link, changes=changes, by=actors.SYSTEM, now=timezone.now())
    assert at_once(path) is None


def test_addresses_of_a_revoked_key_are_not_at_hand(
    target: str, workspace: Workspace, django_capture_on_commit_callbacks: Any
) -> None:
    first = SigningKey.objects.in_workspace(workspace).get()
    keys.rotate_signing_key(workspace=workspace, by=actors.SYSTEM, now=timezone.now())
    delivered(target)
    assert at_once(target) is not None
    first.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        keys.revoke_signing_key(signing_key=first, by=actors.SYSTEM, now=timezone.now())
    assert at_once(target) is None
    assert delivered(target).head.startswith(b"HTTP/1.1 404")
    assert at_once(target) is None


def test_what_another_process_changed_is_not_at_hand_within_a_second(
    target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert at_once(target) is not None
    ask(lambda client: client.incr(remembered.EPOCH))
    monkeypatch.setattr(remembered, "LOOK_EVERY", 0.0)
    assert at_once(target) is None
    facts.get("something", lambda: None)
    monkeypatch.undo()
    assert at_once(target) is None
    delivered(target)
    assert at_once(target) is not None


def test_nothing_is_at_hand_for_longer_than_facts_are_believed(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LIFE", 0.0)
    assert at_once(target) is None


def test_a_link_that_ends_is_not_at_hand_from_that_moment(
    greeting: Release, make_link: Callable[..., RenderLink], monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    path = path_of(make_link(expires_at=soon))
    delivered(path)
    assert at_once(path) is not None
    monkeypatch.setattr("renderer.serving.short_way.timezone.now", lambda: soon)
    assert at_once(path) is None


def test_pictures_of_the_next_hour_are_looked_up_anew(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("renderer.serving.short_way.timezone.now", lambda: later)
    assert at_once(target) is None


def test_sealed_addresses_are_at_hand_and_tokens_are_not(
    greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    sealed = links.sealed_path(
        issuing.public_id(make_link(Mode.SEALED)), {"first_name": "Zoë"}, secret=signing_secret(), format="png"
    )
    delivered(sealed)
    assert at_once(sealed) is not None
    assert at_once(sealed.replace("Zo", "Zu")) is None
    token = links.token_path(issuing.public_id(make_link(Mode.TOKEN)), "A" * 43, format="png")
    delivered(token)
    assert at_once(token) is None


def test_a_test_mail_is_noticed_each_time(target: str) -> None:
    test = f"{target}&{openings.TEST}=abc"
    delivered(test)
    assert at_once(test) is None
    look = f"{target}&{openings.LOOK}=1"
    delivered(look)
    assert at_once(look) is not None


def test_every_few_seconds_a_thread_notices_that_a_link_is_in_use(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at_once(target) is not None
    monkeypatch.setattr(openings, "EVERY", 0.0)
    assert at_once(target) is None


def test_what_leaves_at_once_is_counted(target: str, workspace: Workspace) -> None:
    def pictures(outcome: str) -> float:
        return float(measures.PICTURES.labels(outcome, "png")._value.get())

    tally.forget()
    stored, unchanged = pictures("stored"), pictures("unchanged")
    first = at_once(target)
    assert first is not None
    etag = first.head.decode().split("ETag: ")[1].split("\r\n")[0]
    for answer in (first, at_once(target), at_once(target, f"If-None-Match: {etag}")):
        assert answer is not None
        answer.afterwards()
    use = tally._uses[workspace.pk]
    assert (use.served, use.drawn, use.bytes_served) == (3, 0, 2 * len(first.body))
    assert (pictures("stored"), pictures("unchanged")) == (stored + 2, unchanged + 1)


def test_when_sums_are_due_a_thread_writes_them(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at_once(target) is not None
    monkeypatch.setattr("renderer.serving.tally.EVERY", 0.0)
    assert at_once(target) is None
