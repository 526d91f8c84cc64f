"""What programs send to the API, checked: values to draw, records to sign."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from renderer.engine.output import MEDIA_TYPES
from renderer.limits import RenderLimits

MOST_RECORDS = RenderLimits().sign_at_once


class Value(serializers.CharField):
    """Text; numbers and yes/no are taken as they are written, null as absent."""

    def __init__(self, **options: Any):
        super().__init__(
            **{"allow_blank": True, "allow_null": True, "trim_whitespace": False, "max_length": 5000, **options}
        )

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(str(data).lower() if isinstance(data, bool) else data)


def given(values: dict[str, str | None]) -> dict[str, str]:
    """Without the absent ones; half of a surrogate pair is no character and goes."""
    return {name: text.encode("utf-8", "ignore").decode() for name, text in values.items() if text is not None}


class Output(serializers.Serializer[Any]):
    """How the picture is to come out; by default as the template says."""

    format = serializers.ChoiceField(choices=list(MEDIA_TYPES), required=False, help_text="By default the template's.")
    scale = serializers.IntegerField(min_value=1, max_value=3, required=False, help_text="By default the template's.")
    size = serializers.CharField(max_length=40, required=False, help_text="One of the template's sizes.")


class RenderRequest(Output):
    """The values of one recipient, by field."""

    values = serializers.DictField(child=Value(), required=False, default=dict)


class Record(serializers.Serializer[Any]):
    """One recipient: the values, and an id of yours that comes back beside the address."""

    id = serializers.CharField(max_length=200, required=False)
    values = serializers.DictField(child=Value())


class SignRequest(Output):
    """One record (`values`) or up to 10,000 (`records`)."""

    values = serializers.DictField(child=Value(), required=False)
    records = serializers.ListField(child=Record(), required=False, max_length=MOST_RECORDS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("values" in attrs) == ("records" in attrs):
            raise serializers.ValidationError("Send either “values” for one recipient or “records” for many.")
        return attrs


class FallbackUsed(serializers.Serializer[Any]):
    field = serializers.CharField()
    why = serializers.ChoiceField(choices=["absent", "blank", "unresolved", "word", "invalid", "undrawable", "refused"])


class Issue(serializers.Serializer[Any]):
    code = serializers.CharField()
    level = serializers.ChoiceField(choices=["block", "warn", "info"])
    text = serializers.CharField()
    layer = serializers.CharField(allow_null=True)
    field = serializers.CharField(allow_null=True)
    box = serializers.ListField(child=serializers.FloatField(), allow_null=True)


class RenderAnswer(serializers.Serializer[Any]):
    """What was drawn. `url` is a sealed address of the same picture."""

    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    bytes = serializers.IntegerField()
    alt = serializers.CharField(allow_blank=True)
    fallbacks = FallbackUsed(many=True)
    issues = Issue(many=True)


class SignedAddress(serializers.Serializer[Any]):
    id = serializers.CharField(required=False)
    url = serializers.URLField()
    alt = serializers.CharField(allow_blank=True)


class SignAnswer(serializers.Serializer[Any]):
    addresses = SignedAddress(many=True)
