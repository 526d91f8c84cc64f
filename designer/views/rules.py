"""Conditions of a design on the Fields page: added, changed, put in order, taken out; each is one undoable edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from designer import edits
from designer.models import Template
from designer.operations import drafts
from designer.views.page import act, grant_of, posting, template_of
from designer.views.rule_form import BadRule, rule_of
from workspaces.roles import Capability

Rules = list[dict[str, Any]]
EDIT = Capability.EDIT_TEMPLATES


@posting
def save_rule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Put the condition in the place of the one of that number; without a number, at the end."""

    def change(rules: Rules) -> Rules:
        number, rule = _number(request, rules, or_new=True), rule_of(request.POST)
        return [*rules[:number], rule, *rules[number + 1 :]]

    return _changed(request, workspace, template, "The condition is saved in the draft.", change)


@posting
def remove_rule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    def change(rules: Rules) -> Rules:
        number = _number(request, rules)
        return [*rules[:number], *rules[number + 1 :]]

    return _changed(request, workspace, template, "The condition is gone from the draft.", change)


@posting
def move_rule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """One place up: the first that holds wins."""

    def change(rules: Rules) -> Rules:
        number = _number(request, rules)
        if number == 0:
            return rules
        return [*rules[: number - 1], rules[number], rules[number - 1], *rules[number + 1 :]]

    return _changed(request, workspace, template, "Moved up.", change)


def _number(request: HttpRequest, rules: Rules, *, or_new: bool = False) -> int:
    raw = request.POST.get("number", "")
    if or_new and raw in ("", "-1"):
        return len(rules)
    if not raw.isdigit() or int(raw) >= len(rules):
        raise BadRule("The conditions changed since. Load the page again.")
    return int(raw)


def _changed(
    request: HttpRequest, workspace: str, template: str, done: str, change: Callable[[Rules], Rules]
) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    back = reverse("designer:template_fields", args=[workspace, template]) + "#conditions"
    return act(request, done, back, lambda: _put(request, row, change(list(row.draft.get("rules", [])))))


def _put(request: HttpRequest, row: Template, rules: Rules) -> None:
    now, by = timezone.now(), grant_of(request).actor
    drafts.save_draft(
        template=row,
        ops=[{"op": "set", "id": edits.DOC, "set": {"rules": rules}}],
        rev=row.draft_rev,
        client=f"page-{by.key}"[:40],
        seq=int(now.timestamp() * 1_000_000),
        by=by,
        now=now,
        label="Conditions",
    )
