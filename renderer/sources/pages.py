"""Pages of data sources: the list, setting one up, how it does, and a trial that shows what becomes of its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audiences.known_fields import known_fields
from renderer.engine.problems import RenderProblem
from renderer.models.sources import DataSource
from renderer.sources import addresses, breaker, operations, trying
from renderer.sources.forms import SourceForm, TrialForm, initial_of
from renderer.sources.operations import Setup
from renderer.sources.usage import links_behind
from renderer.sources.words import in_words, span
from workspaces import access
from workspaces.forms import posted
from workspaces.roles import Capability
from workspaces.views.paging import page_of

MAY = Capability.MANAGE_SOURCES
ROWS = DataSource.objects.select_related("workspace__organization", "created_by")


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every source by name, with what it fills and how it does."""
    grant = access.enter(request, workspace)
    page = page_of(request, DataSource.objects.in_workspace(grant.workspace))
    shown = [(source, addresses.host_of(source.address)) for source in page]
    return render(request, "renderer/sources.html", {"page": page, "sources": shown, "may_change": grant.may(MAY)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """Set one up; `?kind=sheet` for a sheet."""
    grant = access.enter(request, workspace, MAY)
    asked = request.GET.get("kind", "")
    kind = asked if asked in DataSource.Kind.values else DataSource.Kind.API.value
    form = SourceForm(posted(request), kind=kind, known=known_fields(grant.workspace), source=None)
    made: list[DataSource] = []

    def make(setup: Setup, secret: str) -> None:
        options: dict[str, Any] = {"by": grant.actor, "now": timezone.now()}
        made.append(operations.create(workspace=grant.workspace, setup=setup, secret=secret, **options))

    if _did(request, form, make):
        messages.success(request, "Saved. Try it now: what it answers is shown here and kept nowhere.")
        return redirect("renderer:source", workspace, made[0].key)
    return render(request, "renderer/source_form.html", {"form": form, "kind": kind})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, workspace: str, source: str) -> HttpResponse:
    """Set it up anew; the secret may stay as it is."""
    row = access.one(request, workspace, ROWS, source, MAY)
    options: dict[str, Any] = {"kind": row.kind, "known": known_fields(row.workspace), "source": row}
    form = SourceForm(posted(request), initial=initial_of(row), **options)

    def change(setup: Setup, secret: str) -> None:
        by, now = access.actor_of(request), timezone.now()
        operations.change(source=row, setup=setup, secret=secret, by=by, now=now)

    if _did(request, form, change):
        messages.success(request, "Saved. Earlier answers are not used any more.")
        return redirect("renderer:source", workspace, row.key)
    return render(request, "renderer/source_form.html", {"form": form, "kind": row.kind, "source": row})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, workspace: str, source: str) -> HttpResponse:
    """How it does and who depends on it; a POST tries it and shows what became of the answer."""
    row = access.one(request, workspace, ROWS, source, MAY if request.method == "POST" else Capability.VIEW)
    grant: access.Grant = request.grant  # type: ignore[attr-defined]
    form = TrialForm(posted(request), keys=operations.keys_of(row))
    trial = trying.attempt(row, form.values, timezone.now()) if form.is_bound and form.is_valid() else None
    context = {
        "source": row,
        "host": addresses.host_of(row.address),
        "keys": operations.keys_of(row),
        "form": form,
        "trial": trial,
        "links": links_behind(row),
        "is_left_alone": breaker.is_open(row.pk),
        "answers": row.answers.count(),
        "problem": in_words(row.problem),
        "life": span(row.life),
        "keep": span(row.keep),
        "may_change": grant.may(MAY),
    }
    return render(request, "renderer/source.html", context)


@require_POST
def set_status(request: HttpRequest, workspace: str, source: str) -> HttpResponse:
    """Pause it or ask it again."""
    row = access.one(request, workspace, ROWS, source, MAY)
    active = request.POST.get("status") == "active"
    operations.set_active(source=row, active=active, by=access.actor_of(request), now=timezone.now())
    messages.success(request, f"“{row}” is {'asked again' if active else 'paused: pictures show fallbacks'}.")
    return redirect("renderer:source", workspace, source)


@require_POST
def remove(request: HttpRequest, workspace: str, source: str) -> HttpResponse:
    """For good, with its secret and its answers."""
    row = access.one(request, workspace, ROWS, source, MAY)
    operations.remove(source=row, by=access.actor_of(request), now=timezone.now())
    messages.success(request, f"“{row}” is removed, with its secret and everything it answered.")
    return redirect("renderer:sources", workspace)


def _did(request: HttpRequest, form: SourceForm, act: Callable[[Setup, str], None]) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.setup(), form.cleaned_data["secret"])
    except RenderProblem as problem:
        form.add_problem(getattr(problem, "field", ""), problem.public_message)
        return False
    return True
