"""The fence around unsigned values: what strangers may have drawn on a brand's picture."""

from __future__ import annotations

from typing import Any

import pytest

from renderer import policy
from renderer.engine.fields import MergeField

FIELDS = (
    MergeField("first_name", "First name"),
    MergeField("score", "Score"),
    MergeField("logo", "Logo", kind="image"),
)


def shown(rules: dict[str, Any], **values: str) -> dict[str, str]:
    return policy.parse(rules).admit(values, FIELDS)


@pytest.mark.parametrize(
    "name", ["Amira", "Zoë", "O’Brien-Smith", "Jean-Luc", "محمد", "प्रिया", "ชัยวัฒน์", "李小龍", "Ngô Văn A"]
)
def test_names_of_the_world_are_names(name: str) -> None:
    assert shown({"fields": {"first_name": {"characters": "name"}}}, first_name=name) == {"first_name": name}


@pytest.mark.parametrize("value", ["Win $500!", "call 0800 123", "<b>x</b>", "a_b", "🎉 free", "x=1"])
def test_what_is_no_name_is_turned_away(value: str) -> None:
    assert shown({"fields": {"first_name": {"characters": "name"}}}, first_name=value) == {}


@pytest.mark.parametrize("value", ["Go to www.evil.example", "evil.com", "see https://x.example/a", "Pay at bank.co"])
def test_addresses_are_turned_away_unless_they_are_allowed(value: str) -> None:
    assert shown({}, first_name=value) == {}
    assert shown({"allow_addresses": True}, first_name=value) == {"first_name": value}


def test_addresses_of_pictures_are_for_fields_that_hold_them() -> None:
    assert shown({}, logo="https://logo.example.com/a.png") == {"logo": "https://logo.example.com/a.png"}


def test_fields_that_the_policy_does_not_name_cannot_vary() -> None:
    assert shown({"fields": {"score": {}}}, first_name="Amira", score="9") == {"score": "9"}


def test_long_values_are_turned_away_whole() -> None:
    assert shown({"max_length": 5}, first_name="Amira") == {"first_name": "Amira"}
    assert shown({"max_length": 4}, first_name="Amira") == {}
    assert shown({"fields": {"first_name": {"max_length": 4}}}, first_name="Amira") == {}


@pytest.mark.parametrize("value", ["darn", "DARN it", "d a r n", "d4rn", "dàrn", "D.A.R.N", "ｄａｒｎ", "oh darn!"])
def test_denied_words_are_found_however_they_are_written(value: str) -> None:
    assert shown({"deny": ["Darn"]}, first_name=value) == {}


@pytest.mark.parametrize("value", ["Darnell", "Adarna"])
def test_names_that_contain_a_denied_word_are_still_names(value: str) -> None:
    assert shown({"deny": ["darn"]}, first_name=value) == {"first_name": value}


@pytest.mark.parametrize(
    "rules",
    [
        {"lenght": 3},
        {"max_length": "long"},
        {"max_length": -1},
        {"max_distinct": True},
        {"fields": {"a": {"characters": "emoji"}}},
        {"fields": 5},
        {"fields": {"a": 5}},
        {"deny": 5},
        {"deny": "darn"},
        {"deny": [5]},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_a_sentence(rules: dict[str, Any]) -> None:
    with pytest.raises(policy.InvalidPolicy, match=r".+\."):
        policy.parse(rules)
