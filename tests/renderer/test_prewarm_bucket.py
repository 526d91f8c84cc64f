"""Pre-warmed pictures in a real S3 service: a private bucket, names that tell nothing, words for caches, no traces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import PrewarmRun, Release, RenderLink, Variant
from renderer.modes import Mode
from renderer.prewarm import runs, work
from renderer.prewarm.runs import Wish
from tests.renderer.test_storage import use_s3
from tests.services import ObjectStore
from workspaces import actors
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
KEY = re.compile(r"variants/[a-z0-9]+/(?P<start>[0-9a-f]{2})/(?P=start)[0-9a-f]{30}\.(png|jpg)")
BY = actors.SYSTEM


@pytest.fixture
def bucket(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with use_s3(object_store, monkeypatch, object_store.secret_key):
        yield default_storage.bucket  # type: ignore[attr-defined]


@pytest.fixture
def run(bucket: Any, workspace: Workspace, greeting: Release, make_link: Callable[..., RenderLink]) -> PrewarmRun:
    """Thirty people, as PNG and as JPEG, drawn."""
    now = timezone.now()
    audience = recipients.create_audience(name="Spring", by=BY, workspace=workspace, now=now)
    people = [Entry(str(n), {"first_name": f"Amira {n}", "city": "Oslo"}) for n in range(30)]
    recipients.upsert(audience=audience, entries=people, now=now)
    made = runs.create(audience=audience, wish=Wish([make_link(Mode.TOKEN)], formats=["png", "jpg"]), by=BY, now=now)
    finish(made)
    runs.start(run=made, by=BY, now=timezone.now())
    finish(made)
    return made


def finish(run: PrewarmRun) -> None:
    while work.work_on(run.pk, timezone.now):
        pass
    run.refresh_from_db()


def objects(bucket: Any, run: PrewarmRun) -> list[Any]:
    return list(bucket.objects.filter(Prefix=f"variants/{run.workspace.key}/"))


def test_every_picture_is_an_object_and_every_object_is_in_the_index(bucket: Any, run: PrewarmRun) -> None:
    stored = {one.key: one.size for one in objects(bucket, run)}
    assert run.state == "done"
    assert stored == dict(Variant.objects.values_list("storage_key", "bytes"))
    assert len(stored) == 60


def test_names_tell_nothing_of_whom_they_show(bucket: Any, run: PrewarmRun) -> None:
    keys = [one.key for one in objects(bucket, run)]
    assert [key for key in keys if not KEY.fullmatch(key)] == []


def test_bucket_is_private(bucket: Any, run: PrewarmRun, object_store: ObjectStore) -> None:
    address = f"{object_store.endpoint}/{object_store.bucket}"
    assert httpx.get(f"{address}/{objects(bucket, run)[0].key}").status_code == 403
    assert httpx.get(f"{address}/?list-type=2").status_code == 403


def test_pictures_may_be_cached_for_ever_and_uploads_never(bucket: Any, run: PrewarmRun) -> None:
    picture = bucket.Object(next(one.key for one in objects(bucket, run) if one.key.endswith(".jpg")))
    assert (picture.content_type, picture.cache_control) == ("image/jpeg", "public, max-age=31536000, immutable")
    upload = default_storage.save("uploads/list", ContentFile(b"sealed"))
    assert bucket.Object(upload).cache_control == "private, no-store"


def test_erased_persons_objects_are_gone(bucket: Any, run: PrewarmRun) -> None:
    recipients.erase(audience=run.audience, external_ids=["7"], by=BY, now=timezone.now())
    assert len(objects(bucket, run)) == Variant.objects.count() == 58
