"""The process that is always ready: it forks a child for every picture, which decodes that one and ends.

A child costs a few milliseconds, a process from scratch a hundred times as much; and whatever a hostile picture does to
the child that reads it, the next picture meets a clean one. Started as `python -m renderer.materials.sandbox.forking`
with one end of a socket as standard input, over which it is sent a connection for each picture.
"""

from __future__ import annotations

import os
import signal
import socket

from PIL import Image

from renderer.materials.sandbox import answers
from renderer.materials.sandbox.limits import MEMORY
from renderer.materials.sandbox.pictures import upright
from renderer.materials.sandbox.refusals import TOO_SLOW, Refusal
from workspaces.confinement import confine

CPU_SECONDS = 2
SECONDS = 4
"""So long a child lives at most, if nobody ends it before."""


def main() -> None:
    """Until the other end is gone."""
    Image.init()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how children ended
    with socket.socket(fileno=0) as calls:
        while connections := socket.recv_fds(calls, 1, 1)[1]:
            if os.fork() == 0:
                calls.close()
                _answer(connections[0])
            os.close(connections[0])


def _answer(connection: int) -> None:
    """The child's whole life."""
    try:
        signal.alarm(SECONDS)
        confine(memory=MEMORY, cpu_seconds=CPU_SECONDS)
        with socket.socket(fileno=connection) as line:
            _send(line, _received(line))
    finally:
        os._exit(0)


def _send(line: socket.socket, asked: bytes) -> None:
    try:
        most, side = answers.REQUEST.unpack_from(asked)
        image = upright(asked[answers.REQUEST.size :], pixels=most, side=side).image
        bands = len(image.getbands())
        line.sendall(answers.HEAD.pack(bands, image.width, image.height))
        line.sendall(image.tobytes())
    except Refusal as refusal:
        line.sendall(answers.refusal(refusal.code))
    except (MemoryError, RecursionError):
        line.sendall(answers.refusal(TOO_SLOW.code))


def _received(line: socket.socket) -> bytes:
    pieces = []
    while piece := line.recv(1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


if __name__ == "__main__":
    main()
