"""Publish: what is live, what is planned, and the ways back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer.models import Review, ScheduledPublish
from designer.operations import publishing, scheduling
from designer.queries.history import pending_review
from designer.views.forms import Schedule
from designer.views.page import act, grant_of, posting, show, template_of
from renderer.models import RenderLink
from renderer.render_links import usage
from workspaces.problems import Problem
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

PUBLISH = Capability.PUBLISH
SHOWN_LINKS = 8


@require_safe
def publish_page(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Everything about what the world sees of the template."""
    row = template_of(request, workspace, template)
    approved = row.revisions.filter(reviews__state=Review.State.APPROVED).distinct()
    planned = ScheduledPublish.objects.filter(template=row, state=ScheduledPublish.State.WAITING).first()
    failed = ScheduledPublish.objects.filter(template=row, state=ScheduledPublish.State.FAILED).order_by("-at").first()
    links = RenderLink.objects.in_workspace(row.workspace).filter(template_key=row.key)
    shown = row.publications.select_related("revision")
    ready = approved.first()
    context = {
        "ready": ready if ready and ready.pk != row.live_revision_id else None,
        "approved": approved,
        "planned": planned,
        "failed": failed,
        "links": links.count(),
        "pinned": links.filter(pinned__isnull=False).count(),
        "shown_links": links.exclude(status=RenderLink.Status.REVOKED)[:SHOWN_LINKS],
        "usage": usage.usage_of(row.workspace, row.key),
        "publications": shown[:30],
        "earlier": shown.exclude(revision=row.live_revision_id).first() if row.live_revision_id else None,
        "review": pending_review(row),
        "schedule": Schedule(),
        "now": timezone.now(),
    }
    return show(request, "publish", row, **context)


def _doing(request: HttpRequest, workspace: str, template: str, done: str, work: Callable[..., Any]) -> HttpResponse:
    row = template_of(request, workspace, template, PUBLISH)
    by = grant_of(request).actor
    back = reverse("designer:publish", args=[workspace, template])
    return act(request, done, back, lambda: work(template=row, by=by, now=timezone.now()))


def _number(request: HttpRequest) -> int:
    number = whole_number(request.POST.get("number", ""))
    if number is None:
        raise Problem("Choose a version first.")
    return number


@posting
def publish(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    def work(**options: Any) -> None:
        publishing.publish(number=_number(request), **options)

    return _doing(request, workspace, template, "It is live.", work)


@posting
def schedule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    def work(**options: Any) -> None:
        form = Schedule(request.POST)
        if not form.is_valid():
            raise Problem("Choose a day and a time.")
        scheduling.schedule(number=_number(request), at=form.cleaned_data["at"], **options)

    return _doing(request, workspace, template, "It is planned.", work)


@posting
def unschedule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    return _doing(request, workspace, template, "The plan is cancelled.", scheduling.cancel_schedule)


@posting
def roll_back(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    def work(**options: Any) -> None:
        publishing.roll_back(number=_number(request) if request.POST.get("number") else None, **options)

    return _doing(request, workspace, template, "The earlier version is live again.", work)


@posting
def pause(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    return _doing(request, workspace, template, "Paused: everybody sees the fallback picture.", publishing.pause)


@posting
def resume(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    return _doing(request, workspace, template, "Personal pictures again.", publishing.resume)


@posting
def take_down(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    def work(**options: Any) -> None:
        publishing.take_down(reason=request.POST.get("reason", ""), **options)

    return _doing(request, workspace, template, "Taken down: a neutral picture shows everywhere.", work)
