"""Which pictures a CDN must drop when something changes: by tag, and by path where it knows no tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from renderer.models import RenderLink
from workspaces.models import SigningKey, Workspace
from workspaces.purging import ordering, tags

MOST_TAGS = 1_000
"""More are replaced by the one tag that everything of the workspace bears: what is dropped too much is drawn again."""


def of_template(workspace: Workspace, template_key: str, why: str) -> None:
    """Every picture of the template, whatever link and release it came by."""
    if ordering.wanted(workspace.pk):
        shown = RenderLink.objects.in_workspace(workspace).filter(template_key=template_key)
        codes = shown.order_by("pk").values_list("code", flat=True)
        _order(workspace, [tags.of_template(workspace.key, template_key)], _of_links(workspace, codes), why)


def of_link(link: RenderLink) -> None:
    """Every picture of the link."""
    if ordering.wanted(link.workspace_id):
        _order(link.workspace, [tags.of_link(link.pk)], _of_links(link.workspace, [link.code]), "link")


def of_workspace(workspace: Workspace, why: str) -> None:
    """Every picture of the workspace."""
    if ordering.wanted(workspace.pk):
        _order(workspace, [tags.of_workspace(workspace.key)], [_of_all(workspace)], why)


def of_pictures(workspace_id: int, names: Sequence[str]) -> None:
    """These pictures under every address; by path, for want of tags, everything of the workspace."""
    if not names or not ordering.wanted(workspace_id):
        return
    workspace = Workspace.objects.select_related("organization").get(pk=workspace_id)
    found = [tags.of_picture(name) for name in names]
    named = found if len(found) <= MOST_TAGS else [tags.of_workspace(workspace.key)]
    _order(workspace, named, [_of_all(workspace)], "erased")


def _order(workspace: Workspace, named: Iterable[str], paths: Iterable[str], why: str) -> None:
    ordering.order(workspace, tags=named, paths=paths, why=why, now=timezone.now())


def _of_all(workspace: Workspace) -> str:
    """Addresses begin with the workspace; `links.link_id` makes them so."""
    return f"/i/{workspace.key}-*"


def _of_links(workspace: Workspace, codes: Iterable[str]) -> list[str]:
    """For each link and each key that addresses of it may have been signed with, whatever else they hold."""
    keys = list(SigningKey.objects.in_workspace(workspace).values_list("number", flat=True))
    return [f"/i/{workspace.key}-{key}-{code}*" for code in codes for key in keys]
