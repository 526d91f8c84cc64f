"""The API's snippets: the code for a mailing tool, as data."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from renderer.releases import NotPublished
from renderer.render_links.issuing import LinkProblem
from renderer.render_links.pages import MAY, ROWS
from renderer.snippets.mailtools import mail_tools
from renderer.snippets.panel import SCALES, Panel, panel
from workspaces import access
from workspaces.access import Grant
from workspaces.api import described
from workspaces.api.views import TenantView

ASKED = [
    OpenApiParameter("tool", enum=list(mail_tools()), description="By default the one that was chosen last."),
    OpenApiParameter("width", int, description="What the mail shows, in CSS pixels; by default the template's."),
    OpenApiParameter("scale", int, enum=SCALES, description="Pixels of the picture for each of those; 2 by default."),
    OpenApiParameter("tag_{field}", str, description="What the tool calls a field; remembered names by default."),
]


class SnippetShape(serializers.Serializer[Any]):
    """What people paste. Every code holds the tool's own tags."""

    tool = serializers.CharField()
    html = serializers.CharField()
    address = serializers.CharField(help_text="The picture's address alone.")
    markdown = serializers.CharField()
    open_graph = serializers.CharField(help_text="For a page that shows a card when it is shared.")
    alt = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    tags = serializers.DictField(child=serializers.CharField(), help_text="What the tool calls each field.")
    warnings = serializers.ListField(child=serializers.CharField())
    recipients_can_change = serializers.CharField()


class SnippetView(TenantView):
    @extend_schema(
        operation_id="show_snippet",
        summary="Show the code for a mailing tool",
        parameters=ASKED,
        responses={200: SnippetShape, **described.REFUSALS},
    )
    def get(self, request: Request, workspace: str, link: str) -> Response:
        row = access.one(request, workspace, ROWS, link, by="code")
        grant: Grant = request.grant  # type: ignore[attr-defined]
        if (tool := request.query_params.get("tool")) and tool not in mail_tools():
            raise LinkProblem(f"There is no mailing tool “{tool}”. Known are {', '.join(mail_tools())}.")
        return Response(_account(panel(row, request.query_params, may_see_key=grant.may(MAY))))


def _account(shown: Panel) -> dict[str, Any]:
    if shown.shown is None:
        raise NotPublished
    made = shown.snippet
    if made is None:
        raise LinkProblem(shown.problem)
    return {
        "tool": shown.tool.key,
        "html": made.html,
        "address": made.address,
        "markdown": made.markdown,
        "open_graph": made.open_graph,
        "alt": made.alt,
        "width": made.width,
        "height": made.height,
        "tags": shown.names,
        "warnings": [*(row.mistake for row in shown.rows if row.mistake), *made.warnings],
        "recipients_can_change": shown.change,
    }
