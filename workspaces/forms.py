"""The forms of this app's pages: they read what was typed, operations decide."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from workspaces import roles, scopes
from workspaces.models import Organization, Workspace
from workspaces.preferences import Preferences
from workspaces.problems import Problem
from workspaces.roles import OrganizationRole, Role
from workspaces.scopes import Scope

GIGABYTE = 2**30


def did(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it if the form is good; a problem becomes the form's error, beside the field it names."""
    if not form.is_valid():
        return False
    try:
        act()
    except Problem as problem:
        field = getattr(problem, "field", None)
        form.add_error(field if field in form.fields else None, problem.public_message)
        return False
    return True


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when the form is only shown."""
    return request.POST if request.method == "POST" else None


class NameForm(forms.Form):
    """One name."""

    name = forms.CharField(max_length=120)


class InviteForm(forms.Form):
    """An address and a role."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Collection[Role | OrganizationRole], **options: Any):
        super().__init__(*args, **options)
        self.fields["role"].choices = role_choices(offered)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Another role, and what becomes of the keys the person made."""

    role = forms.ChoiceField(widget=forms.RadioSelect)
    revoke_keys = forms.BooleanField(label="Revoke the API keys this person made", required=False)

    def __init__(self, *args: Any, offered: Collection[Role | OrganizationRole], keys: int = 0, **options: Any):
        super().__init__(*args, **options)
        self.fields["role"].choices = role_choices(offered)  # type: ignore[attr-defined]
        _ask_for_keys(self, keys)


class RemoveForm(forms.Form):
    """Take a person out."""

    revoke_keys = forms.BooleanField(label="Revoke the API keys this person made", required=False, initial=True)

    def __init__(self, *args: Any, keys: int = 0, **options: Any):
        super().__init__(*args, **options)
        _ask_for_keys(self, keys)


def _ask_for_keys(form: forms.Form, keys: int) -> None:
    if not keys:
        del form.fields["revoke_keys"]
        return
    live = "1 live key" if keys == 1 else f"{keys} live keys"
    form.fields[
        "revoke_keys"
    ].help_text = f"{live}. Whoever knows a key can use it until it is revoked; programs that use it stop at once."


def role_choices(offered: Collection[Role | OrganizationRole]) -> list[tuple[str, str]]:
    return [(role.value, f"{role.label}: {roles.WORDS[role]}") for role in offered]


class ApiKeyForm(forms.Form):
    """A name, what it may do, until when."""

    name = forms.CharField(max_length=80, help_text="The program that will use it, such as “Braze production”.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=[(scope.value, scopes.WORDS[scope]) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The key stops working at the end of this day (UTC). Empty: it works until it is revoked.",
    )

    @property
    def expires_at(self) -> datetime | None:
        day = self.cleaned_data["expires_on"]
        return datetime.combine(day, time(23, 59, 59), UTC) if day else None


class SettingsForm(forms.Form):
    """A workspace's settings; `preferences.parse` is what judges them."""

    says_once = "Everything but the name can stay empty."

    name = forms.CharField(label="Workspace name", max_length=120)
    naming_pattern = forms.CharField(
        label="Template names follow",
        required=False,
        max_length=300,
        help_text="Such as {type:webinar|sale}-{audience}-{brand}. Empty: any name.",
    )
    own_work_allowed = forms.BooleanField(
        label="People may approve their own work",
        required=False,
        help_text="For a team of one. Otherwise a second person always looks first.",
    )
    open_links_allowed = forms.BooleanField(
        label="Open links are allowed",
        required=False,
        help_text="Open links let the mailing tool fill in values; their rules bound what can be shown. "
        "Without them, only signed and token links are made.",
    )
    checklist = forms.CharField(
        label="Review checklist",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One line for each thing a reviewer ticks off. Empty: the usual three.",
    )
    image_hosts = forms.CharField(
        label="Pictures may be fetched from",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One host a line, such as cdn.example.com or *.example.com. Empty: any public host.",
    )
    retention_days = forms.IntegerField(
        label="Erase audiences after (days)",
        required=False,
        min_value=1,
        max_value=3650,
        help_text="Recipients’ values and their pictures go after so many days. Empty: they stay until erased.",
    )
    fallback_alert_percent = forms.IntegerField(
        label="Tell webhooks of fallbacks from (%)",
        required=False,
        min_value=1,
        max_value=100,
        help_text="When so many of a link’s pictures within an hour show a field’s fallback. Empty: never.",
    )

    @classmethod
    def showing(cls, workspace: Workspace, now: Preferences) -> SettingsForm:
        """Filled with what holds now."""
        lists = {name: "\n".join(getattr(now, name)) for name in ("checklist", "image_hosts")}
        return cls(initial={**now.as_json(), **lists, "name": workspace.name})

    @property
    def changes(self) -> dict[str, Any]:
        """As `change_settings` takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "name"}
        return given | {name: given[name].splitlines() for name in ("checklist", "image_hosts")}


class QuotaForm(forms.Form):
    """Soft limits."""

    pictures_per_month = forms.IntegerField(
        label="Pictures a month", required=False, min_value=1, max_value=10**12, help_text="Empty: no limit."
    )
    storage_gigabytes = forms.DecimalField(
        label="Storage (GB)",
        required=False,
        min_value=0.001,
        max_value=10**6,
        decimal_places=3,
        help_text="Empty: no limit.",
    )

    @property
    def storage_bytes(self) -> int | None:
        gigabytes = self.cleaned_data["storage_gigabytes"]
        return None if gigabytes is None else int(gigabytes * GIGABYTE)


class TransferForm(forms.Form):
    """Which of one's own organizations gets the workspace."""

    to = forms.ChoiceField(label="Organization")

    def __init__(self, *args: Any, offered: Collection[Organization], **options: Any):
        super().__init__(*args, **options)
        self.fields["to"].choices = [(one.key, one.name) for one in offered]  # type: ignore[attr-defined]
