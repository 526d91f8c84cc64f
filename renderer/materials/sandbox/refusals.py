"""Why a stranger's file is refused, in sentences that its owner can act on. Free of Django: the sandbox imports it."""

from __future__ import annotations


class Refusal(Exception):
    """The file cannot be used; `code` is for programs, the sentence for the person who chose it."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


TOO_SLOW = Refusal(
    "too_complex",
    "This file is so complicated that reading it takes too long. Export it again in a simpler form and try once more.",
)
DAMAGED = Refusal(
    "damaged",
    "This file is damaged, or it is not what its name says. Open it in the program it came from and export it again.",
)
