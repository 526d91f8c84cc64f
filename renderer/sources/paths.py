"""JSONPath as mappings use it: names, positions and `[*]` from the root on. No search, no filters: bounded time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonpath_ng
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.parser import parse as parse_jsonpath

from renderer.sources.problems import InvalidSource

MOST, MOST_STEPS, MOST_TEXT = 200, 20, 2000
MOST_LEAVES = 200
QUOTED, OPERATORS = re.compile(r"'[^']*'|\"[^\"]*\""), re.compile(r"[|&`?@()]|\.\.|\bwhere")
SEARCHES = "Searches (..), filters and joined paths are not allowed. Write the whole way, such as $.items[0].price."
ALLOWED = (jsonpath_ng.Root, jsonpath_ng.Child, jsonpath_ng.Fields, jsonpath_ng.Index, jsonpath_ng.Slice)


@lru_cache(maxsize=4096)
def parse(text: str) -> jsonpath_ng.JSONPath:
    """The path, ready to be looked up. Raises InvalidSource."""
    written = text.strip()
    if not written or len(written) > MOST:
        raise _wrong(f"Write a path of 1 to {MOST} characters, such as $.customer.first_name.")
    if OPERATORS.search(QUOTED.sub("", written)):
        raise _wrong(SEARCHES)
    try:
        path = parse_jsonpath(written if written.startswith("$") else f"$.{written}")
    except (JSONPathError, ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise _wrong(
            f"“{written}” is not a path. Write it such as $.customer.first_name or $.orders[0].total."
        ) from problem
    if sum(1 for step in _steps(path) if _is_plain(step)) > MOST_STEPS:
        raise _wrong(f"Use at most {MOST_STEPS} steps.")
    return path


def pick(tree: Any, text: str) -> str | None:
    """The first value at the path as text; None if there is nothing, null, or no single value."""
    for match in parse(text).find(tree):
        found = as_text(match.value)
        if found is not None:
            return found
    return None


def as_text(value: Any) -> str | None:
    """Numbers arrive as they were written. Lists and objects are no value of a field."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.encode("utf-8", "ignore").decode()[:MOST_TEXT]
    return None


def leaves(tree: Any) -> list[tuple[str, str]]:
    """Paths and values of an answer, for people who choose from them; of each list the first item."""
    found = []
    for leaf in _leaves(tree, "$"):
        found.append(leaf)
        if len(found) == MOST_LEAVES:
            break
    return found


def _leaves(tree: Any, path: str) -> Iterator[tuple[str, str]]:
    match tree:
        case dict():
            for name, value in tree.items():
                step = f".{name}" if name.isidentifier() and name.isascii() else f"['{name}']"
                yield from _leaves(value, path + step)
        case list():
            for value in tree[:1]:
                yield from _leaves(value, f"{path}[0]")
        case _:
            yield path, as_text(tree) or ""


def _steps(path: jsonpath_ng.JSONPath) -> Iterator[jsonpath_ng.JSONPath]:
    while isinstance(path, jsonpath_ng.Child):
        yield path
        yield from _steps(path.right)
        path = path.left
    yield path


def _is_plain(step: jsonpath_ng.JSONPath) -> bool:
    """True for one that is allowed and counts. Raises InvalidSource for any other."""
    if not isinstance(step, ALLOWED):
        raise _wrong(SEARCHES)
    if isinstance(step, jsonpath_ng.Fields) and (len(step.fields) != 1 or step.fields[0] == "*"):
        raise _wrong("Name one field at a time.")
    return isinstance(step, jsonpath_ng.Fields | jsonpath_ng.Index | jsonpath_ng.Slice)


def _wrong(sentence: str) -> InvalidSource:
    return InvalidSource("mapping", sentence)
