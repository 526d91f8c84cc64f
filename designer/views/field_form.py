"""The rules of one merge field as a form: what people choose, and the JSON that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from renderer.engine.properties import of_object

TABLE = of_object("field")
KINDS = {
    "text": "Text",
    "number": "Number",
    "money": "Money",
    "date": "Date",
    "choice": "Choice",
    "bool": "Yes or no",
    "image": "Picture address",
    "url": "URL",
    "secret": "Secret",
}
EMPTY = {
    "text": "Use the fallback",
    "hide_layer": "Hide layers that use it",
    "hide_words": "Hide only the words around it",
    "blank": "Leave blank",
    "refuse": "Show the neutral card",
}
INVALID = {"as_empty": "Treat as empty", "nearest": "Take the nearest choice", "refuse": "Show the neutral card"}
CLEAN = {
    "trim": "Trim spaces",
    "one_line": "One line",
    "fix_caps": "Fix ALL CAPS",
    "upper": "UPPERCASE",
    "lower": "lowercase",
    "title": "Title Case",
    "first_word": "First word only",
    "drop_emoji": "Remove emoji",
}
PRIVACY = {"none": "Anybody may see it", "personal": "Personal", "secret": "Secret: never in addresses or logs"}
SAMPLES = ("complete", "partial", "longest")


def clean_up_in_words(steps: Iterable[str]) -> str:
    """What is done to a value before it is drawn, as the form calls it."""
    return ", ".join(CLEAN[step] for step in steps)


class FieldForm(forms.Form):
    """Everything EDITOR.md §4.5 lists, without scripts."""

    key = forms.RegexField(r"^[a-z][a-z0-9_]{0,39}$", label="Name in tags", help_text="Small letters, digits and _")
    label = forms.CharField(max_length=80, required=False)
    kind = forms.ChoiceField(choices=list(KINDS.items()), label="Type", required=False)
    empty = forms.ChoiceField(choices=list(EMPTY.items()), label="When empty", required=False)
    fallback = forms.CharField(max_length=500, required=False, label="Fallback")
    invalid = forms.ChoiceField(choices=list(INVALID.items()), label="When not valid", required=False)
    clean_up = forms.MultipleChoiceField(
        choices=list(CLEAN.items()), required=False, label="Clean-up", widget=forms.CheckboxSelectMultiple
    )
    max_length = forms.IntegerField(min_value=1, max_value=2000, required=False, label="Cut after so many characters")
    choices = forms.CharField(
        required=False, label="Allowed values, one a line", widget=forms.Textarea(attrs={"rows": 3})
    )
    format = forms.CharField(max_length=80, required=False, help_text="Dates: d MMMM y. Numbers: #,##0.")
    privacy = forms.ChoiceField(choices=list(PRIVACY.items()), required=False)
    complete = forms.CharField(max_length=500, required=False, label="Sample: complete")
    partial = forms.CharField(max_length=500, required=False, label="Sample: partial")
    longest = forms.CharField(max_length=500, required=False, label="Sample: longest")

    def __init__(self, *args: Any, fresh: bool = False, disabled: bool = False, **options: Any):
        super().__init__(*args, **options)
        if disabled:
            for field in self.fields.values():
                field.disabled = True
        if not fresh:
            # Layers name it; a key that changed would leave their tags without a field.
            self.fields["key"].widget.attrs["readonly"] = True

    @classmethod
    def of(cls, raw: Mapping[str, Any], **options: Any) -> FieldForm:
        """The form of a field as the document has it."""
        samples = raw.get("samples") or {}
        initial = {
            **{name: raw.get(name, row.get("default")) for name, row in TABLE.items()},
            "clean_up": raw.get("clean", TABLE["clean"]["default"]),
            "choices": "\n".join(raw.get("choices", [])),
            "empty": raw.get("empty") or "text",
            **{name: samples.get(name, "") for name in SAMPLES},
        }
        return cls(initial=initial, **options)

    def changed(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """The field's JSON with what the form says; what the form does not know stays as it was."""
        said = self.cleaned_data
        plain = ("label", "kind", "empty", "fallback", "invalid", "format", "privacy")
        result = {**known, "key": known.get("key") or said["key"], **{name: said[name] for name in plain if said[name]}}
        result["fallback"] = said["fallback"]
        result["clean"] = said["clean_up"]
        result["choices"] = [line.strip() for line in said["choices"].splitlines() if line.strip()]
        if said["max_length"]:
            result["max_length"] = said["max_length"]
        others = {name: value for name, value in (known.get("samples") or {}).items() if name not in SAMPLES}
        result["samples"] = {**others, **{name: said[name] for name in SAMPLES if said[name]}}
        return result
