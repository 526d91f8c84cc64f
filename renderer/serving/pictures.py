"""The door for pictures: an opened address over HTTP."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from renderer import answers, delivery
from renderer.answers import Delivery
from renderer.delivery import Opened
from renderer.fallbacks import card
from renderer.serving import measures
from renderer.serving.fallback_watch import watch
from renderer.serving.tally import tally
from renderer.trails import quietly

ETAG = re.compile(r'"([^"]*)"')
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("X-Robots-Tag", "noindex"),
)


class TheAddressDecides(BaseContentNegotiation):
    """The extension in the address says the format; what a mail client claims to accept changes nothing."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]


class PictureResponse(HttpResponse):
    """A picture and its headers. What is to be written down about it waits until it has left."""

    def __init__(self, answer: Delivery, *, with_body: bool):
        super().__init__((answer.body or b"") if with_body else b"", status=answer.status)
        self._answer: Delivery | None = answer
        del self.headers["Content-Type"]
        for name, value in headers_of(answer):
            self.headers[name] = value

    def close(self) -> None:
        super().close()
        answer, self._answer = self._answer, None
        if answer:
            quietly(lambda: afterwards(answer))


def headers_of(answer: Delivery) -> list[tuple[str, str]]:
    """What is said about the picture, whichever way it leaves."""
    headers = [*ALWAYS, *answer.headers, ("Cache-Control", answer.cache)]
    if answer.tags:
        # Fastly and Varnish know the first, Cloudflare and Akamai the second.
        headers += [("Surrogate-Key", " ".join(answer.tags)), ("Cache-Tag", ",".join(answer.tags))]
    if answer.etag:
        headers.append(("ETag", f'"{answer.etag}"'))
    if answer.status != 304:
        headers.append(("Content-Type", answer.media_type))
        headers.append(("Content-Length", str(len(answer.body or b""))))
        headers.append(("Content-Disposition", f'inline; filename="{answer.slug}.{answer.format}"'))
    return headers


def afterwards(answer: Delivery) -> None:
    """What is left to do once the picture has left: count it, enter it into the index."""
    use(answer, len(answer.body or b""))
    if answer.afterwards:
        answer.afterwards()
    if tally.is_due():
        tally.write()
        watch.write(timezone.now())


def use(answer: Delivery, size: int) -> None:
    """Count it for its workspace and its link; `size` in bytes."""
    if answer.workspace_id is not None:
        tally.add(answer.workspace_id, bytes_served=size, drawn=answer.outcome == "drawn")
    if answer.link_id is not None and answer.fallen is not None:
        watch.add(answer.link_id, answer.fallen)


@extend_schema(exclude=True)
class PictureView(APIView):
    """`GET /i/<link>/<file>`: no log-in, no session, no cookie."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    # A mail provider opens the pictures of all its readers from a few addresses; there is no number too many.
    throttle_classes: list[Any] = []
    content_negotiation_class = TheAddressDecides
    http_method_names = ["get", "head"]

    def get(self, request: Request, link: str, file: str) -> HttpResponse:
        return self._answer(request._request, link, file, with_body=True)

    def head(self, request: Request, link: str, file: str) -> HttpResponse:
        return self._answer(request._request, link, file, with_body=False)

    def _answer(self, request: HttpRequest, link: str, file: str, *, with_body: bool) -> HttpResponse:
        opened = Opened(link, file, raw_query(request), held(request.META.get("HTTP_IF_NONE_MATCH", "")))
        return PictureResponse(delivered(opened), with_body=with_body)


def delivered(opened: Opened) -> Delivery:
    """The answer, timed and counted."""
    began = time.perf_counter()
    answer = delivery.deliver(opened, timezone.now())
    measures.delivered(answer.outcome, answer.format, len(answer.body or b""), time.perf_counter() - began)
    return answer


def held(if_none_match: str) -> frozenset[str]:
    """The ETags that a reader names as his."""
    return frozenset(ETAG.findall(if_none_match))


def last_resort(file: str) -> HttpResponse:
    """A plain picture for an address that could not even be looked at."""
    return PictureResponse(last_answer(file), with_body=True)


def last_answer(file: str) -> Delivery:
    """The same, whichever way it leaves."""
    output = answers.output_of(file)
    return answers.degraded(output, card(output), "failed")


def raw_query(request: HttpRequest) -> bytes:
    """The query as it came over the wire; WSGI hands bytes on as Latin-1."""
    return str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace")


view: Callable[..., HttpResponse] = PictureView.as_view()
