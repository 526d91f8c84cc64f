"""Windows of the editor without their pictures: store and saving as they are, answered by the real draft when told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from designer.models import Template
from designer.operations.drafts import DraftConflict, save_draft
from renderer.engine.properties import PROPERTIES
from workspaces.actors import Actor

START = (Path(__file__).parent / "desk.js").read_text(encoding="utf-8")


@dataclass
class Desk:
    """Several windows with one template open. Nothing is sent, arrives or comes back before a test says so."""

    page: Page
    template: Template
    by: Actor
    open_windows: set[str] = field(default_factory=set)

    def start(self) -> Desk:
        self.page.evaluate(START, PROPERTIES)
        return self

    def _call(self, name: str, *given: Any) -> Any:
        return self.page.evaluate("([name, given]) => desk[name](...given)", [name, list(given)])

    def open(self, window: str) -> None:
        self.template.refresh_from_db()
        self._call("open", window, self.template.draft, self.template.draft_rev)
        self.open_windows.add(window)

    def close(self, window: str) -> None:
        self._call("close", window)
        self.open_windows.discard(window)

    def edit(self, window: str, *ops: dict[str, Any]) -> None:
        self._call("act", window, "store.dispatch('Edit', given)", list(ops))

    def undo(self, window: str) -> None:
        self._call("act", window, "store.undo()", None)

    def redo(self, window: str) -> None:
        self._call("act", window, "store.redo()", None)

    def send(self, window: str) -> dict[str, Any] | None:
        """The request that is on its way, if there is anything to send."""
        return self._call("save", window)  # type: ignore[no-any-return]

    def arrive(self, ask: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the server does with a request, and answers."""
        given = {name: ask[name] for name in ("client", "seq", "ops", "label", "made_on")}
        try:
            saved = save_draft(template=self.template, rev=ask["known"], by=self.by, now=timezone.now(), **given)
        except DraftConflict as problem:
            return 409, {"error": {"message": problem.public_message}, **problem.details}
        return 200, {"rev": saved.rev, "ops_since": list(saved.ops_since)}

    def deliver(self, window: str, *, choose: str = "mine") -> None:
        """Send, let it arrive, let the answer come back, and choose where it asks."""
        if ask := self.send(window):
            status, body = self.arrive(ask)
            if status == 200:
                return self._call("answer", window, body)  # type: ignore[no-any-return]
            self._call("fail", window, status, body)
            self._call("choose", window, choose)
        return None

    def lose_the_answer(self, window: str) -> None:
        if ask := self.send(window):
            self.arrive(ask)
            self._call("fail", window, 0, None)

    def fail(self, window: str, status: int) -> None:
        """The request never arrives, or the server is busy."""
        if self.send(window):
            self._call("fail", window, status, None)

    def settle(self, window: str, *, choose: str = "mine") -> None:
        for _ in range(40):
            if not self.unsent(window):
                return
            self.deliver(window, choose=choose)
        raise AssertionError("it is never saved")

    def unsent(self, window: str) -> int:
        return self._call("unsent", window)  # type: ignore[no-any-return]

    def labels(self, window: str) -> list[str]:
        return self._call("labels", window)  # type: ignore[no-any-return]

    def kept(self) -> int:
        """How many windows have something on this device."""
        return self._call("kept")  # type: ignore[no-any-return]

    def layer(self, window: str, layer_id: str) -> dict[str, Any]:
        return next(one for one in self.shown(window)["layers"] if one["id"] == layer_id)  # type: ignore[no-any-return]

    def shown(self, window: str) -> dict[str, Any]:
        """The document of a window."""
        return plain(self._call("doc", window))

    def stored(self) -> dict[str, Any]:
        """The server's document, complete as a window has it."""
        self.template.refresh_from_db()
        return plain(self._call("complete", self.template.draft))


def plain(doc: dict[str, Any]) -> dict[str, Any]:
    """Without overrides that say nothing."""
    own = {size: {one: set_ for one, set_ in all_.items() if set_} for size, all_ in doc["overrides"].items()}
    return {**doc, "overrides": {size: all_ for size, all_ in own.items() if all_}}
