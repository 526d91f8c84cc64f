"""Templates as files, reviews taken back, and publications promised for a time."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from designer.api import shapes
from designer.api.templates import ROWS
from designer.models import Review, ScheduledPublish
from designer.operations import files, reviews, scheduling
from designer.received import received
from workspaces import access
from workspaces.access import NotFound
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_repeats import once
from workspaces.roles import Capability

EDIT, PUBLISH = Capability.EDIT_TEMPLATES, Capability.PUBLISH


class TemplateFile(serializers.Serializer[Any]):
    """Sent as multipart/form-data."""

    file = serializers.FileField()


class ScheduleShape(serializers.ModelSerializer[ScheduledPublish]):
    version = serializers.IntegerField(source="revision.number")

    class Meta:
        model = ScheduledPublish
        fields = ["key", "version", "at", "state", "reason", "created_at"]


class NewSchedule(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)
    at = serializers.DateTimeField()


class ExportView(TenantView):
    @extend_schema(
        operation_id="export_template",
        summary="Download a template with its pictures, as a ZIP",
        responses={(200, "application/zip"): OpenApiTypes.BINARY, **described.REFUSALS},
    )
    def get(self, request: Request, workspace: str, template: str) -> HttpResponse:
        row = access.one(request, workspace, ROWS, template, EDIT)
        answer = HttpResponse(files.export_file(row), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{row.key}.okzest.zip"'
        return answer


class ImportView(TenantView):
    parser_classes = [MultiPartParser]

    @described.make("import_template", "Make a template from such a file", TemplateFile, shapes.TemplateWithDraft)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(EDIT)
        data = received(self.given(TemplateFile)["file"], files.MAX_FILE)
        made = files.import_file(workspace=grant.workspace, data=data, by=grant.actor, now=timezone.now())
        return Response(shapes.TemplateWithDraft(made).data, status=201)


class WithdrawView(TenantView):
    @described.act("withdraw_review", "Take a review back, so that the draft can be edited", shapes.ReviewShape)
    @once
    def post(self, request: Request, workspace: str, review: str) -> Response:
        row = access.one(request, workspace, Review, review, EDIT)
        reviews.withdraw(review=row, by=access.actor_of(request), now=timezone.now())
        row.refresh_from_db()
        return Response(shapes.ReviewShape(row).data)


class ScheduleView(TenantView):
    @described.one("get_schedule", "Show when an approved version will be published", ScheduleShape)
    def get(self, request: Request, workspace: str, template: str) -> Response:
        rows = access.one(request, workspace, ROWS, template).scheduled_publishes.select_related("revision")
        promise = rows.filter(state=ScheduledPublish.State.WAITING).first()
        if promise is None:
            raise NotFound
        return Response(ScheduleShape(promise).data)

    @described.change("schedule_publication", "Publish an approved version at a time", NewSchedule, ScheduleShape)
    @once
    def put(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, PUBLISH)
        given = self.given(NewSchedule)
        promise = scheduling.schedule(
            template=row, number=given["version"], at=given["at"], by=access.actor_of(request), now=timezone.now()
        )
        return Response(ScheduleShape(promise).data)

    @described.remove("cancel_schedule", "Cancel the planned publication")
    @once
    def delete(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, PUBLISH)
        if not scheduling.cancel_schedule(template=row, by=access.actor_of(request), now=timezone.now()):
            raise NotFound
        return Response(status=204)
