"""Merge fields: of one template with their rules, and over all templates of a workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer import edits
from designer.models import Template, Use
from designer.operations import drafts
from designer.operations.checks import records_of
from designer.queries.editor import fields_words
from designer.records import Record
from designer.views import rule_form
from designer.views.field_form import FieldForm, clean_up_in_words
from designer.views.page import act, chosen, draft_document, grant_of, posting, show, template_of
from designer.wording import condition
from renderer.engine.document import Document
from workspaces import access
from workspaces.problems import Problem
from workspaces.roles import Capability

EDIT = Capability.EDIT_TEMPLATES


@require_safe
def everywhere(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every field of the workspace, and the templates that use it."""
    grant = access.enter(request, workspace)
    found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    uses = Use.objects.in_workspace(grant.workspace).filter(kind="field", template__archived_at=None)
    for use in uses.select_related("template").order_by("name", "template__name"):
        entry = found[use.name].setdefault(use.template_id, {"template": use.template, "live": False})
        entry["live"] |= use.where == Use.Where.LIVE
    rows = [(name, list(entries.values())) for name, entries in sorted(found.items())]
    return render(request, "designer/fields_everywhere.html", {"rows": rows})


@require_safe
def of_template(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """The rules of one template as a table, and one field in detail beside it."""
    row = template_of(request, workspace, template)
    document = draft_document(row)
    words = fields_words(row)
    raw = {field["key"]: field for field in words["fields"]}
    key = request.GET.get("field", "")
    key = key if key in raw else next(iter(raw), "")
    records = records_of(row, document)
    record, size = chosen(request, document, records)
    can = grant_of(request).may(EDIT) and not row.is_read_only
    form = FieldForm.of(raw[key], disabled=not can) if key else None
    table = [(field, words["used_in"].get(field.key, []), clean_up_in_words(field.clean)) for field in document.fields]
    context = {
        "table": table,
        "key": key,
        "form": form,
        "words": words,
        "record": record,
        "records": records,
        "size": size,
    }
    new = FieldForm.of({"key": ""}, fresh=True) if can else None
    return show(request, "fields", row, **context, **_conditions(row, document, records), can_edit=can, new=new)


def _conditions(row: Template, document: Document, records: Sequence[Record]) -> dict[str, Any]:
    """The design's conditions as rows and what their form offers; layers' own are shown beside them."""
    layers = row.draft.get("layers", [])
    return {
        "rules": rule_form.rows_of(row.draft, document, records),
        "new_rule": rule_form.empty_row(),
        "layers": layers,
        "shown_when": [(layer, condition(layer["show_if"])) for layer in layers if layer.get("show_if")],
        "ops": rule_form.OPS,
        "deeds": rule_form.DEEDS,
        "sets": rule_form.SETS,
    }


@posting
def save(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Put one field's rules in the draft; live versions keep theirs until the next publication."""
    row = template_of(request, workspace, template, EDIT)
    key = request.POST.get("was", "")
    raw = [dict(field) for field in row.draft.get("fields", [])]
    known = next((field for field in raw if field["key"] == key), {})
    form = FieldForm(request.POST, fresh=not known)
    back = reverse("designer:template_fields", args=[workspace, template])
    if not form.is_valid():
        words = "; ".join(f"{name}: {error}" for name, errors in form.errors.items() for error in errors)
        return act(request, "", back, lambda: _refuse(words))
    changed = form.changed(known)
    fields = [changed if field is known else field for field in raw] if known else [*raw, changed]
    return act(request, "Saved in the draft.", f"{back}?field={changed['key']}", lambda: _put(request, row, fields))


@posting
def remove(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Take a field out; one that layers use stays until they do not."""
    row = template_of(request, workspace, template, EDIT)
    key = request.POST.get("key", "")
    back = reverse("designer:template_fields", args=[workspace, template])
    used = fields_words(row)["used_in"].get(key, [])
    if used:
        names = ", ".join(place["name"] for place in used)
        return act(request, "", back, lambda: _refuse(f"“{key}” is used by {names}. Take it out there first."))
    fields = [field for field in row.draft.get("fields", []) if field["key"] != key]
    return act(request, f"“{key}” is gone from the draft.", back, lambda: _put(request, row, fields))


def _refuse(words: str) -> None:
    raise Problem(words)


def _put(request: HttpRequest, row: Template, fields: list[dict[str, Any]]) -> None:
    now = timezone.now()
    drafts.save_draft(
        template=row,
        ops=[{"op": "set", "id": edits.DOC, "set": {"fields": fields}}],
        rev=row.draft_rev,
        client=f"page-{grant_of(request).actor.key}",
        seq=int(now.timestamp() * 1_000_000),
        by=grant_of(request).actor,
        now=now,
        label="Field rules",
    )
