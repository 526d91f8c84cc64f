"""Pages of a list, 25 rows each."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 25


def page_of(request: HttpRequest, rows: QuerySet) -> Page:  # type: ignore[type-arg]
    """The page that `?page=` names, or the nearest there is."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
