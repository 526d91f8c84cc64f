"""What people fill in on the pages of audiences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from audiences.guesses import Guess, KnownField
from audiences.sheets.csv_sheet import ENCODINGS

DROP = ""


class UploadForm(forms.Form):
    """A file, or a list put in from the clipboard."""

    file = forms.FileField(label="CSV or XLSX file", required=False)
    pasted = forms.CharField(
        label="Or paste rows from a spreadsheet",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="The first row names the columns.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("pasted") or "").strip():
            raise forms.ValidationError("Choose a file or paste some rows.")
        return given


class EncodingForm(forms.Form):
    """Another reading of the same bytes."""

    encoding = forms.ChoiceField(choices=list(ENCODINGS.items()))


class MatchForm(forms.Form):
    """One menu per column, the column that tells people apart, the audience's name and its last day."""

    name = forms.CharField(label="Name of the audience", max_length=120)
    id_column = forms.TypedChoiceField(
        label="Which column tells recipients apart?", coerce=int, empty_value=None, required=False
    )
    delete_on = forms.DateField(
        label="Erase everything on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, columns: list[str], guesses: list[Guess], known: list[KnownField], **options: Any):
        super().__init__(*args, **options)
        self.columns = columns
        numbers = [("", "None: every row is somebody else"), *((str(n), name) for n, name in enumerate(columns))]
        self.fields["id_column"].choices = numbers  # type: ignore[attr-defined]
        fields = [(field.key, field.label or field.key) for field in known]
        for number, (column, guess) in enumerate(zip(columns, guesses, strict=True)):
            own = [(column, "Keep as it is")] if column not in dict(fields) else []
            menu = [(DROP, "Do not keep"), *own, *([("Fields", fields)] if fields else [])]
            label = f"What becomes of “{column}”"
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=label,
                choices=menu,
                required=False,
                initial=guess.name,
                widget=forms.Select(attrs={"aria-label": label}),
            )

    def clean_delete_on(self) -> Any:
        day = self.cleaned_data["delete_on"]
        if day and day <= timezone.now().date():
            raise forms.ValidationError("Choose a day that is still to come.")
        return day

    def mapping(self) -> dict[int, str]:
        """Column numbers to names, the dropped ones left out."""
        chosen = ((number, self.cleaned_data[f"column_{number}"]) for number in range(len(self.columns)))
        return {number: name for number, name in chosen if name}


class ForgetForm(forms.Form):
    """The id of one person."""

    external_id = forms.CharField(label="Recipient’s id", max_length=200)
