"""The QA preview: every record beside the live version, with what the checks say, and one-click fixes."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audiences.queries import audiences_of
from designer.contact_sheet import as_pdf, as_png
from designer.operations import drafts, records
from designer.operations.checks import check_template, records_of
from designer.picture_hosts import hosts_of
from designer.records import Record
from designer.views.page import act, chosen, draft_document, grant_of, posting, show, template_of
from designer.views.proof import ROWS, checked, sheet_context
from renderer.engine.document import Document
from renderer.engine.resolve import resolve
from renderer.gather import fonts_of
from workspaces.problems import Problem
from workspaces.roles import Capability

EDIT = Capability.EDIT_TEMPLATES
MODES = (("on", "Images on"), ("dark", "Dark-mode frame"), ("off", "Images off (alt)"), ("phone", "Phone"))


@require_safe
def qa(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """The sheet, one size at a time. It opens at once: pictures and checks come by themselves, each when it is ready.

    `?checks=now` waits for the checks, for browsers without scripts.
    """
    row = template_of(request, workspace, template)
    document = draft_document(row)
    found = records_of(row, document)
    _, size = chosen(request, document, found)
    mode = request.GET.get("mode", "on")
    may_see_rows = grant_of(request).may(ROWS)
    context = {
        **sheet_context(request, row, size),
        "sizes": document.sizes,
        "board": document.size(size),
        "rows": [(record, record.filled(document)) for record in found],
        "total": len(document.fields),
        "modes": MODES,
        "mode": mode,
        "alts": _alts(document, found) if mode == "off" else {},
        "audiences": audiences_of(row.workspace) if may_see_rows else (),
        "audience": request.GET.get("audience", "") if may_see_rows else "",
    }
    if request.GET.get("checks") == "now":
        context |= checked(row, size)
    return show(request, "qa", row, **context)


def _alts(document: Document, found: Iterable[Record]) -> dict[str, str]:
    return {record.id: resolve(document, record.values, fonts=fonts_of(document)).alt for record in found}


@posting
def fix(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Apply one of the fixes that the checks offer now; an ordinary edit that can be undone like any other."""
    row = template_of(request, workspace, template, EDIT)
    size, label, code = (request.POST.get(name, "") for name in ("size", "label", "code"))
    back = f"{reverse('designer:qa', args=[workspace, template])}?size={size}"

    def work() -> None:
        offers = [fix for one in check_template(row, sizes=[size]).findings if one.code == code for fix in one.fixes]
        wanted = next((offer for offer in offers if offer.label == label), None)
        if wanted is None:
            raise Problem("The design changed since, so this fix does not fit any more.")
        now = timezone.now()
        drafts.save_draft(
            template=row,
            ops=list(wanted.ops),
            rev=row.draft_rev,
            client=f"page-{grant_of(request).actor.key}",
            seq=int(now.timestamp() * 1_000_000),
            by=grant_of(request).actor,
            now=now,
            label=label,
        )

    return act(request, f"Done: {label}.", back, work)


@posting
def add_record(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """One more test record, filled by hand."""
    row = template_of(request, workspace, template, EDIT)
    values = {name.removeprefix("value-"): value for name, value in request.POST.items() if name.startswith("value-")}
    back = reverse("designer:qa", args=[workspace, template])

    def work() -> None:
        records.add_record(template=row, label=request.POST.get("label", ""), values=values, now=timezone.now())

    return act(request, "The record is on the sheet.", back, work)


@require_safe
def contact_sheet(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Every record in every size on one sheet, as PDF or PNG."""
    row = template_of(request, workspace, template)
    document = draft_document(row)
    as_file, kind, name = (
        (as_png, "image/png", "png") if request.GET.get("as") == "png" else (as_pdf, "application/pdf", "pdf")
    )
    sheet = as_file(row.name, document, records_of(row, document), hosts_of(row.workspace))
    response = HttpResponse(sheet, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="contact-sheet.{name}"'
    return response
