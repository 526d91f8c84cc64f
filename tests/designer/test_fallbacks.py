"""Fallback rules of a field on the Fields page: written by form, tried as a picture, put in order, taken out."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from designer.models import Template
from designer.previews import document_of
from designer.queries.kits import frozen
from designer.rules.witness import holding
from renderer.engine.conditions import holds
from renderer.engine.plan import compiled, in_plain_values
from renderer.engine.record import Record
from renderer.engine.resolve import resolve
from renderer.engine.schema import parse
from tests.designer.documents import document, first_name, text
from workspaces.actors import Actor
from workspaces.models import User, Workspace
from workspaces.operations.people import add_member
from workspaces.roles import Role

CITY = {"key": "city", "label": "City", "samples": {"complete": "Oslo"}}
AGE = {"key": "age", "label": "Age", "kind": "number"}
BORN = {"key": "born", "label": "Born", "kind": "date"}
MEMBER = {"key": "member", "label": "Member", "kind": "bool"}
FIELDS = [first_name(), CITY, AGE, BORN, MEMBER]
ROME = {"joint": "all", "term-group": [""], "term-field": ["city"], "term-op": ["is"], "term-value": ["Rome"]}
PARIS = {**ROME, "term-value": ["Paris"]}


@pytest.fixture
def template(make_template: Any) -> Template:
    return make_template(document=document(text(), fields=FIELDS))  # type: ignore[no-any-return]


@pytest.fixture
def bobs(client: Client, bob: Actor) -> Client:
    client.force_login(bob.user)  # type: ignore[arg-type]
    return client


def page(template: Template, *path: str) -> str:
    return "/".join(("/w", template.workspace.key, "templates", template.key, "fields", *path, ""))


def headline(template: Template, **values: str) -> str:
    template.refresh_from_db()
    parsed = document_of(frozen(template.draft, template.workspace))
    return resolve(parsed, values).layers[0].words[0].text


def save(client: Client, template: Template, **said: Any) -> Any:
    return client.post(page(template, "fallbacks", "save"), {"field": "first_name", "number": "-1", **said})


@pytest.mark.django_db
def test_rule_from_the_form_stands_in_before_the_plain_fallback(bobs: Client, template: Template) -> None:
    save(bobs, template, **ROME, use="amico")

    assert headline(template, city="Rome") == "Hello amico"
    assert headline(template, city="Oslo") == headline(template) != "Hello amico"
    assert headline(template, city="Rome", first_name="Amira") == "Hello Amira"
    body = bobs.get(f"{page(template)}?field=first_name").content.decode()
    assert "If City is Rome: use “amico”" in body
    assert "Otherwise: use “" in body


@pytest.mark.django_db
def test_rules_are_tried_in_their_order_and_can_be_moved_changed_and_taken_out(
    bobs: Client, template: Template
) -> None:
    anybody = {**ROME, "term-op": ["not_empty"], "term-value": [""]}
    save(bobs, template, **anybody, use="neighbour")
    save(bobs, template, **ROME, use="amico")
    assert headline(template, city="Rome") == "Hello neighbour"

    bobs.post(page(template, "fallbacks", "move"), {"field": "first_name", "number": "1"})
    assert headline(template, city="Rome") == "Hello amico"
    save(bobs, template, **PARIS, use="ami", number="0")
    assert headline(template, city="Paris") == "Hello ami"
    bobs.post(page(template, "fallbacks", "remove"), {"field": "first_name", "number": "0"})
    assert headline(template, city="Paris") == "Hello neighbour"
    assert [edit.label for edit in template.edits.order_by("rev")][-1] == "Fallback rules"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({**ROME, "use": " "}, "Write what is used"),
        ({**ROME, "term-field": [""], "use": "x"}, "Choose the field"),
        ({**ROME, "use": "{{ first_name }}"}, "that is a circle"),
        ({**ROME, "use": "x", "number": "4"}, "Load the page again"),
        ({**ROME, "use": "x", "field": "gone"}, "This field is gone"),
    ],
)
def test_rule_that_makes_no_sense_comes_back_with_the_reason(
    bobs: Client, template: Template, said: dict[str, Any], words: str
) -> None:
    answer = save(bobs, template, **said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    template.refresh_from_db()
    assert not any(field.get("rules") for field in template.draft["fields"])


@pytest.mark.django_db
def test_rules_outlive_the_fields_own_form(bobs: Client, template: Template) -> None:
    save(bobs, template, **ROME, use="amico")
    bobs.post(page(template, "save"), {"was": "first_name", "key": "first_name", "label": "Vorname", "fallback": "du"})

    assert headline(template, city="Rome") == "Hello amico"
    assert headline(template) == "Hello du"


@pytest.mark.django_db
def test_picture_shows_the_rule_before_it_is_saved(bobs: Client, template: Template) -> None:
    address = page(template, "rule.png").rstrip("/")
    pictures = [
        bobs.get(address, {"field": "first_name", **ROME, "use": use, "record": "complete"}) for use in ("amico", "you")
    ]

    assert [one.status_code for one in pictures] == [200, 200]
    assert pictures[0].content != pictures[1].content
    assert Image.open(io.BytesIO(pictures[0].content)).width == 680
    incomplete = bobs.get(address, {"field": "first_name", **ROME, "use": ""})
    assert (incomplete.status_code, incomplete.content) == (204, b"")
    template.refresh_from_db()
    assert not any(field.get("rules") for field in template.draft["fields"])


@pytest.mark.django_db
def test_viewer_reads_the_rules_and_cannot_change_them(
    client: Client, template: Template, bobs: Client, workspace: Workspace, alice: Actor
) -> None:
    save(bobs, template, **ROME, use="amico")
    viewer = User.objects.create_user("vera@example.com", name="Vera")
    add_member(workspace=workspace, user=viewer, role=Role.VIEWER, by=alice, now=timezone.now())
    client.force_login(viewer)
    body = client.get(page(template)).content.decode()

    assert "If City is Rome: use “amico”" in body
    assert "Save the rule" not in body
    assert save(client, template, **PARIS, use="ami").status_code == 403


TESTS = st.one_of(
    st.builds(
        lambda op, value: {"field": "city", "op": op, "value": value},
        st.sampled_from(["is", "is_not", "contains", "starts", "in"]),
        st.sampled_from(["Rome", "Oslo", "New York"]),
    ),
    st.builds(lambda field, op: {"field": field, "op": op}, st.sampled_from(["city", "age"]), st.just("not_empty")),
    st.builds(lambda op: {"field": "age", "op": op, "value": "40"}, st.sampled_from(["gt", "lt", "is"])),
    st.builds(lambda op: {"field": "born", "op": op, "value": "1999-12-31"}, st.sampled_from(["before", "after"])),
    st.just({"field": "member", "op": "is", "value": "yes"}),
    st.just({"field": "first_name", "op": "empty"}),
)


@given(st.one_of(TESTS, st.builds(lambda one, two: {"any": [one, {"all": [one, two]}]}, TESTS, TESTS)))
def test_somebody_is_found_for_every_condition_that_can_hold(when: dict[str, Any]) -> None:
    given_rule = document(text(), fields=FIELDS, rules=[{"when": when, "do": "hide", "layer": "headline"}])
    parsed = parse(given_rule)
    plan = compiled(parsed)
    found = holding(parsed.rules[0].when, parsed, {"city": "Bern", "first_name": "Amira"})

    assert holds(in_plain_values(parsed.rules[0].when, plan.readers), Record(plan.fields, found).plain)
