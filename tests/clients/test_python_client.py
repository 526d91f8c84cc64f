"""The Python client against the real server: every call it has, and what it does when a call fails."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from django.utils import timezone
from okzest_client import ApiProblem, OKZest, OKZestError, Unreachable, calling
from PIL import Image

from renderer.models import Release, RenderLink
from renderer.models.prewarm import PrewarmRun
from renderer.modes import Mode
from renderer.prewarm import work
from renderer.render_links import issuing
from tests.renderer.conftest import key_for
from workspaces.models import Workspace

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def okzest(live_server: Any, workspace: Workspace, greeting: Release) -> Iterator[OKZest]:
    with OKZest(live_server.url, key_for(workspace, "read", "render", "links", "audiences")) as client:
        yield client


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(calling, "LONGEST_PAUSE", 0.001)


def shown(address: str) -> bytes:
    parts = urlsplit(address)
    content: bytes = Client().get(f"{parts.path}?{parts.query}" if parts.query else parts.path).content
    return content


def test_picture_comes_in_the_format_scale_and_size_that_was_asked_for(okzest: OKZest) -> None:
    picture = Image.open(io.BytesIO(okzest.render("greeting", {"first_name": "Anna"}, format="jpg", scale=2)))
    assert (picture.format, picture.size) == ("JPEG", (640, 240))
    tall = Image.open(io.BytesIO(okzest.render("greeting", {"first_name": "Anna"}, size="tall")))
    assert (tall.format, tall.size) == ("PNG", (160, 240))


def test_account_tells_of_fallbacks_and_its_address_shows_the_same_picture(okzest: OKZest) -> None:
    values = {"first_name": "Zoë & Jürgen", "city": None}
    account = okzest.render_account("greeting", values)
    assert account.alt == "Hello Zoë & Jürgen"
    assert [(one.field, one.why) for one in account.fallbacks] == [("city", "absent")]
    assert (account.width, account.height) == (320, 120)
    assert shown(account.url) == okzest.render("greeting", values)


def test_addresses_come_in_order_with_the_ids_of_the_records(
    okzest: OKZest, make_link: Callable[..., RenderLink], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okzest_client.client.SIGNED_AT_ONCE", 2)
    link = make_link(Mode.SEALED)
    people = [(str(number), {"first_name": f"Person {number}"}) for number in range(5)]
    signed = list(okzest.sign_many(issuing.public_id(link), people, format="jpg"))
    assert [one.id for one in signed] == ["0", "1", "2", "3", "4"]
    assert [one.alt for one in signed] == [f"Hello Person {number}" for number in range(5)]
    assert shown(signed[3].url) == okzest.render("greeting", {"first_name": "Person 3"}, format="jpg")


def test_one_address_needs_no_id(okzest: OKZest, make_link: Callable[..., RenderLink]) -> None:
    address = okzest.sign(issuing.public_id(make_link(Mode.SEALED)), {"first_name": "Anna"})
    assert (address.id, address.alt) == (None, "Hello Anna")


def test_recipients_are_kept_changed_and_erased(
    okzest: OKZest, make_link: Callable[..., RenderLink], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okzest_client.client.UPSERTED_AT_ONCE", 2)
    link = issuing.public_id(make_link(Mode.TOKEN))
    club = okzest.create_audience("Club", delete_on=date(2031, 1, 1))
    tokens = {one.id: one.token for one in okzest.upsert_recipients(club.key, ((n, {"first_name": n}) for n in "abc"))}
    again = {one.id: one.token for one in okzest.upsert_recipients(club.key, [("a", {"first_name": "Anna"})])}
    assert again["a"] == tokens["a"]
    found = okzest.audience(club.key)
    assert (found.name, found.size, found.names) == ("Club", 3, ("first_name",))
    assert shown(f"/i/{link}/~{tokens['a']}.png") == okzest.render("greeting", {"first_name": "Anna"})
    assert okzest.erase_recipients(club.key, ["a", "b", "nobody"]) == 2
    assert shown(f"/i/{link}/~{tokens['a']}.png") == okzest.render("greeting", {})


def test_everybodys_address_comes_line_by_line(okzest: OKZest, make_link: Callable[..., RenderLink]) -> None:
    link, club = make_link(Mode.TOKEN), okzest.create_audience("Club")
    tokens = list(okzest.upsert_recipients(club.key, [("7", {"first_name": "Zoë"}), ("8", {"first_name": "Ben"})]))
    ready = list(okzest.addresses(club.key, link.code, scale=1))
    assert [(one.id, one.token, one.values["first_name"]) for one in ready] == [
        (tokens[0].id, tokens[0].token, "Zoë"), (tokens[1].id, tokens[1].token, "Ben"),
    ]  # fmt: skip
    assert shown(ready[0].address) != shown(ready[1].address)
    with pytest.raises(ApiProblem) as refusal:
        list(okzest.addresses(club.key, make_link(Mode.OPEN).code))
    assert refusal.value.status == 409


def test_run_is_planned_started_and_waited_for(okzest: OKZest, make_link: Callable[..., RenderLink]) -> None:
    club = okzest.create_audience("Club")
    list(okzest.upsert_recipients(club.key, [(str(n), {"first_name": f"Person {n % 3}"}) for n in range(9)]))
    run = okzest.plan_prewarm(club.key, [make_link(Mode.TOKEN).code], formats=["jpg"], scales=[1])
    worked(run.key)
    ready = okzest.wait_for_prewarm(run.key, until=["ready"], every=0.01)
    assert (ready.state, ready.recipients, ready.pictures, ready.is_over) == ("ready", 9, 3, False)
    assert okzest.start_prewarm(run.key).state == "running"
    worked(run.key)
    done = okzest.wait_for_prewarm(run.key, every=0.01)
    assert (done.state, done.is_over, done.progress.failed) == ("done", True, 0)
    assert done.progress.drawn + done.progress.found == 3
    with pytest.raises(ApiProblem) as refused:
        okzest.cancel_prewarm(run.key)
    assert refused.value.code == "prewarm_problem"


def worked(run_key: str) -> None:
    """What workers do."""
    run = PrewarmRun.objects.get(key=run_key)
    while work.work_on(run.pk, timezone.now):
        pass


def test_refusal_says_why_for_programs_and_for_people(okzest: OKZest, live_server: Any) -> None:
    with pytest.raises(ApiProblem) as refused:
        okzest.render("no-such-template", {})
    assert (refused.value.status, refused.value.code) == (404, "not_published")
    assert "has not been published" in refused.value.message
    with OKZest(live_server.url, "okz_wrong") as stranger, pytest.raises(ApiProblem) as unknown:
        stranger.render("greeting", {})
    assert unknown.value.status == 401


def test_name_of_a_template_cannot_leave_its_place_in_the_address(okzest: OKZest) -> None:
    with pytest.raises(ApiProblem) as refused:
        okzest.render("../me?x=#", {})
    assert refused.value.status in (404, 405)


def flaky(*answers: httpx.Response | Exception) -> tuple[OKZest, list[httpx.Request]]:
    """A client whose network gives these answers, one after the other."""
    seen: list[httpx.Request] = []
    rest = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        found = next(rest)
        if isinstance(found, Exception):
            raise found
        return found

    return OKZest("https://okzest.example.com", "okz_key", transport=httpx.MockTransport(answer)), seen


def test_call_is_made_again_with_the_same_repeat_key() -> None:
    client, seen = flaky(httpx.ConnectError("no"), httpx.Response(503), httpx.Response(200, content=b"picture"))
    assert client.render("greeting", {"vip": True, "age": 7}) == b"picture"
    assert len(seen) == 3
    assert len({request.headers["idempotency-key"] for request in seen}) == 1
    assert seen[0].content == b'{"values":{"vip":"true","age":"7"}}'


def test_refusals_are_not_repeated_and_absence_is_told_after_the_last_try() -> None:
    client, seen = flaky(httpx.Response(422, json={"code": "refused", "title": "No.", "field": "name"}))
    with pytest.raises(ApiProblem, match="No") as refused:
        client.render("greeting", {})
    assert (len(seen), refused.value.details) == (1, {"field": "name"})
    client, seen = flaky(*[httpx.ConnectError("no")] * 4)
    with pytest.raises(Unreachable):
        client.render("greeting", {})
    assert len(seen) == 4


def test_answer_that_is_no_json_is_a_problem_all_the_same() -> None:
    client, _ = flaky(httpx.Response(500, content=b"<html>oops</html>"))
    with pytest.raises(ApiProblem) as refused:
        client.render("greeting", {})
    assert (refused.value.status, refused.value.code) == (500, "error")


def test_person_without_a_workspace_key_is_told_so() -> None:
    client, _ = flaky(httpx.Response(200, json={"kind": "person", "workspace": None}))
    with pytest.raises(OKZestError, match="workspace"):
        client.create_audience("Club")


def test_waiting_has_an_end(okzest: OKZest, make_link: Callable[..., RenderLink]) -> None:
    club = okzest.create_audience("Club")
    list(okzest.upsert_recipients(club.key, [("1", {"first_name": "Anna"})]))
    run = okzest.plan_prewarm(club.key, [make_link(Mode.TOKEN).code])
    with pytest.raises(OKZestError, match="still"):
        okzest.wait_for_prewarm(run.key, timeout=0.05, every=0.02)
