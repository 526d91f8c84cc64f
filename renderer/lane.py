"""The short lane for pictures: their addresses pass no session, cookie or log-in middleware."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import resolve

PREFIX = "/i/"


class PictureLane:
    """The first middleware: answers `/i/…` itself and lets everything else pass, save on the host for pictures."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            match = resolve(request.path_info)
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return response
        if settings.IMAGE_HOST and request.META.get("HTTP_HOST") == settings.IMAGE_HOST:
            return HttpResponseNotFound("There are only pictures here.", content_type="text/plain")
        return self.get_response(request)
