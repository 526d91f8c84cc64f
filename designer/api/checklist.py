"""What a reviewer looked at before deciding: the lines of a review's checklist and who ticked which."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.checklist import lines_of
from designer.models import Review
from designer.operations import reviews
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_repeats import once
from workspaces.roles import Capability


class LineShape(serializers.Serializer[Any]):
    """`line` counts from 0; `ticked_by` is a name, or null while nobody has ticked it."""

    line = serializers.IntegerField()
    text = serializers.CharField()
    ticked_by = serializers.CharField(allow_null=True)


class ChecklistShape(serializers.Serializer[Any]):
    lines = LineShape(many=True)


class Ticks(serializers.Serializer[Any]):
    """All lines that are to be ticked; whatever is left out loses its tick."""

    ticked = serializers.ListField(child=serializers.IntegerField(min_value=0))


class ChecklistView(TenantView):
    @described.one("get_checklist", "Show a review's checklist", ChecklistShape)
    def get(self, request: Request, workspace: str, review: str) -> Response:
        return Response(_checklist(access.one(request, workspace, Review, review)))

    @described.change("tick_checklist", "Tick lines of a review's checklist", Ticks, ChecklistShape)
    @once
    def put(self, request: Request, workspace: str, review: str) -> Response:
        row = access.one(request, workspace, Review, review, Capability.REVIEW)
        lines = self.given(Ticks)["ticked"]
        return Response(_checklist(reviews.tick(review=row, lines=lines, by=access.actor_of(request))))


def _checklist(review: Review) -> dict[str, Any]:
    told = [
        {"line": number, "text": text, "ticked_by": review.checklist.get(str(number))}
        for number, text in enumerate(lines_of(review.workspace))
    ]
    return ChecklistShape({"lines": told}).data
