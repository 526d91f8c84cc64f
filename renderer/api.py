"""The door for programs: draw a picture now, sign addresses for a mailing."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from renderer import asking, delivery, fallbacks, limits, releases, signing
from renderer.engine.draw import draw
from renderer.engine.output import MEDIA_TYPES
from renderer.gather import gather
from renderer.materials.rack import plate_of
from renderer.negotiation import JsonOrPicture
from workspaces import access
from workspaces.access import Grant
from workspaces.api_authentication import BearerKey
from workspaces.models import ApiKey
from workspaces.roles import Capability

PICTURES = {(200, media_type): OpenApiTypes.BINARY for media_type in MEDIA_TYPES.values()}


class ProgramView(APIView):
    """A view that an API key opens, within the key's workspace."""

    authentication_classes = [BearerKey]
    permission_classes = [IsAuthenticated]
    content_negotiation_class = JsonOrPicture

    def grant(self, capability: Capability) -> Grant:
        api_key = self.request.auth
        assert isinstance(api_key, ApiKey)
        return access.enter(self.request, api_key.workspace.key, capability)

    def given(self, kind: type[Any]) -> dict[str, Any]:
        """The body, checked."""
        sent = kind(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)


class RenderView(ProgramView):
    """Draw a template's live release with these values."""

    @extend_schema(
        operation_id="render",
        summary="Draw a picture",
        description="Answers with the picture, or with `Accept: application/json` with an account of it.",
        request=asking.RenderRequest,
        responses={
            **PICTURES,
            (200, "application/json"): asking.RenderAnswer,
            404: OpenApiResponse(description="Not published"),
        },
    )
    def post(self, request: Request, template_key: str) -> HttpResponse:
        workspace = self.grant(Capability.RENDER).workspace
        sent = self.given(asking.RenderRequest)
        now, until = timezone.now(), time.monotonic() + limits.from_settings().deadline
        shown = releases.live(workspace, template_key)
        format = sent.get("format") or fallbacks.extension_of(shown.document.output.format)
        output = delivery.output_for(shown, format, sent.get("scale"), sent.get("size"))
        values = asking.given(sent["values"])
        wanted = delivery.wanted(shown, values, output, now, until)
        if request.accepted_renderer.format != "json":
            return _picture(delivery.picture_of(wanted, now))
        rendered = draw(wanted.resolved, gather(wanted.resolved, limits.for_hosts(shown.image_hosts)), output, plate_of)
        link = signing.api_link(workspace, template_key, now)
        return Response(_account(rendered, signing.sign(link, shown, [values], format=format, scale=output.scale)[0]))


class SignView(ProgramView):
    """Make sealed addresses, one per recipient."""

    @extend_schema(
        operation_id="sign",
        summary="Sign addresses",
        description="One address for each record, in the same order. Values are sealed: nobody can change them.",
        request=asking.SignRequest,
        responses={200: asking.SignAnswer, 404: OpenApiResponse(description="No such link")},
    )
    def post(self, request: Request, link_id: str) -> Response:
        workspace = self.grant(Capability.MANAGE_LINKS).workspace
        sent = self.given(asking.SignRequest)
        link = signing.link_to_sign(workspace, link_id)
        shown = releases.live(workspace, link.template_key)
        format = sent.get("format") or link.format or fallbacks.extension_of(shown.document.output.format)
        records = sent["records"] if "records" in sent else [{"values": sent["values"]}]
        values = [asking.given(record["values"]) for record in records]
        signed = signing.sign(link, shown, values, format=format, scale=sent.get("scale"))
        ids = ({"id": record["id"]} if "id" in record else {} for record in records)
        return Response({"addresses": [{**own, **asdict(one)} for own, one in zip(ids, signed, strict=True)]})


def _picture(picture: delivery.Finished) -> HttpResponse:
    response = HttpResponse(picture.data, content_type=MEDIA_TYPES[picture.format])
    response["Cache-Control"] = "no-store"
    return response


def _account(rendered: Any, signed: signing.Signed) -> dict[str, Any]:
    """What was drawn, for programs."""
    encoded = rendered.encoded
    return {
        "url": signed.url,
        "width": encoded.width,
        "height": encoded.height,
        "bytes": len(encoded.data),
        "alt": rendered.alt,
        "fallbacks": [asdict(one) for one in rendered.fallbacks],
        "issues": [asdict(one) for one in rendered.issues],
    }
