"""When something fails, is closed or is busy, mail clients still get a picture, and nothing else gets out."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from renderer import delivery, fallbacks, releases, tasks, variants
from renderer.models import FallbackPicture, Release, RenderLink, Variant
from renderer.modes import Mode
from renderer.remembered import facts
from renderer.render_links import issuing
from renderer.serving import pictures
from renderer.serving.tally import tally
from tests.renderer.conftest import path_of
from tests.renderer.test_delivery import shows_nobody
from workspaces.models import MonthlyUse, Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    ("part", "name"),
    [(delivery, "resolve"), (delivery, "gather"), (delivery, "draw"), (variants, "find"), (variants, "digest")],
)
def test_a_failure_anywhere_still_gives_a_picture(
    browser: Client, open_address: str, monkeypatch: pytest.MonkeyPatch, part: Any, name: str
) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("no picture for Amira")

    monkeypatch.setattr(part, name, fail)
    assert shows_nobody(browser, open_address)
    assert Image.open(io.BytesIO(browser.get(open_address).content)).size == (320, 120)


def test_no_value_reaches_the_log_when_something_fails(
    browser: Client, open_address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("cannot draw Amira")

    monkeypatch.setattr(delivery, "draw", fail)
    browser.get(f"{open_address}?first_name=Amira")
    assert "picture.failed" in caplog.text
    assert "Amira" not in caplog.text


def test_the_fallback_picture_needs_neither_storage_nor_database_once_seen(
    browser: Client, open_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = browser.get(open_address).content

    def away(*_args: Any, **_options: Any) -> None:
        raise OSError("storage is away")

    variants.memory().clear()
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.open", away)
    monkeypatch.setattr(delivery, "draw", away)
    monkeypatch.setattr(fallbacks, "draw", away)
    assert browser.get(f"{open_address}?first_name=Amira").content == plain


def test_a_picture_whose_image_was_away_is_shown_and_not_kept(
    browser: Client, publish: Callable[..., Release], document: dict[str, Any], make_link: Callable[..., RenderLink]
) -> None:
    document["layers"].append(
        {"id": "logo", "type": "image", "x": 0, "y": 0, "w": 40, "h": 40, "source": {"kind": "asset", "asset": "lost"}}
    )
    publish(document)
    answer = browser.get(f"{path_of(make_link())}?first_name=Amira")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=30"
    assert "ETag" not in answer
    assert not Variant.objects.exists()


def test_a_stored_picture_that_was_cut_off_is_drawn_again(browser: Client, open_address: str) -> None:
    whole = browser.get(f"{open_address}?city=Oslo").content
    row = Variant.objects.get()
    path = default_storage.path(row.storage_key)
    with open(path, "r+b") as file:
        file.truncate(len(whole) // 2)
    variants.memory().clear()
    assert browser.get(f"{open_address}?city=Oslo").content == whole


def test_the_most_distinct_pictures_of_a_link_are_a_limit(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    address = path_of(make_link(rules={"max_distinct": 2}))
    plain = browser.get(path_of(make_link())).content
    pictures = [browser.get(f"{address}?first_name={name}").content for name in ("Amira", "Ben", "Chloe", "Dara")]
    assert plain not in pictures[:2]
    assert pictures[2:] == [plain, plain]
    assert browser.get(f"{address}?first_name=Ben").content == pictures[1]


def test_a_token_nobody_knows_shows_what_a_recipient_without_values_sees(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    from renderer import links

    link = make_link(mode=Mode.TOKEN)
    address = links.token_path(issuing.public_id(link), "a" * 26, format="png")
    plain, answer = browser.get(path_of(make_link())), browser.get(f"{address}?first_name=Amira")
    assert answer.content == plain.content
    assert answer["ETag"] == plain["ETag"]


def test_a_new_release_is_live_in_other_processes_within_seconds(
    browser: Client, open_address: str, greeting: Release, publish: Callable[..., Release],
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    before = browser.get(open_address).content
    generation = facts._generation
    with django_capture_on_commit_callbacks(execute=True):
        publish({**greeting.document, "background": {"type": "solid", "color": "#112233"}})
    # As in another process, which hears of the change only through Valkey.
    facts._generation = generation
    monkeypatch.setattr("renderer.remembered.LOOK_EVERY", 0)
    assert browser.get(open_address).content != before


def test_publishing_draws_the_fallback_pictures_ahead(workspace: Workspace, greeting: Release) -> None:
    shown = releases.live(workspace, "greeting")
    fallbacks.prepare(shown, timezone.now())
    fallbacks.prepare(shown, timezone.now())
    kept = {(row.size, row.format, row.scale) for row in FallbackPicture.objects.all()}
    assert kept == {(size, format, scale) for size in ("base", "tall") for format in ("png", "jpg") for scale in (1, 2)}


def test_what_a_workspace_uses_is_added_to_its_month(browser: Client, open_address: str, workspace: Workspace) -> None:
    sizes = [len(browser.get(f"{open_address}?city={city}").content) for city in ("Oslo", "Oslo", "Rome")]
    tally.write()
    month = MonthlyUse.objects.in_workspace(workspace).get()
    assert (month.pictures_served, month.pictures_drawn, month.bytes_served) == (3, 2, sum(sizes))


def test_publishing_has_the_fallback_pictures_drawn_in_the_background(
    publish: Callable[..., Release], document: dict[str, Any], django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    queued: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.draw_fallback_pictures, "apply_async", lambda **options: queued.append(options))
    with django_capture_on_commit_callbacks(execute=True):
        made = publish(document)
    assert [options["kwargs"] for options in queued] == [{"release_id": made.pk}]
    tasks.draw_fallback_pictures(release_id=made.pk)
    assert FallbackPicture.objects.filter(release=made).count() == 8


def test_even_a_broken_view_answers_with_a_picture(
    browser: Client, open_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("Amira")

    monkeypatch.setattr(pictures.PictureView, "_answer", fail)
    answer = browser.get(open_address.replace(".png", ".jpg"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "public, max-age=30"


def test_answers_good_and_bad_leave_no_value_in_any_log(
    browser: Client, open_address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setattr("renderer.serving.tally.EVERY", 0)
    for i in range(50):
        for query in (f"?first_name=Canary{i}", f"?first_name=Canary{i}&city={{{{x}}}}", f"x?first_name=Canary{i}"):
            browser.get(open_address + query)
    monkeypatch.setattr(delivery, "gather", lambda *_args: 1 / 0)
    for i in range(50):
        browser.get(f"{open_address}?first_name=CanaryLost{i}")
        browser.get(f"/i/x/Canary{i}.png?first_name=Canary{i}")
    assert "picture.failed" in caplog.text
    assert "Canary" not in caplog.text


def test_no_number_of_opens_from_one_address_is_too_many(browser: Client, open_address: str, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 1
    assert [browser.get(open_address).status_code for _ in range(3)] == [200, 200, 200]
