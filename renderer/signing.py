"""Sealed addresses for many recipients at once, and the one that stands for an API render."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from renderer import links
from renderer.engine.problems import RenderProblem
from renderer.engine.resolve import resolve
from renderer.gather import fonts_of
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.render_links import issuing
from renderer.secrets import signing_secret
from workspaces import actors

if TYPE_CHECKING:
    from workspaces.models import Workspace

API_LINK = "Pictures drawn by API"


class UnknownLink(RenderProblem):
    """There is no such link in this workspace."""

    code = "unknown_link"

    def __init__(self) -> None:
        super().__init__("There is no such link in this workspace.")


class SecretInAddress(RenderProblem):
    """A field is secret, so its value must not stand in an address."""

    code = "secret_in_address"

    def __init__(self, field: str):
        super().__init__(f"“{field}” is a secret field. Its value cannot be part of an address; use a token link.")


@dataclass(frozen=True, slots=True)
class Signed:
    """A complete address, and the alternative text of what it shows."""

    url: str
    alt: str


def link_to_sign(workspace: Workspace, code: str) -> RenderLink:
    """The sealed link of that id. Raises UnknownLink, or LinkProblem for a link that is not sealed or not active."""
    wanted = code.rpartition("-")[2]
    link: RenderLink | None = (
        RenderLink.objects.in_workspace(workspace).select_related("workspace").filter(code=wanted).first()
    )
    if link is None:
        raise UnknownLink
    if link.mode != Mode.SEALED:
        raise issuing.LinkProblem("Only sealed links have signed addresses; this one is an " + link.mode + " link.")
    if link.status == RenderLink.Status.REVOKED:
        raise issuing.LinkProblem("This link was revoked, so its addresses would show nobody's picture.")
    return link


def api_link(workspace: Workspace, template_key: str, now: datetime) -> RenderLink:
    """The sealed link under which API renders can be looked at; made when it is first needed."""
    rows = RenderLink.objects.in_workspace(workspace).filter(
        template_key=template_key, mode=Mode.SEALED, name=API_LINK, status=RenderLink.Status.ACTIVE
    )
    link: RenderLink | None = rows.select_related("workspace").first()
    return link or issuing.create(
        workspace=workspace, template_key=template_key, name=API_LINK, mode=Mode.SEALED, by=actors.SYSTEM, now=now
    )


def sign(
    link: RenderLink, shown: Shown, records: Iterable[Mapping[str, str]], *, format: str, scale: int | None
) -> list[Signed]:
    """An address for each record, in order. Names that are no fields are passed over. Raises SecretInAddress."""
    public, secret, book = issuing.public_id(link), signing_secret(), fonts_of(shown.document)
    addresses = []
    for values in records:
        stated = _stated(shown, values)
        path = links.sealed_path(public, stated, secret=secret, format=format, scale=scale)
        addresses.append(Signed(settings.IMAGE_URL + path, resolve(shown.document, stated, fonts=book).alt))
    return addresses


def _stated(shown: Shown, values: Mapping[str, str]) -> dict[str, str]:
    """The values of declared fields in the template's order, by each field's own name."""
    stated: dict[str, str] = {}
    for field in shown.document.fields:
        name = next((one for one in (field.key, *field.aliases) if one in values), None)
        if name is None:
            continue
        if field.privacy == "secret" or field.kind == "secret":
            raise SecretInAddress(field.key)
        stated[field.key] = values[name]
    return stated
