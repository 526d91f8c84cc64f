"""What every call of the editor shares: the door, the body, the shape of errors, the renderer's version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from designer.models import Template
from designer.sprites import RENDERER
from workspaces import access
from workspaces.access import Grant
from workspaces.api_problems import is_told, status_of
from workspaces.json_bodies import loads
from workspaces.problems import Problem
from workspaces.roles import Capability

MAX_BODY = 256 * 1024
LARGEST = 2**53
"""Beyond it browsers do not count exactly."""
View = Callable[..., HttpResponse]


class BadBody(Problem):
    """Not JSON, not an object, or far too large."""

    code = "bad_body"


class BodyTooLarge(Problem):
    """More than an editor ever sends."""

    code = "body_too_large"


class Call:
    """One request inside one template: who asks, what for, and with which body."""

    def __init__(self, request: HttpRequest, workspace: str, template: str, capability: Capability):
        self.request = request
        rows = Template.objects.select_related("workspace__organization", "live_revision", "draft_edited_by")
        self.template: Template = access.one(request, workspace, rows, template, capability)
        self.grant: Grant = request.grant  # type: ignore[attr-defined]

    @property
    def by(self) -> Any:
        return self.grant.actor

    def require(self, capability: Capability) -> None:
        self.grant.require(capability)

    def body(self, most: int = MAX_BODY) -> dict[str, Any]:
        """The JSON object that was sent. Raises BadBody, BodyTooLarge."""
        if len(self.request.body) > most:
            raise BodyTooLarge(f"This request is larger than {most // 1024} KB.")
        try:
            body = loads(self.request.body or b"{}")
        except ValueError as problem:
            raise BadBody("The request is not valid JSON.") from problem
        if not isinstance(body, dict):
            raise BadBody("Send a JSON object.")
        return body


def text_of(body: Mapping[str, Any], name: str, default: str = "", longest: int = 4000) -> str:
    """A string of the body. Raises BadBody."""
    value = body.get(name, default)
    if not isinstance(value, str) or len(value) > longest:
        raise BadBody(f"“{name}” must be text of at most {longest:,} characters.")
    return value


def number_of(body: Mapping[str, Any], name: str) -> int:
    """A whole number of the body, not negative. Raises BadBody."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise BadBody(f"“{name}” must be a whole number.")
    return value


def words_of(body: Mapping[str, Any], name: str) -> list[str]:
    """A list of strings of the body; one that is not there, or null, is empty. Raises BadBody."""
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadBody(f"“{name}” must be a list of texts.")
    return value


def editor_call(**methods: Capability) -> Callable[[View], View]:
    """A view of one template: `@editor_call(GET=Capability.VIEW, PATCH=Capability.EDIT_TEMPLATES)`."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, workspace: str, template: str, **rest: Any) -> HttpResponse:
            try:
                response = view(Call(request, workspace, template, methods[request.method or "GET"]), **rest)
            except Exception as problem:
                if not is_told(problem):
                    raise
                response = refusal(problem)
            response["X-Renderer"] = RENDERER
            response.setdefault("Cache-Control", "no-store")
            return response

        return require_http_methods(list(methods))(answer)

    return wrap


def refusal(problem: Exception) -> JsonResponse:
    """A problem as the editor reads it."""
    details = getattr(problem, "details", None) or {}
    error = {"code": problem.code, "message": problem.public_message, "detail": details}  # type: ignore[attr-defined]
    problems = getattr(problem, "problems", ())
    if problems:
        error["field"] = problems[0].where
        error["detail"] = {"problems": [{"where": one.where, "message": one.message} for one in problems]}
    # A conflict's parts also stand at the top, where EDITOR.md's callers look for them.
    return JsonResponse({"error": error, **details}, status=status_of(problem))
