"""Snippets as the tools' own template engines expand them: the picture is the one that the API draws."""

from __future__ import annotations

import html
import quopri
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from renderer import releases
from renderer.models import Release, RenderLink
from renderer.modes import SIGNED_BY_SENDER, Mode
from renderer.releases import Shown
from renderer.render_links import issuing
from renderer.render_links.issuing import LinkProblem
from renderer.snippets import words, writing
from renderer.snippets.mailtools import MailTool, mail_tools
from tests.renderer.mail_engines import ITERABLE_SECRET, REPAIRED, Images, engine_of, values
from workspaces.models import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOOLS = list(mail_tools().values())
SIGNERS = [tool for tool in TOOLS if tool.scheme]
SAFE_EVERYWHERE = ["Amira", "Zoë", "李小龍", "O'Brien", "محمد", "Anna-Lena Müller", "🎉"]


@pytest.fixture
def shown(greeting: Release, workspace: Workspace) -> Shown:
    return releases.live(workspace, "greeting")


@pytest.fixture
def link(make_link: Callable[..., RenderLink]) -> RenderLink:
    return make_link()


@pytest.fixture
def signed_link(make_link: Callable[..., RenderLink]) -> Callable[[MailTool], RenderLink]:
    def act(tool: MailTool) -> RenderLink:
        secret = ITERABLE_SECRET if tool.scheme == Mode.SENDER_SHA1 else ""
        return make_link(Mode(tool.scheme), sender_secret=secret)

    return act


@pytest.fixture
def drawn(browser: Client, api_key: str) -> Callable[[str], bytes]:
    """What the API draws for a first name."""

    def act(value: str) -> bytes:
        body = {"values": {"first_name": value, "city": "Oslo"}, "format": "png", "scale": 1}
        headers = {"Authorization": f"Bearer {api_key}", "Accept": "image/png"}
        answer = browser.post(
            "/api/v1/templates/greeting/render", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 200
        return answer.content

    return act


def seen(browser: Client, code: str) -> tuple[int, bytes]:
    """What a mail program shows of the expanded code."""
    parts = urlsplit(Images(code).found[0]["src"] or "")
    answer = browser.get(f"{parts.path}?{parts.query}")
    return answer.status_code, answer.content


def test_there_are_tools_for_everybody() -> None:
    assert len(TOOLS) >= 22
    assert len({tool.key for tool in TOOLS}) == len(TOOLS)
    assert {tool.scheme for tool in SIGNERS} == {mode.value for mode in SIGNED_BY_SENDER}


def test_what_every_tool_that_encodes_sends_shows_the_picture_that_the_api_draws(
    link: RenderLink, shown: Shown, browser: Client, drawn: Callable[[str], bytes]
) -> None:
    codes = {tool: writing.snippet(link, shown, tool, scale=1).html for tool in TOOLS if tool.encodes}
    expanders = {tool: engine_of(tool) for tool in codes}
    wrong, tried = [], values(300)
    for value in tried:
        expected = (200, drawn(value))
        for tool, code in codes.items():
            expanded = expanders[tool](code, {"first_name": value, "city": "Oslo"})
            if seen(browser, expanded) != expected:
                wrong.append((tool.key, value))
    assert (len(tried), len(codes) >= 8) == (300, True)
    assert wrong == []


def test_what_every_tool_that_signs_sends_shows_the_picture_that_the_api_draws(
    signed_link: Callable[[MailTool], RenderLink], shown: Shown, browser: Client, drawn: Callable[[str], bytes]
) -> None:
    codes = {tool: writing.snippet(signed_link(tool), shown, tool, scale=1).html for tool in SIGNERS}
    wrong = []
    for value in [*values(300), *REPAIRED]:
        expected = (200, drawn(value))
        for tool, code in codes.items():
            expanded = engine_of(tool)(code, {"first_name": value, "city": "Oslo"})
            if seen(browser, expanded) != expected:
                wrong.append((tool.key, value))
    assert wrong == []


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if not tool.encodes], ids=lambda tool: tool.key)
def test_tool_that_cannot_encode_shows_plain_names_rightly_and_always_a_picture(
    tool: MailTool, link: RenderLink, shown: Shown, browser: Client, drawn: Callable[[str], bytes]
) -> None:
    code, expand = writing.snippet(link, shown, tool, scale=1).html, engine_of(tool)
    for value in SAFE_EVERYWHERE:
        assert seen(browser, expand(code, {"first_name": value, "city": "Oslo"})) == (200, drawn(value)), value
    for value in values(60):
        assert seen(browser, expand(code, {"first_name": value, "city": "Oslo"}))[0] == 200, value
    assert seen(browser, expand(code, {"first_name": "Tom & Jerry", "city": "Oslo"}))[1] != drawn("Tom & Jerry")


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_tool_that_cannot_encode_is_named_in_a_warning(tool: MailTool, link: RenderLink, shown: Shown) -> None:
    said = " ".join(writing.snippet(link, shown, tool).warnings)
    assert (f"{tool.name} cannot encode values" in said) is not tool.encodes


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_code_is_one_image_with_everything_it_needs(tool: MailTool, link: RenderLink, shown: Shown) -> None:
    made = writing.snippet(link, shown, tool, width=160)
    image = Images(made.html).found
    assert len(image) == 1
    assert (image[0]["width"], image[0]["height"]) == ("160", "60")
    assert image[0]["src"] == made.address
    assert image[0]["alt"] == made.alt
    assert "@2x.png?first_name=" in made.address
    assert tool.in_text("first_name", "there") in made.alt
    assert made.markdown == f"![{made.alt}](<{made.address}>)"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_share_card_names_the_picture_its_size_and_its_text(tool: MailTool, link: RenderLink, shown: Shown) -> None:
    made = writing.snippet(link, shown, tool)
    metas = Images(made.open_graph).metas
    assert (metas["og:image:width"], metas["og:image:height"]) == ("640", "240")
    assert (metas["og:image"], metas["og:image:alt"]) == (made.address, made.alt)
    assert (metas["og:image:type"], metas["twitter:card"]) == ("image/png", "summary_large_image")


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_unfilled_tag_shows_the_fallback(tool: MailTool, link: RenderLink, browser: Client, greeting: Release) -> None:
    """A test mail, or a misspelt field: the tag arrives as it is."""
    path = urlsplit(issuing.address(link, format="png", scale=1)).path
    plain = browser.get(path).content
    for tag in (tool.in_text("first_name"), tool.in_address("first_name")):
        assert browser.get(f"{path}?first_name={quote(tag, safe='')}").content == plain, tag


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_quoted_printable_mail_keeps_the_picture(
    tool: MailTool, link: RenderLink, shown: Shown, browser: Client
) -> None:
    """Encoded and decoded rightly, and decoded though it never was encoded: as code, and filled in."""
    written = writing.snippet(link, shown, tool, scale=1).html
    filled = engine_of(tool)(written, {"first_name": "Adam Ábel", "city": "Bad Ems"})
    for code in (written.encode(), filled.encode()):
        assert quopri.decodestring(quopri.encodestring(code)) == code
        wrong = quopri.decodestring(code).decode("utf-8", "replace")
        parts = urlsplit(html.unescape(wrong.split('src="')[1].split('"')[0]))
        answer = browser.get(f"{parts.path}?{parts.query}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("tool", SIGNERS, ids=lambda tool: tool.key)
def test_quoted_printable_mail_keeps_the_signature_of_the_tool(
    tool: MailTool, signed_link: Callable[[MailTool], RenderLink], shown: Shown, browser: Client,
    drawn: Callable[[str], bytes]
) -> None:  # fmt: skip
    written = writing.snippet(signed_link(tool), shown, tool, scale=1).html
    filled = engine_of(tool)(written, {"first_name": "Adam & Eve", "city": "Oslo"}).encode()
    image = filled[filled.index(b"<img") :]
    for mail in (quopri.decodestring(quopri.encodestring(image)), quopri.decodestring(image)):
        assert seen(browser, mail.decode()) == (200, drawn("Adam & Eve"))


def test_token_link_holds_a_token_and_no_value(make_link: Callable[..., RenderLink], shown: Shown) -> None:
    made = writing.snippet(make_link(Mode.TOKEN), shown, mail_tools()["mandrill"], tags={"okz_token": "TOKEN"})
    assert "/~*|TOKEN|*@2x.png" in made.address
    assert "first_name" not in made.address
    assert not made.warnings


def test_sealed_link_takes_a_column_of_ready_addresses(make_link: Callable[..., RenderLink], shown: Shown) -> None:
    made = writing.snippet(make_link(Mode.SEALED), shown, mail_tools()["sendgrid"])
    address = "https://img.example.com/i/a/b.png?first_name=Tom%20%26%20Jerry&city=Oslo"
    sent = engine_of(mail_tools()["sendgrid"])(made.html, {"okz_image": address, "first_name": "Tom & Jerry"})
    assert Images(sent).found[0]["src"] == address
    assert not made.warnings


def test_key_of_a_signing_tool_is_left_out_for_those_who_may_not_see_it(
    signed_link: Callable[[MailTool], RenderLink], shown: Shown
) -> None:
    tool = mail_tools()["braze"]
    link = signed_link(tool)
    shown_to_marketer = writing.snippet(link, shown, tool).html
    key = shown_to_marketer.split("hmac_sha256_hex: '")[1].split("'")[0]
    assert len(key) == 43
    assert key not in writing.snippet(link, shown, tool, key=False).html
    with pytest.raises(LinkProblem):
        writing.snippet(link, shown, mail_tools()["mailchimp"])
    assert list(writing.tools_for(link)) == ["braze"]


def test_secret_field_stands_nowhere_in_the_code(
    publish: Callable[..., Release], document: dict, workspace: Workspace, make_link: Callable[..., RenderLink]
) -> None:  # type: ignore[type-arg]
    document["fields"].append({"key": "salary", "privacy": "secret", "fallback": "-"})
    document["alt"] = "Hello {{ first_name }} {{ salary }}"
    publish(document)
    shown = releases.live(workspace, "greeting")
    for mode in (Mode.OPEN, Mode.TOKEN, Mode.SEALED, Mode.SENDER_HMAC, Mode.SENDER_JWT):
        link = make_link(mode)
        for tool in writing.tools_for(link).values():
            assert "salary" not in writing.snippet(link, shown, tool).html
    said = " ".join(writing.snippet(make_link(), shown, mail_tools()["klaviyo"]).warnings)
    assert "secret field is left out" in said


@pytest.mark.parametrize(
    ("tool", "written", "name"),
    [
        ("mailchimp", "*|FNAME|*", "FNAME"),
        ("mailchimp", "FNAME", "FNAME"),
        ("hubspot", "{{ contact.firstname }}", "firstname"),
        ("klaviyo", "{{ first_name|default:'x' }}", "first_name"),
        ("klaviyo", "{{first_name}}", "first_name"),
        ("marketo", "{{lead.First Name:default=friend}}", "First Name"),
        ("marketo", "First Name", "First Name"),
        ("salesforce", "%%FirstName%%", "FirstName"),
        ("braze", "{{${first_name} | default: 'x' | escape}}", "first_name"),
        ("mailerlite", "{$name}", "name"),
        ("braze", "{{ first_name", ""),
        ("braze", '"><script>', ""),
        ("sendgrid", "", ""),
    ],
)
def test_name_of_a_field_may_be_written_as_a_whole_tag(tool: str, written: str, name: str) -> None:
    assert mail_tools()[tool].name_in(written) == name


def test_what_a_recipient_can_change_is_said_plainly(make_link: Callable[..., RenderLink], shown: Shown) -> None:
    rules = {
        "fields": {"first_name": {"characters": "name"}},
        "max_length": 40,
        "max_distinct": 5000,
        "deny": ["a", "b"],
    }
    said = words.what_recipients_can_change(make_link(rules=rules), shown.document)
    for part in ("First name", "40 characters", "signs of names", "5,000 different", "2 words", "Web addresses"):
        assert part in said
    assert "City" not in said
    for mode in (Mode.TOKEN, Mode.SEALED, Mode.SENDER_HMAC, Mode.SENDER_JWT):
        assert words.what_recipients_can_change(make_link(mode), shown.document).startswith("Nothing.")
    iterable = make_link(Mode.SENDER_SHA1, sender_secret=ITERABLE_SECRET)
    assert "another" in words.what_recipients_can_change(iterable, shown.document)
