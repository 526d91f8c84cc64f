"""Rules on the Fields page in a browser: the picture while a rule is written, further comparisons, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from designer.models import Template
from workspaces.models import User


def fields_of(page: Page, template: Template) -> None:
    page.goto(f"/w/{template.workspace.key}/templates/{template.key}/fields/?field=first_name")


def test_rule_is_seen_before_it_is_saved(page: Page, webinar: Template, sign_in: Callable[[Any], None]) -> None:
    sign_in(User.objects.get(name="Bob"))
    fields_of(page, webinar)
    rules = page.get_by_role("region", name="When First name is missing")
    rules.get_by_text("Add a rule").click()
    picture = rules.get_by_role("img", name="The draft with this rule")
    expect(picture).to_be_hidden()

    rules.get_by_label("Field", exact=True).first.select_option("city")
    rules.get_by_label("Value").first.fill("Rome")
    rules.get_by_label("Then use").fill("amico")
    expect(picture).to_be_visible()
    first = picture.get_attribute("src")
    rules.get_by_label("Then use").fill("amica")
    expect(picture).not_to_have_attribute("src", first or "")

    rows = rules.get_by_role("group", name="Comparison")
    before = rows.count()
    rules.get_by_role("button", name="Another comparison").first.click()
    assert rows.count() == before + 1
    assert page.evaluate("document.activeElement.name") == "term-field"

    rules.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text("is Rome: use “amica”")).to_be_visible()


def test_refused_rule_comes_back_open_with_the_reason_in_focus(
    page: Page, webinar: Template, sign_in: Callable[[Any], None], watch: Any
) -> None:
    watch.expect("422")
    sign_in(User.objects.get(name="Bob"))
    fields_of(page, webinar)
    rules = page.get_by_role("region", name="When First name is missing")
    rules.get_by_text("Add a rule").click()
    rules.get_by_label("Field", exact=True).first.select_option("city")
    rules.get_by_label("Value").first.fill("Rome")
    rules.get_by_role("button", name="Save the rule").click()

    reason = rules.get_by_role("alert")
    expect(reason).to_have_text("Write what is used when the rule fits.")
    expect(reason).to_be_focused()
    expect(rules.get_by_label("Value").first).to_have_value("Rome")
