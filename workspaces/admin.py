"""What the installation's staff may see and do at /admin/: accounts and places; logs and keys are only looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from workspaces import actors, audit
from workspaces.models import (
    ApiKey,
    AuditEntry,
    Invitation,
    Membership,
    MonthlyUse,
    Organization,
    OrganizationMembership,
    SigningKey,
    User,
    Workspace,
)
from workspaces.operations import keys, organizations

admin.site.site_header = "OKZest staff"
admin.site.site_title = "OKZest staff"
admin.site.index_title = "This installation"


class OnlyLookedAt(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that have their own operations, or none: staff read them here and change nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipRows(admin.TabularInline):  # type: ignore[type-arg]
    """Who belongs here, to look at."""

    model: Any = Membership
    extra = 0
    fields = readonly_fields = ("user", "role", "created_at")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OrganizationMembershipRows(MembershipRows):
    model = OrganizationMembership


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """People: staff may stop somebody from logging in, and let colleagues into this area."""

    list_display = ("email", "name", "is_active", "is_staff", "last_login", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name", "key")
    ordering = ("email",)
    fields = ("key", "email", "name", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("key", "email", "last_login", "date_joined")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changes = {name: str(getattr(obj, name)) for name in form.changed_data}
        _record("person.changed_by_staff", request, about=obj, changes=changes)


@admin.register(Organization)
class OrganizationAdmin(OnlyLookedAt):
    list_display = ("name", "key", "created_at")
    search_fields = ("name", "key")
    inlines = (OrganizationMembershipRows,)


@admin.register(Workspace)
class WorkspaceAdmin(OnlyLookedAt):
    list_display = ("name", "organization", "key", "archived_at", "created_at")
    list_filter = ("organization", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("organization",)
    search_fields = ("name", "key", "organization__name")
    inlines = (MembershipRows,)
    actions = ("archive", "restore")

    def has_archive_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    @admin.action(description="Archive the chosen workspaces", permissions=["archive"])
    def archive(self, request: HttpRequest, chosen: QuerySet[Workspace]) -> None:
        for workspace in chosen.select_related("organization"):
            organizations.archive_workspace(workspace=workspace, by=_actor(request), now=timezone.now())

    @admin.action(description="Restore the chosen workspaces", permissions=["archive"])
    def restore(self, request: HttpRequest, chosen: QuerySet[Workspace]) -> None:
        for workspace in chosen.select_related("organization"):
            organizations.restore_workspace(workspace=workspace, by=_actor(request), now=timezone.now())


@admin.register(ApiKey)
class ApiKeyAdmin(OnlyLookedAt):
    list_display = ("name", "workspace", "prefix", "created_by", "last_used_at", "expires_at", "revoked_at")
    list_select_related = ("workspace", "created_by")
    search_fields = ("name", "prefix", "workspace__name")
    exclude = ("digest",)
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    @admin.action(description="Revoke the chosen keys", permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> None:
        for key in chosen.select_related("workspace__organization"):
            keys.revoke_api_key(api_key=key, by=_actor(request), now=timezone.now())


@admin.register(SigningKey)
class SigningKeyAdmin(OnlyLookedAt):
    list_display = ("workspace", "number", "state", "created_at", "revoked_at")
    list_filter = ("state",)
    list_select_related = ("workspace",)
    search_fields = ("workspace__name", "workspace__key")


@admin.register(Invitation)
class InvitationAdmin(OnlyLookedAt):
    list_display = ("email", "organization", "workspace", "role", "sent_at", "expires_at", "accepted_at", "revoked_at")
    list_select_related = ("organization", "workspace")
    search_fields = ("email", "organization__name", "workspace__name")
    exclude = ("token_digest",)


@admin.register(MonthlyUse)
class MonthlyUseAdmin(OnlyLookedAt):
    list_display = ("workspace", "month", "pictures_served", "pictures_drawn", "bytes_served")
    list_select_related = ("workspace",)
    date_hierarchy = "month"
    search_fields = ("workspace__name", "workspace__key")


@admin.register(AuditEntry)
class AuditEntryAdmin(OnlyLookedAt):
    list_display = ("at", "actor_name", "action", "object_name", "organization", "workspace", "number")
    list_filter = ("actor_kind", "action")
    list_select_related = ("organization", "workspace")
    search_fields = ("actor_name", "action", "object_name", "object_key", "chain")
    date_hierarchy = "at"


def _actor(request: HttpRequest) -> actors.Actor:
    assert isinstance(request.user, User)
    return actors.person(request.user)


def _record(action: str, request: HttpRequest, *, about: User, **details: Any) -> None:
    now: datetime = timezone.now()
    audit.record(action, by=_actor(request), now=now, about=about, **details)
