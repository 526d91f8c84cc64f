"""A template at a glance: its picture for every record and size, what it is made of, and what can be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from designer.operations.checks import records_of
from designer.queries.history import pending_review
from designer.views.page import chosen, draft_document, show, template_of


@require_safe
def design(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """The draft."""
    row = template_of(request, workspace, template)
    document = draft_document(row)
    records = records_of(row, document)
    record, size = chosen(request, document, records)
    shown = next(one for one in document.sizes if one.id == size)
    layers = list(reversed(document.layers[size]))
    context = {"records": records, "record": record, "sizes": document.sizes, "size": size, "shown": shown}
    review = pending_review(row)
    return show(request, "design", row, **context, layers=layers, review=review, document=document)
