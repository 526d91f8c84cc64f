"""How much the editor's page brings along, and that it brings it at once."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import rjsmin
from playwright.sync_api import Response, Route, expect

from designer.models import Template
from okzest.modules import needed_by
from tests.journeys.editing import Editor, one_moment

STATIC = Path(__file__).resolve().parents[2] / "static"
MOST = 120 * 1024


def weight(path: str) -> int:
    """Bytes of one file of ours on its way, as production serves it."""
    source = (STATIC / path).read_text(encoding="utf-8")
    return len(gzip.compress((rjsmin.jsmin(source) if path.endswith(".js") else source).encode()))


def test_code_and_styles_of_the_editor_are_light_and_announced(editor: Editor, webinar: Template) -> None:
    """The styles and scripts of all pages come with the first page anybody sees, not with the editor."""
    fetched: list[str] = []

    def note(response: Response) -> None:
        path = urlsplit(response.url).path
        if path.startswith("/static/") and path.endswith((".js", ".css")):
            fetched.append(path.removeprefix("/static/"))

    editor.page.on("response", note)
    editor.open(webinar)
    own = [path for path in fetched if path.startswith("designer/")]
    assert {"designer/editor/main.js", "designer/stage.css"} <= set(own)
    assert sum(map(weight, own)) <= MOST
    links = editor.page.locator('link[rel="modulepreload"]').evaluate_all("(all) => all.map((one) => one.href)")
    announced = {urlsplit(link).path.removeprefix("/static/") for link in links}
    assert announced >= set(needed_by("designer/editor/main.js"))
    assert {path for path in own if path.endswith(".js")} <= announced


def test_shortened_scripts_do_what_the_written_ones_do(editor: Editor, webinar: Template) -> None:
    """As production serves them: every module is parsed, words are typed, a layer is dragged, the pixels are true."""

    def shorten(route: Route) -> None:
        path = STATIC / urlsplit(route.request.url).path.removeprefix("/static/")
        route.fulfill(body=rjsmin.jsmin(path.read_text(encoding="utf-8")), content_type="text/javascript")

    editor.page.route("**/static/**/*.js", shorten)
    editor.open(webinar)
    editor.drag(editor.middle("guest0"), (-20, 31), keys="Control")
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    expect(editor.page.locator("#ta")).to_be_focused()
    with one_moment(editor.page):
        editor.page.keyboard.type("Shorter {city")
        editor.page.keyboard.press("Enter")
    assert editor.layer("head")["text"] == "Shorter {{city}}"
    editor.page.keyboard.press("Control+Enter")
    assert editor.labels() == ["Move", "Type"]
    assert editor.difference() <= 3
