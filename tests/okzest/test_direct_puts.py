"""Small files put into storage with little effort: the same objects as the client makes, or the client makes them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from okzest.direct_puts import has_plain_way
from tests.renderer.test_storage import use_s3
from tests.services import ObjectStore

DATA = b"a picture of some size" * 4_000
KEY = "variants/x/ab/abcdef.png"


@pytest.fixture
def bucket(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The installation's storage, in S3."""
    with use_s3(object_store, monkeypatch, object_store.secret_key):
        default_storage.exists(KEY)
        yield default_storage._wrapped  # type: ignore[attr-defined]


def test_an_object_put_is_the_same_as_one_that_was_saved(bucket: Any) -> None:
    bucket.put(KEY, DATA)
    bucket.save("variants/x/ab/saved.png", ContentFile(DATA))
    put, saved = (bucket.bucket.Object(key).get() for key in (KEY, "variants/x/ab/saved.png"))
    told = ("ContentType", "CacheControl", "ContentLength")
    assert [put[name] for name in told] == [saved[name] for name in told]
    assert put["Body"].read() == saved["Body"].read() == DATA


def test_names_of_any_letters_arrive_as_they_are(bucket: Any) -> None:
    for key in ("assets/Zoë +1 & more.png", "assets/50%~a(b).png"):
        bucket.put(key, DATA)
        assert bucket._direct._rests_until == 0
        assert bucket.open(key).read() == DATA


def test_connection_that_was_closed_meanwhile_is_opened_again(bucket: Any) -> None:
    bucket.put(KEY, b"first")
    bucket._direct._kept.connection.sock.close()
    bucket.put(KEY, DATA)
    assert bucket._direct._rests_until == 0
    assert bucket.open(KEY).read() == DATA


def test_what_is_more_than_a_plain_object_goes_through_the_client(bucket: Any) -> None:
    bucket.object_parameters = {"Metadata": {"made-by": "okzest"}}
    bucket.put(KEY, DATA)
    assert bucket.bucket.Object(KEY).metadata == {"made-by": "okzest"}


def test_refusal_is_told_with_the_clients_own_words(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with use_s3(object_store, monkeypatch, "a wrong secret"), pytest.raises(Exception, match="SignatureDoesNotMatch"):
        default_storage.put(KEY, DATA)  # type: ignore[attr-defined]


def test_with_a_proxy_in_between_the_client_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "s3.inside.example")
    assert not has_plain_way("https://bucket.s3.amazonaws.com")
    assert has_plain_way("https://s3.inside.example/bucket")


def test_putting_takes_less_than_half_the_processor_time_of_the_client(bucket: Any) -> None:
    ways: dict[str, Callable[[], Any]] = {
        "put": lambda: bucket.put(KEY, DATA),
        "client": lambda: bucket.connection.meta.client.put_object(Bucket=bucket.bucket_name, Key=KEY, Body=DATA),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(7):
        for name, way in ways.items():
            began = time.process_time()
            for _ in range(10):
                way()
            took[name].append(time.process_time() - began)
    assert min(took["put"]) < min(took["client"]) / 2
