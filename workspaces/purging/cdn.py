"""What a purge is on each CDN: tags and paths become requests; pure but for the time in CloudFront's signature."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import quote
from xml.sax.saxutils import escape

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from workspaces.models.purging import CdnKind
from workspaces.outgoing import Request

FASTLY = "https://api.fastly.com"
CLOUDFRONT = "https://cloudfront.amazonaws.com"
CLOUDFLARE = "https://api.cloudflare.com"
AT_ONCE = {CdnKind.FASTLY: 256, CdnKind.CLOUDFLARE: 30, CdnKind.CLOUDFRONT: 1000, CdnKind.HTTP: 100}
"""Tags or paths that one request may name; by address, how many may go in one body."""
METHODS = ("POST", "PURGE", "DELETE", "GET")
NOTHING_THERE = frozenset({404, 410, 412})
"""How caches say that they do not have it."""


@dataclass(frozen=True, slots=True)
class Cdn:
    """One CDN and what opens it."""

    kind: CdnKind
    identifier: str = ""
    access_key: str = ""
    url: str = ""
    method: str = "POST"
    header: str = ""
    secret: str = field(default="", repr=False)

    def took(self, status: int) -> bool:
        """Whether the picture is gone after an answer like this."""
        return 200 <= status < 300 or (self.kind is CdnKind.HTTP and status in NOTHING_THERE)


def requests(cdn: Cdn, tags: Sequence[str], paths: Sequence[str], reference: str) -> Iterator[Request]:
    """What to send; `reference` names the order, so that CloudFront takes a repeat for what it is."""
    match cdn.kind:
        case CdnKind.FASTLY:
            yield from (_fastly(cdn, some) for some in _parts(tags, AT_ONCE[cdn.kind]))
        case CdnKind.CLOUDFLARE:
            yield from (_cloudflare(cdn, some) for some in _parts(tags, AT_ONCE[cdn.kind]))
        case CdnKind.CLOUDFRONT:
            parts = enumerate(_parts(paths, AT_ONCE[cdn.kind]))
            yield from (_cloudfront(cdn, some, f"{reference}-{number}") for number, some in parts)
        case CdnKind.HTTP:
            yield from _by_address(cdn, tags, paths)
        case _:
            assert_never(cdn.kind)


def _fastly(cdn: Cdn, tags: Sequence[str]) -> Request:
    headers = {"Fastly-Key": cdn.secret, "Surrogate-Key": " ".join(tags), "Accept": "application/json"}
    return Request(f"{FASTLY}/service/{_part(cdn.identifier)}/purge", "POST", headers)


def _cloudflare(cdn: Cdn, tags: Sequence[str]) -> Request:
    headers = {"Authorization": f"Bearer {cdn.secret}", "Content-Type": "application/json"}
    body = json.dumps({"tags": list(tags)}).encode()
    return Request(f"{CLOUDFLARE}/client/v4/zones/{_part(cdn.identifier)}/purge_cache", "POST", headers, body)


def _cloudfront(cdn: Cdn, paths: Sequence[str], reference: str) -> Request:
    address = f"{CLOUDFRONT}/2020-05-31/distribution/{_part(cdn.identifier)}/invalidation"
    items = "".join(f"<Path>{escape(path)}</Path>" for path in paths)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">'
        f"<Paths><Quantity>{len(paths)}</Quantity><Items>{items}</Items></Paths>"
        f"<CallerReference>{escape(reference)}</CallerReference></InvalidationBatch>"
    ).encode()
    signed = AWSRequest("POST", address, headers={"Content-Type": "application/xml"}, data=body)
    SigV4Auth(Credentials(cdn.access_key, cdn.secret), "cloudfront", "us-east-1").add_auth(signed)
    return Request(address, "POST", dict(signed.headers.items()), body)


def _by_address(cdn: Cdn, tags: Sequence[str], paths: Sequence[str]) -> Iterator[Request]:
    headers = {cdn.header: cdn.secret} if cdn.header else {}
    if "{tag}" in cdn.url:
        yield from (Request(cdn.url.replace("{tag}", _part(tag)), cdn.method, headers) for tag in tags)
    elif "{path}" in cdn.url:
        yield from (Request(cdn.url.replace("{path}", quote(path, safe="/*~@")), cdn.method, headers) for path in paths)
    else:
        for some in _parts(tags, AT_ONCE[cdn.kind]):
            body = json.dumps({"tags": list(some), "paths": list(paths)}).encode()
            told = {"Content-Type": "application/json", "Surrogate-Key": " ".join(some), **headers}
            yield Request(cdn.url, cdn.method, told, body)


def _parts(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for at in range(0, len(names), size):
        yield names[at : at + size]


def _part(text: str) -> str:
    return quote(text, safe="")
