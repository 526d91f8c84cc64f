"""Whether a value can be drawn at all: letters that no font knows must not leave a hole where a name should be."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import islice

from renderer.engine.breaking import graphemes, pieces
from renderer.engine.document import FontSpec
from renderer.engine.fallback import chosen_face
from renderer.engine.fonts import FontBook
from renderer.engine.itemizing import SIMPLE
from renderer.engine.scripts import script_of

MOST_LOOKED_AT = 100
"""So many letters settle it: to ask every font for rare ones takes its time."""
_ANY_SIZE = 16.0
"""Sizes of a font differ in the shapes of their letters, never in which letters there are."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The letters that one design can draw: in any of its own fonts (`specs`), or in those of `fonts` that stand in.

    A design without texts has no fonts of its own, and draws no letter of any value.
    """

    fonts: FontBook
    specs: tuple[FontSpec, ...]
    lang: str

    def draws(self, text: str) -> bool:
        """False when letters are missing and nothing but spaces and punctuation would be left without them."""
        if not self.specs or SIMPLE.fullmatch(text):
            return True
        is_lacking = False
        for start, end in islice(pieces(text, graphemes(text)), MOST_LOOKED_AT):
            cluster = text[start:end]
            if cluster.isspace():
                continue
            if not self._has(cluster):
                is_lacking = True
            elif unicodedata.category(cluster[0])[0] in "LNS":
                return True
        return not is_lacking

    def _has(self, cluster: str) -> bool:
        """As it is drawn: letters in fancy dress come in a plainer spelling when no font has them."""
        return self._has_as_written(cluster) or (
            (plainer := unicodedata.normalize("NFKC", cluster)) != cluster and self._has_as_written(plainer)
        )

    def _has_as_written(self, cluster: str) -> bool:
        script = script_of(cluster[0])
        return any(chosen_face(self.fonts, cluster, script, spec, _ANY_SIZE, self.lang) for spec in self.specs)
