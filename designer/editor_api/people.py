"""Records, comments, assets: what people add around a design."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from designer.editor_api.calls import BadBody, Call, editor_call, text_of
from designer.editor_api.words import asset_words, comment_words, record_words
from designer.models import Asset, Comment, TestRecord
from designer.operations import assets, comments, records
from designer.operations.checks import records_of
from designer.previews import document_of
from designer.queries.assets import library
from designer.queries.kits import frozen
from designer.queries.longest import longest_values
from designer.received import received
from workspaces import access
from workspaces.roles import Capability

EDIT = Capability.EDIT_TEMPLATES


@editor_call(GET=Capability.VIEW, POST=EDIT)
def all_records(call: Call) -> HttpResponse:
    """The four fixed records and the template's own; POST adds one."""
    if call.request.method == "POST":
        body = call.body()
        made = records.add_record(
            template=call.template,
            label=text_of(body, "label", longest=200),
            values=body.get("values") or {},
            now=timezone.now(),
        )
        return JsonResponse(record_words(made), status=201)
    document = document_of(frozen(call.template.draft, call.template.workspace))
    found = records_of(call.template, document)
    rows = [{"id": one.id, "label": one.label, "kind": one.kind, "values": dict(one.values)} for one in found]
    return JsonResponse({"records": rows})


@editor_call(PUT=EDIT, DELETE=EDIT)
def one_record(call: Call, record: str) -> HttpResponse:
    """Change or delete one of the template's own records."""
    row: TestRecord = access.find(call.grant, TestRecord.objects.filter(template=call.template), record)
    if call.request.method == "DELETE":
        records.delete_record(record=row)
        return JsonResponse({})
    body = call.body()
    label = text_of(body, "label", longest=200) if "label" in body else None
    changed = records.change_record(record=row, label=label, values=body.get("values"))
    return JsonResponse(record_words(changed))


@editor_call(POST=Capability.VIEW)
def longest(call: Call) -> HttpResponse:
    """Values that take the most room, measured in the design's own fonts; `candidates` may bring an audience's."""
    body = call.body(1024 * 1024)
    candidates = body.get("candidates") or {}
    if not isinstance(candidates, dict):
        raise BadBody("“candidates” must be lists of values by field.")
    document = document_of(frozen(call.template.draft, call.template.workspace))
    return JsonResponse({"values": longest_values(document, candidates)})


@editor_call(GET=Capability.VIEW, POST=Capability.COMMENT)
def all_comments(call: Call) -> HttpResponse:
    """Every comment, oldest first; POST adds one."""
    if call.request.method == "POST":
        return JsonResponse(comment_words(_comment(call)), status=201)
    rows = call.template.comments.select_related("parent", "revision")
    return JsonResponse({"comments": [comment_words(one) for one in rows]})


def _comment(call: Call) -> Comment:
    body = call.body()
    at = body.get("at")
    if at is not None and not (isinstance(at, list) and len(at) == 2 and all(isinstance(v, (int, float)) for v in at)):
        raise BadBody("“at” must be two numbers.")
    rows = Comment.objects.filter(template=call.template)
    parent = access.find(call.grant, rows, str(body["parent"])) if body.get("parent") else None
    return comments.comment(
        template=call.template,
        text=text_of(body, "text", longest=10_000),
        by=call.by,
        now=timezone.now(),
        layer=text_of(body, "layer") if body.get("layer") else "",
        at=(at[0], at[1]) if at else None,
        size=text_of(body, "size"),
        record=text_of(body, "record"),
        parent=parent,
    )


@editor_call(PATCH=Capability.COMMENT)
def one_comment(call: Call, comment: str) -> HttpResponse:
    """`{resolved: true}` or false."""
    row: Comment = access.find(call.grant, Comment.objects.filter(template=call.template), comment)
    resolved = call.body().get("resolved")
    if not isinstance(resolved, bool):
        raise BadBody("“resolved” must be true or false.")
    return JsonResponse(comment_words(comments.resolve(comment=row, by=call.by, now=timezone.now(), resolved=resolved)))


@editor_call(GET=Capability.VIEW, POST=Capability.EDIT_ASSETS)
def all_assets(call: Call) -> HttpResponse:
    """The workspace's library, by `?q=` and `?kind=`; POST (multipart, `file`) adds one."""
    if call.request.method == "POST":
        file = call.request.FILES.get("file")
        if file is None:
            raise BadBody("Send the file as “file”.")
        asset = assets.upload_asset(
            workspace=call.template.workspace,
            data=received(file),
            name=file.name or "",
            kind=call.request.POST.get("kind", ""),
            alt=call.request.POST.get("alt", ""),
            licence=call.request.POST.get("licence", ""),
            by=call.by,
            now=timezone.now(),
        )
        return JsonResponse(asset_words(asset), status=201)
    found = library(call.template.workspace, call.request.GET.get("q", ""), call.request.GET.get("kind", ""))
    return JsonResponse({"assets": [asset_words(one) for one in found[:200]], "kinds": list(Asset.Kind.values)})
