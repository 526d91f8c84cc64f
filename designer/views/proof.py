"""Parts of the QA sheet that come when they are ready: one picture's checks, their sum, an audience's worst rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audiences.models import Recipient
from audiences.queries import audiences_of_all
from designer.lint import Finding
from designer.lint.sheet import told
from designer.models import Template
from designer.operations.checks import check_template, records_of, remembered
from designer.picture_hosts import hosts_of
from designer.previews import compose, png
from designer.queries.compare import comparison
from designer.queries.kits import kit_of
from designer.queries.rows import row_record, worst_rows
from designer.records import Record
from designer.views.page import chosen, draft_document, grant_of, template_of
from renderer.engine.document import Document
from renderer.engine.problems import RenderProblem
from workspaces import access
from workspaces.access import NotFound
from workspaces.roles import Capability

EDIT = Capability.EDIT_TEMPLATES
# Rows of an audience are real people: shown to those who work on the design, not to everybody who may look around.
ROWS = Capability.COMMENT
WIDEST = 720


def sheet_context(request: HttpRequest, row: Template, size: str) -> dict[str, Any]:
    """What every part of the sheet needs to know."""
    grant = grant_of(request)
    return {
        "template": row,
        "workspace": row.workspace,
        "size": size,
        "can_edit": grant.may(EDIT) and not row.is_read_only,
        "may_override": grant.may(Capability.OVERRIDE_CHECKS),
        "has_live": row.live_revision_id is not None and size in _live_sizes(row),
    }


def _live_sizes(row: Template) -> set[str]:
    return {size["id"] for size in row.live_revision.document["sizes"]} if row.live_revision else set()


def checked(row: Template, size: str) -> dict[str, Any]:
    """The whole report for a size. Quick when its pictures were looked at before."""
    report = check_template(row, sizes=[size])
    cells: dict[str, list[Finding]] = {}
    for finding in report.findings:
        cells.setdefault(finding.record, []).append(finding)
    live = row.live_revision_id is not None and size in _live_sizes(row)
    same = live and comparison(row, "live", "draft", size=size).share == 0
    return {"report": report, "cells": cells, "whole": cells.get("", []), "same": same}


@require_safe
def summary(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """What all checks together say, and the form that submits the draft."""
    row, _, size = _asked(request, workspace, template)
    context = {**sheet_context(request, row, size), **checked(row, size)}
    return _part(request, "_qa_summary", context)


@require_safe
def cell(request: HttpRequest, workspace: str, template: str, record: str) -> HttpResponse:
    """The checks of one picture."""
    row, document, size = _asked(request, workspace, template)
    found = next((one for one in records_of(row, document) if one.id == record), None)
    if found is None:
        raise NotFound
    return _cell(request, row, document, found, size)


@require_safe
def worst(request: HttpRequest, workspace: str, template: str, audience: str) -> HttpResponse:
    """Rows of the sheet for the people whose values take the most room."""
    row, document, size = _asked(request, workspace, template, ROWS)
    people = access.find(grant_of(request), audiences_of_all(), audience)
    rows = [(record, record.filled(document)) for record in worst_rows(row, document, people)]
    return _part(
        request,
        "_qa_worst",
        {**sheet_context(request, row, size), "rows": rows, "audience": people, "total": len(document.fields)},
    )


@require_safe
def row_cell(request: HttpRequest, workspace: str, template: str, recipient: int) -> HttpResponse:
    """The checks of the picture that one recipient would get."""
    row, document, size = _asked(request, workspace, template, ROWS)
    return _cell(request, row, document, _recipient(request, row, recipient), size)


@require_safe
def row_picture(request: HttpRequest, workspace: str, template: str, recipient: int) -> HttpResponse:
    """The picture that one recipient would get; it is personal, so nobody keeps it."""
    row, document, size = _asked(request, workspace, template, ROWS)
    values = _recipient(request, row, recipient).values
    drawn = compose(document, values, hosts=hosts_of(row.workspace), size=size, scale=document.output.density)
    answer = HttpResponse(png(drawn.image, WIDEST), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _recipient(request: HttpRequest, row: Template, recipient: int) -> Record:
    known = access.find(grant_of(request), Recipient, recipient, by="pk")
    record = row_record(row, f"row-{known.pk}")
    if record is None:
        raise NotFound
    return record


def _asked(
    request: HttpRequest, workspace: str, template: str, capability: Capability = Capability.VIEW
) -> tuple[Template, Document, str]:
    row = template_of(request, workspace, template, capability)
    document = draft_document(row)
    return row, document, chosen(request, document, records_of(row, document))[1]


def _cell(request: HttpRequest, row: Template, document: Document, record: Record, size: str) -> HttpResponse:
    context: dict[str, Any] = sheet_context(request, row, size)
    try:
        kit, hosts = kit_of(row.workspace), hosts_of(row.workspace)
        look = remembered(document, record, size, kit, hosts)
        complete = remembered(document, records_of(row, document)[0], size, kit, hosts)
        context |= {"findings": told(look, complete), "ms": look.ms}
    except RenderProblem as problem:
        context |= {"failed": problem.public_message, "code": problem.code}
    return _part(request, "_qa_cell", context)


def _part(request: HttpRequest, name: str, context: Mapping[str, Any]) -> HttpResponse:
    answer = render(request, f"designer/{name}.html", dict(context))
    answer["Cache-Control"] = "private, no-store"
    return answer
