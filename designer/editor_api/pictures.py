"""Pixels: single layers, whole pictures, the QA sheet cell by cell."""

from __future__ import annotations

import base64
import time
from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from designer.editor_api.calls import BadBody, Call, editor_call, text_of, words_of
from designer.editor_api.limits import slow_down
from designer.operations.belonging import require_own_assets
from designer.operations.checks import records_of, whole
from designer.operations.records import checked_values
from designer.picture_hosts import hosts_of
from designer.previews import compose as compose_picture
from designer.previews import document_of, encoded_as_sent, png
from designer.queries.editor import first_shown
from designer.queries.kits import faces_of, frozen, frozen_with, kit_of
from designer.queries.qa import advance, start
from designer.sprites import LayerBitmap, render_layers
from workspaces.access import NotFound
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

MAX_LAYERS = 40
SHARED = ("fields", "rules", "lang", "missing_words")
INLINE = 64 * 1024
KEPT_SECONDS = 900
IMMUTABLE = "private, max-age=31536000, immutable"


@editor_call(POST=Capability.VIEW)
def layers(call: Call) -> HttpResponse:
    """`{size, scale, record, layers, want, doc?}` → bitmaps, each with its key, place, size and what there is to say.

    `doc` holds what is not saved yet of the fields, rules, language and words that all layers share.
    """
    body = call.body()
    sent = body.get("layers")
    if not isinstance(sent, list) or len(sent) > MAX_LAYERS or not all(isinstance(one, dict) for one in sent):
        raise BadBody(f"“layers” must be a list of at most {MAX_LAYERS} layers.")
    slow_down(call.by.user, len(sent))
    document = _as_edited(call, body, sent)
    found, issues = render_layers(
        document,
        sent,
        _values(call, body, document),
        hosts=hosts_of(call.template.workspace),
        size=body.get("size"),
        scale=_scale(body),
        caret="caret" in words_of(body, "want"),
    )
    return JsonResponse({"results": [_words(call, one) for one in found], "issues": [asdict(one) for one in issues]})


@editor_call(GET=Capability.VIEW)
def first_look(call: Call) -> HttpResponse:
    """The saved draft in its first size, as `layers` answers it: what a page asks for before its scripts run."""
    draft = call.template.draft
    slow_down(call.by.user, len(draft.get("layers", [])))
    document = {**draft, "brand": frozen(draft, call.template.workspace)["brand"]}
    size, record = first_shown(call.template)
    found, issues = render_layers(
        document,
        _visible(draft, size),
        _values(call, {"record": {"id": record}}, document),
        hosts=hosts_of(call.template.workspace),
        size=size,
        scale=1,
        caret=True,
    )
    results = [_words(call, one) for one in found]
    told = {"rev": call.template.draft_rev, "results": results, "issues": [asdict(one) for one in issues]}
    return JsonResponse(told)


def _visible(draft: dict[str, Any], size: str) -> list[dict[str, Any]]:
    """Layers as this size shows them, without the hidden ones; no more than one look may ask for."""
    own = (draft.get("overrides") or {}).get(size, {})
    layers = [layer | own.get(layer["id"], {}) for layer in draft.get("layers", [])]
    return [layer for layer in layers if layer.get("visible", True)][:MAX_LAYERS]


def _as_edited(call: Call, body: dict[str, Any], sent: list[dict[str, Any]]) -> dict[str, Any]:
    """The draft with the brand, the fonts of the sent layers too, and the parts that are not saved yet."""
    unsaved = body.get("doc") or {}
    if not isinstance(unsaved, dict):
        raise BadBody("“doc” must be an object.")
    draft = call.template.draft | {name: unsaved[name] for name in SHARED if name in unsaved}
    everything = {**draft, "layers": [*draft.get("layers", []), *sent]}
    require_own_assets(everything, call.template.workspace)
    return {**draft, "brand": frozen(everything, call.template.workspace)["brand"]}


def _words(call: Call, bitmap: LayerBitmap) -> dict[str, Any]:
    return {
        "id": bitmap.id,
        "key": bitmap.key,
        "src": _source(call, bitmap),
        "off": bitmap.off,
        "px": bitmap.px,
        "ms": round(bitmap.ms, 1),
        "boxes": bitmap.boxes,
        "meta": bitmap.meta,
    }


def _source(call: Call, bitmap: LayerBitmap) -> str | None:
    """Small bitmaps travel inside the answer, large ones under an address that never changes what it shows."""
    if bitmap.png is None:
        return None
    if len(bitmap.png) <= INLINE:
        return "data:image/png;base64," + base64.b64encode(bitmap.png).decode()
    cache.set(_cache_key(call, bitmap.key), bitmap.png, KEPT_SECONDS)
    where = [call.template.workspace.key, call.template.key, bitmap.key]
    return reverse("designer:editor_bitmap", args=where)


@editor_call(GET=Capability.VIEW)
def bitmap(call: Call, key: str) -> HttpResponse:
    """A large bitmap that `layers` named; gone after a while, then the editor asks for the layer again."""
    data = cache.get(_cache_key(call, key))
    if data is None:
        raise NotFound
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = IMMUTABLE
    return response


def _cache_key(call: Call, key: str) -> str:
    return f"bitmap:{call.template.workspace.key}:{call.template.key}:{key}"


@editor_call(POST=Capability.VIEW)
def compose(call: Call) -> HttpResponse:
    """`{size, record, doc?, scale?}` → PNG of the whole picture; `?w=224` for a thumbnail."""
    body = call.body(1024 * 1024)
    slow_down(call.by.user, 4)
    document = _design(call, body)
    drawn = compose_picture(
        document_of(document),
        _values(call, body, document),
        hosts=hosts_of(call.template.workspace),
        size=body.get("size"),
        scale=_scale(body),
    )
    width = whole_number(call.request.GET.get("w", ""), least=1)
    response = HttpResponse(png(drawn.image, width), content_type="image/png")
    response["X-Render-Ms"] = f"{drawn.ms:.0f}"
    return response


@editor_call(POST=Capability.VIEW)
def weigh(call: Call) -> HttpResponse:
    """`{size, record, doc?}` → `{bytes, width, height}` of the file a recipient would load."""
    body = call.body(1024 * 1024)
    slow_down(call.by.user, 8)
    document = _design(call, body)
    parsed = document_of(document)
    density = parsed.output.density
    values, hosts = _values(call, body, document), hosts_of(call.template.workspace)
    drawn = compose_picture(parsed, values, hosts=hosts, size=body.get("size"), scale=density)
    sent = encoded_as_sent(parsed, drawn.image, density)
    return JsonResponse({"bytes": len(sent.data), "width": drawn.image.width, "height": drawn.image.height})


def _design(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The design as it stands in the caller's window, or the draft; with the brand laid in."""
    doc, workspace = body.get("doc"), call.template.workspace
    if doc is not None and not isinstance(doc, dict):
        raise BadBody("“doc” must be a document.")
    if doc:
        require_own_assets(doc, workspace)
    return frozen_with(doc or call.template.draft, kit_of(workspace), faces_of(workspace))


@editor_call(POST=Capability.VIEW)
def qa(call: Call) -> HttpResponse:
    """`{sizes, records, base}` → `{job}`: every record in every size, drawn while the job is asked for."""
    body = call.body()
    names = {name: words_of(body, name)[:60] for name in ("sizes", "records")}
    job = start(call.template, base=text_of(body, "base", "live", 20), **names)
    return JsonResponse({"job": job})


@editor_call(GET=Capability.VIEW)
def qa_job(call: Call, job: str) -> HttpResponse:
    """`{done, total, cells}`; each call does some of the work, the last also tells of the `whole` design."""
    answer = advance(call.template, job, until=time.monotonic() + 0.4)
    if answer["done"] >= answer["total"]:
        answer["whole"] = whole(call.template)
    return JsonResponse(answer)


def _scale(body: dict[str, Any]) -> float:
    scale = body.get("scale", 1)
    if isinstance(scale, bool) or not isinstance(scale, (int, float)) or not 0.25 <= scale <= 3:
        raise BadBody("“scale” must be a number from 0.25 to 3.")
    return float(scale)


def _values(call: Call, body: dict[str, Any], document: dict[str, Any]) -> dict[str, str]:
    """The record's values: by id, or sent along as `{values}`."""
    record = body.get("record") or {"id": "complete"}
    record = {"id": record} if isinstance(record, str) else record
    if not isinstance(record, dict):
        raise BadBody("“record” must have an “id” or “values”.")
    if "values" in record:
        return checked_values(record["values"])
    found = {one.id: one.values for one in records_of(call.template, document_of(document))}
    chosen = text_of(record, "id")
    if chosen not in found:
        raise BadBody("There is no such record.")
    return dict(found[chosen])
