"""The left navigation: what stands in it, for whom, and which item is the current one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Item:
    """A place in a workspace; `capability` names what a person must be able to do to see it.

    `beside` is another view whose pages belong to it although their addresses do not lie under its own.
    """

    label: str
    icon: str
    view: str
    shortcut: str = ""
    capability: str = ""
    count: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Place:
    """An item as it is shown: with its address, its count and whether the page belongs to it."""

    item: Item
    url: str
    count: int
    is_current: bool


ITEMS = (
    Item("Home", "house", "workspaces:home", "g h"),
    Item("Templates", "layout-template", "designer:templates", "g t"),
    Item("Fields", "braces", "designer:fields", "g f"),
    Item("Audiences", "users", "audiences:list", "g a"),
    Item("Links", "link", "renderer:links", "g l"),
    Item("Data sources", "database", "renderer:sources", "g d"),
    Item("Pre-warming", "flame", "renderer:prewarm_runs", "g p"),
    Item("Brand kit", "palette", "designer:brand", "g b", beside="designer:assets"),
    Item("Reviews", "circle-check", "designer:reviews", "g r", count="reviews"),
    Item("Monitoring", "activity", "renderer:monitoring", "g m"),
    Item("Settings", "settings", "workspaces:settings", "g s"),
)


def places(
    workspace: Any, *, path: str, capabilities: Collection[str] | None, counts: Mapping[str, int]
) -> list[Place]:
    """The items that exist in this installation and that this person may see, in order."""
    seen = [(item, url) for item in ITEMS if _may_see(item, capabilities) and (url := _address(item.view, workspace))]
    current = _current({one: url for item, url in seen for one in (url, _beside(item, workspace)) if one}, path)
    return [Place(item, url, counts.get(item.count, 0), url == current) for item, url in seen]


def _may_see(item: Item, capabilities: Collection[str] | None) -> bool:
    return not item.capability or capabilities is None or item.capability in capabilities


def _beside(item: Item, workspace: Any) -> str:
    return _address(item.beside, workspace) if item.beside else ""


def _address(view: str, workspace: Any) -> str:
    """Empty when no such page is installed: a render-only installation has no designer."""
    try:
        return reverse(view, args=[workspace.key])
    except NoReverseMatch:
        return ""


def _current(urls: Mapping[str, str], path: str) -> str:
    """The item's address for the longest that the path lies under; Home is one that all others lie under."""
    return urls[max((url for url in urls if path.startswith(url)), key=len)] if any(map(path.startswith, urls)) else ""
