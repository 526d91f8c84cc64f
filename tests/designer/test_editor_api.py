"""The editor's calls: loading, merging, locks, reviews, records, people, and the shape of refusals."""

from __future__ import annotations

import io

import pytest

from designer.models import Review, Template
from tests.designer import hostile
from tests.designer.calling import Caller
from workspaces.actors import Actor

pytestmark = pytest.mark.django_db


def test_boot_tells_everything_the_editor_needs(as_bob: Caller) -> None:
    boot = as_bob.get("draft")

    body = boot.json()
    assert boot["X-Renderer"] == body["renderer"]
    assert body["rev"] == 1
    assert [record["id"] for record in body["records"]] == ["complete", "partial", "empty", "longest"]
    assert body["perms"]["edit"]
    assert not body["perms"]["approve"]
    assert body["lock"] is None
    assert "Inter" in [family["family"] for family in body["brand"]["families"]]


def test_two_tabs_change_different_properties(as_bob: Caller) -> None:
    assert as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1).json() == {"rev": 2, "ops_since": []}
    other = as_bob.edit([{"op": "set", "id": "headline", "set": {"x": 9}}], 1, client="second")

    assert other.status_code == 200
    assert other.json()["rev"] == 3


def test_same_property_gives_409_with_both_values(as_bob: Caller) -> None:
    as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)
    answer = as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 50}}], 1, client="second")

    body = answer.json()
    assert answer.status_code == 409
    assert (body["rev"], body["by"]) == (2, "Bob")
    assert body["conflicts"] == [{"id": "headline", "prop": "size", "base": 40, "mine": 50, "theirs": 30}]


def test_edit_without_the_draft_it_was_made_on_is_refused(as_bob: Caller) -> None:
    assert as_bob.send("PATCH", "draft", {"client": "a", "seq": 1, "ops": []}).status_code == 428


def test_draft_in_review_is_locked(as_bob: Caller) -> None:
    submitted = as_bob.post("submit", {"note": "Please"})
    assert submitted.status_code == 201

    answer = as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)

    assert answer.status_code == 423
    assert as_bob.get("draft").json()["lock"]["state"] == "in_review"


def test_submitting_what_blocks_lists_why(as_bob: Caller) -> None:
    as_bob.edit([{"op": "set", "id": "@doc", "set": {"alt": ""}}], 1)

    answer = as_bob.post("submit", {})

    assert answer.status_code == 422
    assert answer.json()["checks"]["findings"][0]["code"] == "alt_missing"


def test_review_by_the_author_is_refused(as_bob: Caller) -> None:
    as_bob.post("submit", {})

    assert as_bob.post("review", {"action": "approve", "version": 1, "note": "Me"}).status_code == 403


def test_approver_approves_publishes_and_rolls_nothing_back(as_bob: Caller, dora: Actor, template: Template) -> None:
    as_bob.post("submit", {})
    assert dora.user is not None
    as_bob.client.force_login(dora.user)

    assert as_bob.post("review", {"action": "approve", "version": 2, "note": "x"}).status_code == 409
    assert as_bob.post("review", {"action": "approve", "version": 1, "note": "Fine"}).json()["state"] == "approved"
    assert as_bob.post("publish", {"version": 1}).json()["state"] == "live"
    assert as_bob.post("rollback", {}).status_code == 409
    assert Review.objects.get().decided_by == dora.user


def test_comparison_says_what_changed_in_words_and_pixels(as_bob: Caller) -> None:
    as_bob.post("submit", {})
    as_bob.post("withdraw", {})
    as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)

    body = as_bob.get("versions/1..draft/diff").json()

    assert body["props"][0]["changes"][0]["property"] == "size"
    assert body["changed_pct"] > 0
    assert as_bob.client.get(body["map"]).status_code == 200
    assert as_bob.get("versions/1..1/diff").json()["changed_pct"] == 0


def test_restored_version_is_the_draft_again(as_bob: Caller) -> None:
    as_bob.post("submit", {})
    as_bob.post("withdraw", {})
    as_bob.edit([{"op": "set", "id": "headline", "set": {"size": 30}}], 1)

    body = as_bob.post("versions/1/restore", {}).json()

    assert body["doc"]["layers"][0]["size"] == 40
    assert body["rev"] == 3


def test_sheet_streams_cell_by_cell(as_bob: Caller) -> None:
    job = as_bob.post("qa", {"sizes": [], "records": [], "base": "live"}).json()["job"]
    state = as_bob.get(f"qa/{job}").json()
    while state["done"] < state["total"]:
        state = as_bob.get(f"qa/{job}").json()

    assert [cell["record"] for cell in state["cells"]] == ["complete", "partial", "empty", "longest"]
    assert as_bob.client.get(state["cells"][3]["url"]).status_code == 200


def test_records_and_comments_come_back(as_bob: Caller) -> None:
    made = as_bob.post("records", {"label": "VIP", "values": {"first_name": "Zoë"}}).json()
    assert as_bob.get("records").json()["records"][-1] == made
    comment = as_bob.post("comments", {"text": "Straight?", "layer": "headline", "at": [4, 5]}).json()
    closed = as_bob.send("PATCH", f"comments/{comment['id']}", {"resolved": True}).json()

    assert (comment["layer"], comment["at"], closed["resolved"]) == ("headline", [4.0, 5.0], True)


def test_longest_is_measured_not_counted(as_bob: Caller) -> None:
    body = as_bob.post("records/longest", {"candidates": {"first_name": ["WWWWWWWWWWWWWWWW", "i" * 40]}}).json()

    assert body["values"]["first_name"].startswith("W")


def test_uploaded_picture_is_in_the_library(as_bob: Caller) -> None:
    file = io.BytesIO(hostile.picture())
    file.name = "photo.png"
    made = as_bob.client.post(as_bob.base + "assets", {"file": file, "alt": "A dot"}).json()

    assert as_bob.get("assets?q=photo").json()["assets"] == [made]
    assert as_bob.client.get(made["url"])["Content-Security-Policy"].startswith("default-src 'none'")


def test_presence_shows_the_others(as_bob: Caller, dora: Actor) -> None:
    as_bob.post("presence", {"client": "one", "sel": ["headline"]})
    assert dora.user is not None
    as_bob.client.force_login(dora.user)

    [other] = as_bob.post("presence", {"client": "two", "sel": []}).json()["here"]

    assert (other["user"], other["sel"]) == ("Bob", ["headline"])


def test_stranger_finds_nothing(as_bob: Caller, charlie: Actor) -> None:
    assert charlie.user is not None
    as_bob.client.force_login(charlie.user)

    assert as_bob.get("draft").status_code == 404
    assert as_bob.post("compose", {}).status_code == 404
