"""The forms of pre-warming: what a new run draws, when it starts, by which column a ZIP file's pictures are named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from audiences.models import Audience
from renderer.engine.output import MEDIA_TYPES
from renderer.models import RenderLink
from renderer.models.prewarm import PrewarmRun
from renderer.prewarm.runs import Wish
from workspaces.models import Workspace

FORMATS = [(name, name.upper()) for name in MEDIA_TYPES]
SCALES = [("1", "1x"), ("2", "2x, for sharp screens"), ("3", "3x")]


class PrewarmForm(forms.Form):
    """A new run."""

    audience = forms.ModelChoiceField(Audience.objects.none(), to_field_name="key", empty_label=None)
    links = forms.ModelMultipleChoiceField(
        RenderLink.objects.none(), to_field_name="code", widget=forms.CheckboxSelectMultiple, label="Links",
        help_text="Pictures are named by what they show, so links that show the same share them.",
    )  # fmt: skip
    formats = forms.MultipleChoiceField(
        choices=FORMATS, required=False, widget=forms.CheckboxSelectMultiple, label="Formats",
        help_text="None chosen: each link’s own.",
    )  # fmt: skip
    scales = forms.MultipleChoiceField(
        choices=SCALES, required=False, widget=forms.CheckboxSelectMultiple, label="Scales",
        help_text="None chosen: the template’s own, which is what an address without @ shows.",
    )  # fmt: skip
    speed = forms.TypedChoiceField(
        choices=PrewarmRun.Speed.choices, coerce=int, widget=forms.RadioSelect, initial=PrewarmRun.Speed.FULL,
        help_text="Mails that are opened meanwhile always go first.",
    )  # fmt: skip

    def __init__(self, *args: Any, workspace: Workspace, **options: Any):
        super().__init__(*args, **options)
        audience: Any = self.fields["audience"]
        links: Any = self.fields["links"]
        audience.queryset = Audience.objects.in_workspace(workspace).select_related("workspace__organization")
        usable = RenderLink.objects.in_workspace(workspace).exclude(status=RenderLink.Status.REVOKED)
        links.queryset = usable.select_related("workspace")

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(list(given["links"]), given["formats"], [int(one) for one in given["scales"]], given["speed"])


class ScheduleForm(forms.Form):
    """When a run starts by itself."""

    at = forms.DateTimeField(
        label="Start at (UTC)", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def moment(self) -> datetime:
        moment: datetime = self.cleaned_data["at"]
        return moment


class ZipForm(forms.Form):
    """By which of the audience's columns the pictures are named."""

    name = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, fields: list[str], **options: Any):
        super().__init__(*args, **options)
        choice: Any = self.fields["name"]
        choice.choices = [("", "Number"), *((one, one) for one in fields)]
