"""What a run found is told in sentences, whatever the engine may find."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from renderer import engine
from renderer.engine.checks import _COLLISIONS
from renderer.engine.resolve import resolve
from renderer.prewarm.sentences import FALLBACKS, PROBLEMS, sentence
from tests.engine.documents import document

ENGINE = Path(engine.__file__).parent


def codes() -> set[str]:
    """Every code that the engine gives an issue which people are told of."""
    found = set(_COLLISIONS.values())
    for file in ENGINE.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Issue":
                code, level = (arg.value if isinstance(arg, ast.Constant) else None for arg in call.args[:2])
                if level != "info" and code:
                    found.add(code)
    return found


def test_the_search_finds_codes() -> None:
    assert {"outside_safe_zone", "in_reserved_zone", "missing_glyphs", "text_on_qr", "qr_too_long"} <= codes()


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_issue_of_the_engine_has_a_sentence_and_advice(code: str) -> None:
    said = sentence(code, "")
    assert code in PROBLEMS
    assert said.endswith(".")
    assert said.count(". ") >= 1
    assert code.replace("_", " ") not in said.lower()


@pytest.mark.parametrize("value", [None, "", "{{first_name}}", "null", "\ufffd"])
def test_every_reason_for_a_fallback_has_words(value: str | None) -> None:
    made = document([{"text": "{{ name }}"}], [{"key": "name"}])
    (used,) = resolve(made, {} if value is None else {"name": value}).fallbacks
    assert sentence(used.why, used.field) == f"“name” {FALLBACKS[used.why]}: its fallback is shown"


def test_a_field_is_named() -> None:
    assert sentence("neutral_card", "city").startswith(
        "A plain card is shown instead of the picture, because a field has no usable value: “city”. Fill it in"
    )
