"""What can go wrong between a program and OKZest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class OKZestError(Exception):
    """The root of all."""


class Unreachable(OKZestError):
    """There was no answer, though it was asked again where that does no harm."""


class ApiProblem(OKZestError):
    """The server refused. `code` is for programs and never changes, `message` is a sentence for people."""

    def __init__(self, status: int, code: str, message: str, details: Mapping[str, Any]):
        super().__init__(f"{message} ({status} {code})")
        self.status = status
        self.code = code
        self.message = message
        self.details = details
