"""The audit log in plain English: "revoked the API key", "changed the role of"."""

from __future__ import annotations

from typing import Any

from workspaces.models import AuditEntry

DID: dict[str, str] = {
    "organization.created": "made the organization",
    "organization.renamed": "renamed the organization",
    "organization_member.role_changed": "changed the role in the organization of",
    "organization_member.removed": "took out of the organization",
    "organization_member.joined": "joined the organization:",
    "workspace.created": "made the workspace",
    "workspace.renamed": "renamed the workspace",
    "workspace.archived": "archived the workspace",
    "workspace.restored": "restored the workspace",
    "workspace.handed_over": "handed over the workspace",
    "workspace.transferred": "took over the workspace",
    "member.joined": "added",
    "member.role_changed": "changed the role of",
    "member.removed": "removed",
    "invitation.sent": "invited",
    "invitation.sent_again": "sent again the invitation of",
    "invitation.revoked": "revoked the invitation of",
    "invitation.accepted": "accepted the invitation:",
    "settings.changed": "changed the settings of",
    "quotas.changed": "changed the quotas of",
    "api_key.created": "made the API key",
    "api_key.revoked": "revoked the API key",
    "signing_key.rotated": "began to sign with",
    "signing_key.revoked": "revoked",
    "webhook.created": "made the webhook",
    "webhook.changed": "changed the webhook",
    "webhook.rotated": "made a new secret for the webhook",
    "webhook.switched_off": "switched off the webhook",
    "webhook.switched_on": "switched on the webhook",
    "webhook.disabled": "switched off, after failures, the webhook",
    "webhook.removed": "removed the webhook",
    "cdn.changed": "set up the CDN",
    "cdn.removed": "removed the CDN",
    "cdn.tested": "tested the CDN with the purge",
    "cdn.purged_again": "ordered again the purge",
    "webhook.sent_again": "sent a message again to the webhook",
    "proof.shared": "shared a proof link of",
    "proof.ended": "closed the proof links of",
}
SAID = frozenset({"number", "email"})
"""Details that the object's name says already."""


def did(entry: AuditEntry) -> str:
    """The verb of the sentence; other apps' acts speak for themselves: "template.rolled_back" rolled it back."""
    if entry.action in DID:
        return DID[entry.action]
    thing, _, verb = entry.action.partition(".")
    return f"{verb} the {thing}".replace("_", " ")


def kind_words(kind: str) -> str:
    """ "api_key" → "API key"."""
    words = kind.replace("_", " ").replace("api", "API")
    return words[:1].upper() + words[1:]


def detail_words(details: dict[str, Any]) -> list[str]:
    """What changed, one phrase for each detail."""
    before, after = details.get("before"), details.get("after")
    if {"before", "role"} <= details.keys():
        return [f"{before} → {details['role']}"]
    if isinstance(before, dict) and isinstance(after, dict):
        return [f"{_name(name)}: {_value(before.get(name))} → {_value(after[name])}" for name in after]
    shown = {name: value for name, value in details.items() if name not in SAID and value not in (None, "", [])}
    return [f"{_name(name)}: {_value(value)}" for name, value in shown.items()]


def _name(name: str) -> str:
    return name.replace("_", " ")


def _value(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(f"{_name(name)} {_value(inner)}" for name, inner in value.items())
        case list():
            return ", ".join(str(item) for item in value) or "none"
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
    return str(value)
