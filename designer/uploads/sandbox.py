"""The parent's side: hand an upload to a limited process and take back what it made, whatever happens in there."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from designer.uploads.limits import SECONDS
from designer.uploads.made import Made
from designer.uploads.sniffing import Family
from renderer.materials.sandbox.refusals import DAMAGED, TOO_SLOW, Refusal
from workspaces.confinement import ENVIRONMENT, KILLED_FOR_TIME, ROOT


def remake(family: Family, data: bytes) -> Made:
    """The file made anew. Raises Refusal; a crash or a time-out in the sandbox is one, too."""
    command = [sys.executable, "-E", "-s", "-m", "designer.uploads.worker", family]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, the upload only on standard input
            command, input=data, capture_output=True, timeout=SECONDS, env=ENVIRONMENT, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise TOO_SLOW from problem
    if done.returncode in KILLED_FOR_TIME:
        raise TOO_SLOW
    if done.returncode or len(done.stdout) < 4:
        raise DAMAGED
    return _understood(done.stdout)


def _understood(answer: bytes) -> Made:
    length = int.from_bytes(answer[:4], "big")
    header: dict[str, Any] = json.loads(answer[4 : 4 + length])
    if "refused" in header:
        raise Refusal(header["refused"], header["sentence"])
    return Made(answer[4 + length :], header["media_type"], header["width"], header["height"], header["details"])
