"""What a plate prints is what painting and encoding the whole picture gives, for every document and every value."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from renderer.engine.document import Document
from renderer.engine.encode import encode
from renderer.engine.layout import layout
from renderer.engine.output import OutputSpec
from renderer.engine.paint import paint
from renderer.engine.plates import Plate
from renderer.engine.resolve import resolve
from renderer.engine.schema import parse
from renderer.engine.still import still_layers
from tests.engine.designs import documents
from tests.engine.rendering import assets, document

thorough = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "first_name": st.sampled_from(("Amira", "Maximiliana-Konstantina Papadopoulou", "مرحبا", "{{ x }}", " ")),
        "tier": st.sampled_from(("VIP", "Guest")),
        "photo": st.sampled_from(("https://pictures.example/a.png", "")),
    },
)


@given(documents, VALUES, VALUES, st.sampled_from(("jpg", "png")), st.sampled_from((1, 2)))
@thorough
def test_a_print_equals_the_whole_picture(payload: dict[str, Any], first: Any, second: Any, format: str, scale: int):
    design, output = parse(payload), OutputSpec(format, scale)
    plate = Plate.of(resolve(design, first), assets(), output)
    for values in (second, first, second):
        assert_printed(plate, design, values, output)


@given(documents, VALUES, VALUES)
@thorough
def test_the_plate_does_not_depend_on_the_values_it_was_made_with(payload: dict[str, Any], first: Any, second: Any):
    design, output = parse(payload), OutputSpec("png", 1)
    plates = [Plate.of(resolve(design, values), assets(), output) for values in (first, second)]
    resolved = resolve(design, second)
    prints = [plate.printed(layout(resolved, assets(), plate.drafts), assets()).data for plate in plates]
    assert prints[0] == prints[1]


def test_webp_and_avif_are_painted_on_the_still_picture():
    design = greeting()
    for format in ("webp", "avif"):
        output = OutputSpec(format, 1)
        plate = Plate.of(resolve(design, {}), assets(), output)
        scene = layout(resolve(design, {"first_name": "Zoë"}), assets(), plate.drafts)
        assert plate.printed(scene, assets()).data == encode(paint(scene, assets(), 1), output).data


def test_a_layer_that_follows_a_changing_one_is_not_still():
    design = greeting(
        {"id": "rule", "type": "shape", "h": 2, "anchor": {"to": "hello", "edge": "bottom"}},
        {"id": "dot", "type": "shape", "w": 4, "h": 4, "anchor": {"to": "rule", "edge": "right"}},
    )
    assert still_layers(design, "base") == {"card"}


def test_a_condition_or_a_rule_makes_a_layer_changing():
    shape = {"type": "shape", "w": 9, "h": 9}
    design = document(
        {"id": "plain", **shape},
        {"id": "asked", **shape, "show_if": {"field": "tier", "op": "is", "value": "VIP"}},
        {"id": "ruled", **shape},
        fields=[{"key": "tier"}],
        rules=[{"when": {"field": "tier", "op": "is", "value": "VIP"}, "do": "hide", "layer": "ruled"}],
    )
    assert still_layers(design, "base") == {"plain"}


def test_only_the_rows_of_the_changing_text_are_compressed_anew():
    plate = Plate.of(resolve(greeting(), {}), assets(), OutputSpec("png", 1))
    before, after = (chunks(printed(plate, greeting(), {"first_name": name})) for name in ("Amira", "Bob"))
    changed = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    # The greeting's own segment and the checksum of the whole.
    assert len(changed) == 2


def greeting(*more: dict[str, Any]) -> Document:
    return document(
        {"id": "card", "type": "shape", "x": 10, "y": 10, "w": 180, "h": 100, "radius": 12, "shadows": [{"blur": 9}]},
        {"id": "hello", "type": "text", "text": "Hi {{ first_name }}", "x": 20, "y": 60, "w": 160, "h": 30},
        *more,
        fields=[{"key": "first_name", "fallback": "friend"}],
    )


def printed(plate: Plate, design: Document, values: dict[str, str]) -> bytes:
    return plate.printed(layout(resolve(design, values), assets(), plate.drafts), assets()).data


def assert_printed(plate: Plate, design: Document, values: dict[str, str], output: OutputSpec) -> None:
    scene = layout(resolve(design, values), assets(), plate.drafts)
    assert scene == layout(resolve(design, values), assets())
    data, whole = plate.printed(scene, assets()).data, paint(scene, assets(), output.scale)
    if output.format == "jpg":
        assert data == encode(whole, output).data
    else:
        shown = Image.open(io.BytesIO(data)).convert("RGBA")
        assert ImageChops.difference(shown, whole.convert("RGBA")).getbbox(alpha_only=False) is None


def chunks(data: bytes) -> list[bytes]:
    """The IDAT chunks of a PNG."""
    found, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            found.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return found
