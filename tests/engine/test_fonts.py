"""Fonts are found by themselves, matched as closely as they can be, and opened only when needed."""

from __future__ import annotations

import json
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.engine.document import FontSpec
from renderer.engine.faces import Face
from renderer.engine.fontfiles import from_named_file
from renderer.engine.fonts import FontBook, NoFonts, UploadedFont
from renderer.engine.glyphs import masks
from tests.engine.typography import fit, ink_leaves, wheels

DESIGN = """Archivo, Bebas Neue, Bricolage Grotesque, Caveat, Cormorant Garamond, DM Sans, DM Serif Display, Fraunces,
Great Vibes, Inter, JetBrains Mono, Lora, Montserrat, Nunito, Oswald, Playfair Display, Plus Jakarta Sans, Poppins,
Roboto Slab, Source Serif 4, Space Grotesk"""


def face(family: str, weight: int = 400, italic: bool = False, size: float = 20) -> Face:
    return wheels().match(FontSpec(family, weight, italic), size).face


def coordinates(found: Face) -> dict[str, float]:
    return dict(found.coords)


def lora() -> bytes:
    spec = find_spec("fontpkg_lora")
    assert spec
    assert spec.origin
    return (Path(spec.origin).parent / "files" / "Lora[wght].ttf").read_bytes()


@pytest.mark.parametrize("family", [name.strip() for name in DESIGN.split(",")])
def test_every_installed_design_family_is_offered(family: str):
    found = wheels().family(family)
    assert found is not None
    assert found.is_for_design
    assert wheels().match(FontSpec(family), 20).instead_of is None


def test_noto_families_serve_scripts_and_are_not_offered_for_design():
    found = wheels().family("Noto Sans Arabic")
    assert found is not None
    assert not found.is_for_design


def test_family_names_match_in_any_case():
    assert face("playfair display").family == "Playfair Display"


def test_a_variable_font_takes_the_weight_exactly():
    assert coordinates(face("Inter", 650))["wght"] == 650


def test_a_weight_beyond_the_axis_is_held_at_its_end():
    assert coordinates(face("Caveat", 900))["wght"] == 700


def test_the_optical_size_follows_the_text_size_within_its_axis():
    assert coordinates(face("Inter", size=20))["opsz"] == 20
    assert coordinates(face("Inter", size=90))["opsz"] == 32


@pytest.mark.parametrize(
    ("weight", "file"), [(400, "Regular"), (450, "Regular"), (550, "SemiBold"), (640, "SemiBold"), (1000, "Black")]
)
def test_a_static_family_gives_the_nearest_weight(weight: int, file: str):
    assert face("Poppins", weight).name.endswith(f"Poppins-{file}.ttf")


def test_italics_come_from_the_italic_file():
    assert "Italic" in face("Poppins", 700, italic=True).name
    assert face("Lora", italic=True).file.italic


def test_a_family_without_italics_is_slanted():
    assert face("Oswald", italic=True).slant > 0
    assert face("Oswald").slant == 0


def test_an_unknown_family_is_replaced_and_reported():
    match = wheels().match(FontSpec("Comic Sans MS", 700), 20)
    assert match.face.family == "Inter"
    assert match.instead_of == "Comic Sans MS"
    assert fit("Hi", font=FontSpec("Comic Sans MS")).substituted == ("Comic Sans MS",)
    assert fit("Hi").substituted == ()


def test_faces_are_shared_and_equal_across_books():
    assert face("Inter", 700) is face("Inter", 700)
    assert FontBook.discover(()).match(FontSpec("Inter", 700), 20).face == face("Inter", 700)
    assert face("Inter", 700) != face("Inter", 600)


def test_an_uploaded_font_wins_over_an_installed_one_of_the_same_name():
    book = wheels().with_uploads([UploadedFont("Inter", lora(), "d1")])
    found = book.match(FontSpec("Inter"), 20).face
    assert found.name.startswith("upload/d1")
    assert found.covers(ord("a"))
    assert wheels().match(FontSpec("Inter"), 20).face.name.startswith("fontpkg-inter")


def test_uploaded_weights_make_one_family():
    uploads = [UploadedFont("Acme", lora(), "d1", 400), UploadedFont("Acme", lora(), "d2", 700)]
    book = wheels().with_uploads(uploads)
    assert book.match(FontSpec("Acme", 800), 20).face.name.startswith("upload/d2")


def test_the_fingerprint_changes_with_any_font():
    book = wheels().with_uploads([UploadedFont("Acme", lora(), "d1")])
    other = wheels().with_uploads([UploadedFont("Acme", lora(), "d2")])
    assert len({wheels().fingerprint, book.fingerprint, other.fingerprint}) == 3
    assert FontBook.discover(()).fingerprint == wheels().fingerprint


@given(
    st.lists(st.tuples(st.integers(0, 1999) | st.integers(0, 200_000), st.integers(0, 255)), min_size=1, max_size=60)
)
@settings(max_examples=60)
def test_a_damaged_upload_never_breaks_a_picture(damage: list[tuple[int, int]]):
    data = bytearray(lora())
    for place, value in damage:
        data[place % len(data)] = value
    book = wheels().with_uploads([UploadedFont("Broken", bytes(data), "d1")])
    block = fit("Hi Amira, مرحبا", font=FontSpec("Broken"), fonts=book)
    masks(block, 1)
    assert not ink_leaves(block, 400, 120)


def test_an_installation_without_fonts_says_what_to_do():
    with pytest.raises(NoFonts, match="requirements.txt"):
        FontBook([])


def test_a_debian_file_name_tells_family_weight_and_style():
    def parsed(name: str) -> tuple[str, int, bool]:
        file = next(from_named_file(Path(name), "Debian", name))
        return file.family, file.weight, file.italic

    assert parsed("NotoSansNKo-Regular.ttf") == ("Noto Sans NKo", 400, False)
    assert parsed("NotoSerifDisplay-BoldItalic.ttf") == ("Noto Serif Display", 700, True)
    assert parsed("NotoSans-Italic.ttf") == ("Noto Sans", 400, True)
    assert parsed("NotoSansSymbols2-Regular.ttf") == ("Noto Sans Symbols 2", 400, False)
    assert parsed("NotoColorEmoji.ttf") == ("Noto Color Emoji", 400, False)


def test_a_collection_gives_one_family_for_each_region():
    regions = [file.family for file in from_named_file(Path("NotoSansCJK-Bold.ttc"), "Debian", "x")]
    assert regions == [f"Noto Sans CJK {region}" for region in ("JP", "KR", "SC", "TC", "HK")]


def test_listing_fonts_opens_none_of_them():
    assert not any("opened" in vars(file) for file in FontBook.discover().files)


def test_metrics_are_in_em():
    metrics = face("Inter", 700).metrics
    assert 0.9 < metrics.ascent < 1.1
    assert 0.7 < metrics.high < 0.8
    assert metrics.underline < 0 < metrics.strike


def test_the_command_lists_families_as_a_table():
    out = StringIO()
    call_command("fonts", stdout=out)
    assert "Playfair Display" in out.getvalue()
    assert "Noto Sans Arabic" not in out.getvalue()


def test_the_command_lists_families_as_json():
    out = StringIO()
    call_command("fonts", "--json", stdout=out)
    rows = {row["family"]: row for row in json.loads(out.getvalue())["families"]}
    assert rows["Poppins"]["weights"] == [100, 200, 300, 400, 500, 600, 700, 800, 900]
    assert rows["Poppins"]["italic"] is True
    assert rows["Inter"]["axes"]["wght"] == {"min": 100, "default": 400, "max": 900}
    assert rows["Noto Sans Arabic"]["design"] is False
