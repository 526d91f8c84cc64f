"""Fits a text into its layer's box: the words, at the size and in the lines in which they are drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from renderer.engine.breaking import graphemes, line_breaks
from renderer.engine.document import FontSpec, Mark, TextLayer
from renderer.engine.fitting import Fitter
from renderer.engine.fonts import FontBook
from renderer.engine.lettercase import recase
from renderer.engine.recent import ByIdentity
from renderer.engine.resolved import Filled, Words
from renderer.engine.scene import TextBlock
from renderer.engine.shaping import Request, Shaped, shape_anew
from renderer.engine.spans import Finish, Span, TypeStyle, finish_spans, type_spans
from renderer.engine.textblock import build_block
from renderer.engine.typesetting import Frame, LineMetrics, PlacedLines, SetLine, needed_height, place, set_line
from renderer.engine.wrapping import SLACK, LineRange, Measured, Wrapped, trim, wrap

ELLIPSIS = "…"
_BEFORE_ELLIPSIS = " \t\n\u00a0,;:-–—.·(/"
_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_HARMLESS = str.maketrans(
    {code: "\u2060" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | {"\t": " "}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpec:
    """How to set a text; the names are those of `TextLayer`. Lengths in px at 1x, `tracking` in 1/1000 em."""

    font: FontSpec
    size: float
    w: float
    h: float
    min_size: float = 4
    fit: str = "shrink_ellipsis"
    wrap: str = "word"
    max_lines: int | None = None
    hug: str = "none"
    align: str = "start"
    valign: str = "top"
    line_height: float = 1.2
    tracking: float = 0
    case: str = "none"
    dir: str = "auto"
    features: tuple[tuple[str, bool], ...] = ()
    pad: tuple[float, float, float, float] = (0, 0, 0, 0)
    grow: float = 0

    def __hash__(self) -> int:
        return hash((self.font, self.size, self.w, self.h, self.fit, self.align))

    @property
    def frame(self) -> Frame:
        return Frame(self.w, self.h, self.pad, self.line_height, self.align, self.valign, self.grow)


def fit_text(filled: Filled, fonts: FontBook, lang: str) -> TextBlock:
    """Fit a text layer's words into its box. Never fails, whatever the text; `lang` is a BCP 47 tag."""
    assert isinstance(filled.layer, TextLayer)
    spec = _SPECS.get(filled.layer, lambda: spec_of(filled.layer))  # type: ignore[arg-type]
    return fit_words(filled.words, spec, fonts, lang)


def fit_words(words: Sequence[Words], spec: TextSpec, fonts: FontBook, lang: str) -> TextBlock:
    """Fit the first of the texts that can be had at full size, else the last one as well as can be.

    Remembered in the book, for what does not change from one recipient to the next.
    """
    key = (tuple([(row.text, row.marks) for row in words]), spec, lang)
    weight = sum([len(row.text) + 8 for row in words])
    block: TextBlock = fonts.blocks.get(key, lambda: _fit(words, spec, fonts, lang), weight)
    return block


def _fit(words: Sequence[Words], spec: TextSpec, fonts: FontBook, lang: str) -> TextBlock:
    typesetter = Typesetter(spec, fonts, lang)
    rungs = [(index, row) for index, row in enumerate(words) if row.text.strip()] or [(0, Words(""))]
    texts = [typesetter.prepare(row) for _, row in rungs]
    fitter = Fitter(typesetter.attempt, shortened, typesetter.word_cuts, letter_cuts, typesetter.most)
    used, laid = fitter.fit(texts, spec.fit, spec.size, spec.min_size)
    return build_block(laid, rungs[used][0], spec, typesetter.substitutes(laid.text))


def spec_of(layer: TextLayer) -> TextSpec:
    grow = {"inside": 0.0, "center": 0.5, "outside": 1.0}[layer.stroke.pos] * layer.stroke.w if layer.stroke else 0
    return TextSpec(
        font=layer.font,
        size=layer.size,
        w=layer.w,
        h=layer.h,
        min_size=layer.min_size,
        fit=layer.fit,
        wrap=layer.wrap,
        max_lines=layer.max_lines,
        hug=layer.hug,
        align=layer.align,
        valign=layer.valign,
        line_height=layer.line_height,
        tracking=layer.tracking,
        case=layer.case,
        dir=layer.dir,
        features=tuple(sorted(layer.features.items())),
        pad=layer.box.pad if layer.box else (0, 0, 0, 0),
        grow=grow,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text ready to be set: `origins` tells where in the layer's words each of its characters came from.

    Each is itself only: a fit tries the same object at several sizes.
    """

    drawn: str
    marks: tuple[Mark, ...]
    origins: Sequence[int]
    is_cut: bool = False


def shortened(text: Text, keep: int) -> Text:
    """The first `keep` characters and an ellipsis in the style of the last of them; keep -1 for nothing at all."""
    if keep < 0:
        return Text("", (), (0,), True)
    kept = text.drawn[:keep].rstrip(_BEFORE_ELLIPSIS)
    end = len(kept)
    marks = tuple(
        replace(mark, end=end + 1 if mark.end >= end else mark.end) for mark in text.marks if mark.start < end
    )
    origin = text.origins[end]
    return Text(kept + ELLIPSIS, marks, (*text.origins[:end], origin, origin), True)


def letter_cuts(text: Text) -> Sequence[int]:
    return graphemes(text.drawn)[:-1]


@dataclass(frozen=True, slots=True)
class Laid:
    """An attempt: a text at a size."""

    text: Text
    size: float
    shaped: Shaped
    placed: PlacedLines
    fits: bool


NOWHERE = PlacedLines((), None, False)
_SPECS = ByIdentity(4096)


class Typesetter:
    """Lays out texts for one layer; what does not depend on the size is worked out once for each text."""

    def __init__(self, spec: TextSpec, fonts: FontBook, lang: str):
        self.spec, self.fonts, self.lang, self.frame = spec, fonts, lang, spec.frame
        self._galleys: dict[Text, Galley] = {}

    def prepare(self, words: Words) -> Text:
        """Harmless characters only (one for one), in the case the layer asks for."""
        text, origins = recase(_harmless(words.text), self.spec.case, self.lang)
        marks = words.marks
        if marks and self.spec.case != "none":
            marks = tuple(
                replace(mark, start=bisect_left(origins, mark.start), end=bisect_left(origins, mark.end))
                for mark in marks
            )
        kept = trim(text, len(text))
        if kept == len(text):
            return Text(text, marks, origins)
        return Text(text[:kept], marks, (*origins[:kept], len(words.text)))

    def word_cuts(self, text: Text) -> Sequence[int]:
        breaks = line_breaks(text.drawn, self.lang)
        return sorted({trim(text.drawn, end) for end in breaks[:-1]} - {0})

    def attempt(self, text: Text, size: float, tear: bool) -> Laid:
        return self._galley(text).attempt(size, tear)

    def most(self, text: Text) -> float:
        """A size beyond which the text cannot fit."""
        return self._galley(text).most

    def substitutes(self, text: Text) -> tuple[str, ...]:
        """Families that the text asks for and that are not installed."""
        asked = dict.fromkeys([span.style.font.family for span in self._galley(text).spans])
        return tuple([name for name in asked if self.fonts.family(name) is None])

    def _galley(self, text: Text) -> Galley:
        galley = self._galleys.get(text)
        if galley is None:
            galley = self._galleys[text] = Galley(text, self.spec, self.fonts, self.lang)
        return galley


def _harmless(text: str) -> str:
    """The text as it may be set, one character for one: no controls, no halves of characters, one kind of line end."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\u2060\n").translate(_BREAKS).translate(_HARMLESS)


class Galley:
    """One text, shaped, ready to be broken into lines and placed at any size."""

    def __init__(self, text: Text, spec: TextSpec, fonts: FontBook, lang: str):
        self.text, self.spec, self.fonts, self.lang, self.frame = text, spec, fonts, lang, spec.frame
        self.spans = type_spans(len(text.drawn), text.marks, spec.font)
        self.finishes: Sequence[Span[Finish]] = finish_spans(len(text.drawn), text.marks)
        request = Request(text.drawn, self.spans, spec.size, spec.dir, lang, spec.tracking, spec.features)
        self.shaped = shape_anew(fonts, request)
        self.width = self._undivided()
        self._lines: dict[LineRange, SetLine] = {}
        self.most = self._largest_size() if spec.max_lines == 1 and spec.fit != "none" else inf

    @cached_property
    def measured(self) -> Measured:
        """Ready to be wrapped, which most texts need not be."""
        text, shaped = self.text.drawn, self.shaped
        breaks = line_breaks(text, self.lang)
        return Measured(text, shaped.advances, breaks, shaped.cuts(), self.spec.tracking / 1000)

    def _undivided(self) -> float:
        """The em width of a text that needs one line only, if it is given that much; else infinite."""
        text = self.text.drawn
        if not text or "\n" in text:
            return inf
        return sum(self.shaped.advances[: trim(text, len(text))]) - self.spec.tracking / 1000

    def _largest_size(self) -> float:
        """No larger size can fit on one line: known from the width alone, before anything is placed."""
        width = self.width - SLACK
        return self.frame.inner_width / width if 0 < width < inf else inf

    def _wrapped(self, room: float, tear: bool) -> Wrapped:
        if self.width <= room:
            text = self.text.drawn
            return Wrapped((LineRange(0, trim(text, len(text)), len(text)),), False, False)
        return wrap(self.measured, room, self.spec.wrap, tear=tear)

    def attempt(self, size: float, tear: bool) -> Laid:
        if size > self.most:
            return Laid(self.text, size, self.shaped, NOWHERE, False)
        wrapped = self._wrapped(self.frame.inner_width / size, tear)
        measures = [self._measures(line) for line in wrapped.lines]
        hopeless = self._is_hopeless(wrapped, measures, size)
        if hopeless and self.spec.fit != "none":
            return Laid(self.text, size, self.shaped, NOWHERE, False)
        placed = place([self._set(line) for line in wrapped.lines], measures, size, self.frame)
        return Laid(self.text, size, self.shaped, placed, placed.fits and not hopeless)

    def _is_hopeless(self, wrapped: Wrapped, measures: Sequence[LineMetrics], size: float) -> bool:
        if wrapped.too_wide or len(wrapped.lines) > (self.spec.max_lines or 10_000):
            return True
        needed = needed_height(measures, self.spec.line_height) * size
        return bool(self.text.drawn) and needed > self.frame.inner_height + 1e-6

    def _set(self, line: LineRange) -> SetLine:
        found = self._lines.get(line)
        if found is None:
            rtl = next((p.rtl for p in self.shaped.paragraphs if p.start <= line.start <= p.end), False)
            found = self._lines[line] = set_line(self.shaped, line, rtl, self.finishes)
        return found

    @cached_property
    def _plain(self) -> LineMetrics:
        return self._metrics(TypeStyle(self.spec.font) if len(self.spans) > 1 else self.spans[0].style)

    def _metrics(self, style: TypeStyle) -> LineMetrics:
        face = self.fonts.match(style.font, self.spec.size * style.scale).face
        return face.metrics, style.scale

    def _measures(self, line: LineRange) -> LineMetrics:
        """Those of the largest letters on the line."""
        if len(self.spans) == 1:
            return self._plain
        styles = [span.style for span in self.spans if span.start < line.trimmed and span.end > line.start]
        return max((self._metrics(style) for style in styles), key=lambda row: row[1], default=self._plain)
