"""The API's documentation for people, made from the same OpenAPI description that programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 4
PLAIN = {"integer": 1, "number": 1, "boolean": True}


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """One page: every operation with its parameters, an example body and its answers."""
    described = description()
    context = {
        "title": described["info"]["title"],
        "base": settings.PUBLIC_URL,
        "sections": _sections(described),
    }
    return render(request, "api_docs.html", context)


class SchemaView(SpectacularAPIView):
    """`/api/v1/schema/`: the OpenAPI description, put together once, for it is the same for everybody."""

    def _get_schema_response(self, request: Request) -> Response:
        return Response(description(), headers={"Content-Disposition": 'inline; filename="okzest.yaml"'})


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description of the whole API."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


def _sections(described: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Operations by what they are about: the word after /api/v1/."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for operation in _operations(described):
        sections.setdefault(operation["about"], []).append(operation)
    return sorted(sections.items())


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for address, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                yield {
                    "id": f"{method}-{operation.get('operationId', address)}",
                    "about": _about(address),
                    "method": method.upper(),
                    "address": address,
                    "summary": operation.get("summary") or operation.get("operationId", ""),
                    "description": operation.get("description", ""),
                    "parameters": operation.get("parameters", []),
                    "body": _body(operation, described),
                    "answers": _answers(operation),
                }


def _about(address: str) -> str:
    """What an operation is about: the last word of its address that names things within a workspace."""
    words = address.removeprefix("/api/v1/").split("/")
    within = words[2] if len(words) > 2 and words[0] in ("workspaces", "organizations") else words[0]
    return within.replace("-", " ").capitalize()


def _body(operation: dict[str, Any], described: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = _example(content.get("schema", {}), described, DEEPEST)
    return json.dumps(example, indent=2) if content else ""


def _answers(operation: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (status, answer.get("description", ""), ", ".join(answer.get("content", {})))
        for status, answer in sorted(operation.get("responses", {}).items())
    ]


def _example(schema: dict[str, Any], described: dict[str, Any], depth: int) -> Any:
    """A body that shows every property once."""
    if "$ref" in schema:
        return _example(described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], described, depth)
    if choices := (*schema.get("allOf", ()), *schema.get("oneOf", ())):
        return _example(choices[0], described, depth)
    if schema.get("type") == "object":
        return _example_object(schema, described, depth)
    if schema.get("type") == "array":
        return [_example(schema["items"], described, depth - 1)] if depth else []
    return schema["enum"][0] if "enum" in schema else PLAIN.get(schema.get("type", ""), "text")


def _example_object(schema: dict[str, Any], described: dict[str, Any], depth: int) -> dict[str, Any]:
    if "properties" in schema and depth:
        return {name: _example(inner, described, depth - 1) for name, inner in schema["properties"].items()}
    return {"first_name": "Amira"} if schema.get("additionalProperties") else {}
