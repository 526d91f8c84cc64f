"""What every view of this API shares: who may enter where, and how bodies are read."""

from __future__ import annotations

from typing import Any

from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from workspaces import access
from workspaces.access import Grant, OrganizationGrant
from workspaces.roles import Capability, OrganizationCapability


class TenantView(APIView):
    """Opened by an API key of the workspace or by a person's session; the door decides, not REST framework."""

    def enter(self, capability: Capability = Capability.VIEW) -> Grant:
        """Into the workspace that the address names."""
        return access.enter(self.request, self.kwargs["workspace"], capability)

    def over(self, capability: OrganizationCapability) -> OrganizationGrant:
        """Into the organization that the address names; people only."""
        return access.organization(self.request, self.kwargs["organization"], capability)

    def given(self, kind: type[Serializer[Any]], **options: Any) -> dict[str, Any]:
        """The body, checked. Raises ValidationError."""
        sent = kind(data=self.request.data, **options)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)
