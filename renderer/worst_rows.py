"""The widest rows of a list that is being uploaded, drawn in a template that uses its columns. Nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from audiences.findings import Findings
from audiences.guesses import Guess, guess
from audiences.known_fields import known_fields
from audiences.models import Upload
from audiences.operations import uploads
from audiences.showing import RowPicture
from renderer import limits, releases
from renderer.engine.draw import draw
from renderer.engine.output import OutputSpec
from renderer.engine.resolve import resolve
from renderer.gather import fonts_of, gather
from renderer.materials.image_hosts import from_allowed_hosts
from renderer.materials.rack import plate_of
from renderer.models import Release
from workspaces import access
from workspaces.roles import Capability

MOST = 6
LIVE = [Release.State.LIVE, Release.State.PAUSED]


def illustrate(upload: Upload, guesses: list[Guess], found: Findings) -> list[RowPicture]:
    """In the live template that shows the most of these columns; none where no template shows any."""
    template = _template_for(upload, {one.name for one in guesses if one.field})
    if template is None:
        return []
    pictures: list[RowPicture] = []
    for number, columns in enumerate(found.worst_in):
        names = [upload.columns[at] for at in columns if guesses[at].field]
        if names and len(pictures) < MOST:
            url = reverse("renderer:worst_row", args=[upload.workspace.key, upload.key, number])
            label = f"Widest {' and '.join(names)}, in “{template.document.get('name', template.template_key)}”"
            pictures.append(RowPicture(f"{url}?template={template.template_key}", label))
    return pictures


def _template_for(upload: Upload, names: set[str]) -> Release | None:
    best, most = None, 0
    for row in Release.objects.in_workspace(upload.workspace).filter(state__in=LIVE).order_by("template_key"):
        used = len(names & {field["key"] for field in row.document.get("fields", [])})
        best, most = (row, used) if used > most else (best, most)
    return best


@require_safe
def picture(request: HttpRequest, workspace: str, upload: str, number: int) -> HttpResponse:
    """One of the rows, at the size of a page's margin."""
    rows = Upload.objects.select_related("workspace")
    row = access.one(request, workspace, rows, upload, Capability.MANAGE_AUDIENCES)
    shown = releases.current(row.workspace_id, request.GET.get("template", ""))
    if row.state != Upload.State.MAPPING or shown is None:
        raise access.NotFound
    found = uploads.found_in(row)
    if number >= len(found.worst):
        raise access.NotFound
    guesses = guess(row.columns, known_fields(row.workspace), found.sample)
    values = {one.name: cell for one, cell in zip(guesses, found.worst[number], strict=True) if one.name}
    output = OutputSpec("jpg", 1, size=shown.document.size().id)
    allowed = from_allowed_hosts(shown.document, values, shown.image_hosts)
    resolved = resolve(shown.document, allowed, output.size, fonts_of(shown.document))
    drawn = draw(resolved, gather(resolved, limits.for_hosts(shown.image_hosts)), output, plate_of).encoded
    answer = HttpResponse(drawn.data, content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer
