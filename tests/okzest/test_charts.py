"""Charts by numbers: where bars, lines, gaps and labels stand."""

from __future__ import annotations

import pytest

from okzest.charts import HEIGHT, WIDTH, Mark, Measure, Series, draw, spoken


def series(values: list[float | None], **more) -> Series:
    labels = [f"{at:02}:00" for at in range(len(values))]
    return Series(title="Requests", labels=labels, bars=Measure("Requests", values), **more)


def test_tallest_bar_stays_below_the_top_of_a_pleasant_scale():
    drawing = draw(series([100, 4812, 20]))
    assert drawing.left == ["5,000", "3,750", "2,500", "1,250", "0"]
    assert drawing.bars[1].height == pytest.approx(HEIGHT * 4812 / 5000, abs=0.01)
    assert all(bar.y + bar.height == pytest.approx(HEIGHT) for bar in drawing.bars)


def test_bars_fill_the_width_without_touching():
    drawing = draw(series([1, 1, 1, 1]))
    edges = [(bar.x, bar.x + bar.width) for bar in drawing.bars]
    assert edges[0][0] > 0
    assert edges[-1][1] < WIDTH
    assert all(left[1] < right[0] for left, right in zip(edges, edges[1:], strict=False))


def test_missing_values_are_gaps_and_never_zero():
    drawing = draw(series([3, None, 5], line=Measure("p95", [30, None, 32], "ms")))
    assert len(drawing.bars) == 2
    assert [gap.words for gap in drawing.gaps] == ["01:00: nothing was collected"]
    assert len(drawing.paths) == 2
    assert drawing.rows[1] == ("01:00", "–", "–")


def test_mark_stands_in_the_middle_of_its_point():
    assert draw(series([1, 1, 1, 1], marks=[Mark(2, "v7 published")])).marks == [625.0]


def test_long_series_is_labelled_five_times_with_both_ends():
    below = draw(series([1] * 24)).below
    assert len(below) == 5
    assert (below[0], below[-1]) == ("00:00", "23:00")


def test_empty_series_gives_empty_axes():
    drawing = draw(series([]))
    assert drawing.bars == []
    assert len(drawing.left) == 5


@pytest.mark.parametrize(
    ("value", "words"), [(48210, "48,210 ms"), (3.5, "3.5 ms"), (3.0, "3 ms"), (None, "–"), (0, "0 ms")]
)
def test_numbers_are_spoken_plainly(value: float | None, words: str):
    assert spoken(value, "ms") == words
