"""Pages of audiences: the list, uploading and matching a file, one audience, erasing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audiences import columns, queries
from audiences.forms import EncodingForm, ForgetForm, MatchForm, UploadForm
from audiences.guesses import guess, id_column
from audiences.known_fields import known_fields
from audiences.models import Audience, Upload
from audiences.operations import recipients, uploads
from audiences.sheets.csv_sheet import ENCODINGS
from audiences.showing import pictures_of
from audiences.uses import uses_of
from workspaces import access
from workspaces.forms import did, posted
from workspaces.problems import Problem
from workspaces.roles import Capability
from workspaces.tables import download
from workspaces.views.paging import page_of

MAY = Capability.MANAGE_AUDIENCES
SAMPLE = (("email", "first_name", "company", "city"), [("amira@example.com", "Amira", "Northwind", "Oslo")])


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every audience with its size, and uploads that wait to be matched."""
    grant = access.enter(request, workspace)
    waiting = Upload.objects.in_workspace(grant.workspace).filter(state=Upload.State.MAPPING)
    context = {"page": page_of(request, queries.audiences_of(grant.workspace)), "may_change": grant.may(MAY)}
    return render(request, "audiences/list.html", {**context, "waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, workspace: str) -> HttpResponse:
    """Take a file or pasted rows; then the columns are matched."""
    grant = access.enter(request, workspace, MAY)
    form = UploadForm(posted(request), request.FILES or None)
    made: list[Upload] = []

    def take_in() -> None:
        file = form.cleaned_data["file"]
        pieces = file.chunks() if file else [form.cleaned_data["pasted"].encode()]
        name = file.name if file else "Pasted list"
        made.append(
            uploads.take_in(
                workspace=grant.workspace, file_name=name, pieces=pieces, by=grant.actor, now=timezone.now()
            )
        )

    if request.method == "POST" and did(form, take_in):
        return redirect("audiences:match", workspace, made[0].key)
    return render(request, "audiences/upload.html", {"form": form})


@require_safe
def sample(request: HttpRequest, workspace: str) -> HttpResponseBase:
    """A file to try it with."""
    access.enter(request, workspace)
    return download("audience-sample", *SAMPLE)


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, workspace: str, upload: str) -> HttpResponse:
    """Which column is which field; with `encoding` in the form, the same file read another way."""
    row = access.one(request, workspace, Upload.objects.select_related("workspace", "audience"), upload, MAY)
    if row.state != Upload.State.MAPPING:
        return (
            redirect("audiences:audience", workspace, row.audience.key)
            if row.audience
            else redirect("audiences:list", workspace)
        )
    if request.method == "POST" and "encoding" in request.POST:
        return _read_as(request, row)
    known, found = known_fields(row.workspace), uploads.found_in(row)
    guesses = guess(row.columns, known, found.sample)
    initial = {"name": row.file_name.rpartition(".")[0] or row.file_name, "id_column": id_column(row.columns)}
    form = MatchForm(posted(request), columns=row.columns, guesses=guesses, known=known, initial=initial)
    if request.method == "POST" and did(form, lambda: _start(request, row, form)):
        row.refresh_from_db()
        return redirect("audiences:audience", workspace, row.audience.key)
    context = {"upload": row, "form": form, "columns": columns.described(form, guesses, found), "found": found}
    context["pictures"] = pictures_of(row, guesses, found)
    dropped = [name for name, one in zip(row.columns, guesses, strict=True) if one.personal and not one.name]
    return render(request, "audiences/match.html", {**context, "dropped": dropped, "encodings": ENCODINGS})


@require_POST
def discard(request: HttpRequest, workspace: str, upload: str) -> HttpResponse:
    """Forget a file that was not matched."""
    row = access.one(request, workspace, Upload, upload, MAY)
    _say(request, "The file is gone.", lambda: uploads.discard(upload=row))
    return redirect("audiences:list", workspace)


@require_safe
def refused(request: HttpRequest, workspace: str, upload: str) -> HttpResponseBase:
    """The rows that were not kept, with reasons, safe to open in a spreadsheet."""
    row = access.one(request, workspace, Upload, upload, MAY)
    lines = ((number, reason, *cells) for number, reason, cells in queries.refused_rows(row))
    return download("refused-rows", ("Row", "Why it was not kept", *row.columns), lines)


@require_safe
def one(request: HttpRequest, workspace: str, audience: str) -> HttpResponse:
    """One audience: how many, which values, what happened to its files."""
    row = access.one(request, workspace, queries.audiences_of_all(), audience)
    grant: access.Grant = request.grant  # type: ignore[attr-defined]
    files = row.uploads.select_related("created_by")[:10]
    busy = any(file.state == Upload.State.READING for file in files)
    context = {"audience": row, "files": files, "busy": busy, "may_change": grant.may(MAY), "form": ForgetForm()}
    context["uses"] = uses_of(row) if grant.may(MAY) else []
    return render(request, "audiences/audience.html", context)


@require_POST
def erase(request: HttpRequest, workspace: str, audience: str) -> HttpResponse:
    """The whole audience, for good."""
    row = access.one(request, workspace, Audience.objects.select_related("workspace__organization"), audience, MAY)
    if recipients.begin_erasing(audience=row, by=access.actor_of(request), now=timezone.now()):
        messages.success(request, f"“{row}” and its pictures are erased.")
    else:
        messages.success(request, f"Nobody’s address in “{row}” works any more. All else goes within minutes.")
    return redirect("audiences:list", workspace)


@require_POST
def forget(request: HttpRequest, workspace: str, audience: str) -> HttpResponse:
    """One person, for good."""
    row = access.one(request, workspace, Audience.objects.select_related("workspace__organization"), audience, MAY)
    form = ForgetForm(request.POST)
    ids = [form.cleaned_data["external_id"]] if form.is_valid() else []
    if ids and recipients.erase(audience=row, external_ids=ids, by=access.actor_of(request), now=timezone.now()):
        messages.success(request, "Erased: values, token and stored pictures.")
    else:
        messages.error(request, "Nobody in this audience has that id.")
    return redirect("audiences:audience", workspace, audience)


def _read_as(request: HttpRequest, row: Upload) -> HttpResponse:
    form = EncodingForm(request.POST)
    encoding = form.cleaned_data["encoding"] if form.is_valid() else ""
    _say(request, "Read again.", lambda: uploads.read_as(upload=row, encoding=encoding))
    return redirect("audiences:match", row.workspace.key, row.key)


def _start(request: HttpRequest, row: Upload, form: MatchForm) -> None:
    given = form.cleaned_data
    uploads.start(
        upload=row,
        audience_name=given["name"],
        mapping=form.mapping(),
        id_column=given["id_column"],
        delete_on=given["delete_on"],
        by=access.actor_of(request),
        now=timezone.now(),
    )


def _say(request: HttpRequest, done: str, act: Any) -> None:
    try:
        act()
    except Problem as problem:
        messages.error(request, problem.public_message)
    else:
        messages.success(request, done)
