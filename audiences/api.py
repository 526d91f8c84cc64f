"""The API of audiences: make one, add or change recipients by an id of yours, erase them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audiences import queries, tokens
from audiences.models import Audience, Recipient
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

MAY = Capability.MANAGE_AUDIENCES
AT_ONCE = 1_000


class AudienceShape(serializers.ModelSerializer[Audience]):
    size = serializers.IntegerField(read_only=True, default=0)
    last_day = serializers.DateField(
        read_only=True, allow_null=True, help_text="When it is erased: on its own day or after the workspace's days."
    )
    names = serializers.ListField(source="fields", child=serializers.CharField(), read_only=True)

    class Meta:
        model = Audience
        fields = ["key", "name", "names", "size", "delete_on", "last_day", "created_at"]
        read_only_fields = ["key", "created_at"]


class NewAudience(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    delete_on = serializers.DateField(required=False)


class OneRecipient(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=200, help_text="Of another system; finds the recipient again.")
    values = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=5000, trim_whitespace=False)
    )


class ManyRecipients(serializers.Serializer[Any]):
    recipients = serializers.ListField(child=OneRecipient(), min_length=1, max_length=AT_ONCE)


class RecipientToken(serializers.Serializer[Any]):
    id = serializers.CharField()
    token = serializers.CharField(help_text="Goes into token links: `/i/<link>/~<token>.png`.")


class RecipientTokens(serializers.Serializer[Any]):
    recipients = RecipientToken(many=True)


class RecipientIds(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.CharField(max_length=200), min_length=1, max_length=AT_ONCE)


class Erased(serializers.Serializer[Any]):
    erased = serializers.IntegerField()


class AudiencesView(TenantView):
    @described.many("list_audiences", "List audiences", AudienceShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, queries.audiences_of(self.enter().workspace), AudienceShape)

    @described.make("create_audience", "Make an audience", NewAudience, AudienceShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant, given = self.enter(MAY), self.given(NewAudience)
        made = recipients.create_audience(workspace=grant.workspace, by=grant.actor, now=timezone.now(), **given)
        return Response(AudienceShape(made).data, status=201)


class AudienceView(TenantView):
    @described.one("get_audience", "Look at an audience", AudienceShape)
    def get(self, request: Request, workspace: str, audience: str) -> Response:
        return Response(AudienceShape(access.one(request, workspace, queries.audiences_of_all(), audience)).data)

    @described.remove("erase_audience", "Erase an audience and everybody in it")
    def delete(self, request: Request, workspace: str, audience: str) -> Response:
        row = _audience(request, workspace, audience)
        recipients.begin_erasing(audience=row, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)


class RecipientsView(TenantView):
    @described.change("upsert_recipients", "Add or change recipients", ManyRecipients, RecipientTokens)
    @once
    def put(self, request: Request, workspace: str, audience: str) -> Response:
        row = _audience(request, workspace, audience)
        sent = self.given(ManyRecipients)["recipients"]
        entries = [Entry(one["id"], one["values"]) for one in sent]
        recipients.upsert(audience=row, entries=entries, now=timezone.now())
        return Response({"recipients": _tokens(row, [one["id"] for one in sent])})


class EraseView(TenantView):
    @described.change("erase_recipients", "Erase recipients", RecipientIds, Erased)
    def post(self, request: Request, workspace: str, audience: str) -> Response:
        row = _audience(request, workspace, audience)
        ids = self.given(RecipientIds)["ids"]
        count = recipients.erase(audience=row, external_ids=ids, by=access.actor_of(request), now=timezone.now())
        return Response({"erased": count})


def _audience(request: Request, workspace: str, audience: str) -> Audience:
    return access.one(request, workspace, Audience.objects.select_related("workspace__organization"), audience, MAY)


def _tokens(audience: Audience, ids: list[str]) -> list[dict[str, str]]:
    digests = {tokens.external_digest(audience.key, one): one for one in ids}
    rows = Recipient.objects.filter(audience=audience, external_digest__in=digests)
    nonces = dict(rows.values_list("external_digest", "nonce"))
    return [{"id": own, "token": tokens.token_of(audience.key, nonces[digest])} for digest, own in digests.items()]
