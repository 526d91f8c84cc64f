"""gunicorn's threaded worker, lenient with addresses, and with a short way for pictures.

Not every mail tool percent-encodes what it puts into addresses. gunicorn refuses bytes beyond ASCII in the request
line, so that nobody would see a picture for an unencoded `Zoë`; the application reads such bytes itself. Spaces and
controls stay forbidden, since they end the address.

Reading a request, making an environment of it and passing it through Django takes three times as long as finding a
stored picture. A plain request for a picture is therefore answered from its bytes (`renderer/serving/short_way.py`), by
the thread that found them, and the next one on the same connection too if it comes at once.
"""

from __future__ import annotations

import gc
import re
import select
import socket
from typing import Any

from gunicorn import SERVER, util
from gunicorn.http import message
from gunicorn.workers.gthread import TConn, ThreadWorker

message.RFC9112_TARGET_INVALID = re.compile(r"[\x00-\x20\x7f]")

PATIENCE_MS = 2
"""So long a thread waits for a connection's next request before it hands it back."""
SELDOM = (20_000, 20, 50)
"""How many more objects were made than freed when the young are looked at for garbage; how seldom the others are."""
IN_A_ROW = 200
"""So many requests a thread answers on one connection while others may be waiting for a thread."""


class LenientWorker(ThreadWorker):  # type: ignore[misc]
    """Name it in `--worker-class okzest.web_worker.LenientWorker`."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        # What was loaded stays; looking through it again and again for garbage only holds up pictures.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)

    def handle(self, conn: TConn) -> Any:
        """As gunicorn does it: whether the connection may be kept. Runs in a thread of the pool."""
        if self.cfg.is_ssl or self.cfg.accesslog:
            return super().handle(conn)
        if not conn.initialized:
            _has_more(conn)
        for _ in range(IN_A_ROW):
            try:
                if not self._answered(conn):
                    return super().handle(conn)
            except OSError as problem:
                self.log.debug("The reader of a picture went away: %s", problem)
                return False
            if not self.alive or not _has_more(conn):
                break
        return self.alive

    def _answered(self, conn: TConn) -> bool:
        """Answer a plain request for a picture; False if the next one is of another kind, which is left unread."""
        from django.db import close_old_connections

        from renderer.serving import short_way  # the application must be loaded first

        if conn.is_http2 or (conn.parser is not None and conn.parser.unreader.buf.getvalue()):
            return False
        try:
            data = conn.sock.recv(short_way.MOST_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        request = short_way.read(data)
        if request is None:
            return False
        conn.sock.setblocking(True)
        conn.init()
        conn.sock.recv(request.length)
        # As Django does it before and after each request.
        close_old_connections()
        answer = short_way.answer(request)
        try:
            _send(conn.sock, (answer.head + self._own_fields()).encode("latin-1"), answer.body)
        finally:
            answer.afterwards()
            close_old_connections()
        return True

    def _own_fields(self) -> str:
        state = "keep-alive" if self.alive else "close"
        return f"Server: {SERVER}\r\nDate: {util.http_date()}\r\nConnection: {state}\r\n\r\n"


def _send(sock: socket.socket, head: bytes, body: bytes) -> None:
    """Both in one call to the system, if it takes them."""
    sent = sock.sendmsg([head, body])
    if sent < len(head) + len(body):
        sock.sendall((head + body)[sent:])


def _has_more(conn: TConn) -> bool:
    waiting = select.poll()
    waiting.register(conn.sock, select.POLLIN)
    return bool(waiting.poll(PATIENCE_MS))
