"""Versions: submit, decide, publish, roll back, compare, restore."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from designer.editor_api.calls import BadBody, Call, editor_call, number_of, text_of, words_of
from designer.editor_api.words import revision_words
from designer.models import Review
from designer.operations import publishing, reviews, revisions, scheduling
from designer.queries.compare import comparison
from designer.queries.history import pending_review
from workspaces.models import User
from workspaces.operations.workspace_settings import change_settings
from workspaces.roles import Capability


@editor_call(POST=Capability.EDIT_TEMPLATES)
def submit(call: Call) -> HttpResponse:
    """`{note, reviewers, override_reason?}` → `{version, state, review, url}`; 422 with the checks that block.

    `allow_own_work` first lets people of this workspace approve their own work: where nobody else may, nothing would
    ever be published.
    """
    body, now = call.body(), timezone.now()
    people = User.objects.filter(key__in=words_of(body, "reviewers"))
    with transaction.atomic():
        if body.get("allow_own_work") is True:
            call.require(Capability.MANAGE_SETTINGS)
            change_settings(workspace=call.template.workspace, changes={"own_work_allowed": True}, by=call.by, now=now)
        review = reviews.submit_for_review(
            template=call.template,
            by=call.by,
            now=now,
            note=text_of(body, "note"),
            reviewers=people,
            override_reason=text_of(body, "override_reason"),
        )
    url = reverse("designer:review", args=[call.template.workspace.key, review.key])
    answer = {"version": review.revision.number, "state": "in_review", "review": review.key, "url": url}
    return JsonResponse(answer, status=201)


@editor_call(POST=Capability.EDIT_TEMPLATES)
def withdraw(call: Call) -> HttpResponse:
    """Take the open review back."""
    reviews.withdraw(review=_open_review(call), by=call.by, now=timezone.now())
    return JsonResponse({"state": "draft"})


@editor_call(POST=Capability.REVIEW)
def review(call: Call) -> HttpResponse:
    """`{action: approve | request_changes, version, note}`; 409 if another version was submitted since."""
    body = call.body()
    action, note, waiting = body.get("action"), text_of(body, "note"), _open_review(call)
    if number_of(body, "version") != waiting.revision.number:
        raise reviews.NotWaiting(f"Version {waiting.revision.number} was submitted since. Look at that one.")
    decide = {"approve": reviews.approve, "request_changes": reviews.request_changes}.get(str(action))
    if decide is None:
        raise BadBody("“action” must be “approve” or “request_changes”.")
    decided = decide(review=waiting, by=call.by, now=timezone.now(), note=note)
    return JsonResponse({"version": decided.revision.number, "state": decided.state})


def _open_review(call: Call) -> Review:
    waiting = pending_review(call.template)
    if waiting is None:
        raise reviews.NotWaiting("Nothing of this template waits for review.")
    return waiting


@editor_call(POST=Capability.PUBLISH)
def publish(call: Call) -> HttpResponse:
    """`{version, at?}`: now, or at a time with its zone."""
    body, now = call.body(), timezone.now()
    number = number_of(body, "version")
    if body.get("at"):
        at = _time(text_of(body, "at"))
        promise = scheduling.schedule(template=call.template, number=number, at=at, by=call.by, now=now)
        return JsonResponse({"version": number, "state": "scheduled", "at": promise.at.isoformat()}, status=202)
    release = publishing.publish(template=call.template, number=number, by=call.by, now=now)
    return JsonResponse({"version": number, "state": "live", "release": release.number})


def _time(text: str) -> datetime:
    at = parse_datetime(text)
    if at is None or at.tzinfo is None:
        raise BadBody("“at” must be a time with its zone, such as 2026-12-01T09:00:00Z.")
    return at


@editor_call(POST=Capability.PUBLISH)
def rollback(call: Call) -> HttpResponse:
    """`{version?}`: the version before, or this one."""
    body = call.body()
    number = number_of(body, "version") if body.get("version") is not None else None
    release = publishing.roll_back(template=call.template, number=number, by=call.by, now=timezone.now())
    call.template.refresh_from_db()
    live = call.template.live_revision
    return JsonResponse({"version": live.number if live else None, "state": "live", "release": release.number})


@editor_call(GET=Capability.VIEW)
def versions(call: Call) -> HttpResponse:
    """Every version, newest first."""
    live = call.template.live_revision
    return JsonResponse({"versions": [revision_words(one, live) for one in call.template.revisions.all()]})


@editor_call(GET=Capability.VIEW)
def diff(call: Call, before: str, after: str) -> HttpResponse:
    """What changed from one version to another (“draft” may stand for either): in words, and in pixels."""
    query = call.request.GET
    found = comparison(call.template, before, after, record=query.get("record", "complete"), size=query.get("size", ""))
    return JsonResponse(
        {
            "props": [asdict(one) for one in found.changed],
            "before": found.before_url,
            "after": found.after_url,
            "map": found.map_url,
            "changed_pct": round(found.share * 100, 2),
        }
    )


@editor_call(POST=Capability.EDIT_TEMPLATES)
def restore(call: Call, number: int) -> HttpResponse:
    """Make this version the draft again."""
    restored = revisions.restore(template=call.template, number=number, by=call.by, now=timezone.now())
    return JsonResponse({"rev": restored.draft_rev, "doc": restored.draft})
