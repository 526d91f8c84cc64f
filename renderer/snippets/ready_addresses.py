"""An audience as a sheet for the mailing tool: each recipient's id and values with the token and the ready address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from audiences import queries
from audiences.models import Audience
from audiences.queries import Known
from audiences.uses import Use
from renderer import links, signing
from renderer.fallbacks import extension_of
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.render_links import issuing
from renderer.render_links.issuing import LinkProblem
from renderer.snippets.addresses import ADDRESS_COLUMN, TOKEN_COLUMN, is_secret
from workspaces import audit
from workspaces.actors import Actor

AT_ONCE = 500
MOST_USES = 5
ID_COLUMN = "id"
WITH_ADDRESSES = (Mode.TOKEN, Mode.SEALED)
Rows = Iterator[Sequence[str]]


def head(link: RenderLink, audience: Audience) -> list[str]:
    """The names of the columns."""
    own = [TOKEN_COLUMN, ADDRESS_COLUMN] if link.mode == Mode.TOKEN else [ADDRESS_COLUMN]
    return [ID_COLUMN, *own, *audience.fields]


def rows(link: RenderLink, shown: Shown, audience: Audience, *, scale: int | None = 2) -> Rows:
    """One per recipient, a few hundred in memory at a time. Raises LinkProblem before the first.

    Recipients without an id of another system have an empty one. Revoked ones are left out.
    """
    if link.mode not in WITH_ADDRESSES:
        raise LinkProblem("Only token and sealed links have an address for each recipient. Choose one of those.")
    secret = next((field for field in shown.document.fields if is_secret(field)), None)
    if link.mode == Mode.SEALED and secret is not None:
        raise signing.SecretInAddress(secret.key)
    return _rows(link, shown, audience, scale)


def uses(audience: Audience) -> list[Use]:
    """On the audience's page: its addresses for each campaign that has some, newest first, or the way to one."""
    found = RenderLink.objects.filter(workspace=audience.workspace, mode__in=WITH_ADDRESSES)
    where = audience.workspace.key
    some = [
        Use(f"{link.name} (CSV)", f"{reverse('renderer:addresses', args=[where, link.code])}?audience={audience.key}")
        for link in found.exclude(status=RenderLink.Status.REVOKED)[:MOST_USES]
    ]
    words = "A token link gives each recipient an address that says nothing."
    return some or [Use("Make a token link", reverse("renderer:new_link", args=[where]), words)]


def note(link: RenderLink, audience: Audience, *, by: Actor, now: datetime) -> None:
    """The log says who took the list."""
    with transaction.atomic():
        audit.record("audience.exported", by=by, now=now, about=audience, workspace=audience.workspace, link=link.name)


def _rows(link: RenderLink, shown: Shown, audience: Audience, scale: int | None) -> Rows:
    public = issuing.public_id(link)
    format = link.format or extension_of(shown.document.output.format)
    some: list[Known] = []
    for known in queries.everybody(audience):
        if link.mode == Mode.TOKEN:
            path = links.token_path(public, known.token, format=format, scale=scale)
            yield [known.external_id, known.token, settings.IMAGE_URL + path, *_values(audience, known)]
            continue
        some.append(known)
        if len(some) == AT_ONCE:
            yield from _sealed(link, shown, audience, some, format, scale)
            some = []
    yield from _sealed(link, shown, audience, some, format, scale)


def _sealed(
    link: RenderLink, shown: Shown, audience: Audience, some: list[Known], format: str, scale: int | None
) -> Rows:
    signed = signing.sign(link, shown, [known.values for known in some], format=format, scale=scale)
    for known, address in zip(some, signed, strict=True):
        yield [known.external_id, address.url, *_values(audience, known)]


def _values(audience: Audience, known: Known) -> list[str]:
    return [known.values.get(name, "") for name in audience.fields]
