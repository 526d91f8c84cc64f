"""The snippet dialog's own addresses: the panel by itself, tags remembered, a record tried out, ready addresses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from audiences.models import Audience
from renderer.engine.problems import RenderProblem
from renderer.engine.samples import RECORDS, sample_values
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.render_links.pages import MAY, ROWS
from renderer.snippets import openings, ready_addresses, tool_choices, trying
from renderer.snippets.addresses import fields_in_address
from renderer.snippets.panel import panel, shown_by
from renderer.snippets.trying import Trial
from workspaces import access
from workspaces.access import Grant
from workspaces.roles import Capability
from workspaces.tables import download

OWN, RECIPIENT = "own", "recipient"
LABELS = {"complete": "Complete", "partial": "Partial", "empty": "Empty", "longest": "Longest", OWN: "Values of my own"}


@require_safe
def code(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """The panel alone, for the dialog on the Publish page."""
    link = access.one(request, workspace, ROWS, code, by="code")
    grant: Grant = request.grant  # type: ignore[attr-defined]
    shown = panel(link, request.GET, may_see_key=grant.may(MAY))
    return render(request, "renderer/_snippet.html", {"link": link, "panel": shown, "may_change": grant.may(MAY)})


@require_POST
def remember(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """Keep the tool and what it calls the fields, for everybody in the workspace."""
    link = access.one(request, workspace, ROWS, code, MAY, by="code")
    asked = request.POST
    shown = panel(link, asked, may_see_key=False)
    for row in shown.rows:
        if row.mistake:
            messages.error(request, row.mistake)
    if shown.shown:
        tool_choices.remember(link.workspace, shown.tool, shown.names)
    chosen = {"tool": shown.tool.key, "width": str(shown.width), "scale": str(shown.scale)}
    view = "renderer:snippet" if asked.get("only") == "panel" else "renderer:link"
    return redirect(f"{reverse(view, args=[workspace, code])}?{urlencode(chosen)}")


@require_safe
def try_out(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """The exact address and picture of a record, and whether somebody has opened it."""
    link = access.one(request, workspace, ROWS, code, by="code")
    grant: Grant = request.grant  # type: ignore[attr-defined]
    shown = shown_by(link)
    if shown is None:
        messages.error(request, "Publish the template first.")
        return redirect("renderer:link", workspace, code)
    audiences = (
        list(Audience.objects.in_workspace(grant.workspace)[:100]) if grant.may(Capability.MANAGE_AUDIENCES) else []
    )
    test = openings.test_name(link.code, getattr(request.user, "pk", 0) or 0, timezone.now().date())
    record = _record(request, link)
    found, problem = _trial(request, link, shown, record, audiences, test)
    fields = fields_in_address(link, shown.document)
    context = {
        "link": link,
        "records": [] if link.mode == Mode.TOKEN else LABELS.items(),
        "record": record,
        "audiences": audiences,
        "fields": [(one, request.GET.get(f"value_{one.key}", "")) for one in fields],
        "trial": found,
        "problem": problem,
        "opening": openings.last_test(link.code, test),
    }
    return render(request, "renderer/link_try.html", context)


@require_safe
def addresses(request: HttpRequest, workspace: str, code: str) -> HttpResponseBase:
    """An audience with ready addresses, to be imported into the mailing tool."""
    link = access.one(request, workspace, ROWS, code, Capability.MANAGE_AUDIENCES, by="code")
    grant: Grant = request.grant  # type: ignore[attr-defined]
    back = redirect("renderer:link", workspace, code)
    key, shown = request.GET.get("audience", ""), shown_by(link)
    if not key or shown is None:
        messages.error(request, "Choose an audience.")
        return back
    audience = access.find(grant, Audience.objects.select_related("workspace__organization"), key)
    try:
        rows = ready_addresses.rows(link, shown, audience)
    except RenderProblem as problem:
        messages.error(request, problem.public_message)
        return back
    ready_addresses.note(link, audience, by=grant.actor, now=timezone.now())
    return download("addresses", ready_addresses.head(link, audience), rows)


def _record(request: HttpRequest, link: RenderLink) -> str:
    if link.mode == Mode.TOKEN:
        return RECIPIENT
    asked = request.GET.get("record", "")
    return asked if asked in (*LABELS, RECIPIENT) else RECORDS[0]


def _trial(
    request: HttpRequest, link: RenderLink, shown: Shown, record: str, audiences: list[Audience], test: str
) -> tuple[Trial | None, str]:
    options: dict[str, Any] = {"scale": 2, "test": test}
    asked = request.GET
    try:
        if record == RECIPIENT:
            chosen = next((one for one in audiences if one.key == asked.get("audience")), next(iter(audiences), None))
            if chosen is None:
                return None, "There is no audience yet whose recipients could be tried."
            external_id = asked.get("id", "").strip()[:200]
            return trying.trial_of_recipient(link, shown, chosen, external_id, **options), ""
        values = _typed(asked) if record == OWN else sample_values(shown.document, record)
        return trying.trial(link, shown, values, **options), ""
    except RenderProblem as problem:
        return None, problem.public_message


def _typed(asked: QueryDict) -> dict[str, str]:
    return {key.removeprefix("value_"): str(asked[key])[:500] for key in asked if key.startswith("value_")}
