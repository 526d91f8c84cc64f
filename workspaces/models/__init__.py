"""The rows of the workspaces app, one subject per module."""

from workspaces.models.audit import AuditChain, AuditEntry
from workspaces.models.keys import ApiKey, SigningKey
from workspaces.models.memberships import Invitation, Membership, OrganizationMembership
from workspaces.models.people import User
from workspaces.models.places import Organization, Workspace
from workspaces.models.purging import CdnKind, PurgeHook, PurgeOrder
from workspaces.models.querysets import AppendOnly, InWorkspace
from workspaces.models.repeats import KeptAnswer
from workspaces.models.usage import MonthlyUse, StorageUse
from workspaces.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ApiKey",
    "AppendOnly",
    "AuditChain",
    "AuditEntry",
    "CdnKind",
    "InWorkspace",
    "Invitation",
    "KeptAnswer",
    "Membership",
    "MonthlyUse",
    "Organization",
    "OrganizationMembership",
    "PurgeHook",
    "PurgeOrder",
    "SigningKey",
    "StorageUse",
    "User",
    "Webhook",
    "WebhookDelivery",
    "Workspace",
]
