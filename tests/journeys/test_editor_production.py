"""What is published is what was composed, for ever; and a new renderer draws everything anew."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from designer.editor_api import calls
from designer.models import Template
from designer.operations import publishing, reviews
from renderer.modes import Mode
from renderer.render_links import issuing
from tests.journeys.editing import Editor
from workspaces import actors
from workspaces.models import User

VALUES = {"first_name": "Zoë & Søn #1", "event": "Design systems", "city": "London", "tier": "VIP", "title": "Chef"}
COMPOSED = """async (values) => {
  const blob = await __ed.net.compose({ size: "base", record: { values } });
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}"""


def person(name: str) -> dict[str, Any]:
    return {"by": actors.person(User.objects.get(name=name)), "now": timezone.now()}


def published(template: Template) -> str:
    """The path of its public picture, as PNG, once it was approved and made live."""
    review = reviews.submit_for_review(template=template, tell=False, override_reason="As it is", **person("Alice"))
    reviews.approve(review=review, note="Fine", tell=False, **person("Dora"))
    publishing.publish(template=template, number=review.revision.number, **person("Dora"))
    about = {"workspace": template.workspace, "template_key": template.key, **person("Alice")}
    link = issuing.create(name="Spring", mode=Mode.OPEN, **about)
    return urlsplit(issuing.address(link, format="png")).path


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    return picture.size, picture.tobytes()


@pytest.mark.parametrize("given", [VALUES, {}, {"first_name": "Maximiliana-Konstantina", "city": "Llanfair" * 3}])
def test_recipients_get_the_picture_that_was_composed(
    editor: Editor, webinar: Template, live_server: Any, given: dict[str, str]
) -> None:
    editor.state("__ed.actions.set(['head'], { rot: 3, opacity: 0.9 })")
    editor.state("__ed.actions.set(['card00'], { blend: 'screen' })")
    editor.idle()
    webinar.refresh_from_db()
    address = f"{live_server.url}{published(webinar)}?{urlencode(given)}"
    answer = editor.page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert pixels(answer.body()) == pixels(bytes(editor.page.evaluate(COMPOSED, given)))


def test_new_renderer_draws_every_layer_anew_and_says_so(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = editor.renders()
    shown = editor.page.locator('[data-testid="pixels"] .stage-layer').count()
    monkeypatch.setattr(calls, "RENDERER", "r-next")
    editor.select("head").page.keyboard.press("ArrowRight")  # only a move: it is saved, nothing has to be drawn
    editor.poll(lambda: editor.renders() > before, "nothing is drawn anew")
    expect(editor.page.get_by_text("The renderer was updated.")).to_be_visible()
    assert editor.idle().renders() == before + shown
    assert editor.difference() <= 3
