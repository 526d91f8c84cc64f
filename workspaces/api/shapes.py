"""The JSON that this API takes and gives."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workspaces.log_words import did
from workspaces.models import ApiKey, AuditEntry, Invitation, MonthlyUse, Organization, SigningKey, User, Workspace
from workspaces.preferences import preferences
from workspaces.roles import OrganizationRole, Role
from workspaces.scopes import Scope

ROLE_NAMES = [role.value for role in Role]
ORGANIZATION_ROLE_NAMES = [role.value for role in OrganizationRole]


class PersonShape(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["key", "name", "email"]


class OrganizationShape(serializers.ModelSerializer[Organization]):
    class Meta:
        model = Organization
        fields = ["key", "name", "created_at"]


class SettingsShape(serializers.Serializer[Any]):
    """A workspace's settings; leave out what is to stay."""

    naming_pattern = serializers.CharField(required=False, allow_blank=True)
    own_work_allowed = serializers.BooleanField(required=False)
    open_links_allowed = serializers.BooleanField(required=False)
    checklist = serializers.ListField(child=serializers.CharField(), required=False)
    image_hosts = serializers.ListField(child=serializers.CharField(), required=False)
    retention_days = serializers.IntegerField(required=False, allow_null=True)
    fallback_alert_percent = serializers.IntegerField(required=False, allow_null=True)


class WorkspaceShape(serializers.ModelSerializer[Workspace]):
    organization = OrganizationShape()
    settings = serializers.SerializerMethodField()

    class Meta:
        model = Workspace
        fields = [
            "key",
            "name",
            "organization",
            "created_at",
            "archived_at",
            "pictures_per_month",
            "storage_bytes",
            "settings",
        ]

    @extend_schema_field(SettingsShape)
    def get_settings(self, workspace: Workspace) -> dict[str, Any]:
        return preferences(workspace).as_json()


class NewWorkspaceShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)


class WorkspaceChanges(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False)
    settings = SettingsShape(required=False)


class QuotaShape(serializers.Serializer[Any]):
    """Soft limits; null lifts one."""

    pictures_per_month = serializers.IntegerField(min_value=1, allow_null=True)
    storage_bytes = serializers.IntegerField(min_value=1, allow_null=True)


class TransferShape(serializers.Serializer[Any]):
    organization = serializers.CharField(max_length=32, help_text="The key of an organization that you own.")


class MemberShape(serializers.Serializer[Any]):
    person = PersonShape(source="user")
    role = serializers.CharField()
    created_at = serializers.DateTimeField()


class RoleChange(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=ROLE_NAMES)
    revoke_keys = serializers.BooleanField(default=False, help_text="Also revoke the API keys this person made.")


class OrganizationRoleChange(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=ORGANIZATION_ROLE_NAMES)


class InvitationShape(serializers.ModelSerializer[Invitation]):
    state = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ["key", "email", "role", "state", "created_at", "sent_at", "expires_at"]

    def get_state(self, invitation: Invitation) -> str:
        return invitation.state(timezone.now())


class NewInvitation(serializers.Serializer[Any]):
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=ROLE_NAMES)


class NewOrganizationInvitation(serializers.Serializer[Any]):
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=ORGANIZATION_ROLE_NAMES)


class ApiKeyShape(serializers.ModelSerializer[ApiKey]):
    state = serializers.SerializerMethodField()

    class Meta:
        model = ApiKey
        fields = ["key", "name", "prefix", "scopes", "state", "created_at", "expires_at", "last_used_at", "revoked_at"]

    def get_state(self, api_key: ApiKey) -> str:
        return api_key.state(timezone.now())


class NewApiKey(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=[scope.value for scope in Scope]), min_length=1
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class MadeApiKey(ApiKeyShape):
    """With the secret, which is shown this once."""

    secret = serializers.CharField()

    class Meta(ApiKeyShape.Meta):
        fields = [*ApiKeyShape.Meta.fields, "secret"]


class SigningKeyShape(serializers.ModelSerializer[SigningKey]):
    class Meta:
        model = SigningKey
        fields = ["number", "state", "created_at", "revoked_at"]


class AuditShape(serializers.ModelSerializer[AuditEntry]):
    words = serializers.SerializerMethodField(help_text="The act in words, as the log's page shows it.")
    workspace = serializers.SerializerMethodField()

    class Meta:
        model = AuditEntry
        fields = [
            "number",
            "at",
            "actor_kind",
            "actor_key",
            "actor_name",
            "action",
            "words",
            "object_kind",
            "object_key",
            "object_name",
            "workspace",
            "details",
            "previous_seal",
            "seal",
        ]

    def get_words(self, entry: AuditEntry) -> str:
        return did(entry)

    def get_workspace(self, entry: AuditEntry) -> str | None:
        return entry.workspace.key if entry.workspace_id and entry.workspace else None


class UseShape(serializers.ModelSerializer[MonthlyUse]):
    workspace = serializers.CharField(source="workspace.key")
    month = serializers.DateField(format="%Y-%m")

    class Meta:
        model = MonthlyUse
        fields = ["workspace", "month", "pictures_served", "pictures_drawn", "bytes_served"]


class MeShape(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="person or api_key")
    name = serializers.CharField()
    workspace = serializers.CharField(allow_null=True, help_text="An API key's workspace.")
    scopes = serializers.ListField(child=serializers.CharField(), allow_null=True)


class PageShape(serializers.Serializer[Any]):
    """A page of a list: ask `next` for the rows that follow."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
