"""What people paste into their mailing tool: an image with address, alternative text and size, and plain warnings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from django.conf import settings

from renderer import links, render_links
from renderer.engine.document import Document
from renderer.engine.fields import MergeField
from renderer.fallbacks import extension_of
from renderer.mailtools import MailTool
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import Shown

TAG = re.compile(r"\{\{\s*([A-Za-z_]\w*)[^}]*\}\}")
LONGEST_ADDRESS = 2000
TOKEN_FIELD = "okzest_token"  # noqa: S105  (the name of a column, not a secret)


@dataclass(frozen=True, slots=True)
class Snippet:
    """`address` holds the tool's tags; `warnings` are sentences for the person who copies it."""

    address: str
    html: str
    markdown: str
    alt: str
    warnings: tuple[str, ...]


def snippet(
    link: RenderLink,
    shown: Shown,
    tool: MailTool,
    *,
    tags: Mapping[str, str] | None = None,
    width: int | None = None,
    scale: int | None = 2,
) -> Snippet:
    """The code for this tool. `tags` maps fields to what the tool calls them; by default they are called the same.

    `width` is what the mail shows, in CSS pixels; the picture has `scale` times as many. Raises LinkProblem for
    sealed links, whose addresses are signed one by one.
    """
    document = shown.document
    names = {field.key: (tags or {}).get(field.key) or field.key for field in document.fields}
    address = _address(link, document, tool, names, scale)
    alt = _alt(document, tool, names)
    size = document.size(link.size or None)
    wide = width or size.w
    html = (
        f'<img src="{_attribute(address)}" alt="{_attribute(alt)}" width="{wide}" '
        f'height="{round(size.h * wide / size.w)}" '
        f'style="display:block;border:0;width:100%;max-width:{wide}px;height:auto">'
    )
    return Snippet(address, html, f"![{alt}]({address})", alt, tuple(_warnings(link, shown, tool, address, alt)))


def what_recipients_can_change(link: RenderLink, document: Document) -> str:
    """The answer to “What can a recipient change?” in a sentence or two."""
    match Mode(link.mode):
        case Mode.SEALED:
            return "Nothing. The values are signed, so a changed address shows no picture."
        case Mode.TOKEN:
            return "Nothing. The address holds a token; the values stay here."
    allowed = link.policy.get("fields")
    names = [field.label or field.key for field in _open_fields(document) if allowed is None or field.key in allowed]
    longest = link.policy.get("max_length", 200)
    return (
        f"The values in the address: {', '.join(names) or 'none'}. Each may have up to {longest} characters. "
        "Whatever breaks the link's rules shows the field's fallback instead."
    )


def _address(link: RenderLink, document: Document, tool: MailTool, names: Mapping[str, str], scale: int | None) -> str:
    format = link.format or extension_of(document.output.format)
    if link.mode == Mode.TOKEN:
        token = tool.in_text(TOKEN_FIELD)
        return settings.IMAGE_URL + links.token_path(render_links.public_id(link), token, format=format, scale=scale)
    fields = [field for field in _open_fields(document) if _may_vary(link, field)]
    pairs = [f"{quote(one.key, safe='')}={tool.in_address(names[one.key], one.fallback)}" for one in fields]
    address = render_links.address(link, format=format, scale=scale)
    return f"{address}?{'&'.join(pairs)}" if pairs else address


def _open_fields(document: Document) -> list[MergeField]:
    """Secret values never stand in an address."""
    return [field for field in document.fields if field.privacy != "secret" and field.kind != "secret"]


def _may_vary(link: RenderLink, field: MergeField) -> bool:
    allowed = link.policy.get("fields")
    return allowed is None or field.key in allowed


def _alt(document: Document, tool: MailTool, names: Mapping[str, str]) -> str:
    fallbacks = {field.key: field.fallback for field in document.fields}

    def tag(found: re.Match[str]) -> str:
        key = found[1]
        return tool.in_text(names[key], fallbacks[key]) if key in names else ""

    return TAG.sub(tag, document.alt)


def _attribute(text: str) -> str:
    """For an attribute in double quotes. Tags keep their own marks, which the tool must find as they are."""
    return text.replace('"', "&quot;") if "{" in text or "%" in text or "*|" in text or "[" in text else escape(text)


def _warnings(link: RenderLink, shown: Shown, tool: MailTool, address: str, alt: str) -> list[str]:
    fields = shown.document.fields
    said = []
    if not tool.encodes and link.mode == Mode.OPEN and fields:
        said.append(
            f"{tool.name} cannot encode values for addresses: “Tom & Jerry” arrives as “Tom”, “C#” as “C”. "
            "Use a token link, or a column with ready addresses."
        )
    if any(field.privacy == "secret" or field.kind == "secret" for field in fields) and link.mode == Mode.OPEN:
        said.append("A secret field is left out of the address. Use a token link to show it.")
    if not alt.strip():
        said.append("The template has no alternative text. People whose mail program blocks images read nothing.")
    if len(address) > LONGEST_ADDRESS:
        said.append("The address is longer than 2,000 characters. Some mail programs cut it. Use a token link.")
    if not shown.is_live:
        said.append("The template is paused, so everybody sees the fallback picture.")
    return [*said, tool.note] if tool.note else said
