"""Merge fields: of one template with their rules, and over all templates of a workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

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
from designer.rules import fallbacks, layers
from designer.rules.terms import BadRule
from designer.rules.words import OPS, condition
from designer.views.field_form import EMPTY_IN_RULES, FieldForm, clean_up_in_words
from designer.views.page import act, chosen, draft_document, grant_of, posting, show, template_of
from renderer.engine.document import Document
from workspaces import access
from workspaces.problems import Problem
from workspaces.roles import Capability

Json = dict[str, Any]
RuleRow = TypeVar("RuleRow", fallbacks.FallbackRow, layers.Row)
EDIT = Capability.EDIT_TEMPLATES
REFUSED = 422


@require_safe
def everywhere(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every field of the workspace, and the templates that use it."""
    grant = access.enter(request, workspace)
    found: dict[str, dict[int, Json]] = defaultdict(dict)
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
    return page(request, row, request.GET.get("field", ""))


def page(
    request: HttpRequest,
    row: Template,
    key: str,
    *,
    form: FieldForm | None = None,
    fallback: fallbacks.FallbackRow | None = None,
    rule: layers.Row | None = None,
) -> HttpResponse:
    """The page with a field chosen; what was sent and refused stands in its form again, with the reason."""
    document = draft_document(row)
    words = fields_words(row)
    raw = {field["key"]: field for field in words["fields"]}
    key = key if key in raw else next(iter(raw), "")
    records = records_of(row, document)
    record, size = chosen(request, document, records)
    can = grant_of(request).may(EDIT) and not row.is_read_only
    table = [(field, words["used_in"].get(field.key, []), clean_up_in_words(field.clean)) for field in document.fields]
    context = {
        "table": table,
        "key": key,
        "form": form or (FieldForm.of(raw[key], disabled=not can) if key else None),
        "words": words,
        "record": record,
        "records": records,
        "size": size,
        "can_edit": can,
        "new": FieldForm.of({"key": ""}, fresh=True) if can else None,
        **_of_field(raw.get(key), document, records, fallback),
        **_conditions(row, document, records, rule),
    }
    answer = show(request, "fields", row, "designer:template_fields", **context)
    answer.status_code = REFUSED if form or fallback or rule else answer.status_code
    return answer


def _of_field(
    raw: Mapping[str, Any] | None, document: Document, records: Sequence[Record], sent: fallbacks.FallbackRow | None
) -> Json:
    """The chosen field's own rules, and what stands in when none of them fits."""
    if raw is None:
        return {}
    field = next(one for one in document.fields if one.key == raw["key"])
    rows, new = _with_sent(fallbacks.rows(raw, document, records), sent, fallbacks.FallbackRow())
    otherwise = EMPTY_IN_RULES[field.empty].format(field.fallback)
    return {"field": field, "fallbacks": rows, "new_fallback": new, "otherwise": otherwise}


def _with_sent(rows: list[RuleRow], sent: RuleRow | None, blank: RuleRow) -> tuple[list[RuleRow], RuleRow]:
    """The rows and the one for a new rule, with what was sent in its place; one that is gone is offered as new."""
    if sent is None:
        return rows, blank
    if 0 <= sent.number < len(rows):
        return [sent if one.number == sent.number else one for one in rows], blank
    return rows, replace(sent, number=-1)


def _conditions(row: Template, document: Document, records: Sequence[Record], sent: layers.Row | None) -> Json:
    """The design's conditions as rows and what their form offers; layers' own are shown beside them."""
    drawn = row.draft.get("layers", [])
    rows, new = _with_sent(layers.rows_of_design(row.draft, document, records), sent, layers.Row())
    labels = {field.key: field.label for field in document.fields}
    return {
        "rules": rows,
        "new_rule": new,
        "layers": drawn,
        "shown_when": [(layer, condition(layer["show_if"], labels)) for layer in drawn if layer.get("show_if")],
        "ops": OPS,
        "deeds": layers.DEEDS,
        "sets": layers.SETS,
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
        if known:
            return page(request, row, key, form=form)
        words = "; ".join(f"{name}: {error}" for name, errors in form.errors.items() for error in errors)
        return act(request, "", back, lambda: _refuse(words))
    changed = form.changed(known)
    fields = [changed if field is known else field for field in raw] if known else [*raw, changed]
    done = f"{back}?field={changed['key']}"
    return act(request, "Saved in the draft.", done, lambda: put(request, row, {"fields": fields}, "Field rules"))


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
    gone = f"“{key}” is gone from the draft."
    return act(request, gone, back, lambda: put(request, row, {"fields": fields}, "Field rules"))


def _refuse(words: str) -> None:
    raise Problem(words)


def place_of_rules(row: Template, key: str) -> str:
    """Where the field's own rules stand."""
    return f"{reverse('designer:template_fields', args=[row.workspace.key, row.key])}?field={key}#fallbacks"


def rules_of(row: Template, key: str) -> list[Json]:
    """The field's own rules in the draft. Raises BadRule when there is no such field."""
    found = next((field for field in row.draft.get("fields", []) if field["key"] == key), None)
    if found is None:
        raise BadRule("This field is gone. Load the page again.")
    return list(found.get("rules", []))


def put_rules(request: HttpRequest, row: Template, key: str, change: Callable[[list[Json]], list[Json]]) -> None:
    """Change the field's own rules in the draft. Raises BadRule."""
    rules = change(rules_of(row, key))
    fields = [{**field, "rules": rules} if field["key"] == key else field for field in row.draft["fields"]]
    put(request, row, {"fields": fields}, "Fallback rules")


def put(request: HttpRequest, row: Template, what: Json, label: str) -> None:
    """Save properties of the design as one edit, made on the draft that the request saw."""
    now, by = timezone.now(), grant_of(request).actor
    drafts.save_draft(
        template=row,
        ops=[{"op": "set", "id": edits.DOC, "set": what}],
        rev=row.draft_rev,
        client=f"page-{by.key}"[:40],
        seq=int(now.timestamp() * 1_000_000),
        by=by,
        now=now,
        label=label,
    )
