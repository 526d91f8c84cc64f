"""The QA sheet as it streams into the page: cells in order, some at each asking, so that the first shows at once."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from designer.lint.sheet import told
from designer.models import Template
from designer.operations.checks import records_of, remembered
from designer.picture_hosts import hosts_of
from designer.previews import document_of
from designer.queries.kits import frozen, kit_of
from renderer.engine.problems import RenderProblem
from workspaces.access import NotFound
from workspaces.whole_numbers import whole_number

KEPT_SECONDS = 1800


def start(template: Template, *, sizes: Sequence[str], records: Sequence[str], base: str) -> str:
    """A job for the draft and, beside it, the live version (`base` "live") or a numbered one."""
    draft = frozen(template.draft, template.workspace)
    document = document_of(draft)
    chosen = [size.id for size in document.sizes if not sizes or size.id in sizes]
    rows = [record.id for record in records_of(template, document) if not records or record.id in records]
    sides = {"draft": draft}
    revision = template.live_revision if base == "live" else _numbered(template, base)
    if revision is not None:
        sides["base"] = revision.document
    todo = [[record, size, side] for size in chosen for record in rows for side in sides]
    job = secrets.token_urlsafe(12)
    state = {"sides": sides, "version": revision.number if revision else None, "todo": todo, "cells": []}
    cache.set(_key(template, job), state, KEPT_SECONDS)
    return job


def advance(template: Template, job: str, *, until: float) -> dict[str, Any]:
    """Draw cells until the time is up (at least one), and tell all that are done."""
    state = cache.get(_key(template, job))
    if state is None:
        raise NotFound
    done = len(state["cells"])
    while done < len(state["todo"]):
        state["cells"].append(_cell(template, state, *state["todo"][done]))
        done += 1
        if time.monotonic() > until:
            break
    cache.set(_key(template, job), state, KEPT_SECONDS)
    return {"done": done, "total": len(state["todo"]), "cells": state["cells"]}


def _cell(template: Template, state: dict[str, Any], record_id: str, size: str, side: str) -> dict[str, Any]:
    """One picture's findings; a picture that cannot be drawn says why, and the others go on."""
    cell = {"record": record_id, "size": size, "side": side, "url": _url(template, state, record_id, size, side)}
    try:
        document = document_of(state["sides"][side])
        records = {record.id: record for record in records_of(template, document)}
        around = kit_of(template.workspace), hosts_of(template.workspace)
        look = remembered(document, records[record_id], size, *around)
        issues = [one.as_json() for one in told(look, remembered(document, records["complete"], size, *around))]
        return {**cell, "ms": round(look.ms, 1), "alt": look.alt, "issues": issues}
    except RenderProblem as problem:
        return {**cell, "error": problem.public_message, "issues": []}


def _url(template: Template, state: dict[str, Any], record: str, size: str, side: str) -> str:
    version = "draft" if side == "draft" else state["version"]
    where = reverse("designer:picture", args=[template.workspace.key, template.key])
    return f"{where}?v={version}&record={record}&size={size}"


def _numbered(template: Template, number: str) -> Any:
    wanted = whole_number(number)
    return template.revisions.filter(number=wanted).first() if wanted else None


def _key(template: Template, job: str) -> str:
    return f"qa:{template.key}:{job}"
