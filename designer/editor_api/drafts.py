"""The draft: load it, send operations, edit its fields, see who else is here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from designer import edits
from designer.editor_api.calls import BadBody, Call, editor_call, number_of, text_of, words_of
from designer.editor_api.words import presence_words
from designer.operations import comments, drafts
from designer.queries.editor import boot, fields_words
from workspaces.problems import Problem
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

EDIT = Capability.EDIT_TEMPLATES


class NeedsRev(Problem):
    """Without knowing what the caller saw, nothing can be merged."""

    code = "needs_rev"


def _rev(call: Call) -> int:
    """The draft that the caller saw: `If-Match: 12`."""
    raw = call.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    rev = whole_number(raw)
    if rev is None:
        raise NeedsRev("Send the number of the draft you changed, as If-Match.")
    return rev


@editor_call(GET=Capability.VIEW, PATCH=EDIT)
def draft(call: Call) -> HttpResponse:
    """Everything the editor starts with; or operations to apply."""
    if call.request.method == "GET":
        return JsonResponse(boot(call.template, call.grant))
    body = call.body(1024 * 1024)
    saved = drafts.save_draft(
        template=call.template,
        ops=edits.checked(body.get("ops")),
        rev=_rev(call),
        client=text_of(body, "client", longest=40) or "editor",
        seq=number_of(body, "seq"),
        by=call.by,
        now=timezone.now(),
        label=text_of(body, "label", longest=160),
        made_on=number_of(body, "made_on") if "made_on" in body else None,
    )
    return JsonResponse({"rev": saved.rev, "ops_since": list(saved.ops_since)})


@editor_call(GET=Capability.VIEW, PUT=EDIT)
def fields(call: Call) -> HttpResponse:
    """The merge fields, their rules and where they are used; PUT replaces them as one undoable edit."""
    if call.request.method == "GET":
        return JsonResponse(fields_words(call.template))
    body = call.body()
    allowed = {"fields", "rules", "missing_words"}
    changes: dict[str, Any] = {name: body[name] for name in allowed if name in body}
    if not changes:
        raise BadBody("Send “fields”, “rules” or “missing_words”.")
    drafts.save_draft(
        template=call.template,
        ops=[{"op": "set", "id": edits.DOC, "set": changes}],
        rev=_rev(call),
        client=text_of(body, "client", longest=40) or "fields",
        seq=number_of(body, "seq") if "seq" in body else int(timezone.now().timestamp() * 1000),
        by=call.by,
        now=timezone.now(),
        label="Field rules",
    )
    call.template.refresh_from_db()
    return JsonResponse(fields_words(call.template))


@editor_call(POST=Capability.VIEW)
def presence(call: Call) -> HttpResponse:
    """“I am here, with this selected”, or “I am gone”; answers who else is here."""
    body = call.body()
    client = text_of(body, "client", longest=40) or "editor"
    if body.get("gone") is True:
        comments.leave(template=call.template, user=call.by.user, client=client)
        return JsonResponse({"here": []})
    selection = [one[:16] for one in words_of(body, "sel")]
    others = comments.be_here(
        template=call.template,
        user=call.by.user,
        client=client,
        selection=selection,
        now=timezone.now(),
    )
    return JsonResponse({"here": [presence_words(one, call.by.user) for one in others]})
