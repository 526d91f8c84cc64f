"""What designs are tried and shown with: test records, links to the proof sheet, and what changed between versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.api.templates import ROWS
from designer.models import TestRecord
from designer.operations import records, sharing
from designer.queries.compare import comparison
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

EDIT = Capability.EDIT_TEMPLATES


class RecordShape(serializers.ModelSerializer[TestRecord]):
    values = serializers.DictField(child=serializers.CharField(allow_blank=True))

    class Meta:
        model = TestRecord
        fields = ["key", "label", "values", "created_at"]


class NewRecord(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=60)  # type: ignore[assignment]
    values = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)


class RecordChanges(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=60, required=False)  # type: ignore[assignment]
    values = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)


class NewProofLink(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=sharing.LONGEST.days, default=sharing.USUAL.days)


class ProofLinkShape(serializers.Serializer[Any]):
    """Opens the draft as it is now, for anybody who has it. Told this once."""

    url = serializers.CharField()
    draft_rev = serializers.IntegerField()


class DifferenceShape(serializers.Serializer[Any]):
    """What changed, in words, and the share of pixels that did, from 0 to 1."""

    before = serializers.CharField()
    after = serializers.CharField()
    record = serializers.CharField()
    size = serializers.CharField()
    share = serializers.FloatField()
    changed = serializers.ListField(child=serializers.DictField())


class RecordsView(TenantView):
    @described.many("list_test_records", "List a template's own test records", RecordShape)
    def get(self, request: Request, workspace: str, template: str) -> Response:
        return page(self, access.one(request, workspace, ROWS, template).test_records.all(), RecordShape)

    @described.make("create_test_record", "Add a test record", NewRecord, RecordShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        made = records.add_record(template=row, now=timezone.now(), **self.given(NewRecord))
        return Response(RecordShape(made).data, status=201)


class RecordView(TenantView):
    @described.change("change_test_record", "Change a test record", RecordChanges, RecordShape)
    @once
    def patch(self, request: Request, workspace: str, record: str) -> Response:
        row = access.one(request, workspace, TestRecord, record, EDIT)
        return Response(RecordShape(records.change_record(record=row, **self.given(RecordChanges))).data)

    @described.remove("delete_test_record", "Delete a test record")
    @once
    def delete(self, request: Request, workspace: str, record: str) -> Response:
        records.delete_record(record=access.one(request, workspace, TestRecord, record, EDIT))
        return Response(status=204)


class ProofLinksView(TenantView):
    @described.make("share_proof", "Make a link to the proof sheet of the draft", NewProofLink, ProofLinkShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        days = self.given(NewProofLink)["days"]
        token = sharing.share_proof(template=row, days=days, by=access.actor_of(request), now=timezone.now())
        url = settings.PUBLIC_URL + reverse("designer:proof", args=[token])
        return Response(ProofLinkShape({"url": url, "draft_rev": row.draft_rev}).data, status=201)

    @described.remove("end_proofs", "Close every proof link of a template")
    @once
    def delete(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        sharing.end_proofs(template=row, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)


class DifferenceView(TenantView):
    @described.one("compare_versions", "Compare two versions; “draft” and “live” are versions, too", DifferenceShape)
    def get(self, request: Request, workspace: str, template: str, before: str, after: str) -> Response:
        row = access.one(request, workspace, ROWS, template)
        query = request.query_params
        found = comparison(row, before, after, record=query.get("record", "complete"), size=query.get("size", ""))
        shown = {name: getattr(found, name) for name in ("before", "after", "record", "size", "share")}
        return Response({**shown, "changed": [asdict(one) for one in found.changed]})
