"""The editor's pure modules in a real browser: served from the tree, imported, asked; no server, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).resolve().parents[2] / "static"
ORIGIN = "http://editor.localhost"
Ask = Callable[..., Any]
ASK = """async ([path, expression, given]) => {
  const module = await import(path), names = Object.keys(module);
  return new Function(...names, 'given', `return (${expression})`)(...Object.values(module), given);
}"""


def serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        return route.fulfill(body="<!doctype html><title>Modules</title>", content_type="text/html")
    return route.fulfill(path=STATIC / path.lstrip("/"), content_type="text/javascript")


@pytest.fixture(scope="session")
def modules(browser: Browser) -> Iterator[Page]:
    """A blank page from which `/designer/editor/model/…` can be imported."""
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", serve)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """The same for one test alone, which may do to it what it likes."""
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", serve)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


@pytest.fixture(scope="session")
def ask(modules: Page) -> Ask:
    """`ask("geometry", "aabb(given)", box)`: an expression over one module's exports and what is given."""

    def run(module: str, expression: str, given: Any = None) -> Any:
        return modules.evaluate(ASK, [f"/designer/editor/model/{module}.js", expression, given])

    return run
