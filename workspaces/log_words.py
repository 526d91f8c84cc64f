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
}


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
    if {"before", "role"} <= details.keys():
        return [f"{details['before']} → {details['role']}"]
    return [
        f"{name.replace('_', ' ')}: {_value(value)}" for name, value in details.items() if value not in (None, "", [])
    ]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "none"
    return (
        {True: "yes", False: "no", None: "none"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
