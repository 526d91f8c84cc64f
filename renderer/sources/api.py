"""The API's data sources: list, set up, change, remove, try. A secret goes in and never comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from renderer.models.sources import DataSource
from renderer.sources import operations, trying
from renderer.sources.operations import Setup
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

MAY = Capability.MANAGE_SOURCES
ROWS = DataSource.objects.select_related("workspace__organization")
MAPPING = "Merge field to JSONPath ($.customer.name), or for a sheet to a column."
SECRET = "Written, never read. Entered again when another server is to be asked; empty keeps the one that is stored."  # noqa: S105
KEY = "What the source needs of a recipient: value by field."


class SourceShape(serializers.ModelSerializer[DataSource]):
    """A source as programs see it: whether there is a secret, not which."""

    has_secret = serializers.SerializerMethodField()
    mapping = serializers.DictField(child=serializers.CharField(), help_text=MAPPING)

    class Meta:
        model = DataSource
        fields = [
            "key", "name", "kind", "address", "mapping", "lookup_field", "lookup_column", "secret_place", "secret_name",
            "has_secret", "life", "keep", "deadline", "wins", "serves_open_links", "is_active", "succeeded_at",
            "failed_at", "problem", "created_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_has_secret(self, source: DataSource) -> bool:
        return bool(source.secret)


class SourceParts(serializers.Serializer[Any]):
    """What a source is set up from."""

    name = serializers.CharField(max_length=80, required=False)
    address = serializers.CharField(max_length=2000, required=False, help_text="With {{ tags }} behind the host.")
    mapping = serializers.DictField(child=serializers.CharField(max_length=200), required=False, help_text=MAPPING)
    lookup_field = serializers.CharField(max_length=64, required=False, allow_blank=True)
    lookup_column = serializers.CharField(max_length=200, required=False, allow_blank=True)
    secret_place = serializers.ChoiceField(choices=DataSource.SecretPlace.choices, required=False, allow_blank=True)
    secret_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    secret = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, write_only=True, trim_whitespace=False, help_text=SECRET
    )
    life = serializers.IntegerField(required=False, help_text="Seconds for which an answer counts as fresh.")
    keep = serializers.IntegerField(required=False, help_text="Seconds for which it stands in for a failed one.")
    deadline = serializers.FloatField(required=False, help_text="Seconds to wait, up to 1.5.")
    wins = serializers.BooleanField(required=False, help_text="Its values count before those in the address.")
    serves_open_links = serializers.BooleanField(required=False)


class SourceChanges(SourceParts):
    """What may be changed; what is not sent stays."""

    is_active = serializers.BooleanField(required=False)


class NewSource(SourceParts):
    """What a source is made from."""

    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=DataSource.Kind.choices)
    address = serializers.CharField(max_length=2000, help_text="With {{ tags }} behind the host.")
    mapping = serializers.DictField(child=serializers.CharField(max_length=200), help_text=MAPPING)


class TrialRequest(serializers.Serializer[Any]):
    """A value for each key of the address, or for the look-up of a sheet."""

    values = serializers.DictField(child=serializers.CharField(max_length=200), required=False, help_text=KEY)


class TrialAnswer(serializers.Serializer[Any]):
    """What became of one answer. Nothing of it is kept."""

    succeeded = serializers.BooleanField()
    message = serializers.CharField(source="sentence")
    milliseconds = serializers.IntegerField()
    values = serializers.DictField(child=serializers.CharField(allow_null=True))


class SourcesView(TenantView):
    @described.many("list_sources", "List data sources", SourceShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, DataSource.objects.in_workspace(self.enter().workspace), SourceShape)

    @described.make("create_source", "Set up a data source", NewSource, SourceShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant, given = self.enter(MAY), self.given(NewSource)
        secret = given.pop("secret", "")
        made = operations.create(
            workspace=grant.workspace, setup=Setup(**given), secret=secret, by=grant.actor, now=timezone.now()
        )
        return Response(SourceShape(made).data, status=201)


class SourceView(TenantView):
    @described.one("show_source", "Show a data source", SourceShape)
    def get(self, request: Request, workspace: str, source: str) -> Response:
        return Response(SourceShape(access.one(request, workspace, ROWS, source)).data)

    @described.change("change_source", "Change, pause or resume a data source", SourceChanges, SourceShape)
    @once
    def patch(self, request: Request, workspace: str, source: str) -> Response:
        row, given = access.one(request, workspace, ROWS, source, MAY), self.given(SourceChanges)
        by: dict[str, Any] = {"by": access.actor_of(request), "now": timezone.now()}
        secret, active = given.pop("secret", ""), given.pop("is_active", row.is_active)
        if given or secret:
            operations.change(source=row, setup=replace(operations.setup_of(row), **given), secret=secret, **by)
        operations.set_active(source=row, active=active, **by)
        return Response(SourceShape(row).data)

    @described.remove("remove_source", "Remove a data source, its secret and its answers")
    def delete(self, request: Request, workspace: str, source: str) -> Response:
        row = access.one(request, workspace, ROWS, source, MAY)
        operations.remove(source=row, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)


class TryView(TenantView):
    @described.change("try_source", "Ask a data source now", TrialRequest, TrialAnswer)
    def post(self, request: Request, workspace: str, source: str) -> Response:
        row = access.one(request, workspace, ROWS, source, MAY)
        trial = trying.attempt(row, self.given(TrialRequest).get("values", {}), timezone.now())
        return Response(TrialAnswer(trial).data)
