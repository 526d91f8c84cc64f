"""Rules on the Fields page, of layers and of one field: saved, put in order, taken out; each is one undoable edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from designer.models import Template
from designer.rules import fallbacks, layers
from designer.rules.terms import BadRule
from designer.views import fields
from designer.views.page import act, draft_document, posting, template_of
from workspaces.api_problems import is_told
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

Rules = list[dict[str, Any]]
Change = Callable[[Rules, int], Rules]
EDIT = Capability.EDIT_TEMPLATES


@posting
def save_rule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Put the condition in the place of the one of that number; without a number, at the end."""
    row = template_of(request, workspace, template, EDIT)

    def work() -> None:
        rules, rule = list(row.draft.get("rules", [])), layers.rule_of(request.POST, draft_document(row))
        number = numbered(request, rules, or_new=True)
        fields.put(request, row, {"rules": [*rules[:number], rule, *rules[number + 1 :]]}, "Conditions")

    def again(words: str) -> HttpResponse:
        return fields.page(request, row, "", rule=layers.posted(request.POST, words))

    back = reverse("designer:template_fields", args=[workspace, template]) + "#conditions"
    return kept(request, "The condition is saved in the draft.", back, work, again)


@posting
def remove_rule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    return _rearranged(request, workspace, template, "The condition is gone from the draft.", without)


@posting
def move_rule(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """One place up: the first that holds wins."""
    return _rearranged(request, workspace, template, "Moved up.", moved_up)


@posting
def save_fallback(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Put the field's rule in the place of the one of that number; without a number, at the end."""
    row = template_of(request, workspace, template, EDIT)
    key = request.POST.get("field", "")

    def work() -> None:
        rule = fallbacks.rule_of(request.POST, draft_document(row))
        number = numbered(request, fields.rules_of(row, key), or_new=True)
        fields.put_rules(request, row, key, lambda rules: fallbacks.with_rule(rules, number, rule))

    def again(words: str) -> HttpResponse:
        return fields.page(request, row, key, fallback=fallbacks.posted(request.POST, words))

    return kept(request, "The rule is saved in the draft.", fields.place_of_rules(row, key), work, again)


@posting
def remove_fallback(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    return _rearranged_fallbacks(request, workspace, template, "The rule is gone from the draft.", without)


@posting
def move_fallback(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """One place up: the first that fits is used."""
    return _rearranged_fallbacks(request, workspace, template, "Moved up.", moved_up)


def kept(
    request: HttpRequest, done: str, back: str, work: Callable[[], None], again: Callable[[str], HttpResponse]
) -> HttpResponse:
    """Do it and return to the page; what is refused comes back as it was sent, with the reason beside it."""
    try:
        work()
    except Exception as problem:
        if not is_told(problem):
            raise
        return again(problem.public_message)  # type: ignore[attr-defined]
    return act(request, done, back, lambda: None)


def without(rules: Rules, number: int) -> Rules:
    return [*rules[:number], *rules[number + 1 :]]


def moved_up(rules: Rules, number: int) -> Rules:
    if number == 0:
        return rules
    return [*rules[: number - 1], rules[number], rules[number - 1], *rules[number + 1 :]]


def numbered(request: HttpRequest, rules: Rules, *, or_new: bool = False) -> int:
    """Which rule the form means; one past the last for a new one. Raises BadRule."""
    raw = request.POST.get("number", "")
    if or_new and raw in ("", "-1"):
        return len(rules)
    number = whole_number(raw, most=len(rules) - 1)
    if number is None:
        raise BadRule("The rules changed since. Load the page again.")
    return number


def _rearranged(request: HttpRequest, workspace: str, template: str, done: str, change: Change) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)

    def work() -> None:
        rules = list(row.draft.get("rules", []))
        fields.put(request, row, {"rules": change(rules, numbered(request, rules))}, "Conditions")

    return act(request, done, reverse("designer:template_fields", args=[workspace, template]) + "#conditions", work)


def _rearranged_fallbacks(
    request: HttpRequest, workspace: str, template: str, done: str, change: Change
) -> HttpResponse:
    row: Template = template_of(request, workspace, template, EDIT)
    key = request.POST.get("field", "")

    def work() -> None:
        fields.put_rules(request, row, key, lambda rules: change(rules, numbered(request, rules)))

    return act(request, done, fields.place_of_rules(row, key), work)
