"""The list of templates, and what can be done to one or many of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from designer.models import Template
from designer.operations import copying, files, templates
from designer.queries.templates import TemplateFilter, facets
from designer.queries.templates import templates as found
from designer.views.page import TONES, act, grant_of, posting, show, template_of
from workspaces import access
from workspaces.queries.places import workspaces_of
from workspaces.roles import Capability

ROWS = 24
EDIT = Capability.EDIT_TEMPLATES


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """All templates, as cards or as a table; the choice is kept in the address and the session."""
    grant = access.enter(request, workspace)
    wanted = TemplateFilter.of(request.GET.dict())
    layout = request.GET.get("layout") or request.session.get("templates_layout", "grid")
    if request.GET.get("layout") in ("grid", "table"):
        request.session["templates_layout"] = layout
    page = Paginator(found(grant.workspace, wanted), ROWS).get_page(request.GET.get("page"))
    for template in page:
        tone, template.state_word = template.badge  # type: ignore[attr-defined]
        template.tone = TONES[tone]  # type: ignore[attr-defined]
    context = {
        "page": page,
        "wanted": wanted,
        "facets": facets(grant.workspace),
        "layout": layout,
        "order": wanted.order,
    }
    return render(request, "designer/templates.html", {**context, "may_edit": grant.may(EDIT)})


@posting
def bulk(request: HttpRequest, workspace: str) -> HttpResponse:
    """Archive or duplicate what was ticked, or move it to a folder."""
    grant = access.enter(request, workspace, EDIT)
    rows = Template.objects.in_workspace(grant.workspace).filter(key__in=request.POST.getlist("key"))
    action, now, back = request.POST.get("action"), timezone.now(), reverse("designer:templates", args=[workspace])

    def work() -> None:
        for template in rows:
            if action == "archive":
                templates.archive(template=template, by=grant.actor, now=now)
            elif action == "duplicate":
                templates.duplicate(template=template, by=grant.actor, now=now)
            elif action == "move":
                folder = request.POST.get("folder", "")
                templates.sort_into(template=template, folder=folder, by=grant.actor, now=now)

    words = {"archive": "Archived", "duplicate": "Duplicated", "move": "Moved"}
    if action not in words or not rows:
        messages.info(request, "Tick some templates and choose what to do with them.")
        return redirect(back)
    count = len(rows)
    return act(request, f"{words[action]} {count} template{'' if count == 1 else 's'}.", back, work)


@posting
def rename(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    back = reverse("designer:design", args=[workspace, template])
    by, now = grant_of(request).actor, timezone.now()

    def work() -> None:
        templates.rename(template=row, name=request.POST.get("name", ""), by=by, now=now)
        tags = request.POST.get("tags", "").split(",")
        templates.sort_into(template=row, folder=request.POST.get("folder", ""), tags=tags, by=by, now=now)

    return act(request, "Saved.", back, work)


@posting
def duplicate(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    made = templates.duplicate(template=row, by=grant_of(request).actor, now=timezone.now())
    messages.success(request, f"This is the copy of “{row.name}”.")
    return redirect("designer:design", workspace, made.key)


@posting
def archive(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    by = grant_of(request).actor
    undo = reverse("designer:unarchive", args=[workspace, template])
    back = reverse("designer:templates", args=[workspace])
    return act(
        request,
        f"“{row.name}” is archived. What is live stays live.",
        back,
        lambda: templates.archive(template=row, by=by, now=timezone.now()),
        undo,
    )


@posting
def unarchive(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    by = grant_of(request).actor
    back = reverse("designer:design", args=[workspace, template])
    return act(request, "It is back.", back, lambda: templates.unarchive(template=row, by=by, now=timezone.now()))


@require_safe
def export(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """The template as a file."""
    row = template_of(request, workspace, template, EDIT)
    response = HttpResponse(files.export_file(row), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{slugify(row.name) or "template"}.okzest.zip"'
    return response


@posting
def import_template(request: HttpRequest, workspace: str) -> HttpResponse:
    """A template from such a file."""
    grant = access.enter(request, workspace, EDIT)
    grant.require(Capability.EDIT_ASSETS)
    file = request.FILES.get("file")
    back = reverse("designer:new", args=[workspace])
    if file is None:
        messages.error(request, "Choose a file first.")
        return redirect(back)
    data = file.read(files.MAX_FILE + 1)

    def work() -> None:
        files.import_file(workspace=grant.workspace, data=data, by=grant.actor, now=timezone.now())

    done = reverse("designer:templates", args=[workspace])
    return act(request, f"“{file.name}” was imported as a draft.", done, work)


@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Copy to, or push to, other workspaces in which this person may edit templates."""
    row = template_of(request, workspace, template, EDIT)
    user = grant_of(request).actor.user
    assert user is not None
    targets = [
        one for one in workspaces_of(user).active().exclude(pk=row.workspace_id) if access.still_may(user, one, [EDIT])
    ]
    copies = {copy.workspace_id: copy for copy in Template.objects.filter(origin=row, workspace__in=targets)}
    outcome: list[copying.Carried] = []
    if request.method == "POST":
        keys = set(request.POST.getlist("workspace"))
        wanted = [one for one in targets if one.key in keys]
        by = grant_of(request).actor
        outcome = copying.push(template=row, targets=wanted, by=by, now=timezone.now())
        if not wanted:
            messages.info(request, "Tick at least one workspace.")
    rows = [(target, copies.get(target.pk)) for target in targets]
    return show(request, "carry", row, rows=rows, outcome=outcome)
