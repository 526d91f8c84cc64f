"""Lists of the API in pages: a cursor, not a page number, so that rows which come meanwhile shift nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView


class Pages(CursorPagination):
    """Newest first, 50 rows; `?limit=` up to 200, `?cursor=` as given in `next` and `previous`."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200


def page(view: APIView, rows: QuerySet[Any], kind: type[BaseSerializer[Any]], **context: Any) -> Response:
    """One page of rows as `{"next": …, "previous": …, "results": […]}`."""
    pages = Pages()
    shown = pages.paginate_queryset(rows, view.request, view=view)
    return pages.get_paginated_response(kind(shown, many=True, context=context).data)
