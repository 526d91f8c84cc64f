"""The sandboxed side: one upload on standard input, the remade file or a refusal on standard output.

Started as `python -m designer.uploads.worker image|svg|font`; it limits itself before it reads a byte.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

from designer.uploads.limits import CPU_SECONDS
from designer.uploads.made import Made
from renderer.materials.sandbox.limits import MEMORY
from renderer.materials.sandbox.refusals import TOO_SLOW, Refusal
from workspaces.confinement import confine

MODULES = {"image": "designer.uploads.images", "svg": "designer.uploads.svg", "font": "designer.uploads.fonts"}


def main() -> None:
    confine(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    remake = import_module(MODULES[sys.argv[1]]).remake
    out = os.fdopen(os.dup(1), "wb")
    # Libraries that chat on standard output must not get between us and the parent.
    os.dup2(2, 1)
    data = sys.stdin.buffer.read()
    try:
        header, body = _accepted(remake(data))
    except Refusal as refusal:
        header, body = {"refused": refusal.code, "sentence": refusal.sentence}, b""
    except (MemoryError, RecursionError):
        header, body = {"refused": TOO_SLOW.code, "sentence": TOO_SLOW.sentence}, b""
    head = json.dumps(header).encode()
    out.write(len(head).to_bytes(4, "big") + head + body)
    out.flush()


def _accepted(made: Made) -> tuple[dict[str, object], bytes]:
    about = {"media_type": made.media_type, "width": made.width, "height": made.height, "details": made.details}
    return about, made.data


if __name__ == "__main__":
    main()
