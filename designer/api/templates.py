"""Templates: list, make, change, copy, check, export."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from designer import edits
from designer.api import shapes
from designer.models import Template
from designer.operations import copying, drafts, templates
from designer.operations.checks import check_template, summary
from designer.queries.templates import TemplateFilter
from designer.queries.templates import templates as found
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

VIEW, EDIT = Capability.VIEW, Capability.EDIT_TEMPLATES
ROWS = Template.objects.select_related("workspace__organization", "live_revision")


class TemplatesView(TenantView):
    @described.many(
        "list_templates",
        "List templates",
        shapes.TemplateShape,
        q="Words in the name, folder or fields.",
        state="draft, in_review, approved, live, paused or archived.",
        folder="Only this folder and what lies in it.",
        tag="Only with this tag.",
        field="Only those that use this merge field.",
    )
    def get(self, request: Request, workspace: str) -> Response:
        grant = self.enter()
        wanted = TemplateFilter.of(request.query_params.dict())
        return page(self, found(grant.workspace, wanted), shapes.TemplateShape)

    @described.make("create_template", "Make a template", shapes.NewTemplate, shapes.TemplateWithDraft)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(EDIT)
        given = self.given(shapes.NewTemplate)
        made = templates.create_template(workspace=grant.workspace, by=grant.actor, now=timezone.now(), **given)
        return Response(shapes.TemplateWithDraft(made).data, status=201)


class TemplateView(TenantView):
    @described.one("get_template", "Show a template and its draft", shapes.TemplateWithDraft)
    def get(self, request: Request, workspace: str, template: str) -> Response:
        return Response(shapes.TemplateWithDraft(access.one(request, workspace, ROWS, template)).data)

    @described.change(
        "change_template", "Rename, sort, archive, or edit the draft", shapes.TemplateChanges, shapes.TemplateWithDraft
    )
    @once
    def patch(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        changed = _changed(row, self.given(shapes.TemplateChanges), by=access.actor_of(request), now=timezone.now())
        return Response(shapes.TemplateWithDraft(changed).data)


def _changed(row: Template, given: dict[str, Any], **who: Any) -> Template:
    """Everything that was asked for, in an order in which each can succeed."""
    if given.get("archived") is False:
        row = templates.unarchive(template=row, **who)
    if "name" in given:
        row = templates.rename(template=row, name=given["name"], **who)
    if "folder" in given or "tags" in given:
        row = templates.sort_into(template=row, folder=given.get("folder"), tags=given.get("tags"), **who)
    if "document" in given:
        _edit(row, given["document"], given["draft_rev"], **who)
    if given.get("archived"):
        row = templates.archive(template=row, **who)
    return ROWS.get(pk=row.pk)


def _edit(row: Template, document: dict[str, Any], rev: int, *, by: Any, now: Any) -> None:
    """A whole document, merged with what others did since that rev as if it had been edited in place."""
    base = drafts.draft_at(row, rev) if 1 <= rev <= row.draft_rev else row.draft
    plain = {name: value for name, value in document.items() if name != "brand"}
    seq = int(now.timestamp() * 1_000_000)
    drafts.save_draft(
        template=row,
        ops=edits.difference(base, plain),
        rev=rev,
        client=f"api-{by.key}"[:40],
        seq=seq,
        by=by,
        now=now,
        label="By the API",
    )


class ChecksView(TenantView):
    @described.one("check_template", "Run the checks over the draft", shapes.ChecksShape)
    def get(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template)
        return Response(summary(check_template(row)))


class DuplicateView(TenantView):
    @described.make("duplicate_template", "Duplicate a template", None, shapes.TemplateWithDraft)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        made = templates.duplicate(template=row, by=access.actor_of(request), now=timezone.now())
        return Response(shapes.TemplateWithDraft(made).data, status=201)


class PushView(TenantView):
    @described.change("push_template", "Bring a template to other workspaces", shapes.CopyTemplate, shapes.CarriedList)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        wanted = self.given(shapes.CopyTemplate)["workspaces"]
        # Each target through the same door: an API key opens one workspace, people may open many.
        targets = [access.workspace(request, key, EDIT) for key in wanted]
        access.enter(request, workspace, EDIT)
        carried = copying.push(template=row, targets=targets, by=access.actor_of(request), now=timezone.now())
        return Response(shapes.CarriedList({"results": carried}).data)
