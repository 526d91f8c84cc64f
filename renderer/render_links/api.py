"""The API's links: list, make, look at, change. For programs with a key and for people with a session."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from renderer import fallbacks, releases
from renderer.engine.output import MEDIA_TYPES
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import NotPublished
from renderer.render_links import issuing
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import Workspace
from workspaces.roles import Capability

MAY = Capability.MANAGE_LINKS
SECRET = "Of links signed by Iterable: the HMAC secret of the project. Kept encrypted, never shown again."  # noqa: S105
POLICY = "Bounds for values that arrive unsigned: fields, max_length, deny, allow_addresses, max_distinct."


class LinkShape(serializers.ModelSerializer[RenderLink]):
    """A link as programs see it. `url` is the address of an open link; others have none that serves everybody."""

    id = serializers.CharField(source="code", read_only=True)
    template = serializers.CharField(source="template_key", read_only=True)
    pinned_release = serializers.IntegerField(source="pinned.number", read_only=True, default=None)
    url = serializers.SerializerMethodField()

    class Meta:
        model = RenderLink
        fields = [
            "id", "name", "template", "mode", "status", "size", "format", "policy", "pinned_release", "expires_at",
            "created_at", "url",
        ]  # fmt: skip

    def get_url(self, link: RenderLink) -> str | None:
        if link.mode != Mode.OPEN:
            return None
        return issuing.address(link, format=link.format or _format_of(link))


class NewLink(serializers.Serializer[Any]):
    """What a link is made from. `pin` keeps it at the release that is live now."""

    template = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=120)
    mode = serializers.ChoiceField(choices=[mode.value for mode in Mode])
    policy = serializers.DictField(required=False, help_text=POLICY)
    size = serializers.CharField(max_length=40, required=False)
    format = serializers.ChoiceField(choices=list(MEDIA_TYPES), required=False)
    pin = serializers.BooleanField(required=False, default=False)
    sender_secret = serializers.CharField(required=False, write_only=True, max_length=300, help_text=SECRET)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class LinkChanges(serializers.Serializer[Any]):
    """What may be changed of a link; addresses already sent stay good."""

    name = serializers.CharField(max_length=120, required=False)
    status = serializers.ChoiceField(choices=RenderLink.Status.choices, required=False)
    policy = serializers.DictField(required=False, help_text=POLICY)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    pin = serializers.BooleanField(
        required=False, help_text="True keeps the release that is live now, false follows what is live."
    )
    sender_secret = serializers.CharField(required=False, write_only=True, max_length=300, help_text=SECRET)


class LinksView(TenantView):
    @described.many("list_links", "List links", LinkShape, template="Only links to this template.")
    def get(self, request: Request, workspace: str) -> Response:
        rows = RenderLink.objects.in_workspace(self.enter().workspace).select_related("workspace", "pinned")
        if template := request.query_params.get("template"):
            rows = rows.filter(template_key=template)
        return page(self, rows, LinkShape)

    @described.make("create_link", "Make a link", NewLink, LinkShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant, given = self.enter(), self.given(NewLink)
        mode = Mode(given["mode"])
        # Whoever knows an open link may have anything drawn within its policy, so it takes an approver.
        grant.require(Capability.OPEN_LINKS if mode is Mode.OPEN else MAY)
        shown = _shown(grant.workspace, given["template"])
        link = issuing.create(
            workspace=grant.workspace,
            template_key=given["template"],
            name=given["name"],
            mode=mode,
            by=grant.actor,
            now=timezone.now(),
            rules=given.get("policy"),
            size=_size(shown, given.get("size")),
            format=given.get("format", ""),
            pinned_id=shown.id if given["pin"] else None,
            expires_at=given.get("expires_at"),
            sender_secret=given.get("sender_secret", ""),
        )
        return Response(LinkShape(link).data, status=201)


class LinkView(TenantView):
    @described.one("show_link", "Show a link", LinkShape)
    def get(self, request: Request, workspace: str, link: str) -> Response:
        return Response(LinkShape(self._link(link, Capability.VIEW)).data)

    @described.change("change_link", "Pause, resume, revoke or change a link", LinkChanges, LinkShape)
    @once
    def patch(self, request: Request, workspace: str, link: str) -> Response:
        row = self._link(link, MAY)
        given = self.given(LinkChanges)
        if "policy" in given and row.mode == Mode.OPEN:
            grant: access.Grant = request.grant  # type: ignore[attr-defined]
            grant.require(Capability.OPEN_LINKS)
        if (pin := given.pop("pin", None)) is not None:
            given["pinned_id"] = _shown(row.workspace, row.template_key).id if pin else None
        issuing.change(link=row, changes=given, by=access.actor_of(request), now=timezone.now())
        return Response(LinkShape(row).data)

    def _link(self, link: str, capability: Capability) -> RenderLink:
        return access.one(self.request, self.kwargs["workspace"], RenderLink, link, capability, by="code")


def _shown(workspace: Workspace, template_key: str) -> releases.Shown:
    shown = releases.current(workspace.pk, template_key)
    if shown is None:
        raise NotPublished
    return shown


def _size(shown: releases.Shown, size: str | None) -> str:
    """One of the template's sizes, or empty for the first. Raises LinkProblem."""
    known = [one.id for one in shown.document.sizes]
    if size and size not in known:
        raise issuing.LinkProblem(f"The template has no size “{size}”; it has {', '.join(known)}.")
    return size or ""


def _format_of(link: RenderLink) -> str:
    shown = releases.current(link.workspace_id, link.template_key)
    return fallbacks.extension_of(shown.document.output.format) if shown else "png"
