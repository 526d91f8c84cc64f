"""Which mailing tool a workspace sends with and what fields are called there: remembered, or guessed by its style."""

from __future__ import annotations

import re
from collections.abc import Mapping

from renderer.models import MailToolChoice
from renderer.snippets.mailtools import MailTool
from workspaces.models import Workspace

FIRST_NAMES = frozenset({"firstname", "fname", "givenname", "forename", "vorname", "prenom"})
LONGEST_CAPITALS = 10
"""Mailchimp's limit for its tags, which are written in capitals."""


def remembered_tool(workspace: Workspace) -> str:
    """The key of the tool that was chosen last; empty if none was."""
    return str(MailToolChoice.objects.filter(workspace=workspace).values_list("tool", flat=True).first() or "")


def names_of(workspace: Workspace, tool: MailTool, keys: list[str]) -> dict[str, str]:
    """What this tool calls these fields and columns: as last time, else as its own names look."""
    tags = MailToolChoice.objects.filter(workspace=workspace).values_list("tags", flat=True).first() or {}
    known = tags.get(tool.key, {})
    return {key: known.get(key) or guessed(tool, key) for key in keys}


def remember(workspace: Workspace, tool: MailTool, names: Mapping[str, str]) -> None:
    """Keep the tool and these names for next time; other names that are known of the tool stay."""
    choice = MailToolChoice.objects.filter(workspace=workspace).first() or MailToolChoice(workspace=workspace)
    choice.tool = tool.key
    choice.tags = {**choice.tags, tool.key: {**choice.tags.get(tool.key, {}), **names}}
    choice.save()


def guessed(tool: MailTool, key: str) -> str:
    """`job_title` as this tool would write it, told from how it writes a first name: JOBTITLE, jobTitle, Job Title."""
    if key.replace("_", "").casefold() in FIRST_NAMES:
        return tool.field
    words = [word for word in re.split(r"[_\W]+", key) if word] or [key]
    match tool.field:
        case "FNAME" | "FIRSTNAME" | "FirstName" | "firstName" | "firstname" as style:
            joined = "".join(words)
            capitals = "".join(word.capitalize() for word in words)
        case "First Name":
            return " ".join(word.capitalize() for word in words)
        case _:
            return key
    return {
        "FNAME": joined.upper()[:LONGEST_CAPITALS],
        "FIRSTNAME": joined.upper(),
        "FirstName": capitals,
        "firstName": capitals[:1].lower() + capitals[1:],
        "firstname": joined.lower(),
    }[style]
