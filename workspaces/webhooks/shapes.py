"""The JSON that the API of webhooks takes and gives."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from workspaces.models import Webhook, WebhookDelivery
from workspaces.webhooks.events import WORDS

EVENT_NAMES = [event.value for event in WORDS]


class WebhookShape(serializers.ModelSerializer[Webhook]):
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENT_NAMES))
    state = serializers.CharField(read_only=True, help_text="active, failing or disabled")

    class Meta:
        model = Webhook
        fields = [
            "key",
            "name",
            "url",
            "events",
            "state",
            "created_at",
            "failing_since",
            "disabled_at",
            "disabled_reason",
            "previous_until",
        ]


class NewWebhook(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=500, help_text="https only, and no private network")
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENT_NAMES), min_length=1)


class WebhookChanges(serializers.Serializer[Any]):
    """Leave out what is to stay."""

    name = serializers.CharField(max_length=80, required=False)
    url = serializers.CharField(max_length=500, required=False)
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENT_NAMES), min_length=1, required=False)
    enabled = serializers.BooleanField(required=False, help_text="False switches it off, true on again.")


class MadeWebhook(WebhookShape):
    """With the secret, which is shown this once."""

    secret = serializers.CharField(help_text="whsec_… as Standard Webhooks libraries take it")

    class Meta(WebhookShape.Meta):
        fields = [*WebhookShape.Meta.fields, "secret"]


class AttemptShape(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    status = serializers.IntegerField(help_text="HTTP status; 0 when there was no answer")
    ms = serializers.IntegerField()
    answer = serializers.CharField(help_text="The beginning of the answer, or why there was none")


class DeliveryShape(serializers.ModelSerializer[WebhookDelivery]):
    message_id = serializers.CharField(help_text="As the header webhook-id bears it")
    attempts = AttemptShape(many=True)

    class Meta:
        model = WebhookDelivery
        fields = ["key", "message_id", "event", "state", "created_at", "next_at", "attempts", "body"]
