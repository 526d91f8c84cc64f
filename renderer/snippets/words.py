"""What people are told beside a snippet: warnings, and what a recipient can change."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.engine.document import Document
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.sender_signing import MOST_SIGNED
from renderer.snippets.addresses import fields_in_address, is_secret
from renderer.snippets.mailtools import MailTool

LONGEST_ADDRESS = 2000
CLASSES = {
    "name": "letters and the signs of names",
    "number": "digits and the signs of numbers",
    "word": "letters, digits, hyphens and underscores",
}


def warnings(link: RenderLink, shown: Shown, tool: MailTool, address: str, alt: str) -> Iterator[str]:
    """Sentences for the person who copies the code; the most serious first."""
    yield from _about_state(link, shown)
    yield from _about_values(link, shown.document, tool)
    if not alt.strip():
        yield "The template has no alternative text. People whose mail program blocks images read nothing."
    if len(address) > LONGEST_ADDRESS:
        yield "The address is longer than 2,000 characters. Some mail programs cut it. Use a token link."
    if tool.note:
        yield tool.note


def _about_state(link: RenderLink, shown: Shown) -> Iterator[str]:
    if shown.state == Release.State.WITHDRAWN:
        yield "The template was taken down, so everybody sees a neutral picture. Publish a version to bring it back."
    elif not shown.is_live:
        yield "The template is paused, so everybody sees the fallback picture."
    if link.status != RenderLink.Status.ACTIVE:
        yield f"This link is {link.get_status_display().lower()}, so everybody sees the fallback picture."


def _about_values(link: RenderLink, document: Document, tool: MailTool) -> Iterator[str]:
    if not tool.encodes and link.mode == Mode.OPEN and fields_in_address(link, document):
        yield (
            f"{tool.name} cannot encode values for addresses: names with & or # are cut (“Tom & Jerry” arrives as "
            "“Tom”, “C#” as “C”) and “1+1” arrives as “1 1”. Use a token link, or a sealed link with a column of "
            "ready addresses."
        )
    if link.mode not in (Mode.TOKEN, Mode.SEALED) and any(is_secret(field) for field in document.fields):
        yield "A secret field is left out of the address. Use a token link to show it."
    if Mode(link.mode).is_signed_by_sender and len(document.fields) > MOST_SIGNED:
        yield f"Only the first {MOST_SIGNED} fields are signed. Use a token link for more."


def what_recipients_can_change(link: RenderLink, document: Document) -> str:
    """The answer to “What can a recipient change?” in a few sentences."""
    match Mode(link.mode):
        case Mode.TOKEN:
            return "Nothing. The address holds a token; the values stay here."
        case Mode.SENDER_SHA1:
            return (
                "Nobody can make up a value: each is signed. Who has several of these mails can put values of one "
                "into the address of another, or leave one out, which shows its fallback."
            )
        case Mode.SEALED | Mode.SENDER_HMAC | Mode.SENDER_JWT:
            return "Nothing. The values are signed, so a changed address shows no picture."
    names = [field.label or field.key for field in fields_in_address(link, document)]
    return " ".join(
        [
            f"The values in the address: {', '.join(names) or 'none'}. Anybody who has the mail can write others.",
            *_limits(link),
            "Whatever breaks these rules shows the field’s fallback instead.",
        ]
    )


def _limits(link: RenderLink) -> Iterator[str]:
    rules = link.policy
    yield f"Each may have up to {rules.get('max_length', 200)} characters."
    for name, rule in (rules.get("fields") or {}).items():
        if words := CLASSES.get((rule or {}).get("characters", "any")):
            yield f"“{name}” takes {words} only."
    if not rules.get("allow_addresses"):
        yield "Web addresses are turned away."
    if rules.get("deny"):
        yield f"So are the {len(rules['deny'])} words of the list." if len(rules["deny"]) > 1 else "So is one word."
    if rules.get("max_distinct"):
        yield f"At most {rules['max_distinct']:,} different pictures are made."
