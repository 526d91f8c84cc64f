"""What can be wrong with a request, as classes: a `code` for programs, a sentence for people, no HTTP."""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """The root of every problem that people are told about; `api_problems.py` gives each an HTTP status."""

    code: ClassVar[str] = "problem"

    def __init__(self, public_message: str):
        super().__init__(public_message)
        self.public_message = public_message


class Refused(Problem):
    """The request is understood and cannot be done as things stand."""

    code = "refused"


class Conflict(Problem):
    """Somebody else was first, or it is so already."""

    code = "conflict"


class Unstorable(Problem):
    """The database takes no such text or number: a NUL in a name, a number beyond its range."""

    code = "unstorable"

    def __init__(self) -> None:
        super().__init__("Something in this request cannot be stored. Leave out invisible characters and try again.")


class BodyTooLarge(Problem):
    """More than anybody sends in one call; what can be large is sent as a file."""

    code = "body_too_large"

    def __init__(self) -> None:
        super().__init__("This request is too large. Send it in several parts.")
