"""Begin from one of the designs that come with the product: pictures into the library, brand by choice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from designer.demo.hanging import hung
from designer.demo.shelf import Sample, demo, gallery
from designer.mapping import with_own_look
from designer.models import Template
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
    """A draft that looks like the design; with `in_brand` the workspace’s colours and fonts stand for its own."""
    wanted = sample(key)
    wanted = wanted.in_house_tokens() if in_brand else Sample(wanted.key, with_own_look(wanted.document))
    document = hung(wanted, workspace=workspace, by=by, now=now, folder=ARTWORK_FOLDER)
    with transaction.atomic():
        taken = Template.objects.in_workspace(workspace).active().filter(name=name or wanted.name).exists()
        chosen = free_name(workspace, name or wanted.name) if taken else name or wanted.name
        return create_template(workspace=workspace, name=chosen, document=document, by=by, now=now, folder=folder)
