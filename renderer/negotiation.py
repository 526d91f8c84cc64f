"""Whether a program wants a picture or an account of it, read off its Accept header."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request


class PictureRenderer(BaseRenderer):
    """Stands for "the picture itself"; errors are told in JSON all the same."""

    media_type = "application/json"
    format = "picture"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return JSONRenderer().render(data, "application/json", renderer_context)


class JsonOrPicture(BaseContentNegotiation):
    """JSON for those who ask for it by name, the picture for everybody else."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next((parser for parser in parsers), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        accepts = request.META.get("HTTP_ACCEPT", "")
        if "application/json" in accepts:
            return JSONRenderer(), "application/json"
        return PictureRenderer(), "application/json"
