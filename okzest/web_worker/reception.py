"""The loop's side of every connection: reads requests as they come, sends pictures at hand, passes on all else.

Nothing here waits, for whoever waits here holds up everybody. All of it runs in the worker's main thread.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import TYPE_CHECKING

from gunicorn.workers.gthread import TConn

from okzest.web_worker.line import Line, send
from renderer.serving import short_way
from renderer.serving.short_way import Request

if TYPE_CHECKING:
    from okzest.web_worker.worker import LenientWorker

FIRST_WITHIN = 5.0
"""Seconds from the connection to the first byte of a request."""
HEAD_WITHIN = 10.0
"""Seconds from the first byte of a request to the end of its head."""
STALLS_FOR, SLOWEST = 20.0, 8192
"""A reader has so many seconds for the rest of a picture, and one more for each so many bytes of it."""
GOES_WITHIN = 2.0
"""Seconds for a reader to close his side once all is said; closed at once, he might not get the end of it."""
IN_A_ROW = 16
"""So many requests that came in one go are answered before it is the others' turn."""
LOOKS_EVERY = 0.25
"""Seconds between two looks for those who ran out of time."""
ROOM = 50
"""So many connections are closed when the house is full, of those that have been idle for longest."""
END = b"\r\n\r\n"


class Reception:
    """Holds the connections of a worker that no thread is busy with."""

    def __init__(self, worker: LenientWorker):
        self._worker, self._poller = worker, worker.poller
        self._lines: dict[Line, None] = {}
        self._looked_at = 0.0

    def welcome(self, conn: TConn) -> None:
        """A new connection, whose first request has come already more often than not."""
        line = Line(conn)
        self._hold(line, FIRST_WITHIN, self._hear)
        self._hear(line)

    def take_back(self, conn: TConn, unsent: memoryview | None) -> None:
        """A connection that a thread has done with, and what it could not send."""
        line = Line(conn)
        line.received = conn.parser.unreader.take_buffered()
        self._hold(line, self._worker.cfg.keepalive, self._hear)
        if unsent is not None:
            self._later(line, unsent)
        elif line.received:
            line.deadline = time.monotonic() + HEAD_WITHIN
            self._guarded(self._serve, line)

    def see_off(self, conn: TConn) -> None:
        """The end of a connection: nothing more is said, and what still comes is not heard."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._worker.gone(conn)
        else:
            self._hold(Line(conn), GOES_WITHIN, self._ignore)

    def look(self) -> None:
        """Close the connections of those who ran out of time, and of idle ones while there are too many."""
        now = time.monotonic()
        if now - self._looked_at < LOOKS_EVERY:
            return
        self._looked_at = now
        for line in [line for line in self._lines if line.deadline <= now]:
            self._close(line)
        if self._worker.is_full():
            idle = sorted((line for line in self._lines if line.unsent is None), key=lambda line: line.deadline)
            for line in idle[:ROOM]:
                self._close(line)

    def close_by(self, deadline: float) -> None:
        """Nobody may stay idle for longer; a picture on its way may take its time."""
        for line in self._lines:
            if line.unsent is None:
                line.deadline = min(line.deadline, deadline)

    def close_all(self) -> None:
        for line in list(self._lines):
            self._close(line)

    def _hold(self, line: Line, seconds: float, then: Callable[[Line, socket.socket], None]) -> None:
        line.deadline = time.monotonic() + seconds
        self._poller.register(line.sock, EVENT_READ, partial(then, line))
        self._lines[line] = None

    def _let_go(self, line: Line) -> None:
        del self._lines[line]
        self._poller.unregister(line.sock)

    def _close(self, line: Line) -> None:
        self._let_go(line)
        self._worker.gone(line.conn)

    def _guarded(self, act: Callable[[Line], None], line: Line) -> None:
        """Whatever is wrong with one connection, the others go on."""
        try:
            act(line)
        except Exception as problem:
            if not isinstance(problem, OSError):
                self._worker.tell(problem)
            if line in self._lines:
                self._close(line)

    def _hear(self, line: Line, _: socket.socket | None = None) -> None:
        self._guarded(self._receive, line)

    def _receive(self, line: Line) -> None:
        try:
            data = line.sock.recv(short_way.MOST_BYTES, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        if not data:
            self._close(line)
            return
        if line.received:
            line.received += data
        else:
            line.received = data
            line.deadline = time.monotonic() + HEAD_WITHIN
        self._serve(line)

    def _serve(self, line: Line) -> None:
        """Answer what came; what is no whole request yet waits for the rest of it."""
        for _ in range(IN_A_ROW):
            if END not in line.received and len(line.received) < short_way.MOST_BYTES:
                if not line.received:
                    line.deadline = time.monotonic() + self._worker.cfg.keepalive
                return
            request = short_way.read(line.received)
            answer = short_way.at_once(request) if request and self._worker.alive else None
            if request is None or answer is None:
                self._pass_on(line, request)
                return
            line.received = line.received[request.length :]
            unsent = send(line.sock, self._worker.pieces(answer))
            answer.afterwards()
            if unsent is not None:
                self._later(line, unsent)
                return
        self._worker.method_queue.defer(self._again, line)

    def _again(self, line: Line) -> None:
        if line in self._lines and line.unsent is None:
            self._guarded(self._serve, line)

    def _pass_on(self, line: Line, request: Request | None) -> None:
        """To a thread; a request of another kind as if nobody had read it."""
        self._let_go(line)
        conn = line.conn
        # The last answers of a process say that the connection ends, which is gunicorn's to do.
        request = request if self._worker.alive else None
        conn.init()
        conn.parser.unreader.unread(line.received[request.length if request else 0 :])
        self._worker.put_in_line(conn, request)

    def _later(self, line: Line, unsent: memoryview) -> None:
        line.unsent = unsent
        line.deadline = time.monotonic() + STALLS_FOR + len(unsent) / SLOWEST
        self._poller.modify(line.sock, EVENT_WRITE, partial(self._may_send, line))

    def _may_send(self, line: Line, _: socket.socket) -> None:
        self._guarded(self._send_on, line)

    def _send_on(self, line: Line) -> None:
        assert line.unsent is not None
        line.unsent = send(line.sock, [line.unsent])
        if line.unsent is None:
            line.deadline = time.monotonic() + (HEAD_WITHIN if line.received else self._worker.cfg.keepalive)
            self._poller.modify(line.sock, EVENT_READ, partial(self._hear, line))
            self._serve(line)

    def _ignore(self, line: Line, _: socket.socket) -> None:
        try:
            if line.sock.recv(4096, socket.MSG_DONTWAIT):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._close(line)
