"""The JSON that the API of a workspace's CDN takes and gives. The secret goes in and never comes out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from workspaces.models import CdnKind, PurgeHook, PurgeOrder
from workspaces.purging.cdn import METHODS, Cdn
from workspaces.purging.forms import FIELDS
from workspaces.webhooks.shapes import AttemptShape


class CdnShape(serializers.ModelSerializer[PurgeHook]):
    """`kind` is null while the workspace has no CDN of its own."""

    kind = serializers.ChoiceField(choices=CdnKind.choices, allow_null=True)
    has_secret = serializers.SerializerMethodField(help_text="The secret itself is never shown again.")
    changed_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = PurgeHook
        fields = ["kind", "identifier", "access_key", "url", "method", "header", "has_secret", "changed_at"]

    def get_has_secret(self, hook: PurgeHook) -> bool:
        return bool(hook.secret)


NO_CDN = {
    **dict.fromkeys(("identifier", "access_key", "url", "method", "header"), ""),
    "kind": None,
    "has_secret": False,
    "changed_at": None,
}


class NewCdn(serializers.Serializer[Any]):
    """Each kind has facts of its own; those of the others are left out."""

    kind = serializers.ChoiceField(choices=CdnKind.choices)
    identifier = serializers.CharField(
        max_length=80, required=False, help_text="Fastly’s service, CloudFront’s distribution or Cloudflare’s zone."
    )
    access_key = serializers.CharField(max_length=128, required=False, help_text="CloudFront’s access key id.")
    url = serializers.CharField(
        max_length=500, required=False, help_text="Of another CDN: https, and may hold {tag} or {path}."
    )
    method = serializers.ChoiceField(choices=METHODS, required=False, help_text="Of another CDN; POST by default.")
    header = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="Of another CDN: the header that bears the secret."
    )
    secret = serializers.CharField(
        max_length=500,
        required=False,
        write_only=True,
        trim_whitespace=True,
        help_text="Left out, the one there is stays, for the same service and host.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        kind = CdnKind(given["kind"])
        strange = sorted(given.keys() - FIELDS[kind].keys() - {"kind"})
        if strange:
            raise serializers.ValidationError(dict.fromkeys(strange, f"{kind.label} has no such fact."))
        return given


def cdn_of(given: dict[str, Any]) -> Cdn:
    """What was sent, as operations take it."""
    return Cdn(**{**given, "kind": CdnKind(given["kind"])})


class PurgeShape(serializers.ModelSerializer[PurgeOrder]):
    """One order to a CDN. Tags and paths are hashes and link ids."""

    installations = serializers.BooleanField(
        source="is_installations", help_text="For the CDN of the whole installation, not the workspace’s own."
    )
    why = serializers.CharField(help_text="erased, withdrawn, paused, released, live, keys, link or test")
    attempts = AttemptShape(many=True)

    class Meta:
        model = PurgeOrder
        fields = ["key", "why", "installations", "tags", "paths", "state", "created_at", "next_at", "attempts"]
