"""Every address of the installation, read from the URL resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_0-9]+)>")
GROUP = re.compile(r"\(\?P<([a-z_0-9]+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Address:
    """A pattern with its name; `filled` makes a path of it."""

    name: str
    route: str
    is_plain: bool

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route) if self.is_plain else GROUP.findall(self.route)

    def filled(self, values: Mapping[str, str]) -> str:
        """A path; patterns that are regular expressions have their anchors taken off."""
        hole = PARAMETER if self.is_plain else GROUP
        path = hole.sub(lambda found: str(values[found.group(1)]), self.route)
        return "/" + (path if self.is_plain else re.sub(r"\\Z|[\^$?]|\\", "", path))


def every_address() -> list[Address]:
    """All of them, in the resolver's order."""
    return list(_walk(get_resolver(), "", "", True))


def _walk(resolver: URLResolver, prefix: str, space: str, is_plain: bool) -> Iterator[Address]:
    for found in resolver.url_patterns:
        route = prefix + str(found.pattern)
        plain = is_plain and isinstance(found.pattern, RoutePattern)
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from _walk(found, route, inner, plain or not str(found.pattern))
        else:
            assert isinstance(found, URLPattern)
            yield Address(f"{space}{found.name}" if found.name else route, route, plain)
