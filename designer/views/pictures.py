"""Pictures of a template for our own pages: any version, record and size, or where two versions differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from designer.content import content_hash
from designer.models import Asset, Template
from designer.operations.checks import records_of
from designer.picture_hosts import hosts_of
from designer.previews import compose, document_of, png
from designer.queries.compare import map_png
from designer.queries.history import document_at
from designer.sprites import RENDERER
from designer.views.page import template_of
from workspaces import access
from workspaces.access import NotFound
from workspaces.whole_numbers import whole_number

KEPT_SECONDS = 3600
WIDEST = 2400
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """`?v=draft|live|3&record=complete&size=base&w=448`, and `&against=2` for the difference map."""
    row = template_of(request, workspace, template)
    return answer(request, picture_png, row, request.GET)


def answer(request: HttpRequest, draw, row: Template, query: Mapping[str, str]) -> HttpResponse:  # type: ignore[no-untyped-def]
    """The picture with its ETag; drawn only when the browser does not have it."""
    etag = f'"{_name(row, query)}"'
    response = (
        HttpResponse(status=304) if request.headers.get("If-None-Match") == etag else _drawn(etag, draw, row, query)
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _drawn(etag: str, draw, row: Template, query: Mapping[str, str]) -> HttpResponse:  # type: ignore[no-untyped-def]
    data = cache.get(f"page-picture:{etag}")
    if data is None:
        data = draw(row, query)
        cache.set(f"page-picture:{etag}", data, KEPT_SECONDS)
    return HttpResponse(data, content_type="image/png")


def picture_png(template: Template, query: Mapping[str, str]) -> bytes:
    """The PNG that the query names. Raises NotFound."""
    record, size = query.get("record", "complete"), query.get("size", "")
    version, against = query.get("v", "draft"), query.get("against", "")
    if against:
        return map_png(template, against, version, record, size)
    document = document_of(_document(template, version))
    values = {one.id: one.values for one in records_of(template, document)}.get(record)
    if values is None:
        raise NotFound
    width = whole_number(query.get("w", ""), least=1)
    most = min(width, WIDEST) if width else None
    base = next((one for one in document.sizes if one.id == size), document.size())
    scale = 2 if most is None and base.w <= 700 else max(1, min(2, -(-(most or 1) // base.w)))
    hosts = hosts_of(template.workspace)
    return png(compose(document, values, hosts=hosts, size=size or None, scale=scale).image, most)


def _document(template: Template, version: str) -> dict:  # type: ignore[type-arg]
    found = document_at(template, version)
    if found is None:
        raise NotFound
    return found


def _name(template: Template, query: Mapping[str, str]) -> str:
    """What the picture shows, as a name: documents by their hash, records by their values."""
    versions = [
        content_hash(_document(template, one)) for one in (query.get("v", "draft"), query.get("against", "")) if one
    ]
    own = sorted(template.test_records.filter(key=query.get("record", "")).values_list("values", flat=True), key=str)
    parts = [
        RENDERER,
        template.key,
        *versions,
        query.get("record", ""),
        query.get("size", ""),
        query.get("w", ""),
        str(own),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@require_safe
def asset_file(request: HttpRequest, workspace: str, asset: str) -> HttpResponse:
    """A file of the library, as we made it; fonts are not handed out."""
    row = access.one(request, workspace, Asset, asset)
    if row.kind == Asset.Kind.FONT:
        raise NotFound
    with default_storage.open(f"assets/{row.digest}") as file:
        response = HttpResponse(file.read(), content_type=row.media_type)
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
