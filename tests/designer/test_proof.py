"""The QA sheet: it opens without drawing, its parts come by themselves, worst rows are measured, links are signed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from audiences.models import Audience
from audiences.operations.recipients import Entry, create_audience, upsert
from designer import previews
from designer.models import Template
from designer.operations import drafts, sharing
from designer.operations.checks import check_template
from designer.previews import document_of
from designer.queries.kits import frozen
from designer.queries.rows import worst_rows
from tests.designer.documents import document, first_name, text
from workspaces.actors import Actor
from workspaces.models import AuditEntry, Workspace
from workspaces.operations.people import add_member
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    cache.clear()


@pytest.fixture
def bobs(client: Client, bob: Actor) -> Client:
    client.force_login(bob.user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def people(workspace: Workspace, alice: Actor, now: datetime) -> Audience:
    """A long name of thin letters, a shorter one of wide letters, and many in between."""
    made = create_audience(name="Spring", by=alice, workspace=workspace, now=now)
    names = ["i" * 18, "W" * 12, *(f"Ana {number}" for number in range(40))]
    upsert(audience=made, entries=[Entry(str(i), {"first_name": name}) for i, name in enumerate(names)], now=now)
    return made


def qa(template: Template, *path: str) -> str:
    return "/".join(("/w", template.workspace.key, "templates", template.key, "qa", *path, ""))


def parts(body: str) -> list[str]:
    return re.findall(r'data-src="([^"]+)"', body)


def test_sheet_opens_before_any_picture_is_drawn(bobs: Client, template: Template, monkeypatch: Any) -> None:
    monkeypatch.setattr(previews, "paint", lambda *_: pytest.fail("drew a picture"))
    body = bobs.get(qa(template)).content.decode()

    assert len(parts(body)) == 5
    assert body.count('loading="lazy"') == 4


def test_parts_say_together_what_the_report_says(bobs: Client, make_template: Any) -> None:
    template = make_template(document=document(text(w=60, h=20, fit="none", wrap="none"), alt=""))
    body = bobs.get(qa(template)).content.decode()
    told = [bobs.get(part.replace("&amp;", "&")).content.decode() for part in parts(body)]
    report = check_template(template, sizes=["base"])

    assert report.blocks
    assert all(finding.text in "".join(told).replace("&#x27;", "'") for finding in report.findings)
    assert report.sentence in told[0]
    assert bobs.get(qa(template), {"checks": "now"}).content.decode().count(report.sentence) == 2


def test_picture_is_looked_at_once_while_nothing_changes(template: Template, monkeypatch: Any) -> None:
    first = check_template(template)
    monkeypatch.setattr(previews, "paint", lambda *_: pytest.fail("drew a picture again"))

    assert check_template(template) == first


def test_worst_row_is_the_widest_not_the_longest(template: Template, people: Audience) -> None:
    parsed = document_of(frozen(template.draft, template.workspace))
    [row] = worst_rows(template, parsed, people)

    assert row.values == {"first_name": "W" * 12}
    assert row.label == "Widest First name"


def test_worst_rows_come_with_pictures_and_checks(bobs: Client, template: Template, people: Audience) -> None:
    body = bobs.get(qa(template, "audiences", people.key)).content.decode()
    [cell] = parts(body)
    picture = re.search(r'src="([^"]+picture\.png[^"]+)"', body)
    assert picture
    answer = bobs.get(picture[1].replace("&amp;", "&"))

    assert "Shrunk from" in bobs.get(cell.replace("&amp;", "&")).content.decode()
    assert Image.open(BytesIO(answer.content)).size == (600, 300)
    assert answer["Cache-Control"] == "private, no-store"


def test_viewer_does_not_see_people_of_an_audience(
    client: Client, template: Template, people: Audience, alice: Actor, charlie: Actor, now: datetime
) -> None:
    add_member(workspace=template.workspace, user=charlie.user, role=Role.VIEWER, by=alice, now=now)  # type: ignore[arg-type]
    client.force_login(charlie.user)  # type: ignore[arg-type]
    row = people.recipients.first()
    assert row

    assert client.get(qa(template, "audiences", people.key)).status_code == 403
    assert client.get(qa(template, "rows", str(row.pk)) + "picture.png").status_code == 403
    assert "Worst rows" not in client.get(qa(template)).content.decode()


def test_secret_value_is_not_shown_in_a_proof(make_template: Any, people: Audience, now: datetime) -> None:
    template = make_template(document=document(fields=[first_name(privacy="secret")]))
    parsed = document_of(frozen(template.draft, template.workspace))

    assert worst_rows(template, parsed, people) == ()


def test_shared_link_shows_the_draft_as_it_was(client: Client, template: Template, bob: Actor, now: datetime) -> None:
    token = sharing.share_proof(template=template, days=7, by=bob, now=now)
    change = {"op": "set", "id": "headline", "set": {"text": "Quite another text"}}
    drafts.save_draft(template=template, ops=[change], rev=1, client="tests", seq=1, by=bob, now=now)
    shown = sharing.open_proof(token=token, now=now)

    assert [layer["text"] for layer in shown.document["layers"]] == ["Hello {{ first_name }}"]
    assert AuditEntry.objects.filter(action="proof.shared").count() == 1


def test_stranger_with_the_link_sees_marked_pictures(client: Client, template: Template, bob: Actor) -> None:
    from django.utils import timezone

    token = sharing.share_proof(template=template, days=7, by=bob, now=timezone.now())
    body = client.get(f"/proof/{token}/").content.decode()
    sent = client.get(f"/proof/{token}/picture.png", {"record": "longest"})
    plain = previews.compose(document_of(frozen(template.draft, template.workspace)), {"first_name": "Amira"})

    assert "Hello Maximiliana-Konstantina, you are invited" in body
    assert sent["Referrer-Policy"] == "same-origin"
    marked = Image.open(BytesIO(client.get(f"/proof/{token}/picture.png").content)).convert("RGB")
    assert marked.getcolors(1 << 20) != plain.image.convert("RGB").getcolors(1 << 20)


def test_link_ends_by_time_by_hand_and_by_any_change(
    client: Client, template: Template, bob: Actor, now: datetime
) -> None:
    token = sharing.share_proof(template=template, days=7, by=bob, now=now)

    with pytest.raises(sharing.ProofClosed, match="expired on 01 December 2026"):
        sharing.open_proof(token=token, now=now + timedelta(days=8))
    with pytest.raises(sharing.ProofClosed, match="not valid"):
        sharing.open_proof(token=token[:-2] + "xx", now=now)
    sharing.end_proofs(template=template, by=bob, now=now)
    with pytest.raises(sharing.ProofClosed, match="not valid"):
        sharing.open_proof(token=token, now=now)
    assert client.get(f"/proof/{token}/").status_code == client.get(f"/proof/{token}/picture.png").status_code == 410


def test_proof_is_marked_in_every_size() -> None:
    payload = document(sizes=[{"id": "base", "w": 600, "h": 300}, {"id": "tall", "w": 200, "h": 800}])
    parsed = document_of(sharing.marked(payload))

    assert [(parsed.layers[size][-1].w, parsed.layers[size][-1].h) for size in ("base", "tall")] == [
        (600, 300),
        (200, 800),
    ]


def test_proof_that_is_opened_again_and_again_is_drawn_once(
    client: Client, template: Template, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    token = sharing.share_proof(template=template, days=7, by=bob, now=timezone.now())
    first = client.get(f"/proof/{token}/picture.png", {"record": "empty"}).content
    monkeypatch.delattr("designer.views.sharing.compose")

    assert client.get(f"/proof/{token}/picture.png", {"record": "empty"}).content == first
