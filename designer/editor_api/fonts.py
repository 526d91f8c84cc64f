"""Pictures of font names in their own letters, for the font picker."""

from __future__ import annotations

from django.http import HttpResponse

from designer.editor_api.calls import BadBody, Call, editor_call
from designer.previews import compose, document_of, png
from designer.queries.kits import faces_of, frozen_with, kit_of
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

WIDTH, HEIGHT, LETTERS = 220, 22, 16
SHARP = 2
KEPT = "private, max-age=86400"


@editor_call(GET=Capability.VIEW)
def preview(call: Call) -> HttpResponse:
    """`?family=Inter&weight=700` → PNG of 440 × 44 px, black on nothing."""
    family, weight = call.request.GET.get("family", ""), whole_number(call.request.GET.get("weight", "400"), 100, 900)
    if not 0 < len(family) <= 80 or weight is None:
        raise BadBody("Ask for a “family” and a “weight” from 100 to 900.")
    workspace = call.template.workspace
    document = frozen_with(_specimen(family, weight), kit_of(workspace), faces_of(workspace))
    response = HttpResponse(png(compose(document_of(document), {}, scale=SHARP).image), content_type="image/png")
    response["Cache-Control"] = KEPT
    return response


def _specimen(family: str, weight: int) -> dict[str, object]:
    """A document of one line: the name of the family in that family, shrunk where it is long."""
    words = {
        "id": "specimen",
        "type": "text",
        "name": family[:60],
        "w": WIDTH,
        "h": HEIGHT,
        "text": family.replace("{", "").replace("}", "") or "Aa",
        "font": {"family": family, "weight": weight},
        "size": LETTERS,
        "min_size": 9,
        "max_lines": 1,
        "align": "left",
        "valign": "middle",
        "paint": {"type": "solid", "color": "#000000"},
    }
    size = {"id": "base", "name": "Specimen", "w": WIDTH, "h": HEIGHT}
    return {"schema": 1, "name": "Specimen", "sizes": [size], "background": None, "layers": [words]}
