"""Names under which a CDN keeps a picture, so that it can be told to drop it: keyed hashes that tell nothing."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings

LENGTH = 16
"""Hexadecimal digits: 64 bits keep tags of one installation apart, and a header short."""


def of_answer(workspace: str, template_key: str, link_id: int, picture: str | None) -> tuple[str, ...]:
    """What an answer bears: its workspace, template and link, and the picture it shows if it is a healthy one."""
    shared = of_workspace(workspace), of_template(workspace, template_key), of_link(link_id)
    return (*shared, of_picture(picture)) if picture else shared


def of_workspace(workspace: str) -> str:
    return _tag("w", workspace)


def of_template(workspace: str, template_key: str) -> str:
    return _tag("t", f"{workspace}/{template_key}")


def of_link(link_id: int) -> str:
    return _tag("l", str(link_id))


def of_picture(name: str) -> str:
    """The name is a keyed digest already, and stands in the ETag."""
    return f"p{name[:LENGTH]}"


@lru_cache(maxsize=10_000)
def _tag(kind: str, of: str) -> str:
    key = hmac.new(settings.SIGNING_SECRET.encode(), b"okzest cdn tags", hashlib.sha256).digest()
    return kind + hmac.new(key, f"{kind}:{of}".encode(), hashlib.sha256).hexdigest()[:LENGTH]
