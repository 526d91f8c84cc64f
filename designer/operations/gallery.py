"""Begin from one of the designs that come with the product: pictures into the library, brand by choice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from designer.content import replaced
from designer.demo.artwork.catalogue import ARTWORK, picture
from designer.demo.shelf import Sample, demo, gallery
from designer.models import Asset, Template
from designer.operations.assets import upload_asset
from designer.operations.templates import create_template, free_name
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.problems import Problem

ARTWORK_FOLDER = settings.DATA / "demo" / "artwork"
"""Where pictures that we draw ourselves are kept once drawn."""


class NoSuchSample(Problem):
    """The gallery has no such design."""

    code = "not_found"


def samples() -> list[Sample]:
    """Every design of the gallery: the demo's five first."""
    return [*demo(), *gallery()]


def sample(key: str) -> Sample:
    """One of them. Raises NoSuchSample."""
    found = next((one for one in samples() if one.key == key), None)
    if found is None:
        raise NoSuchSample("There is no such design in the gallery.")
    return found


def use_sample(
    *, workspace: Workspace, key: str, name: str, by: Actor, now: datetime, in_brand: bool = True, folder: str = ""
) -> Template:
    """A draft from the design; `in_brand` lets the workspace’s colours and fonts stand for those of the design."""
    wanted = sample(key)
    digests = {one: _asset(workspace, one, by, now).digest for one in sorted(wanted.artwork)}
    document = dict(replaced(wanted.document, digests))
    if in_brand:
        document.pop("brand", None)
    with transaction.atomic():
        taken = Template.objects.in_workspace(workspace).active().filter(name=name or wanted.name).exists()
        chosen = free_name(workspace, name or wanted.name) if taken else name or wanted.name
        return create_template(workspace=workspace, name=chosen, document=document, by=by, now=now, folder=folder)


def _asset(workspace: Workspace, name: str, by: Actor, now: datetime) -> Asset:
    known = Asset.objects.in_workspace(workspace).filter(name=name, archived_at=None).first()
    if known is not None:
        return known
    about = ARTWORK[name]
    kind = Asset.Kind.LOGO if about.is_logo else Asset.Kind.IMAGE
    data = picture(name, ARTWORK_FOLDER).read_bytes()
    return upload_asset(workspace=workspace, data=data, name=name, alt=about.alt, kind=kind, by=by, now=now)
