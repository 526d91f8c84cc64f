"""What can be wrong with a data source, as a person sets it up or as it answers."""

from __future__ import annotations

from renderer.engine.problems import RenderProblem


class InvalidSource(RenderProblem):
    """A part of the set-up cannot be used; `field` names it."""

    code = "invalid_source"

    def __init__(self, field: str, public_message: str):
        super().__init__(public_message)
        self.field = field
        self.details = {"field": field}


class Unreadable(RenderProblem):
    """The answer is not what was agreed; `why` is a word for logs."""

    code = "unreadable_answer"

    def __init__(self, why: str, public_message: str):
        super().__init__(public_message)
        self.why = why
