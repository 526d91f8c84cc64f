"""Pages for machines that watch, and the API's own description."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from okzest.storage import WholeFiles


@pytest.fixture
def browser() -> Client:
    cache.clear()
    return Client()


def test_healthz_answers_without_any_part(browser: Client) -> None:
    assert browser.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_readyz_names_every_part(browser: Client) -> None:
    answer = browser.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()["parts"]) == {"database", "migrations", "valkey", "storage", "fonts"}
    assert all(part["ok"] for part in answer.json()["parts"].values())


@pytest.mark.django_db
def test_readyz_says_which_part_is_away(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(WholeFiles, "_save", away)
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["storage"] == {"ok": False, "why": "OSError"}


def test_metrics_are_for_this_machine_and_holders_of_the_token(browser: Client, settings: Any) -> None:
    browser.get("/i/nothing")
    assert b"okzest_pictures_total" in browser.get("/metrics").content
    assert browser.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    settings.METRICS_TOKEN = "watch-me"
    assert browser.get("/metrics").status_code == 403
    assert browser.get("/metrics", headers={"authorization": "Bearer watch-me"}).status_code == 200


@pytest.mark.parametrize("host", ["img.example.com", "IMG.Example.com", "img.example.com.", "img.example.com:443"])
def test_the_host_for_pictures_serves_nothing_else(browser: Client, settings: Any, host: str) -> None:
    settings.IMAGE_HOST, settings.ALLOWED_HOSTS = "img.example.com", ["*"]
    for path in ("/", "/metrics", "/accounts/login/", "/api/v1/schema/"):
        assert browser.get(path, headers={"host": host}).status_code == 404
    assert browser.get("/i/nothing", headers={"host": "img.example.com"})["Content-Type"] == "image/png"


def test_the_api_describes_itself_for_programs_and_people(browser: Client) -> None:
    description = browser.get("/api/v1/schema/?format=json").json()
    assert "/api/v1/templates/{template_key}/render" in description["paths"]
    page = browser.get("/api/v1/docs/").content.decode()
    assert "/api/v1/links/{link_id}/sign" in page
    assert "style=" not in page
    assert "<script>" not in page


def test_the_description_is_valid_and_complete() -> None:
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    GENERATOR_STATS.reset()
    validate_schema(SchemaGenerator().get_schema(request=None, public=True))
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
