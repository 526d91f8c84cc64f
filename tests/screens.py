"""`make screens`: run the product with its demo, and photograph every screen, wide and narrow, for docs/screens."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.browser import chromium
from tests.screenlist import SCREENS, Screen
from tests.services import free_port

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
WIDTHS = {1360: 860, 390: 780}
TALLEST = 1800
SECONDS_TO_START = 180
OPENING = """# Screens

Every screen with the demo in it, on a wide window and on a phone. `make screens` makes these pictures.
"""


def main() -> None:
    """Photograph all screens, or those named on the command line, and write the page that shows them."""
    wanted = set(sys.argv[1:])
    (DOCS / "screens").mkdir(exist_ok=True)
    with temporary_folder() as data, product(data) as (base, demo), chromium() as browser:
        for screen in SCREENS:
            if not wanted or screen.name in wanted:
                photograph(browser, base, demo, screen)
    (DOCS / "screens.md").write_text(page_of_all(), "utf-8")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="okzest-screens-") as folder:
        yield Path(folder)


@contextmanager
def product(data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The whole product on a port of its own; yields its address and what `manage.py demo --json` says."""
    environment = {**os.environ, "OKZEST_DATA": str(data), "PORT": str(free_port())}
    base = f"http://127.0.0.1:{environment['PORT']}"
    with (data / "log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "manage.py", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(f"{base}/readyz")
            command = [sys.executable, "manage.py", "demo", "--json"]
            yield base, json.loads(subprocess.check_output(command, cwd=ROOT, env=environment))
        finally:
            running.terminate()
            running.wait(30)


def wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise SystemExit(f"Nothing answers at {address}.")


def photograph(browser: Browser, base: str, demo: dict[str, Any], screen: Screen) -> None:
    """One screen at both widths, as its person sees it."""
    for width, height in WIDTHS.items():
        page = browser.new_page(base_url=base, viewport={"width": width, "height": height}, color_scheme=screen.theme)
        page.emulate_media(reduced_motion="reduce")
        if screen.who:
            sign_in(page, screen.who, demo)
        page.goto(screen.address.format(**places(demo)))
        page.wait_for_load_state("networkidle")
        screen.prepare(page)
        page.evaluate("document.fonts.ready")
        if screen.whole:
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": min(max(tall, height), TALLEST)})
        keep(page.screenshot(), DOCS / "screens" / f"{screen.name}-{width}.webp")
        page.close()
    print(screen.name, flush=True)


def sign_in(page: Page, who: str, demo: dict[str, Any]) -> None:
    user = next(one for one in demo["users"] if one["email"].startswith(who))
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user["email"])
    page.fill("input[name=password]", user["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/w*/**")


def places(demo: dict[str, Any]) -> dict[str, str]:
    """The words between braces in an address."""
    first, second = (workspace["key"] for workspace in demo["workspaces"])
    hero = next(one["key"] for one in demo["templates"] if "hero" in one["document"])
    return {"w": first, "client": second, "hero": hero}


def keep(picture: bytes, path: Path) -> None:
    """As small as a screenshot may be and still be read."""
    with Image.open(io.BytesIO(picture)) as shot:
        shot.convert("RGB").save(path, quality=62, method=6)


def page_of_all() -> str:
    """The documentation's page of screens: a wide and a narrow picture of each."""
    return OPENING + "".join(
        f"\n## {screen.title}\n\n{screen.says}\n\n"
        f'<img src="screens/{screen.name}-1360.webp" width="640" alt="{screen.title} on a wide window"> '
        f'<img src="screens/{screen.name}-390.webp" width="180" alt="{screen.title} on a phone">\n'
        for screen in SCREENS
    )


if __name__ == "__main__":
    main()
