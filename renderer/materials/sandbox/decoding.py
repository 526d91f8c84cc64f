"""The parent's side: have a stranger's picture decoded by a confined child, and take back bare pixels or a reason."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
from functools import cache
from threading import BoundedSemaphore, Lock

from PIL import Image

from renderer.materials.sandbox import answers
from workspaces.confinement import ENVIRONMENT, ROOT

COMMAND = [sys.executable, "-E", "-s", "-m", "renderer.materials.sandbox.forking"]
AT_ONCE = os.cpu_count() or 1


class Undecodable(Exception):
    """The picture cannot be had; `why` is a word for logs."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def decoded(data: bytes, *, pixels: int, side: int, until: float) -> Image.Image:
    """The picture, upright and in sRGB, RGB or RGBA, before the moment `until` of the monotonic clock.

    `pixels` in all and px a `side` are the most it may have. Raises Undecodable.
    """
    if not _turns().acquire(timeout=_left(until)):
        raise Undecodable("busy")
    try:
        with parent().child() as line:
            line.settimeout(_left(until))
            line.sendall(answers.REQUEST.pack(pixels, side) + data)
            line.shutdown(socket.SHUT_WR)
            return _picture(line, pixels, until)
    except TimeoutError as problem:
        raise Undecodable("too_slow") from problem
    except OSError as problem:  # it died over the picture
        raise Undecodable("damaged") from problem
    finally:
        _turns().release()


class Parent:
    """Keeps the process that forks, and starts it anew if it is lost."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._calls: socket.socket | None = None

    def prepare(self) -> None:
        """Start it, without waiting until it is ready."""
        with self._lock:
            self._line()

    def child(self) -> socket.socket:
        """A connection to a child of its own. Raises OSError."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                socket.send_fds(self._line(), [b"!"], [theirs.fileno()])
            except OSError:
                self._forget()
                socket.send_fds(self._line(), [b"!"], [theirs.fileno()])
        return ours

    def end(self) -> None:
        with self._lock:
            self._forget()

    def _line(self) -> socket.socket:
        if self._calls is None:
            self._calls, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._calls.settimeout(1.0)
            with theirs:
                # A session of its own: whoever is asked politely to stop still finishes what it has begun.
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    COMMAND, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    env=ENVIRONMENT, cwd=ROOT, start_new_session=True,
                )  # fmt: skip
        return self._calls

    def _forget(self) -> None:
        if self._calls is not None:
            self._calls.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._calls = self._process = None


@cache
def parent() -> Parent:
    """This process's own."""
    made = Parent()
    atexit.register(made.end)
    return made


@cache
def _turns() -> BoundedSemaphore:
    return BoundedSemaphore(AT_ONCE)


def _picture(line: socket.socket, most: int, until: float) -> Image.Image:
    """What the child says is believed no further than its length: a hostile picture may have made it say anything."""
    bands, width, height = answers.HEAD.unpack(_exactly(line, answers.HEAD.size, until))
    if bands not in answers.MODES:
        raise Undecodable(answers.WHYS[width] if width < len(answers.WHYS) else "damaged")
    if not 0 < width * height <= most:
        raise Undecodable("damaged")
    return Image.frombytes(answers.MODES[bands], (width, height), _exactly(line, bands * width * height, until))


def _exactly(line: socket.socket, length: int, until: float) -> bytes:
    received = bytearray(length)
    rest = memoryview(received)
    while rest:
        line.settimeout(_left(until))
        count = line.recv_into(rest)
        if not count:
            raise ConnectionError("the child ended early")
        rest = rest[count:]
    return bytes(received)


def _left(until: float) -> float:
    """Seconds; never 0, which would mean not to wait at all."""
    return max(until - time.monotonic(), 0.001)
