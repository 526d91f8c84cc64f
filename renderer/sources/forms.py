"""What people fill in about a data source: its address, its secret, and where each merge field's value stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from audiences.guesses import KnownField
from renderer.models.sources import DataSource
from renderer.sources.operations import DAY, Setup

SPARE_ROWS = 2
LIVES = [
    (60, "1 minute"),
    (300, "5 minutes"),
    (900, "15 minutes"),
    (3600, "1 hour"),
    (21_600, "6 hours"),
    (DAY, "1 day"),
]
KEEPS = [(0, "Not at all"), (3600, "1 hour"), (DAY, "1 day"), (3 * DAY, "3 days"), (7 * DAY, "7 days")]
DEADLINES = [(0.3, "0.3 seconds"), (0.5, "0.5 seconds"), (1.0, "1 second"), (1.5, "1.5 seconds")]
ADDRESS_HELP = {
    DataSource.Kind.API: "Put the recipient’s key where it belongs, such as "
    "https://api.example.com/customers/{{ customer_id }}. It needs https.",
    DataSource.Kind.SHEET: "In Google Sheets: File, Share, Publish to web, choose CSV. "
    "The address of a sheet that anybody may view works, too.",
}
PLACE_HELP = {DataSource.Kind.API: "$.customer.{}", DataSource.Kind.SHEET: "Name of the column"}


class SourceForm(forms.Form):
    """One source of either kind; the rows of its mapping are `rows`."""

    name = forms.CharField(max_length=80, help_text="Such as “Shop” or “Loyalty points”.")
    address = forms.CharField(
        max_length=2000, widget=forms.TextInput(attrs={"spellcheck": "false", "inputmode": "url"})
    )
    secret_place = forms.ChoiceField(label="Secret", choices=DataSource.SecretPlace.choices, required=False)
    secret_name = forms.CharField(
        label="Name of the header or parameter",
        required=False,
        max_length=100,
        help_text="Such as Authorization or api_key.",
    )
    secret = forms.CharField(
        label="Value of the secret",
        required=False,
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Kept encrypted and never shown again. A header’s value stands here whole, such as “Bearer abc…”.",
    )
    lookup_field = forms.CharField(label="Field that finds a recipient’s row", required=False, max_length=64)
    lookup_column = forms.CharField(label="Column in which that value stands", required=False, max_length=200)
    life = forms.TypedChoiceField(label="Ask again after", coerce=int, initial=300)
    keep = forms.TypedChoiceField(
        label="The last answer stands in for",
        coerce=int,
        initial=DAY,
        help_text="While the source is down. After that, pictures show each field’s fallback.",
    )
    deadline = forms.TypedChoiceField(label="Wait for an answer for", coerce=float, initial=1.0)
    wins = forms.BooleanField(
        label="Its values count before those in the address",
        required=False,
        help_text="Otherwise it fills only what the mailing tool or the audience leaves empty.",
    )
    serves_open_links = forms.BooleanField(
        label="Ask it for open links, too",
        required=False,
        help_text="Whoever holds an open link can change the key in it and see the values of others. "
        "Right for product numbers, wrong for customer numbers.",
    )

    def __init__(self, *args: Any, kind: str, known: Iterable[KnownField], source: DataSource | None, **options: Any):
        super().__init__(*args, **options)
        self.kind = DataSource.Kind(kind)
        self.fields["address"].help_text = ADDRESS_HELP[self.kind]
        if self.kind == DataSource.Kind.API:
            del self.fields["lookup_field"], self.fields["lookup_column"]
        choices: dict[str, list[Any]] = {"life": LIVES, "keep": KEEPS, "deadline": DEADLINES}
        for name, usual in choices.items():
            self.fields[name].choices = _with(usual, getattr(source, name, None))  # type: ignore[attr-defined]
        if source is not None and source.secret:
            self.fields["secret"].widget.attrs["placeholder"] = "Leave empty to keep the one that is stored"
        self._add_rows(known, dict(source.mapping) if source is not None else {})

    def _add_rows(self, known: Iterable[KnownField], mapping: dict[str, str]) -> None:
        self.keys = list(dict.fromkeys([*mapping, *(field.key for field in known)]))
        for number, key in enumerate(self.keys):
            self.fields[f"place_{number}"] = self._place(f"Where “{key}” stands", mapping.get(key, ""), key)
        for number in range(SPARE_ROWS):
            attrs = {
                "aria-label": f"Another field, {number + 1}",
                "placeholder": "another_field",
                "spellcheck": "false",
            }
            self.fields[f"key_{number}"] = forms.CharField(
                required=False, max_length=64, widget=forms.TextInput(attrs=attrs), label=attrs["aria-label"]
            )
            self.fields[f"spare_{number}"] = self._place(f"Where other field {number + 1} stands", "")

    def _place(self, label: str, initial: str, key: str = "another_field") -> forms.CharField:
        attrs = {"aria-label": label, "placeholder": PLACE_HELP[self.kind].format(key), "spellcheck": "false"}
        return forms.CharField(
            label=label, required=False, max_length=200, initial=initial, widget=forms.TextInput(attrs=attrs)
        )

    @property
    def rows(self) -> list[tuple[str, forms.BoundField]]:
        """Merge fields that are known, and where each one's value stands."""
        return [(key, self[f"place_{number}"]) for number, key in enumerate(self.keys)]

    @property
    def spare_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For fields that no published template has yet."""
        return [(self[f"key_{number}"], self[f"spare_{number}"]) for number in range(SPARE_ROWS)]

    @property
    def mapping(self) -> dict[str, str]:
        given = self.cleaned_data
        own = {key: given[f"place_{number}"] for number, key in enumerate(self.keys)}
        spare = {given[f"key_{number}"]: given[f"spare_{number}"] for number in range(SPARE_ROWS)}
        return {key: place for key, place in {**own, **spare}.items() if key and place}

    def setup(self) -> Setup:
        """As operations take it."""
        names = [name for name in Setup.__dataclass_fields__ if name in self.cleaned_data]
        return Setup(kind=self.kind.value, mapping=self.mapping, **{name: self.cleaned_data[name] for name in names})

    def add_problem(self, field: str, sentence: str) -> None:
        """Beside the field that it concerns; a mapping has many, so its problems stand on top."""
        self.add_error(field if field in self.fields else None, sentence)


class TrialForm(forms.Form):
    """A value for each key that a source needs of a recipient."""

    def __init__(self, *args: Any, keys: Iterable[str], **options: Any):
        super().__init__(*args, **options)
        for key in keys:
            self.fields[f"value_{key}"] = forms.CharField(label=key, max_length=200)

    @property
    def values(self) -> dict[str, str]:
        return {name.removeprefix("value_"): value for name, value in self.cleaned_data.items()}


def initial_of(source: DataSource) -> dict[str, Any]:
    """What the form shows of a source: everything but its secret."""
    return {name: getattr(source, name) for name in Setup.__dataclass_fields__ if name != "mapping"}


def _with(usual: list[Any], own: Any) -> list[Any]:
    """The usual choices, and the one that an API chose."""
    return usual if own is None or own in dict(usual) else sorted([*usual, (own, f"{own:g} seconds")])
