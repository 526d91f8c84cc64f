"""What the editor starts with: the draft, its brand, its records, and what this person may do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.urls import reverse

from designer.models import Template
from designer.operations.checks import records_of
from designer.previews import document_of
from designer.queries.history import pending_review
from designer.queries.kits import frozen, kit_of
from designer.sprites import RENDERER
from renderer.engine.samples import RECORDS
from renderer.engine.usage import uses
from renderer.gather import fonts_of
from workspaces import access
from workspaces.access import Grant
from workspaces.preferences import preferences
from workspaces.roles import Capability

PERMISSIONS = {
    "edit": Capability.EDIT_TEMPLATES,
    "comment": Capability.COMMENT,
    "upload": Capability.EDIT_ASSETS,
    "submit": Capability.EDIT_TEMPLATES,
    "approve": Capability.REVIEW,
    "publish": Capability.PUBLISH,
    "overrideQa": Capability.OVERRIDE_CHECKS,
    "brand": Capability.EDIT_BRAND,
    "audiences": Capability.MANAGE_AUDIENCES,
    "links": Capability.MANAGE_LINKS,
    "settings": Capability.MANAGE_SETTINGS,
}


def boot(template: Template, grant: Grant) -> dict[str, Any]:
    """`{doc, rev, fields, brand, records, perms, reviewers, lock, renderer}`: also the page's boot JSON."""
    whole = frozen(template.draft, template.workspace)
    document = document_of(whole)
    kit = kit_of(template.workspace)
    families = sorted(fonts_of(document).families.values(), key=lambda family: family.name)
    return {
        "doc": template.draft,
        "rev": template.draft_rev,
        "name": template.name,
        "fields": template.draft.get("fields", []),
        "brand": {
            **asdict(kit),
            "frozen": whole["brand"],
            "families": [
                {
                    "family": family.name,
                    "weights": list(family.weights),
                    "italic": family.has_italic,
                    "category": family.category,
                    "uploaded": family.source == "upload",
                }
                for family in families
            ],
        },
        "records": [
            {"id": one.id, "label": one.label, "kind": one.kind, "values": dict(one.values)}
            for one in records_of(template, document)
        ],
        "perms": {name: grant.may(capability) for name, capability in PERMISSIONS.items()},
        "reviewers": _reviewers(template, grant),
        "lock": _lock(template),
        "renderer": RENDERER,
    }


def first_shown(template: Template) -> tuple[str, str]:
    """The size and the record that an editor opens with."""
    return template.draft["sizes"][0]["id"], RECORDS[0]


def _reviewers(template: Template, grant: Grant) -> list[dict[str, str]]:
    """Who may be asked to look at what this person submits."""
    able = access.people_who_may(template.workspace, Capability.REVIEW).order_by("name", "email")
    if grant.actor.user is not None and not preferences(template.workspace).own_work_allowed:
        able = able.exclude(pk=grant.actor.user.pk)
    return [{"key": person.key, "name": str(person)} for person in able[:50]]


def _lock(template: Template) -> dict[str, Any] | None:
    """Why the draft cannot be edited now, or None."""
    if template.archived_at is not None:
        return {"state": "archived", "by": "", "since": template.archived_at.isoformat()}
    review = pending_review(template)
    if review is None:
        return None
    return {
        "state": "in_review",
        "by": review.requested_by_name,
        "since": review.requested_at.isoformat(),
        "version": review.revision.number,
        "review": review.key,
        "url": reverse("designer:review", args=[template.workspace.key, review.key]),
    }


def fields_words(template: Template) -> dict[str, Any]:
    """The draft's fields and rules, and where each field is used; tags without a field are named in `undeclared`."""
    document = document_of(frozen(template.draft, template.workspace))
    usage = uses(document)
    names = {layer.id: layer.name for layer in document.layers[document.size().id]}
    return {
        "rev": template.draft_rev,
        "fields": template.draft.get("fields", []),
        "rules": template.draft.get("rules", []),
        "missing_words": template.draft.get("missing_words", sorted(document.missing_words)),
        "used_in": {
            key: [{"id": place, "name": names.get(place, "Alternative text")} for place in places]
            for key, places in usage.places.items()
        },
        "unused": list(usage.unused),
        "undeclared": sorted({issue.field for issue in usage.issues if issue.field}),
    }
