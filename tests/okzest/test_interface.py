"""Template tags, navigation and forms: what they put on the page."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import lucide
import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from okzest import icons, navigation
from okzest.templatetags.ui import initials, tone, undo_address


def rendered(source: str, address: str = "/", **context) -> str:
    request = RequestFactory().get(address)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_icon_is_hidden_from_screen_readers_unless_it_is_named():
    assert 'aria-hidden="true"' in icons.icon("plus")
    named = icons.icon("lock", label="Locked <now>")
    assert 'role="img" aria-label="Locked &lt;now&gt;"' in named
    assert "aria-hidden" not in named


def test_unknown_icon_is_refused():
    with pytest.raises(lucide.IconDoesNotExist):
        icons.icon("no-such-icon")


def test_icon_sheet_offers_symbols_by_name():
    assert '<symbol id="icon-check"' in rendered('{% icon_sheet "check x" %}')


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maria Chen", "MC"),
        ("alice@example.com", "A"),
        ("bob.designer@example.com", "BD"),
        ("", "?"),
        ("Ana de la Cruz", "AC"),
    ],
)
def test_initials_of_a_name(name: str, letters: str):
    assert initials(name) == letters


def test_message_knows_its_tone_and_its_undo():
    message = Message(constants.SUCCESS, "Archived.", extra_tags="undo=/w/nw/undo/")
    assert tone(message) == "ok"
    assert undo_address(message) == "/w/nw/undo/"
    assert undo_address(Message(constants.ERROR, "No.")) == ""


def test_sort_head_turns_round_and_forgets_the_page():
    first = rendered('{% sort_head "Name" "name" %}', "/?page=3&q=spring")
    assert 'href="?q=spring&amp;order=name"' in first
    assert "aria-sort" not in first
    again = rendered('{% sort_head "Name" "name" %}', "/?order=name")
    assert 'aria-sort="ascending"' in again
    assert "order=-name" in again


def test_pagination_says_which_rows_are_shown():
    page = Paginator(range(1312), 25).page(2)
    html = rendered('{% pagination page "templates" %}', "/?q=spring", page=page)
    assert "26–50 of 1,312 templates" in html
    assert "q=spring&amp;page=3" in html


def test_navigation_leaves_out_what_is_not_installed_or_not_allowed(monkeypatch):
    items = (
        navigation.Item("Start", "house", "front"),
        navigation.Item("Guide", "palette", "styleguide", capability="edit_brand", beside="shelf"),
        navigation.Item("Nowhere", "x", "no:such"),
    )
    monkeypatch.setattr(navigation, "ITEMS", items)
    monkeypatch.setattr(
        navigation,
        "reverse",
        lambda view, args: (
            {"front": "/w/nw/", "styleguide": "/w/nw/guide/", "shelf": "/w/nw/shelf/"}[view]
            if ":" not in view
            else _missing()
        ),
    )
    workspace = SimpleNamespace(key="nw")
    seen = navigation.places(workspace, path="/w/nw/guide/7/", capabilities={"view"}, counts={})
    assert [place.item.label for place in seen] == ["Start"]
    everything = navigation.places(workspace, path="/w/nw/guide/7/", capabilities=None, counts={})
    assert [place.is_current for place in everything] == [False, True]
    beside = navigation.places(workspace, path="/w/nw/shelf/", capabilities=None, counts={})
    assert [(place.url, place.is_current) for place in beside] == [("/w/nw/", False), ("/w/nw/guide/", True)]
    outside = navigation.places(workspace, path="/account/", capabilities=None, counts={})
    assert not any(place.is_current for place in outside)


def _missing() -> str:
    from django.urls import NoReverseMatch

    raise NoReverseMatch


class TemplateForm(forms.Form):
    name = forms.CharField(label="Template name", help_text="Campaign – audience – brand")
    notes = forms.CharField(required=False)
    agree = forms.BooleanField(label="Tell the approver")


def test_form_lists_its_errors_on_top_with_links_and_beside_the_field():
    html = str(TemplateForm({"notes": "x"}))
    assert '<a href="#id_name">Template name</a>: This field is required.' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_form_marks_what_is_optional_rather_than_what_is_required():
    html = str(TemplateForm())
    assert 'Notes <span class="field-optional">(optional)</span>' in html
    assert "Template name</label>" in html


def test_form_that_says_once_what_may_stay_empty_marks_nothing():
    class Brief(TemplateForm):
        says_once = "Everything but the name can stay empty."

    html = str(Brief())
    assert html.count("can stay empty") == 1
    assert "(optional)" not in html


def test_checkbox_stands_before_its_label():
    html = str(TemplateForm())
    assert html.index('id="id_agree"') < html.index("Tell the approver")


def test_chart_tag_brings_its_table():
    html = rendered(
        '{% chart "Requests" labels values bars_name="Requests" %}', labels=["Mon", "Tue"], values=[3, None]
    )
    assert "<svg" in html
    assert '<th scope="row">Tue</th><td class="number">–</td>' in html


def test_interface_font_is_found_among_the_static_files(settings, tmp_path):
    settings.DATA = tmp_path
    found = finders.find("ui/inter.woff2")
    assert Path(found).read_bytes()[:4] == b"wOF2"
    assert Path(found).stat().st_size < 200_000
    assert finders.find("ui/no-such-file.woff2") is None
    assert finders.find("ui/no-such-file.woff2", find_all=True) == []


def test_module_tag_announces_everything_the_entry_imports():
    html = rendered('{% module "pages/main.js" %}')
    announced = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)">', html)
    assert announced[0] == "pages/main.js"
    assert {"pages/menus.js", "pages/elements.js"} <= set(announced)
    assert len(announced) == len(set(announced))
    assert html.endswith('<script type="module" src="/static/pages/main.js"></script>')


def test_module_that_imports_a_missing_file_is_refused(settings, tmp_path):
    (tmp_path / "broken.js").write_text('import { gone } from "./gone.js";\n')
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match="gone.js"):
            rendered('{% module "broken.js" %}')
    finally:
        finders.get_finder.cache_clear()


def test_swatch_shows_a_colour_and_nothing_else():
    assert 'fill="#2F5BEA"' in rendered('{% swatch "#2F5BEA" "Brand blue" %}')
    with pytest.raises(ValueError, match="swatch"):
        icons.swatch('#fff" onload="alert(1)')
