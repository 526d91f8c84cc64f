"""The web server's worker in a thread of the test's process: the real loop and threads, on a socket of its own."""

from __future__ import annotations

import gc
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.config import Config
from gunicorn.glogging import Logger

from okzest.web_worker import LenientWorker

PATIENCE = 15
"""Seconds after which what does not come has failed; less than a reader who takes nothing is borne with."""
SMALL = 4096
"""Bytes that the system takes from the worker before the reader takes some, so that small pictures come in pieces."""


class Application:
    """Django, and one page that comes when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.waiting = threading.Event()
        self.django = get_wsgi_application()

    def wsgi(self) -> Callable[..., Any]:
        return self

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"] != "/wait":
            return self.django(environ, start)
        self.waiting.set()
        self.let_go.wait(2 * PATIENCE)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]


class Wire:
    """One connection of a reader, who reads little at a time."""

    def __init__(self, port: int):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self._data = b""

    def ask(self, target: str, *fields: str, method: str = "GET", version: str = "1.1") -> None:
        lines = [f"{method} {target} HTTP/{version}", "Host: 127.0.0.1", *fields, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())

    def answer(self, *, has_body: bool = True) -> tuple[int, dict[str, str], bytes]:
        """Status, fields by their names in small letters, and body of the next answer."""
        while b"\r\n\r\n" not in self._data:
            self._more()
        head, _, self._data = self._data.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(fields.get("content-length", 0)) if has_body else 0
        while len(self._data) < length:
            self._more()
        body, self._data = self._data[:length], self._data[length:]
        return int(status.split(" ")[1]), fields, body

    def get(self, target: str, *fields: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        self.ask(target, *fields, method=method)
        return self.answer(has_body=method != "HEAD")

    def begins_to_come(self) -> None:
        """Waits for the first byte of an answer, and takes nothing."""
        assert self.socket.recv(1, socket.MSG_PEEK)

    def has_news(self) -> bool:
        """Whether something is there to be read."""
        return bool(select.select([self.socket], [], [], 0)[0])

    def is_closed(self) -> bool:
        """Waits for the end."""
        try:
            return self.socket.recv(65_536) == b""
        except ConnectionResetError:
            return True

    def _more(self) -> None:
        data = self.socket.recv(65_536)
        if not data:
            raise EOFError(self._data[:200])
        self._data += data


class Place:
    """A worker at work, and what its readers need."""

    def __init__(self, worker: LenientWorker, application: Application, port: int):
        self.worker, self.application, self.port = worker, application, port
        self._thread = threading.Thread(target=worker.run)
        self._thread.start()

    @contextmanager
    def wire(self) -> Iterator[Wire]:
        wire = Wire(self.port)
        try:
            yield wire
        finally:
            wire.socket.close()

    def end(self) -> None:
        """Tell it to end, as its master does."""
        self.worker.handle_exit(None, None)

    def has_ended(self) -> bool:
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()

    def has_connections(self, count: int) -> bool:
        """Waits until it has so many."""
        until = time.monotonic() + PATIENCE
        while self.worker.nr_conns != count and time.monotonic() < until:
            time.sleep(0.01)
        return bool(self.worker.nr_conns == count)


@contextmanager
def working(**settings: Any) -> Iterator[Place]:
    """A worker with these settings of gunicorn's."""
    configuration = Config()
    for name, value in {
        "threads": 4,
        "limit_request_line": 0,
        "graceful_timeout": 5,
        "keepalive": 20,
        **settings,
    }.items():
        configuration.set(name, value)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    application = Application()
    worker = LenientWorker(0, os.getppid(), [listener], application, 30, configuration, Logger(configuration))
    thresholds = gc.get_threshold()
    started(worker)
    place = Place(worker, application, listener.getsockname()[1])
    try:
        yield place
    finally:
        application.let_go.set()
        place.end()
        assert place.has_ended()
        gc.unfreeze()
        gc.set_threshold(*thresholds)


def started(worker: LenientWorker) -> None:
    """What `init_process` does in a process of its own, without its signals."""
    import selectors

    worker.tpool = worker.get_thread_pool()
    worker.poller = selectors.DefaultSelector()
    worker.method_queue.init()
    worker.load_wsgi()
