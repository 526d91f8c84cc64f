"""Storage as pre-warming uses it: many files at a time, and patient, since nobody waits; index first, then the file.

An index row without its file costs a redraw. A file without its row would outlive the erasure of the person it shows,
so the row always comes first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.core.files.storage import default_storage

from renderer import variants
from renderer.engine.output import Encoded
from renderer.materials.shelving import StorageAway
from renderer.models import Variant
from renderer.models.prewarm import PrewarmRun

AT_ONCE = 8
WAITS = (0.5, 2.0, 5.0)
"""Seconds before each further try."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finished:
    """A picture to be kept, and whose values made it."""

    name: str
    encoded: Encoded
    recipient_id: int


def sizes_of_kept(run: PrewarmRun, names: Iterable[str]) -> dict[str, int]:
    """Bytes of those pictures that are in the index and whole in storage. Raises StorageAway."""
    rows = Variant.objects.filter(workspace_id=run.workspace_id, name__in=list(names))
    listed = list(rows.values_list("name", "storage_key", "bytes"))
    sizes = _all(lambda row: _size(row[1]), listed)
    return {name: size for (name, _, size), there in zip(listed, sizes, strict=True) if there == size}


def keep(run: PrewarmRun, pictures: list[Finished], now: datetime) -> list[Future[None]]:
    """Enter them into the index, then store them while other work goes on; see `stored`."""
    workspace = run.workspace.key
    rows = [_row(run, one, now) for one in pictures]
    Variant.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["workspace", "name"], update_fields=["width", "height", "bytes"]
    )
    keys = {variants.storage_key(workspace, one.name, one.encoded.format): one.encoded.data for one in pictures}
    return [_pool().submit(_patiently, _writer(key, data)) for key, data in keys.items()]


def stored(writes: Iterable[Future[None]]) -> None:
    """Wait until the files are there. Raises StorageAway."""
    for write in writes:
        write.result()


def drop(run: PrewarmRun, pictures: Mapping[str, str]) -> None:
    """Take pictures out of index and storage again, by name and format. Raises StorageAway."""
    Variant.objects.filter(workspace_id=run.workspace_id, name__in=list(pictures)).delete()
    keys = [variants.storage_key(run.workspace.key, name, format) for name, format in pictures.items()]
    _all(default_storage.delete, keys)


def _all(act: Callable[[Any], T], things: Sequence[Any]) -> list[T]:
    return list(_pool().map(lambda thing: _patiently(lambda: act(thing)), things))


def _size(key: str) -> int | None:
    try:
        return int(default_storage.size(key))
    except Exception:
        # Each backend has another error for a file that is not there; asking again tells it from storage that is away.
        if default_storage.exists(key):
            raise
        return None


def _patiently(act: Callable[[], T]) -> T:
    for wait in WAITS:
        try:
            return act()
        except Exception:
            time.sleep(wait)
    try:
        return act()
    except Exception as problem:  # a backend raises what it likes
        raise StorageAway(type(problem).__name__) from problem


def _writer(key: str, data: bytes) -> Callable[[], None]:
    def write() -> None:
        default_storage.put(key, data)  # type: ignore[attr-defined]

    return write


def _row(run: PrewarmRun, one: Finished, now: datetime) -> Variant:
    encoded = one.encoded
    return Variant(
        workspace_id=run.workspace_id, name=one.name, format=encoded.format, width=encoded.width,
        height=encoded.height, bytes=len(encoded.data), created_at=now,
        storage_key=variants.storage_key(run.workspace.key, one.name, encoded.format),
    )  # fmt: skip


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="prewarm-storage")
