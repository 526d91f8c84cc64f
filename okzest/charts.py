"""Charts as numbers: where the bars, the line, the marks and the axis labels of a time series stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
HEIGHT = 200
BAR_SHARE = 0.72
TICKS = 4
LABELS = 5
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Mark:
    """A moment worth a vertical line, such as a publishing; `at` is the index of its point."""

    at: int
    label: str


@dataclass(frozen=True)
class Measure:
    """One value per point, None where none was collected; `unit` follows the number (“ms”)."""

    name: str
    values: Sequence[float | None]
    unit: str = ""


@dataclass(frozen=True)
class Series:
    """What a chart shows: one label per point, bars, and perhaps a line on a scale of its own."""

    title: str
    labels: Sequence[str]
    bars: Measure
    line: Measure | None = None
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Bar:
    """A rectangle in the drawing's units, with the words shown on hovering."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True)
class Drawing:
    """A series laid out in a box of WIDTH × HEIGHT; the axes' labels go from top to bottom."""

    series: Series
    bars: list[Bar]
    gaps: list[Bar]
    paths: list[str]
    marks: list[float]
    rules: list[float]
    left: list[str]
    right: list[str]
    below: list[str]
    rows: list[tuple[str, str, str]]


def draw(series: Series) -> Drawing:
    """Lay a series out. An empty series gives empty axes, not an error."""
    slot = WIDTH / max(1, len(series.labels))
    top = _round_up(_most(series.bars))
    line_top = _round_up(_most(series.line)) if series.line else 0.0
    return Drawing(
        series=series,
        bars=[_bar(series, at, value, slot, top) for at, value in enumerate(series.bars.values) if value is not None],
        gaps=[_gap(label, at, slot) for at, label in enumerate(series.labels) if series.bars.values[at] is None],
        paths=_paths(series.line.values, slot, line_top) if series.line else [],
        marks=[round((mark.at + 0.5) * slot, 2) for mark in series.marks],
        rules=[round(HEIGHT * tick / TICKS, 2) for tick in range(TICKS + 1)],
        left=_axis(top, series.bars.unit),
        right=_axis(line_top, series.line.unit) if series.line else [],
        below=_spread(series.labels),
        rows=[_row(series, at) for at in range(len(series.labels))],
    )


def _most(measure: Measure) -> float:
    return max((value for value in measure.values if value is not None), default=0.0)


def _round_up(value: float) -> float:
    """The next number that divides into pleasant ticks: 4,812 → 5,000."""
    if value <= 0:
        return float(TICKS)
    scale = 10.0 ** math.floor(math.log10(value))
    return next(step * scale for step in STEPS if step * scale >= value)


def _bar(series: Series, at: int, value: float, slot: float, top: float) -> Bar:
    height = HEIGHT * value / top
    x = (at + (1 - BAR_SHARE) / 2) * slot
    words = f"{series.labels[at]}: {spoken(value, series.bars.unit)} {series.bars.name.lower()}"
    return Bar(round(x, 2), round(HEIGHT - height, 2), round(slot * BAR_SHARE, 2), round(height, 2), words)


def _gap(label: str, at: int, slot: float) -> Bar:
    return Bar(round(at * slot, 2), 0, round(slot, 2), HEIGHT, f"{label}: nothing was collected")


def _paths(values: Sequence[float | None], slot: float, top: float) -> list[str]:
    """The line as SVG paths, broken where a value is missing."""
    paths: list[str] = []
    points: list[str] = []
    for at, value in enumerate([*values, None]):
        if value is not None:
            points.append(f"{(at + 0.5) * slot:.2f} {HEIGHT - HEIGHT * value / top:.2f}")
        elif points:
            paths.append("M" + "L".join(points))
            points = []
    return paths


def _axis(top: float, unit: str) -> list[str]:
    return [spoken(top * tick / TICKS, unit) for tick in range(TICKS, -1, -1)]


def _spread(labels: Sequence[str]) -> list[str]:
    """At most five labels, evenly spread, the first and the last among them."""
    if len(labels) <= LABELS:
        return list(labels)
    return [labels[round(at * (len(labels) - 1) / (LABELS - 1))] for at in range(LABELS)]


def _row(series: Series, at: int) -> tuple[str, str, str]:
    line = spoken(series.line.values[at], series.line.unit) if series.line else ""
    return series.labels[at], spoken(series.bars.values[at], series.bars.unit), line


def spoken(value: float | None, unit: str = "") -> str:
    """A number as people read it: 48210 → “48,210”, 3.5 → “3.5 ms”, None → “–”."""
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1
    return f"{value:,.{digits}f}{' ' if unit else ''}{unit}"
