"""A query as mailing tools and mail clients leave it still gives the values that were meant."""

from __future__ import annotations

import html
import time
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.fields import MergeField
from renderer.engine.firewall import unresolved
from renderer.engine.resolve import resolve
from renderer.query import MAX_BYTES, MAX_CHARACTERS, MAX_PARAMETERS, read_query
from tests.engine.documents import document
from tests.engine.hostile import HOSTILE
from tests.rounds import best_of

FIELDS = (
    MergeField("first_name", "First name", aliases=("FNAME",)),
    MergeField("city", "City"),
    MergeField("photo", "Photo", kind="image"),
)
VALUES = (
    "Zoë & Søn #1",
    "Tom & Jerry",
    "C#",
    "1+1",
    "O'Brien",
    'Ann "Bo" Smith',
    "50% off",
    "a=b",
    "a?b/c",
    "a;b",
    "<3",
    "x\\y",
    "李小龙",
    "محمد بن سلمان",
    "שלום",
    "👩‍👩‍👧‍👦 🇩🇪",
    "Ñandú Ünïcödé",
    "x" * 200,
)


def value(query: bytes | str) -> str | None:
    return read_query(query, FIELDS).values.get("first_name")


@pytest.mark.parametrize("text", VALUES)
@pytest.mark.parametrize("encode", [quote_plus, quote, lambda text: quote(text, safe="")])
def test_a_value_encoded_once_arrives_as_it_is(text, encode):
    assert value(f"city=Rome&first_name={encode(text)}&utm_source=mail") == text


@pytest.mark.parametrize("text", VALUES)
def test_small_hex_digits_mean_the_same(text):
    raw = "".join(f"%{byte:02x}" for byte in text.encode())
    assert value(f"first_name={raw}") == text


@pytest.mark.parametrize("text", VALUES)
def test_a_value_encoded_twice_is_repaired_once(text):
    for twice in (quote(quote(text, safe=""), safe=""), quote_plus(quote_plus(text))):
        assert value(f"first_name={twice}") == text
    assert read_query(f"first_name={quote(quote(text, safe=''))}", FIELDS).exact["first_name"] == quote(text, safe="")


@pytest.mark.parametrize("text", ["100%25 sure", "50%", "5 %AB", "%zz", "a%C3", "%FF%FE"])
def test_what_only_looks_encoded_stays(text):
    assert value(f"first_name={quote(text)}") == text


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (b"first_name=Zo\xc3\xab", "Zoë"),
        (b"first_name=Ren\xe9", "René"),
        ("first_name=Ren%E9", "René"),
        ("first_name=%80uro", "€uro"),
        ("first_name=Zoë", "Zoë"),
        ("?first_name=Amira", "Amira"),
        ("&&first_name=Amira&", "Amira"),
        ("amp;first_name=Amira", "Amira"),
        ("city=Rome&amp;first_name=Amira", "Amira"),
        ("city=Rome&amp;amp;first_name=Amira", "Amira"),
        ("FNAME=Amira", "Amira"),
        ("%46NAME=Amira", "Amira"),
        ("first_name=Amira&first_name=Bob", "Amira"),
        ("FNAME=Amira&first_name=Bob", "Amira"),
        ("first_name=&first_name=Bob", ""),
        ("first_name=O%26%2339%3BBrien", "O'Brien"),
        ("first_name=Tom+%26amp%3B+Jerry", "Tom & Jerry"),
        ("first_name=Zo%26euml%3B", "Zoë"),
        ("first_name=AT%26T+%26amp%3B+Co", "AT&T &amp; Co"),
        ("first_name=%26lt%3B3+%3C3", "&lt;3 <3"),
        ("first_name=A%0AB%C2%A0%C2%A0C++D", "A B C D"),
        ("first_name=%20%20", " "),
        ("first_name=a=b", "a=b"),
        ("first_name", None),
        ("First_Name=Amira", None),
        ("xfirst_name=Amira", None),
        ("", None),
        ("=Amira", None),
        ("&&&===&&", None),
    ],
)
def test_each_thing_that_happens_to_queries_is_undone(query, wanted):
    assert value(query) == wanted


@pytest.mark.parametrize(
    "tag",
    [
        "{{ x | default: 'a&b' }}",
        "{{x|default:'a=b&c'}}",
        "%7B%7B x | default: 'a&city=b' %7D%7D",
        "*|IF:A&B|*",
        "%%=v(@a & @b)=%%",
        '[[FIRSTNAME OR "Tom & Jerry"]]',
        "[firstname,fallback=Tom & Co]",
        "{% if a & b %}",
        "%FIRSTNAME%",
        "%ADDRESS%",
        "%DATE%",
        "%FAX%",
        "%BALANCE%",
        "%AC_ID%",
        "%%DateOfBirth%%",
    ],
)
def test_a_broken_tag_leaks_no_pieces_and_spoils_no_neighbour(tag):
    found = read_query(f"first_name={tag}&city=Rome", FIELDS)
    assert found.unresolved == {"first_name"}
    assert found.values["first_name"] == "{{ first_name }}"
    assert found.values["city"] == "Rome"


def test_a_tag_cut_off_at_its_fragment_sign_is_unresolved():
    assert read_query("city=Rome&first_name={{ x | default: 'C", FIELDS).unresolved == {"first_name"}


def test_pieces_of_a_tag_without_its_start_are_unresolved():
    assert read_query("city=b' }}", FIELDS).unresolved == {"city"}


def test_an_unresolved_tag_is_counted_as_one_when_the_picture_is_made():
    made = document([{"text": "Hi {{ first_name }}"}], [{"key": "first_name", "fallback": "friend"}])
    for tag in ("{{FirstName}}", "*|FNAME|*", "%FIRSTNAME%", "%ADDRESS%"):
        resolved = resolve(made, read_query(f"first_name={tag}", made.fields).values)
        assert resolved.layers[0].words[0].text == "Hi friend"
        assert [(used.field, used.why) for used in resolved.fallbacks] == [("first_name", "unresolved")]


def test_signed_values_are_decoded_and_nothing_else():
    raw = "city=%20Rome%0A&amp;first_name=Zo%25C3%25AB%26amp%3Be%CC%81&city=x"
    assert read_query(raw, FIELDS).exact == {"first_name": "Zo%C3%AB&amp;e\u0301", "city": " Rome\n"}
    assert list(read_query(raw, FIELDS).exact) == ["first_name", "city"]


def test_parameters_beyond_the_fiftieth_are_passed_over():
    rest = "&".join(f"utm_{i}=x" for i in range(MAX_PARAMETERS - 1))
    assert value(f"{rest}&first_name=Amira") == "Amira"
    assert value(f"{rest}&a=b&first_name=Amira") is None


def test_what_lies_beyond_four_kilobytes_is_passed_over():
    assert value("first_name=Amira&pad=" + "x" * 10_000) == "Amira"
    assert value("pad=" + "x" * 10_000 + "&first_name=Amira") is None
    assert value("first_name=" + "x" * (MAX_BYTES + 1)) is None


def test_a_long_value_is_cut_but_an_address_is_not():
    assert len(value("first_name=" + "x" * 900)) == MAX_CHARACTERS
    address = "https://example.com/" + "x" * 900
    assert read_query(f"photo={quote(address)}", FIELDS).values["photo"] == address
    assert read_query(f"photo={quote(address * 3)}", FIELDS).values["photo"] == ""


@pytest.mark.parametrize(
    "piece",
    [
        "{{",
        "%7B",
        "*|",
        "%%=",
        "%%=a",
        "{%x",
        "[[",
        "[a,fallback=",
        "&",
        "a=b&",
        "=",
        "%",
        "%25",
        "&amp;",
        "first_name=%C3",
    ],
)
def test_no_query_takes_long_to_read(piece):
    def seconds() -> float:
        start = time.process_time()
        read_query("first_name=" + piece * (10_000 // len(piece)), FIELDS)
        read_query("first_name=" + piece * (4_000 // len(piece)) + "&city=Rome", FIELDS)
        return time.process_time() - start

    assert best_of(5, seconds, 0.05) < 0.05


PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=40)


@given(PLAIN.filter(lambda text: not unresolved("", text) and "%" not in text and html.unescape(text) == text))
def test_any_text_encoded_once_comes_back_whole(text):
    assert value(urlencode({"first_name": text})) == text
    assert value("first_name=" + quote(text, safe="")) == text


@given(PLAIN.filter(lambda text: not unresolved("", text) and html.unescape(text) == text))
def test_any_text_encoded_twice_comes_back_whole(text):
    twice = quote_plus(quote_plus(text))
    assert value(f"first_name={twice}") in (text, quote_plus(text) if "%" not in quote_plus(text) else text)


@given(PLAIN.filter(lambda text: not unresolved("", text) and "%" not in text and html.unescape(text) == text))
def test_any_text_escaped_for_html_comes_back_whole(text):
    assert value(urlencode({"first_name": html.escape(text)})) == text


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_query_ever_fails(query):
    found = read_query(query, FIELDS)
    assert set(found.values) == set(found.exact) or found.unresolved


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_hostile_value_fails(text):
    found = read_query("first_name=" + quote(text.encode("utf-8", "surrogatepass")), FIELDS)
    assert found.values.keys() <= {"first_name"}
