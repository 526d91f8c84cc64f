"""Turn problems that views raise into pages, or into problem+json where programs ask."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from workspaces.access import NotFound, NotLoggedIn
from workspaces.api_problems import is_told, plain_answer, status_of, told

PAGES = {403: "403.html", 404: "404.html"}
ANY = "problem.html"
API = "/api/"


class ProblemPages:
    """The last middleware, so that the pages are drawn with the session and the messages of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """None leaves whatever is not a problem for people to Django."""
        problem = told(problem)
        if not is_told(problem):
            return None
        if request.path_info.startswith(API):
            return plain_answer(problem)
        if isinstance(problem, NotLoggedIn):
            return redirect_to_login(request.get_full_path())
        if isinstance(problem, NotFound):
            # The very page that an address without any view gives.
            return page_not_found(request, Http404())
        status = status_of(problem)
        return render(request, PAGES.get(status, ANY), {"exception": problem}, status=status)
