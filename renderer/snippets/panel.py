"""All that the snippet dialog shows of a link: tools, tags, code with its tags coloured, warnings, last opening."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from renderer import releases
from renderer.engine.document import Document
from renderer.engine.fields import MergeField
from renderer.engine.problems import RenderProblem
from renderer.models import RenderLink
from renderer.releases import Shown
from renderer.snippets import openings, tool_choices, writing
from renderer.snippets.addresses import ADDRESS_COLUMN, TOKEN_COLUMN, fields_in_address
from renderer.snippets.mailtools import MailTool
from renderer.snippets.openings import Opening
from renderer.snippets.words import what_recipients_can_change
from renderer.snippets.writing import Snippet
from workspaces.whole_numbers import whole_number

MOST_WIDTH = 2000
SCALES = (1, 2, 3)
TAGS = re.compile(
    r"(\{\{\{.*?\}\}\}|\{\{.*?\}\}+|\{%.*?%\}|\*\|.*?\|\*|%%.*?%%|\[\[.*?\]\]|\[[^\[\]]*fallback=[^\]]*\]|\{\$.*?\}|%\w+%)"
)
HINTS = {TOKEN_COLUMN: "Column of the addresses file", ADDRESS_COLUMN: "Column of the addresses file"}


@dataclass(frozen=True, slots=True)
class TagRow:
    """One field or column: what the tool calls it, and what shows when it is empty."""

    key: str
    label: str
    name: str
    when_empty: str
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class CodeTab:
    """One way to paste it. `parts` are text and whether it is a tag; together they are exactly what is copied."""

    id: str
    label: str
    parts: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Panel:
    """What the dialog and the page of a link show."""

    link: RenderLink
    shown: Shown | None
    tools: list[MailTool]
    tool: MailTool
    rows: list[TagRow]
    width: int
    scale: int
    change: str
    snippet: Snippet | None = None
    problem: str = ""
    opening: Opening | None = None
    tabs: list[CodeTab] = field(default_factory=list)

    @property
    def names(self) -> dict[str, str]:
        return {row.key: row.name for row in self.rows}


def shown_by(link: RenderLink) -> Shown | None:
    """The release that the link shows: the one it is pinned to, or the live one."""
    if link.pinned_id:
        return releases.numbered(link.pinned_id)
    return releases.current(link.workspace_id, link.template_key)


def panel(link: RenderLink, asked: Mapping[str, str], *, may_see_key: bool) -> Panel:
    """`asked` holds `tool`, `width`, `scale` and `tag_<field>` as the form sends them; what is odd counts as unsaid."""
    shown, tools = shown_by(link), writing.tools_for(link)
    remembered = tool_choices.remembered_tool(link.workspace)
    tool = tools.get(asked.get("tool", "")) or tools.get(remembered) or next(iter(tools.values()))
    if shown is None:
        return Panel(link, None, list(tools.values()), tool, [], 0, 2, "")
    document = shown.document
    rows = _rows(link, document, tool, asked)
    width = _whole(asked.get("width", ""), MOST_WIDTH) or document.size(link.size or None).w
    scale = _whole(asked.get("scale", ""), max(SCALES)) or 2
    made, problem = None, ""
    try:
        names = {row.key: row.name for row in rows}
        made = writing.snippet(link, shown, tool, tags=names, width=width, scale=scale, key=may_see_key)
    except RenderProblem as refused:
        problem = refused.public_message
    change = what_recipients_can_change(link, document)
    tabs = _tabs(made) if made else []
    last = openings.last(link.code)
    return Panel(link, shown, list(tools.values()), tool, rows, width, scale, change, made, problem, last, tabs)


def _rows(link: RenderLink, document: Document, tool: MailTool, asked: Mapping[str, str]) -> list[TagRow]:
    keys = writing.tagged(link, document)
    names = tool_choices.names_of(link.workspace, tool, keys)
    if asked.get("shown_tool", tool.key) != tool.key:
        asked = {}  # what was typed were names of the tool that was shown before
    fields = {one.key: one for one in document.fields}
    in_address = {one.key for one in fields_in_address(link, document)}
    return [_row(key, fields.get(key), tool, names[key], asked.get(f"tag_{key}"), key in in_address) for key in keys]


def _row(key: str, known: MergeField | None, tool: MailTool, name: str, asked: str | None, in_address: bool) -> TagRow:
    label = (known.label or key) if known else "Recipient’s token" if key == TOKEN_COLUMN else "Ready address"
    empty = _when_empty(known, in_address)
    if not asked or not asked.strip():
        return TagRow(key, label, name, empty)
    meant = tool.name_in(asked)
    if meant:
        return TagRow(key, label, meant, empty)
    mistake = f"“{asked.strip()[:40]}” is no name of a field in {tool.name}. Write it like “{tool.field}”."
    return TagRow(key, label, name, empty, mistake)


def _when_empty(known: MergeField | None, in_address: bool) -> str:
    if known is None:
        return "The picture shows every fallback"
    if not in_address:
        return "For the alternative text"
    match known.mode, known.empty:
        case "required", _:
            return "Reported as missing"
        case _, "hide_layer":
            return "What it stands in is hidden"
        case _, "hide_words" | "blank":
            return "Left out"
    if known.kind == "image":
        return "The fallback picture" if known.fallback else "Nothing"
    return f"“{known.fallback}”" if known.fallback else "Nothing"


def _tabs(made: Snippet) -> list[CodeTab]:
    codes = (
        ("html", "HTML", made.html),
        ("address", "Image address", made.address),
        ("markdown", "Markdown", made.markdown),
        ("card", "Share card", made.open_graph),
    )
    return [CodeTab(id, label, coloured(code)) for id, label, code in codes]


def coloured(code: str) -> list[tuple[str, bool]]:
    """The code in pieces, tags marked; joined, they are the code."""
    return [(text, number % 2 == 1) for number, text in enumerate(TAGS.split(code)) if text]


def _whole(text: str, most: int) -> int:
    return whole_number(text, 1, most) or 0
