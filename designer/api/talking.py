"""Comments, and the links by which clients decide without an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from designer.api.templates import ROWS
from designer.models import ClientApproval, Comment, Review
from designer.operations import client_approvals, comments
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

COMMENT, REVIEW = Capability.COMMENT, Capability.REVIEW


class CommentShape(serializers.ModelSerializer[Comment]):
    """`at` is px at 1x, from the corner of `layer` when there is one, else from the picture's."""

    author = serializers.CharField(source="author_name")
    parent = serializers.CharField(source="parent.key", default=None, allow_null=True)  # type: ignore[assignment]
    version = serializers.IntegerField(source="revision.number", default=None, allow_null=True)
    at = serializers.SerializerMethodField()
    resolved = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = [
            "key",
            "text",
            "author",
            "is_guest",
            "parent",
            "version",
            "layer",
            "at",
            "size",
            "record",
            "created_at",
            "resolved",
        ]

    def get_at(self, comment: Comment) -> list[float] | None:
        return [comment.x, comment.y] if comment.x is not None and comment.y is not None else None

    def get_resolved(self, comment: Comment) -> bool:
        return comment.resolved_at is not None


class NewComment(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=comments.MAX_TEXT)
    parent = serializers.CharField(max_length=32, required=False)  # type: ignore[assignment]
    layer = serializers.CharField(max_length=16, required=False, default="")
    at = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, required=False)
    size = serializers.CharField(max_length=24, required=False, default="")
    record = serializers.CharField(max_length=40, required=False, default="")


class CommentChange(serializers.Serializer[Any]):
    resolved = serializers.BooleanField()


class ClientShape(serializers.ModelSerializer[ClientApproval]):
    """`url` is told once, when the link is made."""

    state = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = ClientApproval
        fields = ["key", "name", "email", "may_decide", "state", "expires_at", "opened_at", "decided_at", "url"]

    def get_state(self, approval: ClientApproval) -> str:
        return approval.state(timezone.now())

    def get_url(self, approval: ClientApproval) -> str | None:
        token = self.context.get("token")
        return settings.PUBLIC_URL + reverse("designer:client", args=[token]) if token else None


class NewClient(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(required=False, default="", allow_blank=True)
    days = serializers.IntegerField(min_value=1, max_value=client_approvals.MAX_DAYS, default=client_approvals.DAYS)
    may_decide = serializers.BooleanField(default=True)


class CommentsView(TenantView):
    @described.many("list_comments", "List a template's comments", CommentShape, resolved="true or false.")
    def get(self, request: Request, workspace: str, template: str) -> Response:
        rows = access.one(request, workspace, ROWS, template).comments.select_related("parent", "revision")
        wanted = request.query_params.get("resolved", "")
        if wanted in ("true", "false"):
            rows = rows.filter(resolved_at__isnull=wanted == "false")
        return page(self, rows, CommentShape)

    @described.make("create_comment", "Comment on a template", NewComment, CommentShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, COMMENT)
        grant, given = self.enter(COMMENT), self.given(NewComment)
        parent, at = given.pop("parent", None), given.pop("at", None)
        made = comments.comment(
            template=row,
            by=grant.actor,
            now=timezone.now(),
            parent=access.find(grant, Comment.objects.filter(template=row), parent) if parent else None,
            at=(at[0], at[1]) if at else None,
            **given,
        )
        return Response(CommentShape(made).data, status=201)


class CommentView(TenantView):
    @described.change("resolve_comment", "Resolve a comment or open it again", CommentChange, CommentShape)
    @once
    def patch(self, request: Request, workspace: str, comment: str) -> Response:
        row: Comment = access.one(request, workspace, Comment, comment, COMMENT)
        resolved = self.given(CommentChange)["resolved"]
        comments.resolve(comment=row, by=access.actor_of(request), now=timezone.now(), resolved=resolved)
        return Response(CommentShape(row).data)


class ClientsView(TenantView):
    @described.many("list_client_links", "List a review's client links", ClientShape)
    def get(self, request: Request, workspace: str, review: str) -> Response:
        return page(self, access.one(request, workspace, Review, review).client_approvals.all(), ClientShape)

    @described.make("create_client_link", "Let a client decide by a link", NewClient, ClientShape)
    @once
    def post(self, request: Request, workspace: str, review: str) -> Response:
        row = access.one(request, workspace, Review, review, REVIEW)
        given = self.given(NewClient)
        made, token = client_approvals.invite_client(
            review=row, by=access.actor_of(request), now=timezone.now(), **given
        )
        return Response(ClientShape(made, context={"token": token}).data, status=201)


class ClientView(TenantView):
    @described.remove("revoke_client_link", "Close a client's link")
    @once
    def delete(self, request: Request, workspace: str, client: str) -> Response:
        row = access.one(request, workspace, ClientApproval, client, REVIEW)
        client_approvals.revoke_client(invitation=row, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)
