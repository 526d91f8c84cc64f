"""Uploads: made anew or refused with a sentence; nothing that comes in takes the process, the time or the memory."""

from __future__ import annotations

import io
import random
import time
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from designer.uploads import sandbox
from designer.uploads.intake import Accepted, accept
from designer.uploads.svg import clean
from renderer.materials.sandbox.refusals import Refusal
from tests.designer import hostile


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        accept(data)
    assert refusal.value.sentence.endswith((".", "!"))
    return refusal.value.code


def shown(accepted: Accepted) -> Image.Image:
    return Image.open(io.BytesIO(accepted.made.data))


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP"])
def test_picture_is_made_anew(format: str) -> None:
    data = hostile.picture(format)

    accepted = accept(data)

    assert accepted.made.data != data
    assert shown(accepted).size == (40, 20)


def test_transparency_survives() -> None:
    accepted = accept(hostile.picture("WEBP", mode="RGBA", lossless=True))

    assert accepted.made.media_type == "image/png"
    assert shown(accepted).getpixel((3, 3)) == (47, 91, 234, 128)


def test_animation_becomes_its_first_frame() -> None:
    accepted = accept(hostile.animation(5))

    assert not getattr(shown(accepted), "is_animated", False)
    assert accepted.made.details == {"first_frame_of_animation": True}


def test_endless_animation_is_refused() -> None:
    assert refused(hostile.animation(120)) == "too_many_frames"


def test_giant_is_refused_by_its_header_alone() -> None:
    started = time.monotonic()

    assert refused(hostile.png_that_claims(64_000, 64_000)) == "too_many_pixels"
    assert time.monotonic() - started < 5


def test_picture_that_lacks_its_pixels_is_refused() -> None:
    assert refused(hostile.png_that_claims(2000, 2000)) == "damaged"


def test_program_behind_a_picture_is_gone() -> None:
    accepted = accept(hostile.polyglot())

    assert b"php" not in accepted.made.data
    assert b"script" not in accepted.made.data


def test_metadata_goes_and_the_picture_stands_upright() -> None:
    accepted = accept(hostile.with_exif())

    assert b"php" not in accepted.made.data
    assert not shown(accepted).getexif()
    assert shown(accepted).size == (20, 40)


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"%PDF-1.7", "PDF"), (b"", "empty"), (b"II*\x00....", "TIFF"), (b"PK\x03\x04", "ZIP"), (b"hi", "know")],
)
def test_other_kinds_are_named(data: bytes, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        accept(data)


def test_extension_and_content_disagree_and_content_wins() -> None:
    assert accept(hostile.picture("PNG")).family == "image"
    assert accept(hostile.svg()).family == "svg"


def test_logo_becomes_pixels() -> None:
    accepted = accept(hostile.svg())

    assert accepted.made.media_type == "image/png"
    assert (accepted.made.width, accepted.made.height) == (1600, 800)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (hostile.svg_bomb(), "svg_too_complex"),
        (hostile.svg_entities(), "svg_with_dtd"),
        (hostile.svg_circle(), "svg_circular"),
        (hostile.deep_svg(5000), "svg_too_complex"),
        (hostile.svg(attributes=' viewBox="0 0 1 99999"').replace(b'width="60" height="30"', b""), "svg_too_thin"),
        (hostile.svg('<image href="/etc/hostname" width="9" height="9"/>'), "svg_empty"),
        (hostile.svg('<image href="http://127.0.0.1/x.png" width="9" height="9"/>'), "svg_empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><unclosed>', "damaged"),
    ],
)
def test_hostile_logo_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_sanitised_logo_fetches_and_runs_nothing() -> None:
    from xml.etree import ElementTree

    root = fromstring(
        hostile.svg(
            '<script>alert(1)</script><foreignObject/><a href="javascript:alert(1)"/>'
            '<style>@import "http://x/y.css"; .a { fill: url(http://x/y); } .b { fill: url(#ok); }</style>'
            f'<rect onclick="alert(1)" fill="url(//x/y)" class="a"/>{hostile.DOT}',
            ' onload="alert(1)"',
        )
    )

    clean(root)
    text = ElementTree.tostring(root, encoding="unicode")

    assert not [word for word in ("script", "alert", "http://x", "//x/y", "import", "foreignObject") if word in text]
    assert "url(#ok)" in text
    assert "circle" in text


def test_font_is_made_anew_and_described() -> None:
    data = hostile.font()

    accepted = accept(data)

    assert accepted.made.data != data
    assert accepted.made.details["family"] == "Space Grotesk"
    assert "wght" in accepted.made.details["axes"]


def test_packed_font_is_unpacked() -> None:
    assert accept(hostile.woff2()).made.media_type == "font/ttf"


def without(tag: str) -> bytes:
    return hostile.font_changed(lambda made: made.__delitem__(tag))


def with_wide_letters(made: Any) -> None:
    name = made.getGlyphOrder()[5]
    made["hmtx"].metrics[name] = (65_000, 0)


def with_odd_height(made: Any) -> None:
    made["hhea"].ascent, made["hhea"].descent = -32_000, 32_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (without("cmap"), "font_incomplete"),
        (without("hmtx"), "font_incomplete"),
        (hostile.font_changed(with_wide_letters), "font_odd_widths"),
        (hostile.font_changed(with_odd_height), "font_odd_height"),
        (b"ttcf" + bytes(200), "font_collection"),
        (hostile.font()[:3000], "damaged"),
        (b"\x00\x01\x00\x00" + b"\xff" * 500, "damaged"),
    ],
)
def test_broken_font_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_font_drops_what_we_never_draw_with() -> None:
    from fontTools.ttLib import TTFont, newTable

    def add_svg(made: TTFont) -> None:
        made["SVG "] = newTable("SVG ")
        made["SVG "].docList = []
        made["DSIG"] = newTable("DSIG")
        made["DSIG"].ulVersion, made["DSIG"].usFlag, made["DSIG"].usNumSigs = 1, 0, 0
        made["DSIG"].signatureRecords = []

    accepted = accept(hostile.font_changed(add_svg))

    assert not {"SVG ", "DSIG", "fpgm", "prep"} & set(TTFont(io.BytesIO(accepted.made.data)).keys())


def test_flipped_bytes_never_take_the_process() -> None:
    """Every answer is a file of ours or a sentence; a crash inside is the sandbox's, not ours."""
    dice = random.Random(7)
    for honest in (hostile.font(), hostile.picture("JPEG", (300, 200)), hostile.svg()):
        for _ in range(6):
            spoilt = bytearray(honest)
            for _ in range(30):
                spoilt[dice.randrange(12, len(spoilt))] = dice.randrange(256)
            assert _outcome(bytes(spoilt)) in ("made anew", "refused with a sentence")


def _outcome(data: bytes) -> str:
    try:
        return "made anew" if accept(data).made.data != data else "kept as it came"
    except Refusal as refusal:
        return "refused with a sentence" if refusal.sentence else "refused in silence"


def test_endless_work_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.01)
    with pytest.raises(Refusal) as refusal:
        sandbox.remake("image", hostile.picture())
    assert refusal.value.code == "too_complex"


def test_sandbox_gets_none_of_our_secrets() -> None:
    assert not [name for name in sandbox.ENVIRONMENT if "SECRET" in name or "URL" in name or "KEY" in name]
