"""How the operations of this API are described in OpenAPI: decorators for the six kinds there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework.serializers import Serializer

from workspaces.api.shapes import PageShape

Shape = type[Serializer[Any]]
Decorator = Callable[[Any], Any]
ONCE = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Any text of yours, such as a UUID. Asking again with it within a day gives the first answer again.",
)
CURSOR = [
    OpenApiParameter("cursor", OpenApiTypes.STR, description="Where to go on: as `next` gives it."),
    OpenApiParameter("limit", OpenApiTypes.INT, description="Rows a page, up to 200; 50 by default."),
]
REFUSALS = {
    401: OpenApiResponse(description="No key, or one that is unknown, revoked or expired"),
    403: OpenApiResponse(description="You may see it, not do this"),
    404: OpenApiResponse(description="Not there, or not yours to know of"),
}


def one(operation: str, summary: str, shape: Shape) -> Decorator:
    """Shows one thing."""
    return extend_schema(operation_id=operation, summary=summary, responses={200: shape, **REFUSALS})


def many(operation: str, summary: str, shape: Shape, **filters: str) -> Decorator:
    """Shows a page of things; `filters` are query parameters and what they do."""
    asked = [OpenApiParameter(name, OpenApiTypes.STR, description=words) for name, words in filters.items()]
    return extend_schema(
        operation_id=operation,
        summary=summary,
        parameters=[*CURSOR, *asked],
        responses={200: _pages_of(shape), **REFUSALS},
        filters=False,
    )


@cache
def _pages_of(shape: Shape) -> Serializer[Any]:
    """Described once, however many lists hold such things."""
    name = shape.__name__.removesuffix("Shape")
    return inline_serializer(f"{name}Page", {**PageShape().get_fields(), "results": shape(many=True)})


def make(operation: str, summary: str, request: Shape | None, answer: Shape) -> Decorator:
    """Makes something."""
    return _write(operation, summary, request, {201: answer, 409: _said("It is so already")})


def change(operation: str, summary: str, request: Shape, answer: Shape) -> Decorator:
    """Changes something."""
    return _write(operation, summary, request, {200: answer, 422: _said("It cannot be done as things stand")})


def act(operation: str, summary: str, answer: Shape) -> Decorator:
    """Does something that needs no body."""
    return _write(operation, summary, None, {200: answer})


def remove(operation: str, summary: str) -> Decorator:
    """Ends something."""
    return _write(operation, summary, None, {204: _said("Done")})


def _write(operation: str, summary: str, request: Shape | None, answers: dict[int, Any]) -> Decorator:
    return extend_schema(
        operation_id=operation, summary=summary, request=request, parameters=[ONCE], responses={**answers, **REFUSALS}
    )


def _said(words: str) -> OpenApiResponse:
    return OpenApiResponse(description=words)
