"""JSONPath as mappings use it: names, positions and `[*]` from the root on, in time that the answer's size bounds.

The library reads the paths. It is not asked to look them up: it would find all values, slowly, where the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonpath_ng
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.jsonpath import Wildcard
from jsonpath_ng.parser import parse as parse_jsonpath

from renderer.sources.problems import InvalidSource

MOST, MOST_STEPS, MOST_TEXT = 200, 20, 2000
MOST_LEAVES = 200
QUOTED, OPERATORS = re.compile(r"'[^']*'|\"[^\"]*\""), re.compile(r"[|&`?@()]|\.\.|\.\*|\bwhere(?:not)?\b")
SEARCHES = "Searches (..), filters and joined paths are not allowed. Write the whole way, such as $.items[0].price."
Step = str | int | None
"""A name, a position, or None for every item of a list."""
Path = tuple[Step, ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """The steps of a path. Raises InvalidSource."""
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
    steps = tuple(_steps(path))
    if len(steps) > MOST_STEPS:
        raise _wrong(f"Use at most {MOST_STEPS} steps.")
    return steps


def pick(tree: Any, text: str) -> str | None:
    """The first value at the path as text; None if there is nothing, null, or no single value."""
    return next((found for value in _at(tree, parse(text)) if (found := as_text(value)) is not None), None)


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
                step = f".{name}" if name.isidentifier() and name.isascii() else f"[{_quoted(name)}]"
                yield from _leaves(value, path + step)
        case list():
            for value in tree[:1]:
                yield from _leaves(value, f"{path}[0]")
        case _:
            yield path, as_text(tree) or ""


def _quoted(name: str) -> str:
    return f'"{name}"' if "'" in name else f"'{name}'"


def _at(tree: Any, steps: Path) -> Iterator[Any]:
    """Every value at the path, one at a time: who wants the first pays for no other."""
    if not steps:
        yield tree
        return
    match steps[0], tree:
        case str() as name, dict() if name in tree:
            yield from _at(tree[name], steps[1:])
        case int() as index, list() if -len(tree) <= index < len(tree):
            yield from _at(tree[index], steps[1:])
        case None, list():
            for value in tree:
                yield from _at(value, steps[1:])


def _steps(path: jsonpath_ng.JSONPath) -> Iterator[Step]:
    """From the root on. Raises InvalidSource for a step of a kind that is not allowed."""
    match path:
        case jsonpath_ng.Root():
            return
        case jsonpath_ng.Child():
            yield from _steps(path.left)
            yield from _steps(path.right)
        case jsonpath_ng.Fields() if len(path.fields) == 1 and path.fields[0] != "*":
            yield path.fields[0]
        case jsonpath_ng.Index() if len(path.indices) == 1:
            yield path.indices[0]
        case Wildcard():
            yield None
        case _:
            raise _wrong(SEARCHES)


def _wrong(sentence: str) -> InvalidSource:
    return InvalidSource("mapping", sentence)
