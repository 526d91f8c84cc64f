"""gunicorn's threaded worker, lenient with addresses, and with a short way for pictures.

Not every mail tool percent-encodes what it puts into addresses. gunicorn refuses bytes beyond ASCII in the request
line, so that nobody would see a picture for an unencoded `Zoë`; the application reads such bytes itself. Controls stay
forbidden, and spaces too where gunicorn reads the line, since there they end the address.

Reading a request, making an environment of it and passing it through Django takes many times as long as finding a
stored picture. A plain request for a picture is therefore answered from its bytes (`renderer/serving/short_way.py`): by
the main thread's loop if it is at hand (`reception.py`), else by a thread of the pool.
"""

from __future__ import annotations

import errno
import gc
import re
import socket
import time
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import TYPE_CHECKING, Any

from gunicorn import SERVER, util
from gunicorn.http import message
from gunicorn.workers.gthread import TConn, ThreadWorker

from okzest.web_worker.line import send

if TYPE_CHECKING:
    from okzest.web_worker.reception import Reception
    from renderer.serving.short_way import Answer, Request

message.RFC9112_TARGET_INVALID = re.compile(r"[\x00-\x20\x7f]")

SELDOM = (20_000, 20, 50)
"""How many more objects were made than freed when the young are looked at for garbage; how seldom the others are."""
GONE_AGAIN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED}


class LenientWorker(ThreadWorker):  # type: ignore[misc]
    """Name it in `--worker-class okzest.web_worker.LenientWorker`."""

    reception: Reception | None = None
    """None where gunicorn is told to do what only its own way does: TLS, HTTP/2, an access log, no keep-alive."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        plain = self.cfg.http2_cleartext not in ("prior-knowledge", "both") and not self.cfg.is_ssl
        if plain and self.cfg.keepalive and not self.cfg.accesslog:
            from okzest.web_worker.reception import Reception  # the application had to be loaded first

            self.reception = Reception(self)
        self._own_fields = (0, b"")
        # What was loaded stays; looking through it again and again for garbage only holds up pictures.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)

    def accept(self, listener: socket.socket) -> None:
        if self.reception is None:
            super().accept(listener)
            return
        try:
            sock, client = listener.accept()
        except OSError as problem:
            if problem.errno not in GONE_AGAIN:
                raise
            return
        self.nr_conns += 1
        self.reception.welcome(TConn(self.cfg, sock, client, listener.getsockname()))

    def put_in_line(self, conn: TConn, request: Request | None) -> None:
        """A thread shall answer: a plain request for a picture if it is given, else what the connection holds."""
        if request is None:
            conn.data_ready = True
            self.enqueue_req(conn)
            return
        done = self.tpool.submit(self._answer, conn, request)
        done.add_done_callback(partial(self.method_queue.defer, self.finish_request, conn))

    def finish_request(self, conn: TConn, done: Future[Any]) -> None:
        """Back in the main thread: the connection is held by the loop again, or comes to its end."""
        if self.reception is None:
            super().finish_request(conn, done)
            return
        try:
            kept = done.result()
            if kept and not conn.is_http2:
                self.reception.take_back(conn, kept if isinstance(kept, memoryview) else None)
            else:
                self.reception.see_off(conn)
        except (Exception, CancelledError) as problem:
            self.tell(problem)
            self.gone(conn)

    def tell(self, problem: BaseException) -> None:
        """Log where it happened; its words might quote a recipient's values."""
        from renderer.trails import trail

        self.log.error("A connection was closed: %s, %s", type(problem).__name__, trail(problem))

    def gone(self, conn: TConn) -> None:
        """Close the connection at once."""
        self.nr_conns -= 1
        conn.close()

    def is_full(self) -> bool:
        return bool(self.nr_conns >= self.worker_connections)

    def murder_keepalived(self, force: bool = False) -> None:
        super().murder_keepalived(force)
        if self.reception is not None:
            self.reception.close_all() if force else self.reception.look()

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        if self.reception is not None:
            self.reception.close_by(deadline)

    def _answer(self, conn: TConn, request: Request) -> memoryview | bool:
        """Runs in a thread of the pool: what the reader did not take yet, or whether the connection may be kept."""
        from django.db import close_old_connections

        from renderer.serving import short_way

        # As Django does it before and after each request.
        close_old_connections()
        answer = short_way.answer(request)
        try:
            unsent = send(conn.sock, self.pieces(answer))
        except OSError as problem:
            self.log.debug("The reader of a picture went away: %s", problem)
            return False
        finally:
            answer.afterwards()
            close_old_connections()
        return unsent or True

    def pieces(self, answer: Answer) -> list[bytes]:
        """What is sent of an answer, with the fields that are the server's own; those change once a second."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        second, fields = self._own_fields
        if (now := int(time.time())) != second:
            fields = f"Server: {SERVER}\r\nDate: {util.http_date()}\r\nConnection: keep-alive\r\n\r\n".encode()
            self._own_fields = now, fields
        return [answer.head, fields, answer.body]
