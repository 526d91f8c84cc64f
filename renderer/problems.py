"""Which mistake is which HTTP answer: the one place where problems become status codes (RFC 9457 problem+json)."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

STATUS = {"invalid_document": 422}
"""HTTP status by a problem's `code`; whatever else people can mend is 400."""


def handle(problem: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception in an API view; None leaves it to Django."""
    if hasattr(problem, "code") and hasattr(problem, "public_message"):
        return answer(STATUS.get(problem.code, 400), problem.code, problem.public_message)
    known = exception_handler(problem, context)
    if known is None:
        return None
    code = getattr(problem, "default_code", "error")
    described = answer(known.status_code, code, str(getattr(problem, "default_detail", problem)))
    described.data["errors"] = known.data
    for name, value in known.items():
        described[name] = value
    return described


def answer(status: int, code: str, message: str) -> Response:
    """`code` is for programs and never changes; `message` is a sentence for people."""
    body = {"type": "about:blank", "status": status, "code": code, "title": message}
    return Response(body, status=status, content_type="application/problem+json")
