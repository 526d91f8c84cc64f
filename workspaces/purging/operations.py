"""A workspace's own CDN: set it up, forget it, try it, order a purge again."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from workspaces import audit, outgoing
from workspaces.actors import Actor
from workspaces.encryption import seal
from workspaces.models import CdnKind, PurgeHook, PurgeOrder, Workspace
from workspaces.problems import Problem, Refused
from workspaces.purging import ordering
from workspaces.purging.cdn import METHODS, Cdn

IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,80}")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")
NOBODYS = "test"
"""A tag and path that no picture has: a purge of it does nothing but show whether the CDN takes it."""


class UnusableCdn(Problem):
    """Something about the CDN cannot be used; `field` names it."""

    code = "unusable_cdn"

    def __init__(self, field: str, public_message: str):
        super().__init__(public_message)
        self.field = field
        self.details = {"field": field}


@transaction.atomic
def keep(*, workspace: Workspace, cdn: Cdn, by: Actor, now: datetime) -> PurgeHook:
    """Purge there from now on. An empty secret keeps the one there is, for the same service and host.

    Raises UnusableCdn.
    """
    _check(cdn)
    before = PurgeHook.objects.in_workspace(workspace).first()
    if cdn.secret:
        secret = seal(cdn.secret.encode())
    elif cdn.kind is CdnKind.HTTP and not cdn.header:
        secret = None
    elif before is not None and before.secret and _is_same_place(before, cdn):
        secret = bytes(before.secret)
    else:
        raise UnusableCdn("secret", "Enter the secret; it is kept for the service and host it was entered for alone.")
    facts = {name: getattr(cdn, name) for name in ("kind", "identifier", "access_key", "url", "method", "header")}
    hook, _ = PurgeHook.objects.update_or_create(
        workspace=workspace, defaults={**facts, "secret": secret, "changed_at": now}
    )
    audit.record("cdn.changed", by=by, now=now, about=hook, workspace=workspace, new_secret=bool(cdn.secret))
    return hook


@transaction.atomic
def forget(*, workspace: Workspace, by: Actor, now: datetime) -> None:
    """Purge nowhere of the workspace's own any more; what waits is dropped."""
    hook = PurgeHook.objects.in_workspace(workspace).first()
    if hook is not None:
        audit.record("cdn.removed", by=by, now=now, about=hook, workspace=workspace)
        hook.delete()


@transaction.atomic
def test(*, workspace: Workspace, by: Actor, now: datetime) -> PurgeOrder:
    """Order a purge that drops nothing: the workspace's own, or else the installation's. Raises Refused for no CDN."""
    told = ordering.order(workspace, tags=[NOBODYS], paths=[f"/i/{NOBODYS}"], why="test", now=now)
    if not told:
        raise Refused("There is no CDN to be told. Set one up first.")
    waiting = PurgeOrder.objects.in_workspace(workspace).filter(why="test", state=PurgeOrder.State.WAITING)
    order: PurgeOrder = waiting.order_by("is_installations", "-id")[0]
    audit.record("cdn.tested", by=by, now=now, about=order, workspace=workspace)
    return order


@transaction.atomic
def send_again(*, order: PurgeOrder, by: Actor, now: datetime) -> None:
    """The same order from the first attempt on. Raises Refused while it is under way."""
    State = PurgeOrder.State
    closed = PurgeOrder.objects.filter(pk=order.pk).exclude(state=State.WAITING)
    if not closed.update(state=State.WAITING, tries=0, next_at=now):
        raise Refused("This purge is still under way.")
    audit.record("cdn.purged_again", by=by, now=now, about=order, workspace=order.workspace)
    ordering.wake(order.key)


def _check(cdn: Cdn) -> None:
    if cdn.kind is CdnKind.HTTP:
        _check_address(cdn)
    elif not IDENTIFIER.fullmatch(cdn.identifier):
        raise UnusableCdn("identifier", "Copy the id from the CDN’s own pages: letters, digits, - and _ only.")
    if cdn.kind is CdnKind.CLOUDFRONT and not IDENTIFIER.fullmatch(cdn.access_key):
        raise UnusableCdn("access_key", "Enter the access key id, such as AKIA…; it may invalidate and nothing else.")


def _check_address(cdn: Cdn) -> None:
    tried = cdn.url.replace("{tag}", "tag").replace("{path}", "/i/path")
    if not cdn.url.startswith("https://") or not outgoing.may_ask(tried):
        raise UnusableCdn("url", "Use an https address on a public host, port 443, without a password in it.")
    if "{" in tried or "}" in tried:
        raise UnusableCdn("url", "Only {tag} and {path} can stand in the address.")
    if cdn.method not in METHODS:
        raise UnusableCdn("method", f"Use one of {', '.join(METHODS)}.")
    if cdn.header and not HEADER.fullmatch(cdn.header):
        raise UnusableCdn("header", "A header’s name has letters, digits and hyphens only, such as X-Purge-Key.")
    if "\n" in cdn.secret or "\r" in cdn.secret:
        raise UnusableCdn("secret", "A secret stands on one line.")


def _is_same_place(before: PurgeHook, cdn: Cdn) -> bool:
    same_host = urlsplit(before.url).hostname == urlsplit(cdn.url).hostname
    return before.kind == cdn.kind and before.access_key == cdn.access_key and same_host
