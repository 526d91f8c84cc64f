"""One small object into S3 with one signed request on a kept connection: a tenth of what the client's uploads cost.

The S3 client prepares each upload for whatever it might become: parts, threads, redirects, retries, other regions. For
a picture of 100 kB that takes ten times the processor time of sending it, and drawing waits for the same processor.
Whatever is not plain here is declined, and left to the client.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import local
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest

HEADERS = {"CacheControl": "Cache-Control", "ContentType": "Content-Type"}
"""Parameters of an object that are a header and nothing else; objects with others go through the client."""
STORED = 200
REST = 30.0
"""Seconds for which everything is declined after a request went wrong: the client knows better what to do then."""


@dataclass
class DirectPuts:
    """A bucket's door. `address` is the bucket's own, without a slash at the end; `credentials` are botocore's."""

    address: str
    region: str
    credentials: Any
    seconds: float
    _kept: local = field(default_factory=local)
    _rests_until: float = 0.0

    def put(self, key: str, data: bytes, parameters: Mapping[str, Any]) -> bool:
        """Whether the object is stored now, replacing any other of that name; False where it was declined."""
        if time.monotonic() < self._rests_until or parameters.keys() - HEADERS.keys() or not self.credentials:
            return False
        request = self._signed(key, data, parameters)
        try:
            stored = self._sent(request, data)
        except (OSError, HTTPException):
            stored = False
        if not stored:
            self._rests_until = time.monotonic() + REST
        return stored

    def _signed(self, key: str, data: bytes, parameters: Mapping[str, Any]) -> AWSRequest:
        headers = {HEADERS[name]: value for name, value in parameters.items()}
        request = AWSRequest("PUT", f"{self.address}/{quote(key)}", headers, data)
        S3SigV4Auth(self.credentials.get_frozen_credentials(), "s3", self.region).add_auth(request)
        return request

    def _sent(self, request: AWSRequest, data: bytes) -> bool:
        """Over this thread's connection; one that the server closed meanwhile is opened once more."""
        kept: HTTPConnection | None = getattr(self._kept, "connection", None)
        if kept is not None:
            try:
                return _ask(kept, request, data)
            except (OSError, HTTPException):
                kept.close()
        fresh = self._kept.connection = _opened(self.address, self.seconds)
        try:
            return _ask(fresh, request, data)
        except BaseException:
            self._kept.connection = None
            fresh.close()
            raise


def has_plain_way(address: str) -> bool:
    """Whether requests go straight there, and not by a proxy."""
    parts = urlsplit(address)
    return parts.scheme not in getproxies() or bool(proxy_bypass(parts.hostname or ""))


def _opened(address: str, seconds: float) -> HTTPConnection:
    parts = urlsplit(address)
    if parts.scheme == "https":
        return HTTPSConnection(parts.hostname or "", parts.port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)


def _ask(connection: HTTPConnection, request: AWSRequest, data: bytes) -> bool:
    connection.request("PUT", urlsplit(request.url).path, body=data, headers=dict(request.headers))
    answer = connection.getresponse()
    answer.read()
    return answer.status == STORED
