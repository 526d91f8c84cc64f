"""One recipient's values put into a document: what shows, what hides, what stands in, and what is told about it."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine import plan
from renderer.engine.resolve import resolve
from renderer.engine.resolved import FallbackUsed
from tests.engine.documents import document, filled, words
from tests.engine.hostile import HOSTILE

NAME = {"key": "name", "fallback": "friend"}


def why(resolved) -> list[tuple[str, str]]:
    return [(used.field, used.why) for used in resolved.fallbacks]


def test_a_value_takes_the_place_of_its_tag():
    assert words("Hi {{ name }}!", [NAME], {"name": "Amira"}) == "Hi Amira!"


@pytest.mark.parametrize("value", ["", " ", "{{FirstName}}", "*|FNAME|*", "%FIRSTNAME%", "null", "\u200b"])
def test_a_value_that_is_none_gives_exactly_the_fallback(value):
    made = document([{"text": "Hi {{ name }}!"}], [NAME], alt="For {{ name }}")
    blank, absent = resolve(made, {"name": value}), resolve(made, {})
    assert (blank.layers, blank.alt) == (absent.layers, absent.alt)


def test_blank_value_uses_the_fallback_and_says_why():
    assert why(filled("Hi {{ name }}!", [NAME], {"name": " "})) == [("name", "blank")]
    assert why(filled("Hi {{ name }}!", [NAME], {"name": "{{x}}"})) == [("name", "unresolved")]
    assert why(filled("Hi {{ name }}!", [NAME], {})) == [("name", "absent")]
    assert why(filled("Hi {{ name }}!", [NAME], {"name": "Amira"})) == []


def test_a_field_that_nothing_shows_has_no_fallback_to_tell():
    assert why(filled("Hello!", [NAME], {})) == []


def test_a_field_that_may_be_ignored_is_not_told():
    assert why(filled("Hi {{ name }}", [{"key": "name", "mode": "ignore"}], {})) == []


def test_the_fallback_of_a_tag_beats_the_one_of_its_field():
    assert words("Hi {{ name|you }}", [NAME], {}) == "Hi you"


def test_a_value_that_looks_like_a_tag_is_never_expanded():
    fields = [NAME, {"key": "city", "fallback": "town"}]
    assert words("{{ name }} in {{ city }}", fields, {"name": "{{ city }}", "city": "Rome"}) == "friend in Rome"


def test_an_alias_names_the_field_too():
    assert words("{{ name }}", [{**NAME, "aliases": ["FNAME"]}], {"FNAME": "Amira"}) == "Amira"
    assert words("{{ name }}", [{**NAME, "aliases": ["FNAME"]}], {"FNAME": "x", "name": "Amira"}) == "Amira"


@pytest.mark.parametrize(
    ("empty", "wanted"),
    [("text", "Hi friend!"), ("hide_layer", None), ("hide_words", "Hi!"), ("blank", "Hi !"), ("refuse", "Hi !")],
)
def test_each_way_to_be_empty_does_what_it_says(empty, wanted):
    assert words("Hi {{ name }}!", [{**NAME, "empty": empty}], {}) == wanted


def test_a_required_field_refuses_the_picture_unless_told_otherwise():
    missing = filled("Hi {{ name }}!", [{"key": "name", "mode": "required"}], {})
    assert missing.refused == "name"
    assert [(issue.code, issue.field) for issue in missing.issues] == [("required_missing", "name")]
    assert filled("Hi {{ name }}!", [{"key": "name", "mode": "required"}], {"name": "Amira"}).refused is None
    assert filled("Hi {{ name }}!", [{"key": "name", "mode": "required", "empty": "hide_layer"}], {}).refused is None


def test_an_invalid_value_may_refuse_the_picture():
    field = {"key": "when", "kind": "date", "invalid": "refuse"}
    assert filled("{{ when }}", [field], {"when": "soon"}).refused == "when"
    assert filled("{{ when }}", [field], {}).refused is None
    assert why(filled("{{ when }}", [field], {"when": "soon"})) == [("when", "refused")]


def test_the_first_rule_that_holds_chooses_the_fallback():
    rules = [
        {"when": {"field": "tier", "op": "is", "value": "VIP"}, "use": "valued member"},
        {"when": {"field": "tier", "op": "not_empty"}, "use": "member of {{ tier }}"},
    ]
    fields = [{**NAME, "rules": rules}, {"key": "tier"}]
    assert words("Hi {{ name }}", fields, {"tier": "vip"}) == "Hi valued member"
    assert words("Hi {{ name }}", fields, {"tier": "Gold"}) == "Hi member of Gold"
    assert words("Hi {{ name }}", fields, {}) == "Hi friend"


def test_a_fallback_may_lean_on_other_fields():
    fields = [
        {"key": "name", "fallback": "{{ nick|friend }} of {{ company }}"},
        {"key": "nick"},
        {"key": "company", "fallback": "ours"},
    ]
    assert words("Hi {{ name }}", fields, {}) == "Hi friend of ours"
    assert words("Hi {{ name }}", fields, {"nick": "Ami", "company": "Acme"}) == "Hi Ami of Acme"


def test_a_fallback_is_formatted_like_a_value_when_it_is_one():
    field = {"key": "when", "kind": "date", "format": "d MMMM", "fallback": "2026-12-01"}
    assert words("{{ when }}", [field], {}) == "1 December"
    assert words("{{ when:MMM }}", [field], {}) == "Dec"
    assert words("{{ when }}", [{**field, "fallback": "soon"}], {}) == "soon"


def test_a_text_of_which_nothing_is_left_hides_its_layer_or_keeps_it():
    assert words("{{ name }}", [{"key": "name"}], {}) is None
    assert words("{{ name }}", [{"key": "name"}], {}, empty="keep") == ""
    assert filled("{{ name }}", [{"key": "name"}], {}).hidden == {"text0"}


def test_every_step_of_the_ladder_is_resolved():
    found = filled(
        "Hi {{ full }}",
        [{"key": "full"}, NAME],
        {"full": "Amira Jane", "name": "Amira"},
        shorter=["Hi {{ name }}", "Hi there"],
    )
    assert [step.text for step in found.layers[0].words] == ["Hi Amira Jane", "Hi Amira", "Hi there"]


def test_a_step_whose_required_field_is_missing_is_skipped():
    fields = [NAME, {"key": "nick", "mode": "required", "empty": "blank"}, {"key": "pet", "empty": "hide_layer"}]
    found = filled("Hi {{ name }}", fields, {}, shorter=["Hi {{ nick }}", "Hi {{ pet }}", "Hello"])
    assert [step.text for step in found.layers[0].words] == ["Hi friend", "Hello"]


def test_a_step_that_says_the_same_again_is_left_out():
    found = filled("Hi {{ name }}", [NAME], {}, shorter=["Hi friend", "Hi"])
    assert [step.text for step in found.layers[0].words] == ["Hi friend", "Hi"]


def test_marks_follow_their_words():
    text = "Hi {{ name }}, welcome"
    marks = [
        {"from": 3, "to": 13, "underline": True},
        {"from": 15, "to": 22, "strike": True},
        {"from": 5, "to": 8, "scale": 2},
    ]
    found = filled(text, [NAME], {"name": "Zoë 👩‍👩‍👧"}, marks=marks).layers[0].words[0]
    assert [found.text[mark.start : mark.end] for mark in found.marks] == ["Zoë 👩‍👩‍👧", "welcome", "Zoë 👩‍👩‍👧"]


def test_a_mark_over_nothing_goes():
    marks = [{"from": 3, "to": 13, "underline": True}]
    assert filled("Hi {{ name }}", [{"key": "name"}], {}, marks=marks).layers[0].words[0].marks == ()


def test_a_mark_may_reach_beyond_the_text():
    marks = [{"from": 2, "to": 900, "underline": True}, {"from": 500, "to": 900, "strike": True}, {"from": 3, "to": 3}]
    assert [(m.start, m.end) for m in filled("Hello", [], {}, marks=marks).layers[0].words[0].marks] == [(2, 5)]


def test_segments_map_source_to_words():
    found = filled("Hi {{ name }}!", [NAME], {}).layers[0].words[0]
    assert [tuple(segment) for segment in found.segments] == [
        (0, 3, 0, 3, None, "text"),
        (3, 13, 3, 9, "name", "fallback"),
        (13, 14, 9, 10, None, "text"),
    ]


def test_alt_text_follows_the_same_rules_on_one_line():
    fields = [NAME, {"key": "city", "empty": "hide_words"}, {"key": "price", "empty": "hide_layer"}]
    made = document([], fields, alt="Hi {{ name }},\n see you in {{ city }}! {{ price }}")
    assert resolve(made, {"city": "Rome", "price": "9"}).alt == "Hi friend, see you in Rome! 9"
    assert resolve(made, {"price": "9"}).alt == "Hi friend, see you in! 9"


def test_a_field_that_hides_its_layer_takes_its_sentence_out_of_the_alt_text():
    fields = [NAME, {"key": "gift", "empty": "hide_layer"}]
    made = document([], fields, alt="Happy birthday, {{ name }}! A gift of {{ gift }} is waiting. See you.")
    assert resolve(made, {}).alt == "Happy birthday, friend! See you."
    assert (
        resolve(made, {"gift": "€ 5. Or 6"}).alt == "Happy birthday, friend! A gift of € 5. Or 6 is waiting. See you."
    )


def test_alt_text_is_not_lost_with_its_only_sentence():
    made = document([], [{"key": "gift", "empty": "hide_layer"}], alt="A gift of {{ gift }} is waiting")
    assert resolve(made, {}).alt == "A gift of is waiting"


def test_a_tag_without_a_field_is_told_and_shows_nothing():
    found = filled("Hi {{ nobody }}", [], {"nobody": "x"})
    assert found.layers[0].words[0].text == "Hi "
    assert [(issue.code, issue.level, issue.layer) for issue in found.issues] == [
        ("undeclared_field", "block", "text0")
    ]


def test_a_cut_value_is_told():
    assert [i.code for i in filled("{{ name }}", [{**NAME, "max_length": 3}], {"name": "Amira"}).issues] == [
        "value_cut"
    ]


def test_the_plan_is_made_once_and_few_are_kept():
    made = document([{"text": "Hi {{ name }}"}], [NAME])
    first = plan.compiled(made)
    assert plan.compiled(made) is first
    for _ in range(plan.MOST_PLANS + 1):
        plan.compiled(document([{"text": "Hi"}]))
    assert plan.compiled(made) is not first


def test_many_threads_may_resolve_at_once():
    made = document([{"text": "Hi {{ name | upcase }}"}], [NAME])
    results: list[str] = []

    def work(name: str) -> None:
        results.extend(resolve(made, {"name": name}).layers[0].words[0].text for _ in range(50))

    threads = [threading.Thread(target=work, args=(f"n{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(results)) == [f"Hi N{i}" for i in range(8)]
    assert len(results) == 400


RICH = document(
    [
        {"text": "Hi {{ name }}, {{ city | upcase }}!", "shorter": ["{{ name }}"], "marks": [{"from": 3, "to": 13}]},
        {"text": "{{ when:d MMM }} for {{ price }}", "show_if": {"field": "name", "op": "not_empty"}},
        {"id": "photo", "type": "image", "source": {"kind": "field", "field": "logo", "fallback": "a1"}},
        {"id": "code", "type": "qr", "text": "{{ name }}"},
    ],
    [
        {**NAME, "clean": ["trim", "fix_caps", "drop_emoji"]},
        {"key": "city", "empty": "hide_words"},
        {"key": "when", "kind": "date"},
        {"key": "price", "kind": "money"},
        {"key": "logo", "kind": "image"},
        {"key": "tier", "kind": "choice", "choices": ["VIP"], "invalid": "nearest"},
    ],
    alt="{{ name }} {{ city }}",
)


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_hostile_values_give_a_picture_and_no_braces(value):
    keys = ("name", "city", "when", "price", "logo", "tier")
    found = resolve(RICH, dict.fromkeys(keys, value))
    shown = [found.alt, *(step.text for layer in found.layers for step in layer.words)]
    assert found.refused is None
    assert not [text for text in shown if "{{" in text or "}}" in text or "*|" in text]


@given(st.dictionaries(st.sampled_from(["name", "city", "when", "price", "logo", "tier", "x"]), st.text(max_size=30)))
def test_any_values_resolve_and_marks_stay_inside_their_text(values):
    for layer in resolve(RICH, values).layers:
        for step in layer.words:
            assert all(0 <= mark.start < mark.end <= len(step.text) for mark in step.marks)
            assert "".join(step.text[s.start : s.end] for s in step.segments) == step.text


def test_equal_inputs_give_equal_results():
    assert resolve(RICH, {"name": "Zoë"}) == resolve(RICH, {"name": "Zoë"})
    assert FallbackUsed("city", "absent") in resolve(RICH, {"name": "Zoë"}).fallbacks
