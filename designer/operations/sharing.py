"""Show the proof sheet to somebody without an account: a signed link to one draft as it is now, for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F

from designer import edits
from designer.models import Template
from designer.operations.drafts import draft_at
from designer.queries.kits import frozen
from workspaces import audit
from workspaces.actors import Actor
from workspaces.problems import Problem

SALT = "designer.proof"
USUAL, LONGEST = timedelta(days=7), timedelta(days=30)
MARK = "proof_mark"


class ProofClosed(Problem):
    """The link opens nothing any more; the sentence says why."""

    code = "proof_closed"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a link shows: the draft of `rev`, as a document with the brand written in."""

    template: Template
    rev: int
    until: datetime
    document: dict[str, Any]


@transaction.atomic
def share_proof(*, template: Template, days: int, by: Actor, now: datetime) -> str:
    """The token of a link to the draft as it is now. Later edits do not show; values of recipients never do."""
    until = now + min(max(timedelta(days=days), timedelta(days=1)), LONGEST)
    audit.record(
        "proof.shared",
        by=by,
        now=now,
        about=template,
        workspace=template.workspace,
        rev=template.draft_rev,
        until=until.isoformat(timespec="minutes"),
    )
    said = [template.key, template.draft_rev, int(until.timestamp()), template.proofs_ended]
    return signing.dumps(said, salt=SALT)


def end_proofs(*, template: Template, by: Actor, now: datetime) -> None:
    """Close every link that was shared so far."""
    with transaction.atomic():
        Template.objects.filter(pk=template.pk).update(proofs_ended=F("proofs_ended") + 1)
        audit.record("proof.ended", by=by, now=now, about=template, workspace=template.workspace)


def open_proof(*, token: str, now: datetime) -> Proof:
    """What the link shows. Raises ProofClosed; an unknown link and an ended one are told alike."""
    try:
        key, rev, until, ended = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as problem:
        raise ProofClosed("This link is not valid. Ask the person who sent it for a new one.") from problem
    row = Template.objects.select_related("workspace__organization").filter(key=key, proofs_ended=ended).first()
    if row is None or row.archived_at is not None or row.workspace.is_archived:
        raise ProofClosed("This link is not valid. Ask the person who sent it for a new one.")
    expires = datetime.fromtimestamp(until, tz=now.tzinfo)
    if expires <= now:
        raise ProofClosed(f"This link expired on {expires:%d %B %Y}. Ask for a new one.")
    return Proof(row, rev, expires, frozen(draft_at(row, rev), row.workspace))


def marked(document: edits.Json) -> edits.Json:
    """The document with “PROOF” across every size, so that a picture of it is not taken for the finished one."""
    base = document["sizes"][0]
    layer = {"id": MARK.replace("_", ""), "type": "text", "name": "Proof mark", "text": "PROOF"}
    look = {"align": "center", "valign": "middle", "opacity": 0.28, "rot": 340, "fit": "shrink", "max_lines": 1}
    paint = {"type": "solid", "color": "#FFFFFF"}
    shadow = {"dx": 0, "dy": 0, "blur": 4, "spread": 1, "color": "#000000"}
    font = {"family": "Inter", "weight": 700, "italic": False}
    places = {size["id"]: _across(size) for size in document["sizes"]}
    drawn = {**layer, **look, "paint": paint, "shadows": [shadow], "font": font, **places[base["id"]]}
    overrides = document.get("overrides") or {}
    more = {
        size: {**overrides.get(size, {}), drawn["id"]: place} for size, place in places.items() if size != base["id"]
    }
    return {**document, "layers": [*document["layers"], drawn], "overrides": {**overrides, **more}}


def _across(size: dict[str, Any]) -> dict[str, float]:
    w, h = float(size["w"]), float(size["h"])
    return {"x": 0, "y": 0, "w": w, "h": h, "size": min(max(min(w / 5, h * 0.8), 8), 600), "min_size": 4}
