"""What people paste into their mailing tool: an image with address, alternative text and size, and plain warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from renderer.engine.document import Document
from renderer.engine.output import MEDIA_TYPES
from renderer.fallbacks import extension_of
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.snippets.addresses import columns, is_secret, tagged_address
from renderer.snippets.mailtools import MailTool, mail_tools
from renderer.snippets.words import warnings

TAG = re.compile(r"\{\{\s*([A-Za-z_]\w*)[^}]*\}\}")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`address` holds the tool's tags; `html`, `markdown` and `open_graph` are whole, with what must stand before them.

    `width` and `height` are what the mail shows, in CSS pixels; `warnings` are sentences for the person who copies it.
    """

    address: str
    html: str
    markdown: str
    open_graph: str
    alt: str
    width: int
    height: int
    warnings: tuple[str, ...]


def snippet(
    link: RenderLink,
    shown: Shown,
    tool: MailTool,
    *,
    tags: Mapping[str, str] | None = None,
    width: int | None = None,
    scale: int | None = 2,
    key: bool = True,
) -> Snippet:
    """The code for this tool. `tags` maps fields to what the tool calls them; by default they are called the same.

    The picture has `scale` times as many pixels as the mail shows. `key`: write out the key that the tool signs with.
    Raises LinkProblem where this tool cannot make such addresses.
    """
    document, size = shown.document, shown.document.size(link.size or None)
    names = {one: (tags or {}).get(one) or one for one in tagged(link, document)}
    before, address = tagged_address(link, document, tool, names, scale, key=key)
    alt_pieces = list(_alt(document, tool, names))
    alt, quoted_alt = "".join(text for text, _ in alt_pieces), _attribute(alt_pieces)
    source = _attribute([(address, True)])
    wide = width or size.w
    high = round(size.h * wide / size.w)
    return Snippet(
        address=before + address,
        html=before + _image(source, quoted_alt, wide, high),
        markdown=f"{before}![{alt}](<{address}>)",
        open_graph=before
        + _share_card(link, document, source, quoted_alt, (size.w * (scale or 1), size.h * (scale or 1))),
        alt=alt,
        width=wide,
        height=high,
        warnings=tuple(warnings(link, shown, tool, address, alt)),
    )


def tagged(link: RenderLink, document: Document) -> list[str]:
    """Everything that the tool has a name for: what fills in the address, then the fields of the alternative text."""
    said = (found[1] for found in TAG.finditer(document.alt))
    known = {field.key for field in document.fields if not is_secret(field)}
    return list(dict.fromkeys([*columns(link, document), *(key for key in said if key in known)]))


def tools_for(link: RenderLink) -> dict[str, MailTool]:
    """The tools that can make this link's addresses, by key."""
    tools = mail_tools()
    if not Mode(link.mode).is_signed_by_sender:
        return tools
    return {key: tool for key, tool in tools.items() if tool.scheme == link.mode}


Pieces = Iterable[tuple[str, bool]]
"""Text and whether it is a tag, which the tool must find as it is."""


def _alt(document: Document, tool: MailTool, names: Mapping[str, str]) -> Pieces:
    fallbacks = {field.key: field.fallback for field in document.fields}
    for number, text in enumerate(TAG.split(document.alt)):
        if number % 2 == 0:
            yield text, False
        elif text in names and text in fallbacks:
            yield tool.in_text(names[text], fallbacks[text]), True


def _image(address: str, alt: str, width: int, height: int) -> str:
    """The alternative text comes last: a tool that does not escape a value for HTML can spoil nothing behind it."""
    return (
        f'<img src={address} width="{width}" height="{height}" '
        f'style="display:block;border:0;width:100%;max-width:{width}px;height:auto" alt={alt}>'
    )


def _share_card(link: RenderLink, document: Document, address: str, alt: str, pixels: tuple[int, int]) -> str:
    """Open Graph, for a page that shows a card when it is shared."""
    format = link.format or extension_of(document.output.format)
    lines = {
        "og:image": address,
        "og:image:type": f'"{MEDIA_TYPES[format]}"',
        "og:image:width": f'"{pixels[0]}"',
        "og:image:height": f'"{pixels[1]}"',
        "og:image:alt": alt,
    }
    metas = [f'<meta property="{name}" content={content}>' for name, content in lines.items()]
    return "\n".join([*metas, '<meta name="twitter:card" content="summary_large_image">'])


def _attribute(pieces: Pieces) -> str:
    """The value of an attribute with its quotation marks: single ones where a tag has double ones of its own."""
    parts = [text if is_tag else escape(text) for text, is_tag in pieces]
    mark = "'" if any('"' in part for part in parts) else '"'
    return f"{mark}{''.join(parts)}{mark}"
