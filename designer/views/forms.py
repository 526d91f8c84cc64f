"""Forms of the designer's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from designer import naming
from designer.models import Asset
from workspaces.models import Workspace
from workspaces.preferences import preferences
from workspaces.problems import Problem
from workspaces.whole_numbers import whole_number

SMALLEST, LARGEST = 16, 4000


class NewTemplate(forms.Form):
    """Name, folder, and a size: a preset's, one's own, or a picture's."""

    name = forms.CharField(max_length=naming.MAX_NAME)
    folder = forms.CharField(max_length=120, required=False, help_text="For instance Spring/Webinars. Empty is fine.")
    preset = forms.CharField(required=False, widget=forms.HiddenInput)
    width = forms.IntegerField(min_value=SMALLEST, max_value=LARGEST, initial=600, help_text="px")
    height = forms.IntegerField(min_value=SMALLEST, max_value=LARGEST, initial=300, help_text="px")
    background = forms.FileField(
        required=False,
        label="Picture as background",
        help_text="PNG, JPEG, GIF, WebP or SVG. The artboard takes its size.",
    )

    def __init__(self, *args: Any, workspace: Workspace, **options: Any):
        super().__init__(*args, **options)
        self.pattern = preferences(workspace).naming_pattern
        if self.pattern:
            self.fields[
                "name"
            ].help_text = f"Pattern: {naming.plain(self.pattern)}, such as {naming.example(self.pattern)}"

    def clean_name(self) -> str:
        try:
            return naming.check(self.cleaned_data["name"], self.pattern)
        except Problem as problem:
            raise forms.ValidationError(problem.public_message) from problem

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        width, height = cleaned.get("width") or 600, cleaned.get("height") or 300
        sides = (cleaned.get("preset") or "").split("x")
        chosen = [whole_number(side, SMALLEST, LARGEST) for side in sides]
        cleaned["size"] = (chosen[0], chosen[1]) if len(chosen) == 2 and all(chosen) else (width, height)
        return cleaned


class Upload(forms.Form):
    """One file for the library."""

    file = forms.FileField(label="File", help_text="PNG, JPEG, GIF, WebP, SVG; TTF, OTF, WOFF, WOFF2.")
    kind = forms.ChoiceField(choices=[("", "Picture"), ("logo", "Logo")], required=False, label="A picture is a")
    alt = forms.CharField(max_length=300, required=False, label="Alternative text")
    licence = forms.CharField(max_length=300, required=False, label="Licence note", help_text="Needed for some fonts.")
    licence_until = forms.DateField(
        required=False, label="Licensed until", widget=forms.DateInput(attrs={"type": "date"})
    )


class DescribeAsset(forms.ModelForm):  # type: ignore[type-arg]
    """What people may say about a file of the library."""

    class Meta:
        model = Asset
        fields = ("name", "alt", "focal_x", "focal_y", "licence", "licence_until")
        widgets = {
            "licence_until": forms.DateInput(attrs={"type": "date"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }
        labels = {
            "alt": "Alternative text",
            "focal_x": "Focal point from left (0 to 1)",
            "focal_y": "Focal point from top (0 to 1)",
            "licence": "Licence note",
            "licence_until": "Licensed until",
        }


class Decision(forms.Form):
    """What is said with an approval or a request for changes."""

    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class Invite(forms.Form):
    """A link for a client."""

    name = forms.CharField(max_length=120, label="Name of the client")
    email = forms.EmailField(required=False, help_text="The link is mailed there. Leave empty to copy it yourself.")
    days = forms.IntegerField(min_value=1, max_value=90, initial=14, label="Works for so many days")
    may_decide = forms.BooleanField(required=False, initial=True, label="May approve or ask for changes")


class Schedule(forms.Form):
    """When to publish; the time is the installation's."""

    at = forms.DateTimeField(label="Publish at", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
