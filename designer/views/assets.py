"""The asset library: pictures, logos and fonts, where each is used, uploads and replacements."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from designer.models import Asset
from designer.operations import assets
from designer.queries.assets import library, usage_of
from designer.received import received
from designer.views.forms import DescribeAsset, Upload
from designer.views.page import act, grant_of, posting
from workspaces import access
from workspaces.models import StorageUse
from workspaces.problems import Problem
from workspaces.roles import Capability

ROWS = 30
EDIT = Capability.EDIT_ASSETS


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """The library, by kind and search."""
    grant = access.enter(request, workspace)
    search, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    archived = request.GET.get("archived") == "1"
    page = Paginator(library(grant.workspace, search, kind, archived), ROWS).get_page(request.GET.get("page"))
    usage = usage_of(grant.workspace, page.object_list)
    rows = [(asset, usage[asset.pk]) for asset in page]
    kept = StorageUse.objects.in_workspace(grant.workspace).filter(kind=assets.STORAGE_KIND).first()
    context = {
        "page": page,
        "rows": rows,
        "search": search,
        "kind": kind,
        "archived": archived,
        "kinds": Asset.Kind.choices,
        "upload": Upload(),
        "may_edit": grant.may(EDIT),
        "kept": kept.bytes if kept else 0,
    }
    return render(request, "designer/assets.html", context)


@posting
def upload(request: HttpRequest, workspace: str) -> HttpResponse:
    """One file or several; each that cannot be used says why, the others are kept."""
    grant = access.enter(request, workspace, EDIT)
    form = Upload(request.POST, request.FILES)
    back = redirect("designer:assets", workspace)
    if not form.is_valid():
        messages.error(request, "Choose a file first.")
        return back
    said = {name: form.cleaned_data[name] for name in ("kind", "alt", "licence", "licence_until")}
    for file in request.FILES.getlist("file")[:20]:
        try:
            asset = assets.upload_asset(
                workspace=grant.workspace,
                data=received(file),
                name=file.name or "",
                by=grant.actor,
                now=timezone.now(),
                **said,
            )
        except Problem as problem:
            messages.error(request, f"{file.name}: {problem.public_message}")
        else:
            messages.success(request, f"“{asset.name}” is in the library.")
    return back


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, workspace: str, asset: str) -> HttpResponse:
    """A file in detail: what is said about it, where it is used."""
    row: Asset = access.one(request, workspace, Asset, asset)
    grant = grant_of(request)
    form = DescribeAsset(request.POST or None, instance=row)
    if request.method == "POST":
        grant.require(EDIT)
        if form.is_valid():
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            assets.describe(asset=row, by=grant.actor, now=timezone.now(), **changes)
            messages.success(request, "Saved.")
            return redirect("designer:asset", workspace, asset)
    usage = usage_of(row.workspace, [row])[row.pk]
    return render(
        request, "designer/asset.html", {"asset": row, "form": form, "usage": usage, "may_edit": grant.may(EDIT)}
    )


@posting
def replace(request: HttpRequest, workspace: str, asset: str) -> HttpResponse:
    """Another file in its place, in every draft."""
    row: Asset = access.one(request, workspace, Asset, asset, EDIT)
    file, by = request.FILES.get("file"), grant_of(request).actor
    back = reverse("designer:asset", args=[workspace, asset])
    if file is None:
        messages.error(request, "Choose a file first.")
        return redirect(back)
    try:
        _, changed = assets.replace_asset(asset=row, data=received(file), by=by, now=timezone.now())
    except Problem as problem:
        messages.error(request, problem.public_message)
    else:
        count = len(changed)
        messages.success(
            request, f"Replaced in {count} draft{'' if count == 1 else 's'}. Live versions stay as approved."
        )
    return redirect(back)


@posting
def archive(request: HttpRequest, workspace: str, asset: str) -> HttpResponse:
    return _archive(request, workspace, asset, True)


@posting
def unarchive(request: HttpRequest, workspace: str, asset: str) -> HttpResponse:
    return _archive(request, workspace, asset, False)


def _archive(request: HttpRequest, workspace: str, asset: str, archived: bool) -> HttpResponse:
    row: Asset = access.one(request, workspace, Asset, asset, EDIT)
    by = grant_of(request).actor
    undo = reverse("designer:asset_unarchive", args=[workspace, asset]) if archived else ""
    done = f"“{row.name}” is archived; designs that use it keep it." if archived else "It is back."
    return act(
        request,
        done,
        reverse("designer:assets", args=[workspace]),
        lambda: assets.archive_asset(asset=row, by=by, now=timezone.now(), archived=archived),
        undo,
    )
