"""JSON that programs send, read strictly: what no database can keep is gone from texts before anybody sees them."""

from __future__ import annotations

import json
import math
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from workspaces.problems import BodyTooLarge

DEEPEST = 64
"""Levels; a design has about ten. What walks through the value later may do so by recursion."""


class TooDeep(ValueError):
    """Nested beyond all use."""

    def __init__(self) -> None:
        super().__init__(f"The JSON is nested more than {DEEPEST} levels deep.")


class Json(JSONParser):
    """REST framework's parser of `application/json`, for bodies of a bounded length."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = stream.read(most + 1)
        if len(data) > most:
            raise BodyTooLarge
        try:
            return loads(data)
        except ValueError as problem:
            raise ParseError("The request is not valid JSON.") from problem


def loads(data: bytes) -> Any:
    """The value; raises ValueError for what is no JSON (NaN, 1e999, bytes that are no UTF-8), or too deep."""
    try:
        value = json.loads(data, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise TooDeep from None
    _refuse_deep(value)
    # Only an escape can say NUL or half a pair: bare, neither is JSON.
    return cleaned(value) if b"\\u" in data else value


def cleaned(value: Any) -> Any:
    """The value without NUL and without halves of surrogate pairs, in keys and texts alike."""
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "ignore").decode()
        case dict():
            return {cleaned(key): cleaned(one) for key, one in value.items()}
        case list():
            return [cleaned(one) for one in value]
    return value


def _refuse_deep(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for several in inner for one in several]
        if not level:
            return
    raise TooDeep


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number.")
    return number
