"""Pictures in shared storage: local files and a real S3 service, whole, slow, refusing or away."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.test.utils import override_settings

from okzest.file_settings import files
from okzest.storage import WholeFiles
from renderer import limits, variants
from renderer.limits import RenderLimits
from renderer.models import Release, RenderLink, Variant
from tests.renderer.conftest import path_of
from tests.services import ObjectStore


def test_a_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = WholeFiles(location=tmp_path)
    storage.save("a/b.png", ContentFile(b"first"))

    def full(*_args: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        storage.save("a/b.png", ContentFile(b"second"))
    assert (tmp_path / "a" / "b.png").read_bytes() == b"first"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.png"]


def test_what_killed_processes_left_half_written_is_swept_up(tmp_path: Path) -> None:
    storage = WholeFiles(location=tmp_path)
    storage.save("a/b.png", ContentFile(b"whole"))
    for name, age in (("old", 7200), ("new", 60)):
        left = tmp_path / ".unfinished" / name
        left.write_bytes(b"hal")
        os.utime(left, (time.time() - age,) * 2)
    assert storage.sweep(older_than=3600) == 1
    assert [path.name for path in (tmp_path / ".unfinished").iterdir()] == ["new"]
    assert (tmp_path / "a" / "b.png").read_bytes() == b"whole"


def test_a_file_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    storage = WholeFiles(location=tmp_path)
    assert storage.save("x.png", ContentFile(b"one")) == storage.save("x.png", ContentFile(b"two")) == "x.png"
    assert (tmp_path / "x.png").read_bytes() == b"two"


def use_s3(store: ObjectStore, monkeypatch: pytest.MonkeyPatch, secret_key: str) -> Any:
    """Settings as an installation with this environment has them."""
    for name, value in (
        ("BUCKET", store.bucket), ("ENDPOINT", store.endpoint), ("REGION", "us-east-1"),
        ("ACCESS_KEY", store.access_key), ("SECRET_KEY", secret_key),
    ):  # fmt: skip
        monkeypatch.setenv(f"OKZEST_S3_{name}", value)
    return override_settings(STORAGES={**settings.STORAGES, "default": files(settings.DATA)})


@pytest.fixture
def s3(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """The installation keeps its files in S3."""
    with use_s3(object_store, monkeypatch, object_store.secret_key):
        yield object_store


@pytest.mark.django_db
def test_pictures_are_kept_in_s3_and_found_there_by_another_process(
    s3: ObjectStore, browser: Client, open_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = RenderLimits(deadline=30, storage_deadline=20)
    monkeypatch.setattr(limits, "from_settings", lambda: patient)
    first = browser.get(f"{open_address}?city=Oslo")
    row = Variant.objects.get()
    assert default_storage.open(row.storage_key).read() == first.content
    variants.memory().clear()
    again = browser.get(f"{open_address}?city=Oslo")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert Variant.objects.count() == 1


@pytest.mark.django_db
def test_storage_that_refuses_costs_no_picture(
    object_store: ObjectStore, browser: Client, greeting: Release, make_link: Callable[..., RenderLink],
    monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    with use_s3(object_store, monkeypatch, "a wrong secret"):
        answer = browser.get(f"{path_of(make_link())}?city=Oslo")
    assert answer.status_code == 200
    assert answer["ETag"]


@pytest.mark.django_db
def test_storage_that_hangs_is_left_alone_and_pictures_go_out_in_time(
    s3: ObjectStore, browser: Client, open_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = browser.get(open_address).content
    variants.memory().clear()

    monkeypatch.setattr("renderer.materials.shelving.PAUSE", 60)
    tried, comes_back = [], threading.Event()

    def hang(*_args: Any, **_options: Any) -> Any:
        tried.append(1)
        comes_back.wait(60)

    monkeypatch.setattr(type(default_storage._wrapped), "_open", hang)  # type: ignore[attr-defined]
    monkeypatch.setattr(type(default_storage._wrapped), "_save", hang)  # type: ignore[attr-defined]
    began = time.monotonic()
    first = browser.get(f"{open_address}?city=Oslo")
    assert time.monotonic() - began < 30
    before = len(tried)
    second = browser.get(f"{open_address}?city=Rome")
    assert (before, len(tried)) == (1, 1), "who hung is not asked again for a while"
    comes_back.set()
    assert {first.status_code, second.status_code} == {200}
    assert len({plain, first.content, second.content}) == 3
