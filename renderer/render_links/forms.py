"""What people fill in about links: a new one, and the rules of one that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from renderer.engine.document import Document
from renderer.models import Release, RenderLink
from renderer.modes import SIGNED_BY_SENDER, Mode
from renderer.render_links.issuing import SHORTEST_SECRET
from renderer.snippets.addresses import is_secret
from renderer.version_numbers import Versions

WORDS = {
    Mode.TOKEN: "Token: the address says nothing; values come from an audience",
    Mode.SEALED: "Sealed: an audience’s file or a program brings a signed address for each recipient",
    Mode.OPEN: "Open: the mailing tool fills in the values",
    Mode.SENDER_HMAC: "Signed by Braze: it fills in the values and signs them",
    Mode.SENDER_SHA1: "Signed by Iterable: it fills in the values and signs each",
    Mode.SENDER_JWT: "Signed by Salesforce Marketing Cloud: it fills in the values and signs them",
}
ABSENT = "none"
CHARACTERS = [
    (ABSENT, "Not in the address"),
    ("any", "Any characters"),
    ("name", "Letters and signs of names"),
    ("number", "Digits and signs of numbers"),
    ("word", "Letters, digits, - and _"),
]
SECRET = "HMAC secret of your Iterable project"  # noqa: S105  (a label)
FOLLOW = "live"


class EndsField(forms.DateTimeField):
    """A day and a time, which may be left open."""

    def __init__(self, **options: Any):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(label="Ends", required=False, widget=widget, **options)


class LinkForm(forms.Form):
    """A new link. `may_open`: whether open ones are offered, which takes an approver or an admin."""

    name = forms.CharField(label="Campaign", max_length=120, help_text="Such as “Spring newsletter, April”.")
    template = forms.ChoiceField(label="Template")
    mode = forms.ChoiceField(label="Values", widget=forms.RadioSelect)
    pin = forms.BooleanField(label="Keep today’s version, whatever is published later", required=False)
    expires_at = EndsField()
    sender_secret = forms.CharField(
        label=SECRET, required=False, max_length=300, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Only for links signed by Iterable. It is kept encrypted and never shown again.",
    )  # fmt: skip

    def __init__(self, *args: Any, live: Sequence[Release], modes: Sequence[Mode], versions: Versions, **options: Any):
        super().__init__(*args, **options)
        choices = [(f"{one.template_key}|{size}", words) for one in live for size, words in _sizes(one, versions)]
        self.templates = [key for key, _ in choices]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]
        self.fields["mode"].choices = [(mode.value, WORDS[mode]) for mode in modes]  # type: ignore[attr-defined]
        self.fields["mode"].initial = modes[0].value

    def choose(self, template_key: str) -> None:
        """Have this template chosen already, in its first size."""
        own = (key for key in self.templates if key.startswith(f"{template_key}|"))
        self.fields["template"].initial = next(own, None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needs = given.get("mode") == Mode.SENDER_SHA1
        if needs and len(given.get("sender_secret") or "") < SHORTEST_SECRET:
            self.add_error("sender_secret", f"Paste the secret: {SHORTEST_SECRET} characters or more.")
        return given


class RulesForm(forms.Form):
    """What can be changed of a link; the rules for values only of an open one."""

    name = forms.CharField(label="Campaign", max_length=120)
    pinned = forms.TypedChoiceField(label="Shows", coerce=lambda chosen: None if chosen == FOLLOW else int(chosen))
    expires_at = EndsField(help_text="Afterwards everybody sees the fallback picture.")

    def __init__(
        self,
        sent: QueryDict | None,
        *,
        link: RenderLink,
        document: Document,
        releases: Iterable[Release],
        versions: Versions,
        may_open: bool,
    ):
        super().__init__(sent, initial=_now(link, document))
        self.bounds = link.mode == Mode.OPEN and may_open
        self.link, self.keys = link, [one.key for one in document.fields if not is_secret(one)]
        kept = [(str(one.pk), _always(one, versions)) for one in releases]
        self.fields["pinned"].choices = [(FOLLOW, "Whatever is live"), *kept]  # type: ignore[attr-defined]
        if link.mode == Mode.SENDER_SHA1:
            self.fields["sender_secret"] = LinkForm.base_fields["sender_secret"]
        if self.bounds:
            self._add_rules(document)

    def _add_rules(self, document: Document) -> None:
        for one in document.fields:
            if one.key in self.keys:
                label = f"{one.label or one.key} may consist of"
                self.fields[f"field_{one.key}"] = forms.ChoiceField(label=label, choices=CHARACTERS)
        self.fields["max_length"] = forms.IntegerField(label="Longest value, in characters", min_value=1, max_value=500)
        self.fields["max_distinct"] = forms.IntegerField(
            label="Most different pictures", required=False, min_value=1, max_value=10**9, help_text="Empty: no limit."
        )
        self.fields["deny"] = forms.CharField(
            label="Words that are turned away", required=False, max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 3}), help_text="One a line. Spaced out or disguised ones count too.",
        )  # fmt: skip
        self.fields["allow_addresses"] = forms.BooleanField(label="Web addresses may be shown", required=False)

    def changes(self) -> dict[str, Any]:
        """As `render_links.change` takes them."""
        given = self.cleaned_data
        changes = {"name": given["name"], "pinned_id": given["pinned"], "expires_at": given["expires_at"]}
        if given.get("sender_secret"):
            changes["sender_secret"] = given["sender_secret"]
        if self.bounds:
            changes["policy"] = self._policy()
        return {name: value for name, value in changes.items() if value != getattr(self.link, name)}

    def _policy(self) -> dict[str, Any]:
        given = self.cleaned_data
        before = self.link.policy.get("fields") or {}
        chosen = {key: given[f"field_{key}"] for key in self.keys if given[f"field_{key}"] != ABSENT}
        fields = {key: {**(before.get(key) or {}), "characters": characters} for key, characters in chosen.items()}
        rules = {"fields": fields, "max_length": given["max_length"], "max_distinct": given["max_distinct"] or 0}
        return {
            **rules,
            "deny": given["deny"].splitlines(),
            "allow_addresses": given["allow_addresses"],
        }


def modes_for(*, may_open: bool) -> list[Mode]:
    """The kinds of links that somebody may make, the safest first."""
    return [
        Mode.TOKEN,
        Mode.SEALED,
        *([Mode.OPEN] if may_open else []),
        *sorted(SIGNED_BY_SENDER, key=list(Mode).index),
    ]


def _now(link: RenderLink, document: Document) -> dict[str, Any]:
    rules = link.policy
    return {
        "name": link.name,
        "pinned": link.pinned_id or FOLLOW,
        "expires_at": link.expires_at,
        "max_length": rules.get("max_length", 200),
        "max_distinct": rules.get("max_distinct") or None,
        "deny": "\n".join(rules.get("deny", ())),
        "allow_addresses": rules.get("allow_addresses") is True,
        **{f"field_{one.key}": _characters(rules.get("fields"), one.key) for one in document.fields},
    }


def _characters(allowed: Mapping[str, Any] | None, key: str) -> str:
    """What a field may consist of; by default every field may stand in the address with any characters."""
    if allowed is None:
        return "any"
    return str((allowed[key] or {}).get("characters", "any")) if key in allowed else ABSENT


def _always(release: Release, versions: Versions) -> str:
    published = f"{release.published_at:%-d %b %Y, %H:%M}"
    return f"Always version {versions.of(release.template_key, release.number)}, as published on {published}"


def _sizes(release: Release, versions: Versions) -> list[tuple[str, str]]:
    document = release.document
    name, sizes = document.get("name", release.template_key), document.get("sizes", [])
    words = f"{name} (v{versions.of(release.template_key, release.number)})"
    if len(sizes) < 2:
        return [("", words)]
    return [(one["id"], f"{words}: {one.get('name', one['id'])}, {one['w']} × {one['h']}") for one in sizes]
