"""The left navigation: what stands in it, for whom, and which item is the current one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Item:
    """A place in a workspace; `capability` names what a person must be able to do to see it."""

    label: str
    icon: str
    view: str
    shortcut: str = ""
    capability: str = ""
    count: str = ""


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
    Item("Brand kit", "palette", "designer:brand", "g b"),
    Item("Reviews", "circle-check", "designer:reviews", "g r", count="reviews"),
    Item("Monitoring", "activity", "renderer:monitoring", "g m"),
    Item("Settings", "settings", "workspaces:settings", "g s"),
)


def places(
    workspace: Any, *, path: str, capabilities: Collection[str] | None, counts: Mapping[str, int]
) -> list[Place]:
    """The items that exist in this installation and that this person may see, in order."""
    seen = [(item, url) for item in ITEMS if _may_see(item, capabilities) and (url := _address(item, workspace))]
    current = _current([url for _, url in seen], path)
    return [Place(item, url, counts.get(item.count, 0), url == current) for item, url in seen]


def _may_see(item: Item, capabilities: Collection[str] | None) -> bool:
    return not item.capability or capabilities is None or item.capability in capabilities


def _address(item: Item, workspace: Any) -> str:
    """Empty when no such page is installed: a render-only installation has no designer."""
    try:
        return reverse(item.view, args=[workspace.key])
    except NoReverseMatch:
        return ""


def _current(urls: list[str], path: str) -> str:
    """The longest address that the path lies under; Home is an address that all others lie under."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")
