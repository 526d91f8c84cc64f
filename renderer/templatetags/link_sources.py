"""What a link's page says of the data sources behind it: whose values show, and how fresh they are."""

from __future__ import annotations

from typing import Any

from django import template

from renderer.models import RenderLink
from renderer.sources.usage import shown_by, sources_behind
from renderer.sources.words import span
from workspaces.models import Workspace

register = template.Library()


@register.inclusion_tag("renderer/_link_sources.html")
def link_sources(link: RenderLink, workspace: Workspace) -> dict[str, Any]:
    """{% link_sources link workspace %}: nothing for a link that depends on none."""
    shown = shown_by(link)
    found = sources_behind(link, shown) if shown else []
    return {"sources": [(one, span(one.source.life)) for one in found], "workspace": workspace}
