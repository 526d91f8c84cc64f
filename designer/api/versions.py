"""Revisions, reviews and what is live."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from designer.api import shapes
from designer.api.templates import ROWS
from designer.models import Review
from designer.operations import publishing, reviews, revisions
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

EDIT, PUBLISH, REVIEW = Capability.EDIT_TEMPLATES, Capability.PUBLISH, Capability.REVIEW


class RevisionsView(TenantView):
    @described.many("list_revisions", "List a template's versions", shapes.RevisionShape)
    def get(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template)
        return page(self, row.revisions.all(), shapes.RevisionShape)

    @described.make("create_revision", "Keep the draft as a named version", shapes.NewRevision, shapes.RevisionShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        given = self.given(shapes.NewRevision)
        made = revisions.name_version(template=row, by=access.actor_of(request), now=timezone.now(), **given)
        return Response(shapes.RevisionShape(made).data, status=201)


class RevisionView(TenantView):
    @described.one("get_revision", "Show a version and its document", shapes.RevisionWithDocument)
    def get(self, request: Request, workspace: str, template: str, number: int) -> Response:
        row = access.one(request, workspace, ROWS, template)
        return Response(shapes.RevisionWithDocument(revisions.numbered(row, number)).data)


class RestoreView(TenantView):
    @described.act("restore_revision", "Make a version the draft again", shapes.TemplateWithDraft)
    @once
    def post(self, request: Request, workspace: str, template: str, number: int) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        restored = revisions.restore(template=row, number=number, by=access.actor_of(request), now=timezone.now())
        return Response(shapes.TemplateWithDraft(restored).data)


class ReviewsView(TenantView):
    @described.many(
        "list_reviews", "List reviews", shapes.ReviewShape, state="pending, approved, changes_requested or withdrawn."
    )
    def get(self, request: Request, workspace: str) -> Response:
        rows = Review.objects.in_workspace(self.enter().workspace).select_related("template", "revision")
        state = request.query_params.get("state", "")
        return page(self, rows.filter(state=state) if state else rows, shapes.ReviewShape)


class SubmitView(TenantView):
    @described.make("submit_template", "Submit the draft for review", shapes.NewReview, shapes.ReviewShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, EDIT)
        given = self.given(shapes.NewReview)
        made = reviews.submit_for_review(template=row, by=access.actor_of(request), now=timezone.now(), **given)
        return Response(shapes.ReviewShape(made).data, status=201)


class ReviewView(TenantView):
    @described.one("get_review", "Show a review", shapes.ReviewShape)
    def get(self, request: Request, workspace: str, review: str) -> Response:
        return Response(shapes.ReviewShape(access.one(request, workspace, Review, review)).data)

    @described.change("decide_review", "Approve or request changes", shapes.Decision, shapes.ReviewShape)
    @once
    def post(self, request: Request, workspace: str, review: str) -> Response:
        row = access.one(request, workspace, Review, review, REVIEW)
        given = self.given(shapes.Decision)
        decide = reviews.approve if given["decision"] == "approve" else reviews.request_changes
        decided = decide(review=row, by=access.actor_of(request), now=timezone.now(), note=given["note"])
        return Response(shapes.ReviewShape(decided).data)


class PublicationsView(TenantView):
    @described.many("list_publications", "List what was published of a template", shapes.PublicationShape)
    def get(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template)
        return page(self, row.publications.select_related("revision"), shapes.PublicationShape)

    @described.make("publish_template", "Publish an approved version", shapes.NewPublication, shapes.PublicationShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, PUBLISH)
        given = self.given(shapes.NewPublication)
        act = publishing.roll_back if given["roll_back"] else publishing.publish
        release = act(template=row, number=given["version"], by=access.actor_of(request), now=timezone.now())
        made = row.publications.select_related("revision").get(release_number=release.number)
        return Response(shapes.PublicationShape(made).data, status=201)


class LiveView(TenantView):
    @described.change("change_live", "Pause, resume or take down", shapes.LiveChange, shapes.TemplateShape)
    @once
    def post(self, request: Request, workspace: str, template: str) -> Response:
        row = access.one(request, workspace, ROWS, template, PUBLISH)
        given = self.given(shapes.LiveChange)
        who = {"template": row, "by": access.actor_of(request), "now": timezone.now()}
        if given["action"] == "take_down":
            publishing.take_down(reason=given["reason"], **who)
        else:
            {"pause": publishing.pause, "resume": publishing.resume}[given["action"]](**who)
        return Response(shapes.TemplateShape(ROWS.get(pk=row.pk)).data)
