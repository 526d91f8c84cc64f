"""Conditions on the Fields page: written by form, tried against the records, put in order, taken out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from designer.models import Template
from designer.previews import document_of
from designer.queries.kits import frozen
from designer.records import fixed
from renderer.engine.resolve import resolve
from tests.designer.documents import document, first_name, text
from workspaces.actors import Actor

pytestmark = pytest.mark.django_db
TIER = {"key": "tier", "label": "Tier", "kind": "choice", "choices": ["VIP", "Basic"], "samples": {"complete": "VIP"}}
FORM = {
    "joint": "all",
    "term-group": ["", "", ""],
    "term-field": ["tier", "", ""],
    "term-op": ["is"] * 3,
    "term-value": ["VIP", "", ""],
}


@pytest.fixture
def tiered(make_template: Any) -> Template:
    layers = (text(), text("badge", "VIP", x=40, y=200, h=40, size=20))
    return make_template(document=document(*layers, fields=[first_name(), TIER]))  # type: ignore[no-any-return]


@pytest.fixture
def bobs(client: Client, bob: Actor) -> Client:
    client.force_login(bob.user)  # type: ignore[arg-type]
    return client


def page(template: Template, *path: str) -> str:
    return "/".join(("/w", template.workspace.key, "templates", template.key, "fields", *path, ""))


def rules(template: Template) -> list[dict[str, Any]]:
    template.refresh_from_db()
    return list(template.draft.get("rules", []))


def shown(template: Template, **values: str) -> set[str]:
    template.refresh_from_db()
    return {one.layer.id for one in resolve(document_of(frozen(template.draft, template.workspace)), values).layers}


def test_condition_from_the_form_shows_a_layer_for_some_only(bobs: Client, tiered: Template) -> None:
    bobs.post(page(tiered, "conditions", "save"), {**FORM, "do": "show", "layer": "badge", "number": "-1"})

    assert shown(tiered, tier="VIP") == {"headline", "badge"}
    assert shown(tiered, tier="Basic") == {"headline"}
    body = bobs.get(page(tiered)).content.decode()
    assert "If Tier is VIP: show Badge" in body
    records = fixed(document_of(frozen(tiered.draft, tiered.workspace)))
    assert f"{sum(one.values.get('tier') == 'VIP' for one in records)} of 4 records" in body


def test_two_comparisons_are_joined_and_a_layer_changed(bobs: Client, tiered: Template) -> None:
    terms = {"term-field": ["tier", "first_name", ""], "term-op": ["in", "not_empty", "is"]}
    values = {"term-value": ["VIP, Basic", "", ""], "do": "set", "layer": "badge"}
    bobs.post(page(tiered, "conditions", "save"), {**FORM, **terms, **values, "property": "text", "value": "Member"})

    [rule] = rules(tiered)
    assert rule["when"] == {
        "all": [{"field": "tier", "op": "in", "value": ["VIP", "Basic"]}, {"field": "first_name", "op": "not_empty"}]
    }
    parsed = document_of(frozen(tiered.draft, tiered.workspace))
    words = [one.words[0].text for one in resolve(parsed, {"tier": "VIP", "first_name": "Amira"}).layers if one.words]
    assert words == ["Hello Amira", "Member"]


def test_conditions_are_changed_ordered_and_taken_out(bobs: Client, tiered: Template) -> None:
    for layer in ("badge", "headline"):
        bobs.post(page(tiered, "conditions", "save"), {**FORM, "do": "hide", "layer": layer, "number": "-1"})
    bobs.post(page(tiered, "conditions", "move"), {"number": "1"})
    assert [rule["layer"] for rule in rules(tiered)] == ["headline", "badge"]

    bobs.post(page(tiered, "conditions", "save"), {**FORM, "do": "show", "layer": "badge", "number": "1"})
    assert [rule["do"] for rule in rules(tiered)] == ["hide", "show"]
    bobs.post(page(tiered, "conditions", "remove"), {"number": "0"})
    assert [rule["layer"] for rule in rules(tiered)] == ["badge"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"term-field": ["", "", ""]}, "Choose the field"),
        ({"layer": ""}, "Choose the layer"),
        ({"do": "set", "property": "size", "value": "big"}, "“big” is not a number"),
        ({"number": "7"}, "Load the page again"),
        ({"do": "set", "property": "paint", "value": "reddish"}, "colour"),
        ({"term-value": ["", "", ""]}, "write what it is compared with"),
        ({"term-field": ["gone", "", ""]}, "There is no field “gone” any more"),
        ({"term-op": ["gt", "is", "is"], "term-value": ["much", "", ""]}, "write a number, or a date"),
    ],
)
def test_condition_that_makes_no_sense_is_refused_in_a_sentence(
    bobs: Client, tiered: Template, changes: dict[str, Any], words: str
) -> None:
    sent = {**FORM, "do": "show", "layer": "badge", **changes}
    body = bobs.post(page(tiered, "conditions", "save"), sent, follow=True).content.decode()

    assert words in body.replace("&#x27;", "'")
    assert rules(tiered) == []


GROUPED = {
    "joint": "all",
    "term-group": ["", "1", "1", "2"],
    "term-field": ["first_name", "tier", "tier", ""],
    "term-op": ["not_empty", "is", "empty", "is"],
    "term-value": ["", "VIP", "", ""],
    "group-joint": ["any", "any"],
}


def test_group_of_comparisons_is_written_shown_and_sent_again(bobs: Client, tiered: Template) -> None:
    bobs.post(page(tiered, "conditions", "save"), {**GROUPED, "do": "hide", "layer": "badge"})

    group = {"any": [{"field": "tier", "op": "is", "value": "VIP"}, {"field": "tier", "op": "empty"}]}
    assert rules(tiered)[0]["when"] == {"all": [{"field": "first_name", "op": "not_empty"}, group]}
    body = bobs.get(page(tiered)).content.decode()
    assert "If First name is not empty and (Tier is VIP or Tier is empty): hide Badge" in body
    assert "Group 1" in body
    assert shown(tiered, first_name="Amira", tier="VIP") == {"headline"}
    assert shown(tiered, first_name="Amira", tier="Basic") == {"headline", "badge"}


def test_what_was_refused_stands_in_the_form_again_with_the_reason(bobs: Client, tiered: Template) -> None:
    sent = {**GROUPED, "do": "hide", "layer": ""}
    answer = bobs.post(page(tiered, "conditions", "save"), sent)
    body = answer.content.decode()

    assert answer.status_code == 422
    assert "Choose the layer" in body.partition('action="' + page(tiered, "conditions", "save"))[2]
    assert "Group 1" in body


def test_groups_within_groups_of_a_program_are_shown_and_left_alone(bobs: Client, make_template: Any) -> None:
    inner = {"all": [{"field": "tier", "op": "empty"}, {"any": [{"field": "tier", "op": "is", "value": "VIP"}]}]}
    nested = {"any": [{"field": "tier", "op": "is", "value": "VIP"}, inner]}
    template = make_template(
        document=document(fields=[first_name(), TIER], rules=[{"when": nested, "do": "hide", "layer": "headline"}])
    )

    assert "more than this form can show" in bobs.get(page(template)).content.decode()
