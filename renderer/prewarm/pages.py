"""Pages of pre-warming: the runs, a new one, one run from its forecast to its end, and what can be downloaded of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renderer.engine.problems import RenderProblem
from renderer.models.prewarm import PrewarmFinding, PrewarmRun
from renderer.prewarm import archive, findings, progress, rows, runs
from renderer.prewarm.forms import PrewarmForm, ScheduleForm, ZipForm
from renderer.prewarm.tasks import set_to_work
from workspaces import access, tables
from workspaces.forms import posted
from workspaces.roles import Capability
from workspaces.views.paging import page_of

MAY = Capability.PREWARM
State = PrewarmRun.State
MOVES = {"start": runs.start, "pause": runs.pause, "cancel": runs.cancel, "unschedule": runs.unschedule}
SAID = {
    "start": "The run goes on by itself; you may leave this page.",
    "pause": "Paused. What is drawn stays.",
    "cancel": "Cancelled. What is drawn stays.",
    "unschedule": "It waits for you to start it.",
}
SHOWN = 20
"""Findings on a run's page."""


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every run, newest first."""
    grant = access.enter(request, workspace)
    page = page_of(request, _rows().in_workspace(grant.workspace))
    shown = [_told(run) for run in page]
    return render(request, "renderer/prewarm_runs.html", {"page": page, "runs": shown, "may_change": grant.may(MAY)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """Choose what is drawn; the forecast comes next, and nothing starts before somebody has seen it."""
    grant = access.enter(request, workspace, MAY)
    initial = {"audience": request.GET.get("audience"), "links": request.GET.getlist("link")}
    form = PrewarmForm(posted(request), workspace=grant.workspace, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            run = runs.create(
                audience=form.cleaned_data["audience"], wish=form.wish(), by=grant.actor, now=timezone.now()
            )
        except RenderProblem as problem:
            form.add_error(None, problem.public_message)
        else:
            set_to_work(run)
            return redirect("renderer:prewarm_run", workspace, run.key)
    fields: Any = form.fields
    lacks = {name: not fields[name].queryset.exists() for name in ("audience", "links")}
    return render(request, "renderer/new_prewarm.html", {"form": form, "lacks": lacks})


@require_safe
def one(request: HttpRequest, workspace: str, run: str) -> HttpResponse:
    """Forecast, progress, report: whatever the run has."""
    row = access.one(request, workspace, _rows(), run)
    grant: access.Grant = request.grant  # type: ignore[attr-defined]
    names = {output.release.template_key: output.release.document["name"] for output in row.outputs.all()}
    found = [
        (finding, findings.words(finding), names.get(finding.template_key, finding.template_key))
        for finding in row.findings.defer("ids")[:SHOWN]
    ]
    context = {
        **_told(row),
        "findings": found,
        "serious": findings.SERIOUS,
        "may_change": grant.may(MAY),
        "is_busy": row.state in (State.PLANNING, State.RUNNING) or (row.state == State.READY and row.start_at),
        "bytes_in_all": (row.pictures - row.known) * row.bytes_each,
        "schedule": ScheduleForm(),
        "zip": ZipForm(fields=row.audience.fields),
    }
    return render(request, "renderer/prewarm_run.html", context)


@require_POST
def move(request: HttpRequest, workspace: str, run: str) -> HttpResponse:
    """Start, schedule, pause, resume, cancel, or make it again."""
    row = access.one(request, workspace, _rows(), run, MAY)
    told: dict[str, Any] = {"run": row, "by": access.actor_of(request), "now": timezone.now()}
    try:
        after = _moved(request, told)
    except RenderProblem as problem:
        messages.error(request, problem.public_message)
        after = row
    return redirect("renderer:prewarm_run", workspace, after.key)


@require_safe
def concerned(request: HttpRequest, workspace: str, run: str, number: int) -> HttpResponseBase:
    """The recipients that a finding concerns, as CSV."""
    row = access.one(request, workspace, _rows(), run, MAY)
    finding: PrewarmFinding | None = row.findings.filter(number=number).first()
    if finding is None:
        raise access.NotFound
    name = "-".join(filter(None, ["recipients", slugify(finding.kind), slugify(finding.field)]))
    return tables.download(name, rows.head(row), rows.concerned(row, finding))


@require_safe
def pictures(request: HttpRequest, workspace: str, run: str) -> HttpResponseBase:
    """All pictures in one ZIP file, made while it is sent."""
    row = access.one(request, workspace, _rows(), run, MAY)
    form = ZipForm(request.GET, fields=row.audience.fields)
    column = form.cleaned_data["name"] if form.is_valid() else ""
    answer = StreamingHttpResponse(archive.zipped(row, column, timezone.now()), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(row.audience.name) or "pictures"}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _moved(request: HttpRequest, told: dict[str, Any]) -> PrewarmRun:
    to, run = request.POST.get("to", ""), told["run"]
    if to == "again":
        run = runs.again(**told)
    elif to == "schedule":
        _schedule(request, told)
    elif to in MOVES:
        MOVES[to](**told)
        messages.success(request, SAID[to])
    set_to_work(run)
    made: PrewarmRun = run
    return made


def _schedule(request: HttpRequest, told: dict[str, Any]) -> None:
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        raise runs.PrewarmProblem("Choose a day and a time.")
    runs.schedule(**told, at=form.moment())
    messages.success(request, f"It starts by itself on {form.moment():%d %B %Y at %H:%M} UTC.")


def _told(run: PrewarmRun) -> dict[str, Any]:
    words = {"label": progress.label(run), "colour": progress.colour(run)}
    return {"run": run, "progress": progress.of(run, timezone.now()), **words}


def _rows() -> Any:
    rows = PrewarmRun.objects.select_related("audience", "workspace__organization", "created_by")
    return rows.prefetch_related("outputs__link", "outputs__release")
