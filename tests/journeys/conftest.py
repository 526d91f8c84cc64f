"""Browser fixtures: a guarded page, people signed in, and a look from every side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from designer.models import Template
from okzest.interface_font import web_font
from tests.journeys.browser import DESKTOP, PATIENCE, PHONE, THEMES, Watch, overflow, violations
from tests.journeys.editing import Editor
from tests.journeys.webinar import make_webinar
from workspaces import actors
from workspaces.models import User
from workspaces.operations.organizations import create_organization, create_workspace
from workspaces.operations.people import add_member
from workspaces.roles import Role

ARTIFACTS = Path(__file__).resolve().parents[2] / ".artifacts"
EVIDENCE = ARTIFACTS / "looks"


@pytest.fixture(scope="session", autouse=True)
def interface_font() -> None:
    """Make the web font before the first page asks for it, and keep it for the next run: it takes seconds."""
    kept = ARTIFACTS / "interface-font"
    web_font(kept)
    place = settings.DATA / "interface-font"
    if not place.exists():
        place.symlink_to(kept, target_is_directory=True)


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile whose relative addresses lead to the live server."""
    profile = browser.new_context(base_url=live_server.url, viewport=DESKTOP)  # type: ignore[arg-type]
    profile.set_default_timeout(PATIENCE * 1000)
    yield profile
    profile.close()


@pytest.fixture
def watch(live_server: Any) -> Watch:
    """Say `watch.expect("404")` where a complaint is part of the journey."""
    return Watch(home=live_server.url)


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Iterator[Page]:
    """A page that fails its test on a console message, a 5xx, a request that leaves the host, a policy that is lax.

    What it opens is watched like itself.
    """
    context.on("page", watch.over)
    yield context.new_page()
    assert watch.verdict() == []


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[Any], None]:
    """Put a person's session into the browser, without the log-in page."""

    def put(user: Any) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return put


@pytest.fixture
def staff(transactional_db: None) -> Any:
    """Dana runs the installation."""
    user = get_user_model().objects.create_user(email="dana@okzest.example", password="correct horse battery")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def look() -> Callable[[Page, str], None]:
    """Both themes, two widths: axe finds nothing, nothing is cut off. The pictures are kept to be looked at."""

    def at(page: Page, name: str) -> None:
        EVIDENCE.mkdir(parents=True, exist_ok=True)
        for theme in THEMES:
            for size in (DESKTOP, PHONE):
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
                page.set_viewport_size(size)  # type: ignore[arg-type]
                page.evaluate("document.fonts.ready")
                page.screenshot(path=EVIDENCE / f"{name}-{theme}-{size['width']}.png", full_page=True)
                assert overflow(page) <= 0
            assert violations(page) == []  # in each theme on the phone, and once more below on the wide screen
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        assert violations(page) == []

    return at


@pytest.fixture
def webinar(transactional_db: None, settings: Any, tmp_path: Path) -> Template:
    """“Webinar invite” of Acme: Alice owns the agency, Bob designs, Dora approves."""
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    alice, bob, dora = (User.objects.create_user(f"{name}@example.com", name=name) for name in ("Alice", "Bob", "Dora"))
    by, now = actors.person(alice), timezone.now()
    agency = create_organization(name="Bright Agency", owner=alice, by=by, now=now)
    acme = create_workspace(organization=agency, name="Acme", by=by, now=now)
    add_member(workspace=acme, user=bob, role=Role.DESIGNER, by=by, now=now)
    add_member(workspace=acme, user=dora, role=Role.APPROVER, by=by, now=now)
    return make_webinar(acme, actors.person(bob), now)


@pytest.fixture
def editor(page: Page, webinar: Template, sign_in: Callable[[Any], None]) -> Editor:
    """Bob has “Webinar invite” open at 100 %, every bitmap drawn."""
    sign_in(User.objects.get(name="Bob"))
    return Editor(page).open(webinar)
