"""The editor as people handle it: opened, waited for, dragged in, held against production's pixels."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from designer.models import Template
from tests.journeys.browser import PATIENCE

AWAY = (3, 3)
COMPOSED = """async () => {
  const { size, record, doc } = __ed.store.state;
  const blob = await __ed.net.compose({ size, record, doc });
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}"""
SETTLED = """async () => {
  if (!window.__ed || document.body.dataset.editor !== "ready" || __ed.pending) return false;
  const shown = [...document.querySelectorAll('[data-testid="pixels"] img:not([hidden])')].filter((img) => img.src);
  await Promise.all(shown.map((img) => img.decode().catch(() => {})));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return !__ed.pending;
}"""


@contextmanager
def one_moment(page: Page) -> Iterator[None]:
    """No time passes for the page's scripts: what they do together is one step, however slow the machine's keys are."""
    page.evaluate("() => { const at = performance.now(); performance.now = () => at; }")
    yield
    page.evaluate("() => { delete performance.now; }")


class Editor:
    """One open editor. Layers are named by their id; places are px of the artboard at 1x."""

    def __init__(self, page: Page):
        self.page = page

    def open(self, template: Template) -> Editor:
        answer = self.page.goto(f"/w/{template.workspace.key}/templates/{template.key}/edit/", timeout=60_000)
        assert answer is not None
        assert answer.ok, f"the editor's page answered {answer.status}"
        return self.idle()

    def idle(self) -> Editor:
        """Wait until nothing is being drawn or saved and what was drawn is on the screen."""
        self.until(SETTLED, "the editor is busy")
        return self

    def drawn(self) -> Editor:
        """Wait until nothing is being drawn, whether or not it can be saved."""
        self.until("() => !__ed.store.state.pending", "the editor is drawing")
        return self

    def until(self, script: str, otherwise: str, argument: Any = None) -> None:
        """Ask again and again until the page says yes; strings may not be evaluated in the page itself."""
        self.poll(lambda: self.page.evaluate(script, argument), otherwise)

    def poll(self, condition: Callable[[], Any], otherwise: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, otherwise
            self.page.wait_for_timeout(20)

    def state(self, expression: str, argument: Any = None) -> Any:
        """What an expression over `__ed` says; `value` in it is the argument."""
        return self.page.evaluate(f"(value) => {expression}", argument)

    def layer(self, layer_id: str) -> dict[str, Any]:
        """A layer of the model."""
        return self.state("__ed.store.state.doc.layers.find((one) => one.id === value)", layer_id)  # type: ignore[no-any-return]

    def place(self, layer_id: str) -> tuple[float, float]:
        layer = self.layer(layer_id)
        return layer["x"], layer["y"]

    def middle(self, layer_id: str) -> tuple[float, float]:
        layer = self.layer(layer_id)
        return layer["x"] + layer["w"] / 2, layer["y"] + layer["h"] / 2

    def meta(self, layer_id: str) -> dict[str, Any]:
        """What the server said of the layer's last bitmap."""
        return self.state("__ed.bitmaps.of(value).meta", layer_id)  # type: ignore[no-any-return]

    def labels(self) -> list[str]:
        """The steps that can be undone, oldest first."""
        return self.state("__ed.store.state.history.undo.map((entry) => entry.label)")  # type: ignore[no-any-return]

    def renders(self) -> int:
        """How many layers were asked of the server since the page was opened."""
        return self.state("__ed.bitmaps.renders")  # type: ignore[no-any-return]

    def select(self, *layer_ids: str) -> Editor:
        self.page.evaluate("(ids) => __ed.actions.select(ids)", list(layer_ids))
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        return self

    def box(self, layer_id: str) -> Locator:
        return self.page.locator(f'.box[data-id="{layer_id}"]')

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the artboard is in the window."""
        frame = self.page.get_by_test_id("artboard").bounding_box()
        assert frame is not None
        zoom = self.state("__ed.store.state.ui.zoom")
        return frame["x"] + x * zoom, frame["y"] + y * zoom

    def hold(self, x: float, y: float) -> Editor:
        """Press on a place of the artboard."""
        self.page.mouse.move(*self.at(x, y))
        self.page.mouse.down()
        return self

    def drag(self, start: tuple[float, float], by: tuple[float, float], *, keys: str = "", drop: bool = True) -> None:
        """From a place of the artboard by so many px, with a key held down."""
        zoom = self.state("__ed.store.state.ui.zoom")
        x, y = self.at(*start)
        self._pull(x, y, by[0] * zoom, by[1] * zoom, keys, drop)

    def drag_handle(self, name: str, by: tuple[float, float], *, keys: str = "", drop: bool = True) -> None:
        """Pull a handle of the selection, by window px."""
        frame = self.page.locator(f".handle.{name}").bounding_box()
        assert frame is not None
        middle = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
        self._pull(*middle, *by, keys, drop)

    def _pull(self, x: float, y: float, dx: float, dy: float, keys: str, drop: bool) -> None:
        mouse, keyboard = self.page.mouse, self.page.keyboard
        mouse.move(x, y)
        if keys:
            keyboard.down(keys)
        mouse.down()
        mouse.move(x + dx, y + dy, steps=5)
        if drop:
            mouse.up()
        if keys:
            keyboard.up(keys)

    def composed(self) -> Image.Image:
        """The whole picture as production draws the design that is open."""
        return Image.open(io.BytesIO(bytes(self.page.evaluate(COMPOSED)))).convert("RGB")

    def shot(self) -> Image.Image:
        """The artboard as it is on the screen, without selection, focus or hover."""
        self.page.evaluate("() => { __ed.store.update({ sel: [] }); document.activeElement?.blur(); }")
        self.page.mouse.move(*AWAY)
        self.idle()
        frame = self.page.get_by_test_id("artboard").bounding_box()
        assert frame is not None
        clip = {name: round(value) for name, value in frame.items()}
        return Image.open(io.BytesIO(self.page.screenshot(clip=clip))).convert("RGB")  # type: ignore[arg-type]

    def difference(self) -> int:
        """The largest difference of any channel of any pixel between the screen and production."""
        shown, meant = self.shot(), self.composed()
        assert shown.size == meant.size
        return max(high for _, high in ImageChops.difference(shown, meant).getextrema())  # type: ignore[misc]
