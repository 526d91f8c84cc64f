"""The short lane for pictures: their addresses pass no session, cookie or log-in middleware."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.response import SimpleTemplateResponse
from django.urls import resolve

from renderer.serving.pictures import last_resort
from renderer.trails import trail

PREFIX = "/i/"
log = structlog.get_logger(__name__)


class PictureLane:
    """The first middleware: answers `/i/…` itself and lets everything else pass, save on the host for pictures."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            return self._picture(request)
        if settings.IMAGE_HOST and _is_for_pictures(request.META.get("HTTP_HOST", "")):
            return HttpResponseNotFound("There are only pictures here.", content_type="text/plain")
        return self.get_response(request)

    def _picture(self, request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        except Exception as problem:
            log.error("picture.unanswered", why=type(problem).__name__, trail=trail(problem))
            return last_resort(request.path_info)
        return response


def _is_for_pictures(host: str) -> bool:
    """Whether the request came for the host of pictures, however it is written; without a port any port is meant."""
    wanted, asked = settings.IMAGE_HOST.lower(), host.lower()
    if ":" not in wanted:
        asked = asked.partition(":")[0]
    return asked.rstrip(".") == wanted
