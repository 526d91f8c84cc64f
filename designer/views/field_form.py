"""The rules of one merge field as a form: what people choose, and the JSON that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
EMPTY_IN_RULES = {
    "text": "use “{}”",
    "hide_layer": "hide the layers that use it",
    "hide_words": "hide only the words around it",
    "blank": "leave it blank",
    "refuse": "show the neutral card",
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
TOO_LONG = {"cut": "Cut them off", "shrink": "Keep them; the layer shrinks"}
SAMPLES = ("complete", "partial", "longest")
PLAIN = (
    "label", "kind", "empty", "fallback", "invalid", "too_long", "format", "locale", "currency", "pattern", "privacy"
)  # fmt: skip
LISTS = ("choices", "hosts")
GROUPS = (
    ("", ("key", "label", "kind")),
    ("When it is missing", ("empty", "fallback", "invalid")),
    ("Tidying up", ("clean_up", "max_length", "too_long")),
    ("How it is written", ("format", "locale", "currency")),
    ("What is allowed", ("choices", "pattern", "hosts")),
    ("Who may see it", ("privacy",)),
    ("Samples to design with", SAMPLES),
)
RARE = frozenset({"How it is written", "What is allowed"})
"""Folded away while nothing is said there."""


def clean_up_in_words(steps: Iterable[str]) -> str:
    """What is done to a value before it is drawn, as the form calls it."""
    return ", ".join(CLEAN[step] for step in steps)


class FieldForm(forms.Form):
    """Everything EDITOR.md §4.5 lists, without scripts."""

    says_once = "Everything but the name in tags can stay empty."

    key = forms.RegexField(r"^[a-z][a-z0-9_]{0,39}$", label="Name in tags", help_text="Small letters, digits and _")
    label = forms.CharField(max_length=80, required=False, label="Shown as")
    kind = forms.ChoiceField(choices=list(KINDS.items()), label="Type", required=False)
    empty = forms.ChoiceField(choices=list(EMPTY.items()), label="When empty", required=False)
    fallback = forms.CharField(max_length=500, required=False, label="Fallback")
    invalid = forms.ChoiceField(choices=list(INVALID.items()), label="When not valid", required=False)
    clean_up = forms.MultipleChoiceField(
        choices=list(CLEAN.items()), required=False, label="Clean-up", widget=forms.CheckboxSelectMultiple
    )
    max_length = forms.IntegerField(min_value=1, max_value=2000, required=False, label="Most characters")
    too_long = forms.ChoiceField(choices=list(TOO_LONG.items()), required=False, label="Characters beyond that")
    format = forms.CharField(max_length=80, required=False, help_text="Dates: d MMMM y. Numbers: #,##0.")
    locale = forms.CharField(
        max_length=20, required=False, label="Language", help_text="Such as de or en-GB; empty takes the template’s."
    )
    currency = forms.CharField(max_length=3, required=False, help_text="For money: EUR, USD, GBP …")
    choices = forms.CharField(
        required=False, label="Allowed values, one a line", widget=forms.Textarea(attrs={"rows": 3})
    )
    pattern = forms.CharField(
        max_length=200, required=False, label="Pattern", help_text="A regular expression, such as [A-Z]{2}[0-9]{4}."
    )
    hosts = forms.CharField(
        required=False,
        label="Pictures may come from, one host a line",
        help_text="For picture addresses. Empty allows any public host.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    privacy = forms.ChoiceField(choices=list(PRIVACY.items()), required=False)
    complete = forms.CharField(max_length=500, required=False)
    partial = forms.CharField(max_length=500, required=False)
    longest = forms.CharField(max_length=500, required=False)

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
            **{name: "\n".join(raw.get(name, [])) for name in LISTS},
            "empty": raw.get("empty") or "text",
            **{name: samples.get(name, "") for name in SAMPLES},
        }
        return cls(initial=initial, **options)

    def changed(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """The field's JSON with what the form says; what the form does not know stays as it was."""
        said = self.cleaned_data
        lists = {name: [line.strip() for line in said[name].splitlines() if line.strip()] for name in LISTS}
        told = {**{name: said[name] for name in PLAIN}, **lists}
        kept = {name: value for name, value in known.items() if name not in told}
        result = {"key": said["key"], **kept, **{name: value for name, value in told.items() if value}}
        result["fallback"], result["clean"] = said["fallback"], said["clean_up"]
        if said["max_length"]:
            result["max_length"] = said["max_length"]
        others = {name: value for name, value in (known.get("samples") or {}).items() if name not in SAMPLES}
        result["samples"] = {**others, **{name: said[name] for name in SAMPLES if said[name]}}
        return result

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField], bool]]:
        """The inputs by subject: its title, they, and whether they are shown at once."""
        for title, names in GROUPS:
            bound = [self[name] for name in names]
            yield title, bound, title not in RARE or any(field.value() or field.errors for field in bound)
