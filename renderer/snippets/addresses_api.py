"""An audience's ready addresses over the API: streamed as JSON lines or CSV, as many as there are recipients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from audiences.models import Audience
from renderer.releases import NotPublished
from renderer.render_links.pages import ROWS
from renderer.snippets import ready_addresses
from renderer.snippets.addresses import ADDRESS_COLUMN, TOKEN_COLUMN
from renderer.snippets.panel import SCALES, shown_by
from renderer.snippets.ready_addresses import ID_COLUMN, Rows
from workspaces import access, tables
from workspaces.access import Grant
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.roles import Capability

JSON_LINES, CSV = "application/x-ndjson", "text/csv"
LINE = """One line for each recipient: `{"id", "token", "address", "values"}`; sealed links have no token."""
ANSWERS: dict[Any, Any] = {
    (200, JSON_LINES): OpenApiResponse(OpenApiTypes.STR, description=LINE),
    (200, CSV): OpenApiResponse(OpenApiTypes.STR, description="The same as a sheet for the mailing tool."),
}


class LinesOrCsv(BaseContentNegotiation):
    """CSV for those who ask for it by name, JSON lines for everybody else; problems are told in JSON all the same."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next(iter(parsers), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        return JSONRenderer(), "application/json"


class AddressesView(TenantView):
    content_negotiation_class = LinesOrCsv

    @extend_schema(
        operation_id="list_addresses",
        summary="Ready addresses of an audience",
        description="Of a token or sealed link, one for each recipient, sent while they are made.",
        parameters=[
            OpenApiParameter("scale", int, enum=SCALES, description="Pixels for each CSS pixel; 2 by default.")
        ],
        responses={**ANSWERS, **described.REFUSALS},
    )
    def get(self, request: Request, workspace: str, audience: str, link: str) -> HttpResponseBase:
        row = access.one(request, workspace, ROWS, link, Capability.MANAGE_AUDIENCES, by="code")
        grant: Grant = request.grant  # type: ignore[attr-defined]
        people = access.find(grant, Audience.objects.select_related("workspace__organization"), audience)
        shown = shown_by(row)
        if shown is None:
            raise NotPublished
        rows = ready_addresses.rows(row, shown, people, scale=_scale(request))
        ready_addresses.note(row, people, by=grant.actor, now=timezone.now())
        head = ready_addresses.head(row, people)
        if CSV in request.headers.get("Accept", ""):
            return tables.download("addresses", head, rows)
        return _lines(head, rows)


def _scale(request: Request) -> int:
    asked = request.query_params.get("scale", "2")
    if asked not in {str(one) for one in SCALES}:
        raise ValidationError({"scale": [f"Use one of {', '.join(map(str, SCALES))}."]})
    return int(asked)


def _lines(head: list[str], rows: Rows) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_records(head, rows), content_type=JSON_LINES)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _records(head: list[str], rows: Rows) -> Iterator[str]:
    """A field may be called “id”, so values are apart."""
    own = head.index(ADDRESS_COLUMN) + 1
    words = {ID_COLUMN: "id", TOKEN_COLUMN: "token", ADDRESS_COLUMN: "address"}
    for row in rows:
        facts = {words[name]: cell for name, cell in zip(head[:own], row[:own], strict=True)}
        record = {**facts, "values": dict(zip(head[own:], row[own:], strict=True))}
        yield json.dumps(record, ensure_ascii=False) + "\n"
