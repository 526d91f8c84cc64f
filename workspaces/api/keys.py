"""API keys and signing keys of a workspace."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from workspaces import access
from workspaces.api import described, shapes
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import ApiKey, SigningKey
from workspaces.operations import keys
from workspaces.roles import Capability

MAY = Capability.MANAGE_KEYS


class ApiKeysView(TenantView):
    @described.many("list_api_keys", "List API keys", shapes.ApiKeyShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, ApiKey.objects.in_workspace(self.enter(MAY).workspace), shapes.ApiKeyShape)

    @described.make("create_api_key", "Make an API key", shapes.NewApiKey, shapes.MadeApiKey)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        given = self.given(shapes.NewApiKey)
        key, secret = keys.create_api_key(
            workspace=grant.workspace,
            name=given["name"],
            scopes_asked=given["scopes"],
            by=grant.actor,
            held=grant.capabilities,
            now=timezone.now(),
            expires_at=given.get("expires_at"),
        )
        return Response({**shapes.ApiKeyShape(key).data, "secret": secret}, status=201)


class ApiKeyView(TenantView):
    @described.remove("revoke_api_key", "Revoke an API key")
    @once
    def delete(self, request: Request, workspace: str, api_key: str) -> Response:
        key = access.one(request, workspace, ApiKey, api_key, MAY)
        keys.revoke_api_key(api_key=key, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)


class SigningKeysView(TenantView):
    @described.many("list_signing_keys", "List signing keys", shapes.SigningKeyShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, SigningKey.objects.in_workspace(self.enter(MAY).workspace), shapes.SigningKeyShape)

    @described.make("rotate_signing_key", "Sign with a new key from now on", None, shapes.SigningKeyShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        key = keys.rotate_signing_key(workspace=grant.workspace, by=grant.actor, now=timezone.now())
        return Response(shapes.SigningKeyShape(key).data, status=201)


class SigningKeyView(TenantView):
    @described.remove("revoke_signing_key", "Refuse every address that a former key signed")
    @once
    def delete(self, request: Request, workspace: str, number: int) -> Response:
        key = access.one(request, workspace, SigningKey, number, MAY, by="number")
        keys.revoke_signing_key(signing_key=key, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)
