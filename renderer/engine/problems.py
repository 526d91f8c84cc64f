"""What can be wrong with a design, as classes that carry a code and a sentence for the person who can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `where` is a path such as `layers[2].size`, or empty."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class RenderProblem(Exception):
    """Root of everything the engine raises on purpose."""

    code = "render_problem"

    @property
    def public_message(self) -> str:
        return str(self)


class DocumentError(RenderProblem):
    """The document breaks the schema; `problems` lists every place, in reading order."""

    code = "invalid_document"

    def __init__(self, problems: tuple[Problem, ...]):
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems[:5]))
