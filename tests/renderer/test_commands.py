"""`manage.py render`: pictures from document files, with no database."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image


@pytest.fixture
def design(tmp_path: Path, document: dict[str, Any]) -> Path:
    """A document file with a picture beside it, referred to by name."""
    Image.new("RGB", (20, 20), "green").save(tmp_path / "logo.png")
    document["layers"].append(
        {
            "id": "logo",
            "type": "image",
            "x": 280,
            "y": 80,
            "w": 20,
            "h": 20,
            "source": {"kind": "asset", "asset": "logo"},
        }
    )
    document["output"]["density"] = 2
    path = tmp_path / "greeting.json"
    path.write_text(json.dumps(document))
    return path


def lines(*arguments: Any) -> list[dict[str, Any]]:
    """Run the command with the database out of reach; what it prints, line by line."""
    out = io.StringIO()
    connection.close()
    call_command("render", *map(str, arguments), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(("extension", "format"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP"), ("avif", "AVIF")])
def test_the_extension_is_the_format(design: Path, tmp_path: Path, extension: str, format: str) -> None:
    target = tmp_path / "out" / f"picture.{extension}"
    (line,) = lines(design, "--values", '{"first_name": "Amira"}', "--output", target)
    assert Image.open(target).format == format
    assert set(line) == {"width", "height", "bytes", "ms", "alt", "fallbacks", "issues"}
    assert (line["width"], line["height"], line["alt"]) == (640, 240, "Hello Amira")
    assert line["bytes"] == target.stat().st_size
    assert line["fallbacks"] == [{"field": "city", "why": "absent"}]
    assert line["issues"] == []
    assert line["ms"] > 0


def test_scale_size_and_a_further_folder_can_be_named(design: Path, tmp_path: Path) -> None:
    far = tmp_path / "elsewhere"
    far.mkdir()
    (design.parent / "logo.png").rename(far / "logo.png")
    target = tmp_path / "p.png"
    (line,) = lines(design, "--output", target, "--scale", 3, "--size", "base", "--assets", far)
    assert Image.open(target).size == (960, 360)
    assert Image.open(target).convert("RGB").getpixel((870, 270)) == (0, 128, 0)
    (line,) = lines(design, "--output", target, "--scale", 1, "--size", "tall", "--assets", far)
    assert (line["width"], line["height"]) == (160, 240)


def test_a_batch_draws_a_picture_per_line_and_sums_up(design: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.jsonl"
    values.write_text('{"first_name": "Amira"}\n\nnot json\n{"first_name": 7, "city": null}\n["list"]\n{}\n')
    folder = tmp_path / "pictures"
    *each, last = lines(design, "--batch", values, "--output", folder, "--format", "png")
    assert sorted(path.name for path in folder.iterdir()) == ["000001.png", "000003.png", "000005.png"]
    assert [line["file"] for line in each] == [f"00000{i}.png" for i in range(1, 6)]
    assert [line.get("alt") for line in each] == ["Hello Amira", None, "Hello 7", None, "Hello there"]
    assert all("error" in each[i] for i in (1, 3))
    summary = last["summary"]
    assert (summary["records"], summary["pictures"], summary["failed"]) == (5, 3, 2)
    assert summary["ms_median"] > 0


def test_one_at_a_time_and_in_a_batch_are_the_same_picture(design: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.jsonl"
    values.write_text('{"first_name": "Ben"}\n{"first_name": "Amira"}\n')
    lines(design, "--batch", values, "--output", tmp_path / "many", "--format", "jpg")
    lines(design, "--values", '{"first_name": "Amira"}', "--output", tmp_path / "one.jpg")
    assert (tmp_path / "many" / "000002.jpg").read_bytes() == (tmp_path / "one.jpg").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.json", "--output", "a.png"], "Cannot read"),
        (["DESIGN", "--output", "a.gif"], "png, jpg, webp, avif"),
        (["DESIGN", "--output", "a.png", "--size", "wide"], "base, tall"),
        (["DESIGN", "--output", "a.png", "--values", "{"], "not JSON"),
        (["DESIGN", "--output", "a.png", "--values", "[]"], "JSON object"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(design: Path, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        lines(*[str(design) if one == "DESIGN" else one for one in arguments])


def test_a_broken_document_is_told_where(design: Path, document: dict[str, Any]) -> None:
    document["layers"][0]["size"] = "big"
    design.write_text(json.dumps(document))
    with pytest.raises(CommandError, match=r"layers\[0\]\.size"):
        lines(design, "--output", design.with_suffix(".png"))
