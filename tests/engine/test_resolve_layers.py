"""Which layers show, and what images, codes and badges make of a recipient's values."""

from __future__ import annotations

import pytest

from renderer.engine.resolve import resolve
from tests.engine.documents import document, words

NAME = {"key": "name", "fallback": "friend"}


def test_a_layer_shows_only_while_its_condition_holds():
    layers = [{"text": "VIP", "show_if": {"field": "tier", "op": "is", "value": "VIP"}}, {"text": "all"}]
    made = document(layers, [{"key": "tier"}])
    assert resolve(made, {"tier": "basic"}).hidden == {"text0"}
    assert not resolve(made, {"tier": "vip"}).hidden


def test_an_invisible_layer_is_hidden():
    assert words("Hi", [], {}, visible=False) is None


def vip(do: str, **more: object) -> dict[str, object]:
    return {"when": {"field": "tier", "op": "is", "value": "VIP"}, "do": do, "layer": "text0", **more}


def test_rules_show_and_hide():
    hiding = document([{"text": "a"}], [{"key": "tier"}], rules=[vip("hide")])
    assert resolve(hiding, {"tier": "VIP"}).hidden
    assert not resolve(hiding, {}).hidden
    showing = document([{"text": "a"}], [{"key": "tier"}], rules=[vip("show")])
    assert resolve(showing, {}).hidden
    assert not resolve(showing, {"tier": "VIP"}).hidden


def test_the_first_rule_that_holds_wins_for_each_target():
    always = {"when": {"field": "tier", "op": "is_not", "value": "x"}, "layer": "text0"}
    rules = [
        vip("set", property="size", value=40),
        {**always, "do": "set", "property": "size", "value": 20},
        {**always, "do": "set", "property": "text", "value": "Hello {{ tier }}"},
        {**always, "do": "show"},
        vip("hide"),
    ]
    made = document([{"text": "a", "size": 30}], [{"key": "tier"}], rules=rules)
    vip_layer, plain_layer = (resolve(made, values).layers[0] for values in ({"tier": "VIP"}, {"tier": "Gold"}))
    assert (vip_layer.layer.size, plain_layer.layer.size) == (40, 20)
    assert (vip_layer.words[0].text, plain_layer.words[0].text) == ("Hello VIP", "Hello Gold")
    assert plain_layer.layer.min_size <= 20


def test_a_badge_that_a_rule_changes_still_compares_what_values_mean():
    case = {"when": {"field": "paid", "op": "is", "value": "yes"}, "text": "Paid"}
    badge = {"id": "pill", "type": "badge", "field": "paid", "cases": [case]}
    rule = {"when": {"field": "paid", "op": "not_empty"}, "do": "set", "layer": "pill", "property": "size", "value": 30}
    made = document([badge], [{"key": "paid", "kind": "bool"}], rules=[rule])
    pill = resolve(made, {"paid": "Ja"}).layers[0]
    assert (pill.words[0].text, pill.layer.size) == ("Paid", 30)


def test_sizes_have_their_own_layers():
    made = document(
        [{"text": "Hi {{ name }}", "size": 20}],
        [NAME],
        sizes=[{"id": "base", "w": 600, "h": 300}, {"id": "og", "w": 1200, "h": 630}],
        overrides={"og": {"text0": {"size": 80, "text": "Hello {{ name }}"}}},
    )
    og = resolve(made, {}, "og")
    assert (og.size.w, og.layers[0].layer.size, og.layers[0].words[0].text) == (1200, 80, "Hello friend")
    assert resolve(made, {}).layers[0].layer.size == 20
    assert resolve(made, {}, "no-such-size").size.id == "base"


IMAGE = {"id": "photo", "type": "image"}


@pytest.mark.parametrize(
    ("source", "values", "picture", "refused"),
    [
        ({"kind": "asset", "asset": "a1"}, {}, "a1", None),
        ({"kind": "field", "field": "logo"}, {"logo": "https://x.de/a.png"}, "https://x.de/a.png", None),
        ({"kind": "field", "field": "logo", "fallback": "a2"}, {}, "a2", None),
        ({"kind": "field", "field": "logo", "fallback": "a2"}, {"logo": "a1"}, "a2", None),
        ({"kind": "field", "field": "logo", "fallback": "a2"}, {"logo": "javascript:x"}, "a2", None),
        ({"kind": "field", "field": "logo", "missing": "hide"}, {}, None, None),
        ({"kind": "field", "field": "logo", "missing": "refuse"}, {}, None, "logo"),
        ({"kind": "field", "field": "logo"}, {}, None, None),
    ],
)
def test_an_image_shows_an_address_or_what_was_chosen_instead(source, values, picture, refused):
    found = resolve(document([{**IMAGE, "source": source}], [{"key": "logo", "kind": "image"}]), values)
    assert ([layer.picture for layer in found.layers] or [None])[0] == picture
    assert found.refused == refused


def test_a_recipient_cannot_name_an_asset_through_a_fallback():
    fields = [{"key": "logo", "kind": "image", "fallback": "{{ id }}"}, {"key": "id"}]
    made = document([{**IMAGE, "source": {"kind": "field", "field": "logo", "fallback": "a2"}}], fields)
    assert resolve(made, {"id": "secret-asset"}).layers[0].picture == "a2"


QR = {"id": "code", "type": "qr", "text": "https://x.de/{{ id }}"}


@pytest.mark.parametrize(
    ("more", "values", "text", "refused"),
    [
        ({}, {"id": "7"}, "https://x.de/7", None),
        ({}, {}, None, None),
        ({"empty": "fallback", "fallback": "https://x.de"}, {}, "https://x.de", None),
        ({"empty": "refuse"}, {}, None, "id"),
        ({"text": "https://x.de/{{ id|all }}"}, {}, "https://x.de/all", None),
        ({"text": "https://x.de/{{ note }}"}, {}, "https://x.de/", None),
    ],
)
def test_a_code_is_never_drawn_with_a_hole(more, values, text, refused):
    fields = [{"key": "id"}, {"key": "note", "mode": "ignore"}]
    found = resolve(document([{**QR, **more}], fields), values)
    assert ([layer.words[0].text for layer in found.layers] or [None])[0] == text
    assert found.refused == refused


BADGE = {
    "id": "tier",
    "type": "badge",
    "field": "tier",
    "cases": [
        {"when": {"field": "tier", "op": "is", "value": "VIP"}, "text": "{{ tier }} guest"},
        {"when": {"field": "tier", "op": "is", "value": "new"}, "text": "", "icon": "a1"},
    ],
}


def test_a_badge_takes_the_first_look_that_applies():
    made = document([BADGE], [{"key": "tier"}])
    look = resolve(made, {"tier": "vip"}).layers[0]
    assert look.words[0].text == "vip guest"
    assert resolve(made, {"tier": "new"}).layers[0].look.icon == "a1"
    assert resolve(made, {"tier": "other"}).hidden == {"tier"}
    with_default = document([{**BADGE, "default": {"text": "Guest"}}], [{"key": "tier"}])
    assert resolve(with_default, {}).layers[0].words[0].text == "Guest"
