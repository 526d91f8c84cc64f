"""Finished pictures: named by what they show, found in memory or shared storage, kept once, drawn by one at a time."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

import structlog

from renderer import limits
from renderer.engine.digest import digest
from renderer.engine.output import Encoded, OutputSpec
from renderer.engine.resolved import Resolved
from renderer.materials import shelving
from renderer.materials.memory import ByteBounded
from renderer.materials.remote import TRUSTED_FOR, is_remote
from renderer.materials.shelving import StorageAway
from renderer.models import Variant
from renderer.secrets import signing_secret
from renderer.valkey import ask

LOCK = "okzest:drawing:{}"
DONE = b"done"
DONE_FOR = 2000
"""Milliseconds for which a finished name is still marked, for those who looked just before it was."""
LOOK_AGAIN = 0.01
log = structlog.get_logger(__name__)


@cache
def memory() -> ByteBounded[bytes]:
    """Finished pictures of this process by name."""
    return ByteBounded(limits.from_settings().memory_for_pictures, len)


def name_of(resolved: Resolved, output: OutputSpec, workspace: str, fonts: str, at: datetime) -> str:
    """The picture's private name. `fonts` is the font book's fingerprint; remote pictures count anew every hour."""
    window = str(int(at.timestamp()) // TRUSTED_FOR)
    remote = {one.picture: window for one in resolved.layers if one.picture and is_remote(one.picture)}
    return digest(resolved, output, _naming_key(workspace), remote, fonts)


def storage_key(workspace: str, name: str, format: str) -> str:
    """Where the picture lies in storage."""
    return f"variants/{workspace}/{name[:2]}/{name}.{format}"


def find(workspace: str, name: str, format: str) -> bytes | None:
    """The finished picture, or None; a damaged or unreachable one counts as missing."""
    data = memory().get(name)
    if data is not None:
        return data
    try:
        data = shelving.read(storage_key(workspace, name, format))
    except StorageAway as problem:
        log.warning("variant.not_read", why=problem.public_message)
        return None
    if data is None or not is_whole(data, format):
        return None
    memory().put(name, data)
    return data


def keep(workspace: str, name: str, picture: Encoded) -> None:
    """Store a healthy picture for everybody. Storage that is away costs nothing but a later redraw."""
    memory().put(name, picture.data)
    try:
        shelving.write(storage_key(workspace, name, picture.format), picture.data)
    except StorageAway as problem:
        log.warning("variant.not_stored", why=problem.public_message)


def note(workspace_id: int, workspace: str, name: str, picture: Encoded, at: datetime) -> None:
    """Enter the picture into the index that purging and erasure work from."""
    row = Variant(
        workspace_id=workspace_id,
        name=name,
        storage_key=storage_key(workspace, name, picture.format),
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.data),
        created_at=at,
    )
    Variant.objects.bulk_create([row], ignore_conflicts=True)


@contextmanager
def alone(name: str, until: float) -> Iterator[bool]:
    """Of all processes that want to draw this name now, True for the first; the others wait and get False.

    `until` (monotonic) ends both the wait and the claim, so that a killed process blocks nobody for longer.
    """
    key = LOCK.format(name)
    life = max(int((until - time.monotonic()) * 1000), 50)
    if not ask(lambda client: client.set(key, 1, nx=True, px=life), default=True):
        _wait(key, until)
        yield False
        return
    try:
        yield True
    except BaseException:
        ask(lambda client: client.delete(key))
        raise
    ask(lambda client: client.set(key, DONE, px=DONE_FOR))


def is_whole(data: bytes, format: str) -> bool:
    """Whether the bytes begin and end as a picture of that format does; a cut-off file does not."""
    match format:
        case "png":
            return data.startswith(b"\x89PNG") and data.endswith(b"IEND\xaeB`\x82")
        case "jpg":
            return data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")
        case "webp":
            return data[:4] == b"RIFF" and len(data) == int.from_bytes(data[4:8], "little") + 8
        case _:
            return data[4:12] in (b"ftypavif", b"ftypavis")


def _wait(key: str, until: float) -> None:
    while time.monotonic() < until:
        if ask(lambda client: client.get(key)) in (None, DONE):
            return
        time.sleep(LOOK_AGAIN)


@cache
def _naming_key(workspace: str) -> bytes:
    """Keyed, because digests of short texts can be guessed; per workspace, because names are its own."""
    return hmac.digest(signing_secret(), f"okzest picture names {workspace}".encode(), "sha256")
