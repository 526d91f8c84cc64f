"""What a rule does, as a picture, before it is saved: drawn for somebody whom the rule is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from designer.models import Template
from designer.operations.checks import records_of
from designer.picture_hosts import hosts_of
from designer.previews import compose, document_of, png
from designer.queries.kits import frozen
from designer.rules import fallbacks, layers
from designer.views.fields import rules_of
from designer.views.page import chosen, draft_document, template_of
from renderer.engine.document import Document
from workspaces.api_problems import is_told
from workspaces.whole_numbers import whole_number

WIDTH = 680


@require_safe
def rule_picture(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """The draft with the rule that the query holds, as its form would send it; nothing (204) while it is incomplete.

    With `field` it is a rule of that field, else one of layers.
    """
    row = template_of(request, workspace, template)
    try:
        document, values = _tried(request, row)
    except Exception as problem:
        if not is_told(problem):
            raise
        return HttpResponse(status=204)
    scale = max(1, min(2, -(-WIDTH // document.size().w)))
    drawn = compose(document, values, hosts=hosts_of(row.workspace), scale=scale)
    response = HttpResponse(png(drawn.image, WIDTH), content_type="image/png")
    response["Cache-Control"] = "private, no-cache"
    return response


def _tried(request: HttpRequest, row: Template) -> tuple[Document, Mapping[str, str]]:
    """The design with the rule in it, and a record that the rule is for. Raises BadRule and DocumentError."""
    before = draft_document(row)
    records = records_of(row, before)
    record, _ = chosen(request, before, records)
    values = next(one.values for one in records if one.id == record)
    key, raw = request.GET.get("field", ""), request.GET.get("number", "")
    of_before = rules_of(row, key) if key else list(row.draft.get("rules", []))
    found = whole_number(raw, most=len(of_before) - 1)
    number = len(of_before) if found is None else found
    if key:
        rule = fallbacks.rule_of(request.GET, before)
        changed = fallbacks.with_rule(of_before, number, rule)
        document = _with(row, fields=[_with_rules(one, key, changed) for one in row.draft["fields"]])
        return document, fallbacks.seen_by(key, number, document, values)
    changed = [*of_before[:number], layers.rule_of(request.GET, before), *of_before[number + 1 :]]
    document = _with(row, rules=changed)
    return document, layers.seen_by(number, document, values)


def _with(row: Template, **what: Any) -> Document:
    return document_of(frozen({**row.draft, **what}, row.workspace))


def _with_rules(field: Mapping[str, Any], key: str, rules: list[dict[str, Any]]) -> Mapping[str, Any]:
    return {**field, "rules": rules} if field["key"] == key else field
