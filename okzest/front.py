"""The start page: signed-out visitors see what the product does, people are sent on to their workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from workspaces.queries.places import only_workspace_of

FIELD = "first_name"
SAMPLE = "Amira"
LONGEST = 40


@dataclass(frozen=True)
class Demo:
    """The picture that visitors may try: the address of an open link, and the value they typed."""

    address: str
    value: str
    field: str = FIELD

    @property
    def encoded(self) -> str:
        return quote(self.value, safe="")

    @property
    def picture(self) -> str:
        return f"{self.address}?{self.field}={self.encoded}"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """`/`: the public page, or on to the workspaces; straight into the only one."""
    if request.user.is_authenticated:
        return redirect(only_workspace_of(request.user) or "workspaces:index")
    return render(request, "front.html", {"demo": _demo(request.GET.get("name", SAMPLE))})


def _demo(value: str) -> Demo | None:
    """None where the installation shows no picture to strangers."""
    return Demo(settings.FRONT_PICTURE, value[:LONGEST]) if settings.FRONT_PICTURE else None
