"""One picture per feature of the schema: `pictures/<case>/` holds a document, values and the picture they must give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from renderer.engine.layout import layout
from renderer.engine.paint import paint
from renderer.engine.resolve import resolve
from renderer.engine.schema import parse
from tests.engine.rendering import assets, worst_tile

PICTURES = Path(__file__).with_name("pictures")
EVIDENCE = Path(__file__).parents[2] / ".artifacts" / "pictures"
CASES = sorted(folder.name for folder in PICTURES.iterdir() if (folder / "document.json").exists())
CLOSE_ENOUGH = 2
"""Worst tile that still counts as equal: rounding of other processors, far below what an eye can see."""


def drawn(case: str) -> Image.Image:
    document = parse(json.loads((PICTURES / case / "document.json").read_text("utf-8")))
    order = json.loads((PICTURES / case / "values.json").read_text("utf-8"))
    resolved = resolve(document, order["values"], order.get("size"))
    return paint(layout(resolved, assets()), assets(), order.get("scale", 1))


@pytest.mark.parametrize("case", CASES)
def test_layers_look_as_approved(case: str, update_pictures: bool) -> None:
    actual, approved = drawn(case), PICTURES / case / "expected.png"
    if update_pictures:
        actual.save(approved, optimize=True)
    with Image.open(approved) as image:
        expected = image.copy()
    assert (actual.mode, actual.size) == (expected.mode, expected.size)
    worst = worst_tile(actual, expected)
    if worst > CLOSE_ENOUGH:
        keep_evidence(case, expected, actual)
    assert worst <= CLOSE_ENOUGH, f"see {EVIDENCE / case}"


def keep_evidence(case: str, expected: Image.Image, actual: Image.Image) -> None:
    folder = EVIDENCE / case
    folder.mkdir(parents=True, exist_ok=True)
    difference = ImageChops.difference(expected.convert("RGB"), actual.convert("RGB"))
    for name, image in (("expected", expected), ("actual", actual), ("difference", difference)):
        image.save(folder / f"{name}.png")


def test_every_picture_has_a_case() -> None:
    assert len(CASES) >= 70
