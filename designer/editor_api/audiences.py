"""People of an audience as test records: whoever may manage audiences picks a row and tries the design with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.http import HttpResponse, JsonResponse

from audiences.models import Audience
from audiences.queries import Known, audiences_of, audiences_of_all, everybody
from designer.editor_api.calls import Call, editor_call
from workspaces import access
from workspaces.roles import Capability

MAY = Capability.MANAGE_AUDIENCES
MOST_SHOWN = 30
MOST_READ = 5_000
"""Values are sealed, so each row that is searched has to be opened."""


@editor_call(GET=MAY)
def audiences(call: Call) -> HttpResponse:
    """Every audience of the workspace, newest first."""
    found = audiences_of(call.template.workspace)[:200]
    rows = [{"key": one.key, "name": one.name, "size": one.size} for one in found]  # type: ignore[attr-defined]
    return JsonResponse({"audiences": rows})


@editor_call(GET=MAY)
def rows(call: Call, audience: str) -> HttpResponse:
    """`?q=zoë` → the first people whose values hold these words; only values of the template's own fields."""
    found: Audience = access.find(call.grant, audiences_of_all(), audience)
    words = call.request.GET.get("q", "").casefold().split()
    people = islice(everybody(found), MOST_READ)
    shown = list(islice(_matching(people, _open_fields(call), words), MOST_SHOWN + 1))
    return JsonResponse({"rows": shown[:MOST_SHOWN], "more": len(shown) > MOST_SHOWN})


def _open_fields(call: Call) -> set[str]:
    """Fields whose values may be seen by everybody who sees the template; secrets stay where they are."""
    fields = call.template.draft.get("fields", [])
    return {one["key"] for one in fields if one.get("privacy") != "secret" and one.get("kind") != "secret"}


def _matching(people: Iterable[Known], keys: set[str], words: list[str]) -> Iterator[Mapping[str, Any]]:
    for person in people:
        values = {key: value for key, value in person.values.items() if key in keys}
        held = " ".join(values.values()).casefold()
        if all(word in held for word in words):
            yield {"id": person.id, "values": values}
