"""Which problem is which HTTP answer: the one place where problems become status codes (RFC 9457 problem+json)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import JsonResponse
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from workspaces.problems import BodyTooLarge, Unstorable

STATUS: dict[str, int] = {
    "not_logged_in": 401,
    "forbidden": 403,
    "archived": 403,
    "not_found": 404,
    "conflict": 409,
    "refused": 422,
    "too_much": 403,
    "invalid_settings": 422,
    "unusable_address": 422,
    "unusable_cdn": 422,
    "invitation_is_over": 409,
    "repeat_differs": 422,
    "body_too_large": 413,
}
"""HTTP status by a problem's `code`; every app adds its own with `give_status`. Whatever else is 400."""

MEDIA_TYPE = "application/problem+json"


def give_status(statuses: dict[str, int]) -> None:
    """Add an app's codes, once, when it starts."""
    STATUS.update(statuses)


def status_of(problem: Exception) -> int:
    """The HTTP status of a problem that people are told about."""
    return STATUS.get(getattr(problem, "code", ""), 400)


def told(problem: Exception) -> Exception:
    """The problem as people hear of it: what is too much for a part of ours says so; all else is as it was."""
    match problem:
        case DataError():
            return Unstorable()
        case RequestDataTooBig():
            return BodyTooLarge()
    return problem


def is_told(problem: BaseException) -> bool:
    """True for problems that carry a code and a sentence for people."""
    return hasattr(problem, "code") and hasattr(problem, "public_message")


def handle(problem: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler; None leaves it to Django."""
    problem = told(problem)
    if is_told(problem):
        details = getattr(problem, "details", None)
        return _answer(body_of(status_of(problem), problem.code, problem.public_message, details))  # type: ignore[attr-defined]
    known = exception_handler(problem, context)
    if known is None:
        return None
    answer = _answer(_body_of_framework(problem, known))
    for name, value in known.items():
        if name.lower() not in {"content-type", "content-length"}:
            answer[name] = value
    return answer


def _body_of_framework(problem: Exception, known: Response) -> dict[str, Any]:
    if isinstance(problem, ValidationError):
        return body_of(known.status_code, "invalid", "Some of what was sent is not right.", {"errors": known.data})
    detail = getattr(problem, "detail", None)
    code = getattr(detail, "code", None) or "error"
    return body_of(known.status_code, str(code), str(detail or problem))


def body_of(status: int, code: str, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    """`code` is for programs and never changes; `title` is a sentence for people."""
    return {"type": "about:blank", "status": status, "code": code, "title": message, **(details or {})}


def _answer(body: dict[str, Any]) -> Response:
    return Response(body, status=body["status"], content_type=MEDIA_TYPE)


def plain_answer(problem: Exception) -> JsonResponse:
    """The same for views that are not REST framework's."""
    status = status_of(problem)
    body = body_of(status, problem.code, problem.public_message, getattr(problem, "details", None))  # type: ignore[attr-defined]
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)
