"""One connection while no thread has it: what came of its next request, and what is left of its last answer."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from gunicorn.workers.gthread import TConn


class Line:
    """Belongs to the loop's thread alone. `deadline` is in seconds of the monotonic clock."""

    __slots__ = ("conn", "deadline", "received", "sock", "unsent")

    def __init__(self, conn: TConn):
        self.conn = conn
        self.sock: socket.socket = conn.sock
        self.received = b""
        self.unsent: memoryview | None = None
        self.deadline = 0.0


def send(sock: socket.socket, pieces: Sequence[bytes | memoryview]) -> memoryview | None:
    """Send what the system takes without waiting, in one call; return what is left. Raises OSError."""
    try:
        sent = sock.sendmsg(pieces, (), socket.MSG_DONTWAIT)
    except BlockingIOError:
        sent = 0
    for number, piece in enumerate(pieces):
        if sent < len(piece):
            rest = [memoryview(piece)[sent:], *pieces[number + 1 :]]
            # Almost always the picture alone, which is not copied then.
            return memoryview(b"".join(rest)) if len(rest) > 1 else memoryview(rest[0])
        sent -= len(piece)
    return None
