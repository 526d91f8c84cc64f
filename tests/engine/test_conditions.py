"""Conditions compare plain values: case aside, numbers as numbers, days as days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.conditions import COMPARISONS, All, Any, fields_of, holds
from renderer.engine.conditions import Test as Comparison
from renderer.engine.resolve import resolve
from tests.engine.documents import document


@pytest.mark.parametrize(
    ("value", "op", "wanted", "truth"),
    [
        ("VIP", "is", "vip", True),
        (" VIP ", "is", "VIP", True),
        ("", "is", "VIP", False),
        ("", "is_not", "VIP", True),
        ("straße", "is", "STRASSE", True),
        ("Gold member", "contains", "gold", True),
        ("Gold member", "starts", "gold", True),
        ("My gold", "starts", "gold", False),
        ("", "empty", "", True),
        ("  ", "empty", "", True),
        ("x", "not_empty", "", True),
        ("9", "gt", "10", False),
        ("10", "gt", "9", True),
        ("9", "lt", "10", True),
        ("1.5", "gt", "1.25", True),
        ("abc", "gt", "9", False),
        ("", "lt", "9", False),
        ("NaN", "gt", "1", False),
        ("NaN", "lt", "1", False),
        ("sNaN", "gt", "1", False),
        ("Infinity", "gt", "1", False),
        ("1e999999", "gt", "1", True),
        ("2026-11-24", "before", "2026-12-01", True),
        ("2026-11-24", "after", "2026-12-01", False),
        ("2026-11-24T18:30:00", "after", "2026-11-24", False),
        ("2026-11-24T18:30:00", "after", "2026-11-24T12:00:00", True),
        ("2026-11-24T18:30:00", "is", "2026-11-24", True),
        ("soon", "before", "2026-12-01", False),
        ("rome", "in", ("Rome", "Milan"), True),
        ("rome", "in", "Rome, Milan", True),
        ("bern", "in", "Rome, Milan", False),
    ],
)
def test_each_comparison_means_what_it_says(value, op, wanted, truth):
    assert holds(Comparison("field", op, wanted), {"field": value}) is truth


def test_a_field_without_a_value_counts_as_empty():
    assert holds(Comparison("city", "empty"), {})
    assert not holds(Comparison("city", "gt", "1"), {})


def test_all_and_any_combine():
    vip, rome = Comparison("tier", "is", "VIP"), Comparison("city", "is", "Rome")
    assert holds(All((vip, Any((rome, Comparison("city", "empty"))))), {"tier": "vip"})
    assert not holds(All((vip, rome)), {"tier": "vip"})
    assert fields_of(All((vip, Any((rome,))))) == {"tier", "city"}


@given(
    st.sampled_from(sorted(COMPARISONS)), st.text(max_size=20), st.text(max_size=20) | st.tuples(st.text(max_size=5))
)
def test_no_comparison_ever_fails(op, value, wanted):
    assert holds(Comparison("field", op, wanted), {"field": value}) in (True, False)


@pytest.mark.parametrize(
    ("field", "condition", "value"),
    [
        ({"kind": "bool"}, {"op": "is", "value": "yes"}, "Ja"),
        ({"kind": "bool"}, {"op": "is", "value": True}, "1"),
        ({"kind": "number", "locale": "de"}, {"op": "gt", "value": 1000}, "1.234,5"),
        ({"kind": "number"}, {"op": "is", "value": "1,000"}, "1000.00"),
        ({"kind": "money"}, {"op": "lt", "value": "€ 20"}, "$12.50"),
        ({"kind": "date"}, {"op": "before", "value": "1 Dec 2026"}, "24.11.2026"),
        ({"kind": "date", "format": "d MMM"}, {"op": "is", "value": "2026-11-24"}, "Nov 24, 2026"),
        ({"kind": "date"}, {"op": "in", "value": ["2026-11-24", "2026-11-25"]}, "2026-11-25T10:00:00"),
        ({"kind": "choice", "choices": ["Gold", "Silver"]}, {"op": "is", "value": "gold"}, "GOLD"),
    ],
)
def test_typed_fields_are_compared_by_what_they_mean(field, condition, value):
    layer = {"text": "shown", "show_if": {"field": "field", **condition}}
    made = document([layer], [{"key": "field", **field}])
    assert resolve(made, {"field": value}).layers
    assert not resolve(made, {}).layers
