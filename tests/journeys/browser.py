"""A real Chromium for the journeys: how it is started, what is never allowed in a page, and what axe says of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

# Seconds that a page may take on a busy machine: a limit for what never comes, no measure of speed.
PATIENCE = 30.0
# The last list given wins, so this one repeats Playwright's own. Each window of the browser would begin with two hidden
# pages of the address bar: half of what a short test costs.
UNWANTED = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
FLAGS = [
    f"--disable-features={','.join(UNWANTED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 780}
THEMES = ("light", "dark")
LOCAL = frozenset({"localhost", "127.0.0.1"})
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}
# Every rule is tried; what passed stays in the page, for it is a hundred times what is handed over.
CHECK = "async (rules) => (await axe.run(document, rules)).violations"
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; its absence fails the tests, it never skips them."""
    path = shutil.which("chromium")
    assert path, "The browser tests need Debian's package chromium."
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """Collects what must not happen in any journey: errors in the console, requests that leave the host, lax pages."""

    home: str = ""
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def expect(self, part: str) -> None:
        """Let complaints that hold these words pass: a page that is meant to answer 404, for example."""
        self.expected.append(part)

    def verdict(self) -> list[str]:
        return [said for said in self.complaints if not any(part in said for part in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in LOCAL:
            self.complaints.append(f"left the host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"status {response.status}: {response.url}")
        if self._is_page(response):
            self.complaints += [f"policy: {what} ({response.url})" for what in lax(response.headers)]

    def _is_page(self, response: Response) -> bool:
        """Whether it is a page of ours; others' servers in a journey have policies of their own."""
        is_document = response.request.resource_type == "document"
        return is_document and response.url.startswith(self.home) and "html" in response.headers.get("content-type", "")


def lax(headers: Mapping[str, str]) -> list[str]:
    """What a page's policy for scripts allows although none of our pages needs it."""
    policy = headers.get("content-security-policy", "")
    parts = {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
    scripts = parts.get("script-src", parts.get("default-src"))
    if scripts is None:
        return ["scripts may come from anywhere"]
    return [f"scripts may be {one}" for one in ("'unsafe-inline'", "'unsafe-eval'", "*", "https:") if one in scripts]


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(CHECK, RULES)
    return [f"{rule['id']}: {node['html'][:160]}: {_reason(node)}" for rule in found for node in rule["nodes"]]


def _reason(node: dict) -> str:  # type: ignore[type-arg]
    return " ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])[:300]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
