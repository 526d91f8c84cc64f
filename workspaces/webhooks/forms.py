"""The form of a webhook: a name, an address, the events."""

from __future__ import annotations

from django import forms

from workspaces.models import Webhook
from workspaces.webhooks.events import WORDS


class WebhookForm(forms.Form):
    """What people choose; operations judge it."""

    name = forms.CharField(max_length=80, help_text="The program that is told, such as “Campaign calendar”.")
    # Judged by `operations.checked`, whose sentences say what to do.
    url = forms.CharField(
        label="Address",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off", "spellcheck": "false"}),
        help_text="Messages are sent here by POST. It has to be https and reachable from the internet.",
    )
    events = forms.MultipleChoiceField(
        label="It is told when",
        choices=[(event.value, told.when) for event, told in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one event."},
    )

    @classmethod
    def showing(cls, webhook: Webhook) -> WebhookForm:
        """Filled with what holds now."""
        return cls(initial={"name": webhook.name, "url": webhook.url, "events": webhook.events})
