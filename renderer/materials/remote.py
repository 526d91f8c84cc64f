"""Pictures from other people's servers: through the one guarded way out, decoded apart, and never awaited for long."""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from PIL import Image

from renderer.limits import RenderLimits
from renderer.materials.sandbox import decoding
from renderer.materials.sandbox.decoding import Undecodable
from workspaces import outgoing
from workspaces.outgoing import Answer, Request, Unreachable

TRUSTED_FOR = 3600
"""Seconds for which a remote picture is taken to stay what it is; afterwards it is fetched again."""
ACCEPTED = {"Accept": "image/png,image/jpeg,image/gif,image/webp"}
OK = 200


def is_remote(reference: str) -> bool:
    """An address, and not the name of a stored asset."""
    return "://" in reference


def is_on(address: str, hosts: tuple[str, ...]) -> bool:
    """Whether the address lies on one of these hosts, of which `*.example.com` names all below; on any, for none."""
    if not hosts:
        return True
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    return any(host.endswith(one[1:]) if one.startswith("*.") else host == one for one in hosts)


def fetch_all(addresses: Iterable[str], within: RenderLimits) -> dict[str, bytes | Unreachable]:
    """The bytes behind each address, all of them together within the fetch deadline, from the limits' hosts alone."""
    wanted = list(addresses)
    if not wanted:
        return {}
    answers = outgoing.ask_all([_request(one, within) for one in wanted], seconds=within.fetch_deadline)
    return {address: _picture(answer) for address, answer in zip(wanted, answers, strict=True)}


def fetched(addresses: Iterable[str], within: RenderLimits) -> dict[str, Image.Image | Unreachable]:
    """The pictures behind the addresses, decoded where a hostile one can do no harm; or why there is none."""
    wanted = list(addresses)
    if not wanted:
        return {}
    decoding.parent().prepare()
    answers = fetch_all(wanted, within)
    until = time.monotonic() + within.decode_deadline
    return {address: _decoded(answer, within, until) for address, answer in answers.items()}


def _decoded(answer: bytes | Unreachable, within: RenderLimits, until: float) -> Image.Image | Unreachable:
    if isinstance(answer, Unreachable):
        return answer
    try:
        return decoding.decoded(answer, pixels=within.picture_pixels, side=within.picture_side, until=until)
    except Undecodable as problem:
        return Unreachable(problem.why)


def _request(address: str, within: RenderLimits) -> Request:
    """Plain HTTP too: a picture is decoded apart and drawn anew, and carries no secret."""
    return Request(
        address,
        headers=ACCEPTED,
        https_only=False,
        redirects=3,
        most_bytes=within.picture_bytes,
        hosts=within.image_hosts,
    )


def _picture(answer: Answer | Unreachable) -> bytes | Unreachable:
    if isinstance(answer, Unreachable):
        return answer
    return answer.body if answer.status == OK else Unreachable(f"http_{answer.status}")
