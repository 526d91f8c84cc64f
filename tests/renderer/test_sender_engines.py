"""Real template engines, as mailing tools run them, fill in an address; the value arrives as the sender meant it."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus, urlsplit

import chevron
import jinja2
import liquid
import mako.template
import pybars
import pystache
import pytest
import tornado.template
from chameleon import PageTemplate
from django.template import Context, Engine
from faker import Faker
from faker.config import AVAILABLE_LOCALES

from renderer.engine.fields import MergeField
from renderer.engine.resolve import resolve
from renderer.query import read_query
from tests.engine.documents import document

FIELDS = (MergeField("first_name", "First name"), MergeField("city", "City"))
START = '<img src="https://img.example.com/i/l1/sig.png?first_name='
END = '&amp;city=Rome&amp;utm_source=mail" alt="">'
VALUES = (
    "Zoë & Søn #1",
    "Tom & Jerry",
    "C#",
    "1+1",
    "O'Brien",
    'Ann "Bo" <b>',
    "50% off",
    "👩‍👩‍👧‍👦 🇩🇪",
    "محمد بن سلمان",
    "李小龙",
    "Wilhelmina " * 18 + "Z.",
)


def django(value: str) -> str:
    return Engine().from_string(START + "{{ name|urlencode:'' }}" + END).render(Context({"name": value}))


def django_with_slashes(value: str) -> str:
    return Engine().from_string(START + "{{ name|urlencode }}" + END).render(Context({"name": value}))


def jinja(value: str) -> str:
    return jinja2.Environment(autoescape=True).from_string(START + "{{ name|urlencode }}" + END).render(name=value)


def shopify_liquid(value: str) -> str:
    return liquid.Environment().from_string(START + "{{ name | url_encode }}" + END).render(name=value)


def handlebars(value: str) -> str:
    template = pybars.Compiler().compile(START + "{{{encodeURIComponent name}}}" + END)
    return str(template({"name": value}, helpers={"encodeURIComponent": lambda this, text: quote(text, safe="!'()*~")}))


def handlebars_escaping(value: str) -> str:
    template = pybars.Compiler().compile(START + "{{urlEncode name}}" + END)
    return str(template({"name": value}, helpers={"urlEncode": lambda this, text: quote_plus(text)}))


def mustache(value: str) -> str:
    data = {"name": value, "encode": lambda text, render: quote(render(text), safe="")}
    return str(chevron.render(START + "{{#encode}}{{{name}}}{{/encode}}" + END, data))


def mustache_prepared(value: str) -> str:
    return str(pystache.render(START + "{{name}}" + END, {"name": quote_plus(value)}))


def mako_template(value: str) -> str:
    return str(mako.template.Template(START + "${name | u}" + END).render_unicode(name=value))  # noqa: S702


def tornado_template(value: str) -> str:
    return tornado.template.Template(START + "{{ url_escape(name) }}" + END).generate(name=value).decode()


def zope_chameleon(value: str) -> str:
    source = '<img src="https://img.example.com/i/l1/sig.png?first_name=${quote(name)}&amp;city=Rome" alt="" />'
    return str(PageTemplate(source)(name=value, quote=quote_plus))


ENGINES: Mapping[str, Callable[[str], str]] = {
    made.__name__: made
    for made in (
        django, django_with_slashes, jinja, shopify_liquid, handlebars, handlebars_escaping,
        mustache, mustache_prepared, mako_template, tornado_template, zope_chameleon,
    )
}  # fmt: skip


class _Image(HTMLParser):
    """Reads a mail as a mail client does: the address is the parsed `src`, entities undone."""

    src = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.src = dict(attrs).get("src") or ""

    handle_startendtag = handle_starttag


def fetched(mail: str) -> str:
    """The query that a mail client sends for the one image of a mail."""
    parser = _Image()
    parser.feed(mail)
    return urlsplit(parser.src).query


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_arrives_identical(engine, value):
    found = read_query(fetched(ENGINES[engine](value)), FIELDS)
    assert found.exact["first_name"] == value
    assert found.values == {"first_name": value.strip(), "city": "Rome"}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_picture_is_the_one_that_the_api_makes(engine):
    made = document([{"text": "Hi {{ first_name }}!"}], [{"key": "first_name", "fallback": "friend"}, {"key": "city"}])
    by_mail = resolve(made, read_query(fetched(ENGINES[engine]("Zoë & Søn #1")), made.fields).values)
    by_api = resolve(made, json.loads(json.dumps({"first_name": "Zoë & Søn #1"})))
    assert by_mail.layers == by_api.layers
    assert by_mail.layers[0].words[0].text == "Hi Zoë & Søn #1!"


@pytest.mark.parametrize("engine", ENGINES)
def test_names_of_the_world_arrive_identical(engine):
    names = {}
    for locale in sorted(AVAILABLE_LOCALES)[::4]:
        faker = Faker(locale)
        faker.seed_instance(5)
        name = " ".join(str(faker.name()).split())
        names[name] = read_query(fetched(ENGINES[engine](name)), FIELDS).values["first_name"]
    assert names == {name: name for name in names}


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        ("Amira", "Amira"),
        ("Zoë Müller", "Zoë Müller"),
        ("O'Brien", "O'Brien"),
        ("Tom & Jerry", "Tom"),
        ("C#", "C"),
        ("1+1", "1 1"),
    ],
)
def test_a_tool_without_encoding_loses_what_it_must_and_nothing_more(value, arrives):
    mail = Engine().from_string(START + "{{ name }}" + END).render(Context({"name": value}))
    assert read_query(fetched(mail), FIELDS).values["first_name"].strip() == arrives


@pytest.mark.parametrize("value", ["O'Brien", "Tom & Jerry", "a < b", 'say "hi"'])
def test_a_value_escaped_for_html_before_it_was_encoded_is_repaired(value):
    mail = Engine().from_string(START + "{{ name|urlencode:'' }}" + END).render(Context({"name": html.escape(value)}))
    assert read_query(fetched(mail), FIELDS).values["first_name"] == value


@pytest.mark.parametrize(
    "tag", ["{{ nobody }}", "*|FNAME|*", "%FIRSTNAME%", "[firstname,fallback=there]", "%%FirstName%%"]
)
def test_a_tag_of_another_tool_goes_through_an_engine_and_is_caught(tag):
    mail = Engine().from_string(START + "{% verbatim %}" + tag + "{% endverbatim %}" + END).render(Context())
    assert read_query(fetched(mail), FIELDS).unresolved == {"first_name"}
