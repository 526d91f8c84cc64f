"""A text on its way from tags to words: pieces that an author typed, and pieces that values filled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Piece:
    """`start` to `end` of the source became `text`. `field` is None for what an author typed; `gone` is dropped."""

    start: int
    end: int
    text: str
    field: str | None = None
    state: str = "text"
    gone: bool = False

    def drop_end(self, count: int) -> None:
        """Take so many characters off the end of typed words."""
        if count:
            self.text, self.end = self.text[:-count], self.end - count

    def drop_start(self, count: int) -> None:
        """Take so many characters off the start of typed words."""
        self.text, self.start = self.text[count:], self.start + count
