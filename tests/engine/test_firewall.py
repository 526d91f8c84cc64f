"""A tag that nobody filled in is told from a value, whatever tool it comes from and however it was damaged."""

from __future__ import annotations

import time
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from faker import Faker
from faker.config import AVAILABLE_LOCALES
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.firewall import unresolved
from tests.rounds import best_of

TAGS = [
    "*|FNAME|*",
    "*|URL:FNAME|*",
    "*|IF:FNAME|*",
    "{{ first_name }}",
    "{{first_name}}",
    "{{ first_name|default:'x'|urlencode }}",
    "{{ person|lookup:'City' }}",
    "{{ contact.firstname }}",
    "{{${first_name}}}",
    "{{ customer.first_name }}",
    "{{#urlEncode}}{{firstName}}{{/urlEncode}}",
    "{{{first_name}}}",
    "{{Recipient.FirstName}}",
    "{{lead.First Name:default=x}}",
    "{% if first_name %}",
    "{% endif %}",
    "%FIRSTNAME%",
    "%FIRST_NAME%",
    "%first_name%",
    "%ADDRESS%",
    "%DATE%",
    "%BALANCE%",
    "%FAX%",
    "%ACCOUNT%",
    "%DEAL_TITLE%",
    "%%FirstName%%",
    "%%first_name%%",
    "%%=v(@name)=%%",
    "%%=URLEncode(@x, true, true)=%%",
    "[firstname,fallback=there]",
    "[firstname,fallback=]",
    "[firstname, fallback=dear friend]",
    '[[FIRSTNAME OR "Friend"]]',
    "[[FIRSTNAME]]",
    "[firstname]",
    "[FIRST_NAME]",
    "{$name}",
    "{$first_name}",
    "{first_name}",
    "{FNAME}",
    "@FIRSTNAME@",
    "${first_name}",
    "${lead.FirstName}",
    "{!Contact.FirstName}",
    "$lead.FirstName",
    "$!lead.FirstName",
    "__test_email__",
    "__FIRST_NAME__",
    "<%= first_name %>",
    "<<First Name>>",
    "«First_Name»",
    "$[FNAME]$",
    "$FIRST_NAME$",
    "~Contact.FirstName~",
    "#recipient:name#",
    "$[FNAME|Customer]$",
    "$FNAME$",
    "{first_name|friend}",
    "[% member:first_name %]",
    "<span class=eloquaemail>FirstName</span>",
]
PIECES = [
    "{{",
    "}}",
    "{{ x | default: 'a",
    "b' }}",
    "*|FNAME",
    "*|",
    "FNAME|*",
    "{% if",
    "%%=v(@x",
    "@x)=%%",
    "[[FNAME",
]
HARMLESS = [
    "Amira",
    "50% off",
    "50%",
    "10% to 20%",
    "5%ige und 10%",
    "50%-70%",
    "100%",
    "%",
    "%%",
    "C# & {Java}",
    "{Java}",
    "{}",
    "{50%}",
    "{a}",
    "E = {mc^2}",
    "100% [sic]",
    "[sic]",
    "[VIP]",
    "[]",
    "[[1,2],[3,4]]",
    "O'Brien",
    "Tom & Jerry",
    "#1",
    "C#",
    "1+1",
    "3*4",
    "3*|4",
    "a | b",
    "*** sale ***",
    "a@b.com",
    "@home",
    "@anna@mastodon.social",
    "$5 {off}",
    "A$AP Rocky",
    "$100",
    "$hop.com",
    "<3",
    "1 < 2 > 0",
    "«Bonjour»",
    "__init__",
    "~20~",
    "#a:b",
    "x_y_z",
    "AT&amp;T",
    "Rock 'n' Roll {live}",
    "C#{Java}",
    "https://example.com/?a=b%20c&d={e}",
    "100% ÇA VA 50%",
    "50%>40%",
    "3<%5",
    "{100%}",
    "https://cdn.example.com/photo__BIG__1@2x.png?a=%E2%82%AC%20#top",
    "A$AP$",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_seen_as_it_is_sent(tag):
    assert unresolved(tag, unquote_plus(tag))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "encode", [quote, quote_plus, lambda tag: quote(quote(tag)), lambda tag: quote(quote_plus(quote(tag)))]
)
def test_a_tag_is_seen_through_percent_encoding(tag, encode):
    raw = encode(tag)
    assert unresolved(raw, unquote_plus(raw))


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_seen_among_other_words(tag):
    assert unresolved("", f"Dear {tag}, hello")


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_of_a_broken_tag_is_seen(piece):
    assert unresolved("", piece)


@pytest.mark.parametrize("tag", ["&#123;&#123;name&#125;&#125;", "*&#124;FNAME&#124;*", "&lt;%= name %&gt;"])
def test_a_tag_is_seen_through_html_escapes(tag):
    assert unresolved("", tag)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_passes(text):
    assert not unresolved("", text)
    assert not unresolved(quote_plus(text), text)
    assert not unresolved(quote(text, safe=""), text)


@pytest.mark.parametrize("locale", sorted(AVAILABLE_LOCALES))
def test_names_and_cities_of_the_world_pass(locale):
    faker = Faker(locale)
    faker.seed_instance(7)
    for make in (faker.name, faker.city, faker.company):
        for _ in range(10):
            text = str(make())
            assert not unresolved(quote_plus(text), text), text
            assert not unresolved(quote(text.encode("utf-8")), text), text


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "[",
        "[%",
        "{%",
        "«_",
        "<<a",
        "%ab",
        "%%AB",
        "__A",
        "*|",
        "@a",
        "$a_",
        "[,",
        "&#",
        "%25",
        "{a_",
        "~a.",
        "#a:",
        "a|",
    ],
)
def test_no_value_takes_long_to_judge(piece):
    text = piece * (8000 // len(piece))

    def seconds() -> float:
        start = time.process_time()
        unresolved(text, text)
        return time.process_time() - start

    assert best_of(5, seconds, 0.1) < 0.1


@given(st.text(st.characters(exclude_characters="{}|%[]$@#~<>«»&_", exclude_categories=("Cs",))))
def test_text_without_a_tags_signs_always_passes(text):
    assert not unresolved(quote_plus(text), text)


@given(st.text(st.characters(categories=("L", "M", "N", "Zs", "Pd")), max_size=30))
def test_a_name_passes_in_every_encoding(name):
    for encoding in ("utf-8", "cp1252"):
        raw = quote_plus(name.encode(encoding, "ignore"))
        assert not unresolved(raw, name), raw


@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.sampled_from(["{{%s}}", "*|%s|*", "{{ %s | default: 'x' }}", "%%%%=v(@%s)=%%%%"]),
    st.from_regex(r"[A-Za-z][A-Za-z_]{2,20}", fullmatch=True),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
)
def test_a_tag_is_seen_between_any_words(before, form, name, behind):
    text = before + form % name + behind
    assert unresolved(quote_plus(text), text)
