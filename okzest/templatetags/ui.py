"""Template tags of the interface: icons, navigation, table heads, pagination and charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from okzest import charts, icons, navigation
from okzest.modules import needed_by

register = template.Library()
TONES = {"debug": "", "info": "info", "success": "ok", "warning": "warn", "error": "bad"}
TONE_ICONS = {"": "info", "info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x"}
UNDO = "undo="


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """{% icon "plus" %}, {% icon "plus" "small" %}, {% icon "lock" label="Locked" %}."""
    return icons.icon(str(name), str(size), str(label))


@register.simple_tag
def swatch(color: str, name: str = "") -> SafeString:
    """{% swatch "#2F5BEA" "Brand blue" %}."""
    return icons.swatch(str(color), str(name))


@register.simple_tag
def icon_sheet(names: str) -> SafeString:
    """{% icon_sheet "bold italic" %}: symbols for scripts; see static/pages/icons.js."""
    return icons.sheet(names.split())


@register.simple_tag
def module(entry: str) -> SafeString:
    """{% module "pages/main.js" %}: the script of an entry module, with everything it imports announced before it."""
    preloads = format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((static(path),) for path in needed_by(entry))
    )
    return format_html('{}\n<script type="module" src="{}"></script>', preloads, static(entry))


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def navigation_of(context: template.Context, workspace: Any) -> dict[str, Any]:
    """The workspace's places; reads `capabilities` and `counts` from the page's context when they are there."""
    path = context["request"].path if "request" in context else ""
    return {
        "places": navigation.places(
            workspace, path=path, capabilities=context.get("capabilities"), counts=context.get("counts") or {}
        )
    }


@register.filter
def initials(name: object) -> str:
    """One or two letters for an avatar: “Maria Chen” → MC, “alice@example.com” → A."""
    words = str(name or "").split("@")[0].replace(".", " ").replace("_", " ").split()
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "?"


@register.filter
def tone(message: Message) -> str:
    """The alert class of a message: info, ok, warn or bad."""
    return TONES.get(message.level_tag, "info")


@register.filter
def tone_icon(kind: str) -> str:
    """The icon that goes with an alert class."""
    return TONE_ICONS.get(kind, "info")


@register.filter
def undo_address(message: Message) -> str:
    """Where “Undo” posts to: messages.success(request, "Archived.", extra_tags=f"undo={url}")."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")


@register.inclusion_tag("ui/sort_head.html", takes_context=True)
def sort_head(context: template.Context, label: str, key: str, kind: str = "") -> dict[str, Any]:
    """A sortable column head; the order travels as ?order=key or ?order=-key."""
    request: HttpRequest = context["request"]
    order = request.GET.get("order", context.get("order") or "")
    state = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    query = request.GET.copy()
    query["order"] = f"-{key}" if state == "ascending" else key
    query.pop("page", None)
    return {"label": label, "state": state, "kind": kind, "query": query.urlencode()}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], noun: str = "") -> dict[str, Any]:
    """“1–25 of 312 templates” with previous and next; the page travels as ?page=2."""
    return {"page": page, "noun": noun, "request": context["request"]}


@register.inclusion_tag("ui/chart.html")
def chart(
    title: str,
    labels: Sequence[str],
    bars: Sequence[float | None],
    *,
    bars_name: str,
    bars_unit: str = "",
    line: Sequence[float | None] | None = None,
    line_name: str = "",
    line_unit: str = "",
    marks: Iterable[tuple[int, str]] = (),
) -> dict[str, charts.Drawing]:
    """Bars, perhaps a line on a scale of its own, marks as (point, words), and the same numbers as a table."""
    series = charts.Series(
        title=title,
        labels=labels,
        bars=charts.Measure(bars_name, bars, bars_unit),
        line=charts.Measure(line_name, line, line_unit) if line is not None else None,
        marks=[charts.Mark(at, words) for at, words in marks],
    )
    return {"drawing": charts.draw(series)}


@register.filter
def lookup(mapping: Mapping[str, Any] | Sequence[Any], key: Any) -> Any:
    """A value by a key that is itself a variable; None when there is none."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return None
