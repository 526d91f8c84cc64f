"""The form of a CDN: each service asks for its own few facts."""

from __future__ import annotations

from typing import Any

from django import forms

from workspaces.models import CdnKind, PurgeHook
from workspaces.purging.cdn import METHODS, Cdn

FIELDS: dict[CdnKind, dict[str, tuple[str, str]]] = {
    CdnKind.FASTLY: {
        "identifier": ("Service id", "On the service’s page, below its name."),
        "secret": ("API token", "A token that may purge this one service (scope purge_select)."),
    },
    CdnKind.CLOUDFRONT: {
        "identifier": ("Distribution id", "Such as E1ABCDEFGHIJKL."),
        "access_key": (
            "Access key id",
            "Of a user that may do cloudfront:CreateInvalidation on this distribution alone.",
        ),
        "secret": ("Secret access key", ""),
    },
    CdnKind.CLOUDFLARE: {
        "identifier": ("Zone id", "On the zone’s overview page."),
        "secret": ("API token", "A token with the permission Cache Purge for this zone."),
    },
    CdnKind.HTTP: {
        "url": ("Address", "With {tag} or {path} one request is sent for each; else all tags go in one JSON body."),
        "method": ("Method", ""),
        "header": ("Header of the secret", "Such as X-Purge-Key. Empty: no secret is sent."),
        "secret": ("Secret", ""),
    },
}
KEPT = "Empty: the one that was entered stays."


class CdnForm(forms.Form):
    """What one kind of CDN needs; operations judge it."""

    identifier = forms.CharField(max_length=80)
    access_key = forms.CharField(max_length=128)
    url = forms.CharField(
        max_length=500, widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"})
    )
    method = forms.ChoiceField(choices=[(name, name) for name in METHODS])
    header = forms.CharField(max_length=60, required=False)
    secret = forms.CharField(
        max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, kind: CdnKind, hook: PurgeHook | None = None, **options: Any):
        is_same = hook is not None and hook.kind == kind
        names = ("identifier", "access_key", "url", "method", "header")
        options["initial"] = {name: getattr(hook, name) for name in names} if is_same else {}
        super().__init__(*args, **options)
        self.kind = kind
        for name in [name for name in self.fields if name not in FIELDS[kind]]:
            del self.fields[name]
        for name, (label, help_text) in FIELDS[kind].items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        if is_same:
            self.fields["secret"].help_text = KEPT
        self.fields["secret"].required = not is_same and kind is not CdnKind.HTTP

    @property
    def cdn(self) -> Cdn:
        given = {name: value.strip() for name, value in self.cleaned_data.items()}
        return Cdn(kind=self.kind, **given)
