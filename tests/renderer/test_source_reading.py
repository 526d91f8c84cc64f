"""What a source sends, however hostile, is read within limits or refused with a sentence; and what is kept of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from renderer.models import SourceAnswer
from renderer.models.sources import DataSource
from renderer.sources import addresses, held, paths
from renderer.sources.problems import InvalidSource, Unreadable
from renderer.sources.reading import DEPTH, ROWS, read_json, read_sheet
from renderer.sources.words import in_words, span
from renderer.tasks import tidy_sources
from tests.renderer.sourcing import identity, make_source, shop
from tests.rounds import best_of

__all__ = ["identity", "make_source", "shop"]
TREES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(TREES)
def test_json_comes_back_as_it_was_sent(tree: Any) -> None:
    assert read_json(json.dumps(tree).encode()) == tree


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for read in (read_json, read_sheet):
        with suppress(Unreadable):
            read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[", b"{]", b"NaN", b"[Infinity]", b"[-Infinity]", b"{a:1}", b"{'a':1}", b"[1,]", b"[01]", b"[1.]",
        b"[.5]",
        b"\xff", b'"\xed\xa0\x80"', b'"a\nb"', b'"\\x41"', b"[" * 100_000, b'{"a":' * 100_000, b"[" * 21 + b"]" * 21,
        b"\xef\xbb\xbf{}", b'\xff\xfe{\x00}\x00', b"truth", b"1 2",
    ],
)  # fmt: skip
def test_what_is_no_json_or_nested_too_deep_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_json(body)


def test_json_may_be_as_deep_as_the_limit_and_brackets_in_texts_do_not_count() -> None:
    assert read_json(b"[" * DEPTH + b"]" * DEPTH)
    assert read_json(b'{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"[[["}') == {"a": "[" * 29 + '"[[['}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.a.b", "12.50"), ("a.b", "12.50"), ("$['a']['b']", "12.50"), ("$.list[0].x", "first"), ("$.list[1].x", None),
        ("$.list[*].y", "second"), ("$.list[-1].y", "second"), ("$.yes", "true"), ("$.nothing", None), ("$.a", None),
        ("$.list", None), ("$.big", "123456789012345678901234567890"), ("$.small", "1e-400"), ("$.odd", "ab"),
        ("$['with space']", "w"), ("$.a.b.c.d", None), ("$", None),
    ],
)  # fmt: skip
def test_a_path_finds_one_value_as_text(path: str, expected: str | None) -> None:
    tree = read_json(
        b'{"a": {"b": 12.50}, "list": [{"x": "first"}, {"y": "second"}], "yes": true, "nothing": null, "small": 1e-400,'
        b'"big": 123456789012345678901234567890, "odd": "a\\ud800b", "with space": "w"}'
    )
    assert paths.pick(tree, path) == expected


@given(st.text(alphabet="$.[]*'\"ab019 ,:?@()|&`-", max_size=30))
def test_any_path_is_understood_or_refused_with_a_sentence(text: str) -> None:
    with suppress(InvalidSource):
        assert paths.pick({"a": [{"b": "1"}], "0": {"1": None}}, text) in (None, "1")


def test_a_path_takes_little_time_over_the_largest_answer() -> None:
    body = json.dumps({"rows": [{"cells": [{"n": None}] * 10} for _ in range(8_000)]}).encode()
    tree = read_json(body)

    def seconds() -> float:
        began = time.process_time()
        assert paths.pick(tree, "$.rows[*].cells[*].n") is None
        return time.process_time() - began

    assert best_of(5, seconds, 1) < 1


def test_people_are_shown_every_place_of_an_answer() -> None:
    tree = read_json(b'{"a": {"b c": 1, "it\'s": 2}, "list": [{"x": "first"}, {"x": "second"}], "none": null}')
    places = paths.leaves(tree)
    assert places == [("$.a['b c']", "1"), ('$.a["it\'s"]', "2"), ("$.list[0].x", "first"), ("$.none", "")]
    assert [paths.pick(tree, place) or "" for place, _ in places] == [value for _, value in places]


def test_a_sheet_too_large_or_without_its_column_is_refused() -> None:
    with pytest.raises(Unreadable, match="too large"):
        read_sheet(b"a\n" + b"1\n" * (ROWS + 1))
    with pytest.raises(Unreadable, match="no column “sku”"):
        read_sheet(b"a,b\n1,2\n", "sku")


@pytest.mark.parametrize("value", ["..", ".", "....", "", " ", "{{ x }}", "x" * 201])
def test_a_key_that_cannot_be_meant_asks_for_nothing(value: str) -> None:
    assert addresses.parse("https://api.example.com/a/{{ k }}").filled({"k": value}) is None


@given(st.text(max_size=50))
def test_no_key_leaves_its_place_in_the_address(value: str) -> None:
    found = addresses.parse("https://api.example.com/a/{{ k }}/b?c={{ k }}").filled({"k": value})
    if found is not None:
        path, _, query = found.removeprefix("https://api.example.com").partition("?")
        assert (path.count("/"), query.count("&"), "#" in found) == (3, 0, False)


def test_why_and_how_long_in_words() -> None:
    assert in_words("http_503") == "Its server answered with the error 503."
    assert in_words("no_json") == "Its answer was no JSON."
    assert in_words("deadline").endswith(".")
    assert [span(one) for one in (0, 1, 60, 7200, 90, 86_400)] == [
        "not at all", "1 second", "1 minute", "2 hours", "90 seconds", "1 day",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.database
def test_answers_go_when_they_are_too_old_to_stand_in(
    make_source: Callable[..., DataSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_source(keep=3600)
    ages = {"fresh": 10, "kept": 3000, "old": 4000}
    for digest, age in ages.items():
        at = timezone.now() - timedelta(seconds=age)
        SourceAnswer.objects.create(source=source, digest=digest, content=b"", fetched_at=at)
    tidy_sources()
    assert set(SourceAnswer.objects.values_list("digest", flat=True)) == {"fresh", "kept"}
    monkeypatch.setattr(held, "MOST_ANSWERS", 1)
    tidy_sources()
    assert SourceAnswer.objects.get().digest == "fresh"
