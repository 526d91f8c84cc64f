"""Snippets as the tools' own template engines expand them: the picture is the one that the API draws."""

from __future__ import annotations

import html
import quopri
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
import pybars
import pytest
from django.template import Context, Engine
from django.test import Client
from liquid import Environment

from renderer import releases, render_links, snippets
from renderer.mailtools import MailTool, mail_tools
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db
VALUES = [
    "Tom & Jerry",
    "C#",
    "1+1",
    "O'Brien",
    "Zoë",
    "محمد",
    "🎉 Ann",
    "100%",
    'Say "hi"',
    "a/b?c=d;e",
    "李小龍",
    "x" * 150,
]
TOOLS = list(mail_tools().values())


class Images(HTMLParser):
    """What a mail program makes of the code."""

    def __init__(self, code: str):
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(code)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [dict(attrs)] if tag == "img" else []


def _handlebars(code: str, values: dict[str, str]) -> str:
    helpers = {
        "urlEncode": lambda this, options: quote("".join(map(str, options["fn"](this))), safe="").replace("%20", "+"),
        "encodeURIComponent": lambda this, value: quote(value, safe="!'()*"),
        "defaultIfEmpty": lambda this, value, default: pybars.strlist([value or default]),
        "isNullDefault": lambda this, value, default: value or default,
        "insert": lambda this, value, default: value or default.removeprefix("default="),
    }
    return str(pybars.Compiler().compile(code)(values, helpers=helpers))


def _braze(code: str, values: dict[str, str]) -> str:
    liquid = Environment()
    liquid.add_filter("url_param_escape", lambda value: quote(str(value), safe=""))
    return liquid.from_string(code.replace("${first_name}", "first_name").replace("${city}", "city")).render(**values)


def _nested(values: dict[str, str]) -> dict[str, Any]:
    return {**values, "customer": values, "subscriber": values, "contact": values}


ENGINES: dict[str, Callable[[str, dict[str, str]], str]] = {
    "django": lambda code, values: Engine().from_string(code).render(Context(_nested(values))),
    "jinja": lambda code, values: jinja2.Environment(autoescape=True).from_string(code).render(values),
    "liquid": lambda code, values: Environment().from_string(code).render(**_nested(values)),
    "handlebars": _handlebars,
    "braze": _braze,
}


@pytest.fixture
def shown(greeting: Release, workspace: Workspace) -> Shown:
    return releases.live(workspace, "greeting")


@pytest.fixture
def link(make_link: Callable[..., RenderLink]) -> RenderLink:
    return make_link()


def test_there_are_tools_for_everybody() -> None:
    assert len(TOOLS) >= 15
    assert len({tool.key for tool in TOOLS}) == len(TOOLS)


@pytest.mark.parametrize("tool", [one for one in TOOLS if one.engine and one.encodes], ids=lambda tool: tool.key)
def test_what_the_tool_sends_shows_the_picture_that_the_api_draws(
    tool: MailTool, link: RenderLink, shown: Shown, browser: Client, api_key: str
) -> None:
    code = snippets.snippet(link, shown, tool, scale=1).html
    for value in VALUES:
        expanded = ENGINES[tool.engine](code, {"first_name": value, "city": "Oslo"})
        address = Images(expanded).found[0]["src"] or ""
        parts = urlsplit(address)
        seen = browser.get(f"{parts.path}?{parts.query}")
        drawn = browser.post(
            "/api/v1/templates/greeting/render",
            {"values": {"first_name": value, "city": "Oslo"}, "format": "png", "scale": 1},
            content_type="application/json",
            headers={"Authorization": f"Bearer {api_key}", "Accept": "image/png"},
        )
        assert drawn.status_code == 200
        assert seen.content == drawn.content, (tool.key, value, address)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_code_is_one_image_with_everything_it_needs(tool: MailTool, link: RenderLink, shown: Shown) -> None:
    made = snippets.snippet(link, shown, tool, width=160)
    image = Images(made.html).found
    assert len(image) == 1
    assert (image[0]["width"], image[0]["height"]) == ("160", "60")
    assert image[0]["src"] == made.address
    assert image[0]["alt"] == made.alt
    assert "@2x.png?first_name=" in made.address
    assert tool.in_text("first_name", "there") in made.alt


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_tool_that_cannot_encode_is_named_in_a_warning(tool: MailTool, link: RenderLink, shown: Shown) -> None:
    said = " ".join(snippets.snippet(link, shown, tool).warnings)
    assert (f"{tool.name} cannot encode values" in said) is not tool.encodes


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_unfilled_tag_shows_the_fallback(tool: MailTool, link: RenderLink, shown: Shown, browser: Client) -> None:
    """A test mail, or a misspelt field: the tag arrives as it is."""
    made = snippets.snippet(link, shown, tool, scale=1)
    tag = tool.in_text("first_name")
    path = urlsplit(render_links.address(link, format="png", scale=1)).path
    plain = browser.get(path).content
    assert browser.get(f"{path}?first_name={quote(tag, safe='')}").content == plain
    assert made.address.startswith("http")


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_quoted_printable_mail_keeps_the_picture(
    tool: MailTool, link: RenderLink, shown: Shown, browser: Client
) -> None:
    """Encoded and decoded rightly, and decoded though it never was encoded."""
    code = snippets.snippet(link, shown, tool, scale=1).html.encode()
    assert quopri.decodestring(quopri.encodestring(code)) == code
    wrong = quopri.decodestring(code).decode("utf-8", "replace")
    parts = urlsplit(html.unescape(wrong.split('src="')[1].split('"')[0]))
    answer = browser.get(parts.path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


def test_token_link_holds_a_token_and_no_value(make_link: Callable[..., RenderLink], shown: Shown) -> None:
    made = snippets.snippet(make_link(Mode.TOKEN), shown, mail_tools()["mandrill"])
    assert "/~*|okzest_token|*@2x.png" in made.address
    assert "first_name" not in made.address
    assert not made.warnings


def test_what_a_recipient_can_change_is_said_plainly(make_link: Callable[..., RenderLink], shown: Shown) -> None:
    link = make_link(rules={"fields": {"first_name": {}}, "max_length": 40})
    said = snippets.what_recipients_can_change(link, shown.document)
    assert "First name" in said
    assert "City" not in said
    assert "40 characters" in said
    assert "Nothing" in snippets.what_recipients_can_change(make_link(Mode.TOKEN), shown.document)
