"""Links of campaigns: make, pause, resume and revoke them, and what delivery needs to know of one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from renderer import links, policy, purges
from renderer.engine.problems import RenderProblem
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.remembered import changed, facts
from renderer.secrets import signing_secret
from workspaces import audit
from workspaces.actors import Actor
from workspaces.encryption import seal, unseal
from workspaces.models import SigningKey
from workspaces.preferences import preferences

if TYPE_CHECKING:
    from workspaces.models import Workspace


class LinkProblem(RenderProblem):
    """A link cannot be made or used as asked."""

    code = "link_problem"


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What delivery knows of a link without asking the database again."""

    id: int
    workspace_id: int
    workspace: str
    template_key: str
    mode: Mode
    policy: policy.Policy
    size: str | None
    pinned_id: int | None
    status: str
    expires_at: datetime | None
    revoked_keys: frozenset[int]
    sender_secret: bytes = field(default=b"", repr=False)

    def is_open(self, now: datetime) -> bool:
        """Whether its addresses show personal pictures now."""
        return self.status == RenderLink.Status.ACTIVE and (self.expires_at is None or now < self.expires_at)


CHANGEABLE = frozenset({"name", "status", "policy", "expires_at", "pinned_id", "sender_secret"})
SHORTEST_SECRET = 16


@transaction.atomic
def create(
    *,
    workspace: Workspace,
    template_key: str,
    name: str,
    mode: Mode,
    by: Actor,
    now: datetime,
    rules: Mapping[str, Any] | None = None,
    size: str = "",
    format: str = "",
    expires_at: datetime | None = None,
    pinned_id: int | None = None,
    sender_secret: str = "",
) -> RenderLink:
    """A new link; `rules` is the policy for unsigned values, `sender_secret` what Iterable signs with.

    Raises InvalidPolicy, LinkProblem for a forbidden mode or a poor secret.
    """
    policy.parse(rules or {})
    if mode is Mode.OPEN and not open_links_allowed(workspace):
        raise LinkProblem("This workspace forbids open links. Use sealed addresses or recipient tokens.")
    link: RenderLink = RenderLink.objects.create(
        workspace=workspace,
        template_key=template_key,
        code=links.new_code(workspace.key, mode, signing_secret()),
        name=name,
        mode=mode,
        policy=dict(rules or {}),
        size=size,
        format=format,
        expires_at=expires_at,
        pinned_id=pinned_id,
        sender_secret=_sealed_secret(mode, sender_secret),
        created_by=by.user,
        created_at=now,
    )
    audit.record("render_link.created", by=by, now=now, about=link, workspace=workspace, mode=mode)
    return link


@transaction.atomic
def change(*, link: RenderLink, changes: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Change its `name`, `status`, `policy`, `expires_at`, `pinned_id` (None follows what is live) or `sender_secret`.

    Addresses already sent stay good, unless the secret that they were signed with is replaced.

    Raises InvalidPolicy, or LinkProblem: a revoked link stays revoked.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise LinkProblem(f"This cannot be changed: {', '.join(sorted(unknown))}.")
    if link.status == RenderLink.Status.REVOKED:
        raise LinkProblem("This link was revoked for good. Make a new one.")
    if "policy" in changes:
        policy.parse(changes["policy"])
    if "sender_secret" in changes:
        changes = {**changes, "sender_secret": _sealed_secret(Mode(link.mode), changes["sender_secret"])}
    before = {name: getattr(link, name) for name in changes}
    for name, value in changes.items():
        setattr(link, name, value)
    link.save(update_fields=list(changes))
    told: dict[str, Any] = {name: [before[name], value] for name, value in changes.items()}
    if "sender_secret" in told:
        told["sender_secret"] = "replaced"  # noqa: S105 (what the log says of it)
    audit.record("render_link.changed", by=by, now=now, about=link, workspace=link.workspace, changes=told)
    changed()
    purges.of_link(link)


def open_links_allowed(workspace: Workspace) -> bool:
    """Whether the workspace wants links whose values anybody may write."""
    return preferences(workspace).open_links_allowed


def known(code: str) -> LinkFacts | None:
    """The link of that code, from memory if it can be; None if there is none."""
    return facts.get(known_key(code), lambda: _read(code))


def known_key(code: str) -> Hashable:
    """What `known` is remembered by."""
    return "link", code


def public_id(link: RenderLink) -> str:
    """The first part of the link's addresses, naming the workspace's current signing key."""
    return links.link_id(link.workspace.key, current_key(link.workspace), link.code)


def address(link: RenderLink, *, format: str, scale: int | None = None) -> str:
    """The complete address of an open link, without its query."""
    if link.mode != Mode.OPEN:
        raise LinkProblem("Only open links have one address for everybody. Sign an address for each recipient instead.")
    return settings.IMAGE_URL + links.open_path(public_id(link), secret=signing_secret(), format=format, scale=scale)


def current_key(workspace: Workspace) -> int:
    """The number of the key that the workspace signs with. Raises LinkProblem if it has none: no key, no address."""
    number = (
        SigningKey.objects.in_workspace(workspace)
        .filter(state=SigningKey.State.CURRENT)
        .values_list("number", flat=True)
        .first()
    )
    if number is None:
        raise LinkProblem("This workspace has no signing key. An admin can make one in its settings.")
    return int(number)


def _sealed_secret(mode: Mode, secret: str) -> bytes:
    """Encrypted at rest. The other tools sign with a key that we give them, so that there is nothing to keep."""
    if mode is not Mode.SENDER_SHA1:
        return b""
    if len(secret.strip()) < SHORTEST_SECRET:
        raise LinkProblem(f"Paste the HMAC secret of your Iterable project: {SHORTEST_SECRET} characters or more.")
    return seal(secret.strip().encode())


def _read(code: str) -> LinkFacts | None:
    link = RenderLink.objects.select_related("workspace").filter(code=code).first()
    if link is None:
        return None
    revoked = SigningKey.objects.in_workspace(link.workspace).filter(state=SigningKey.State.REVOKED)
    return LinkFacts(
        id=link.pk,
        workspace_id=link.workspace_id,
        workspace=link.workspace.key,
        template_key=link.template_key,
        mode=Mode(link.mode),
        policy=policy.parse(link.policy),
        size=link.size or None,
        pinned_id=link.pinned_id,
        status=link.status,
        expires_at=link.expires_at,
        revoked_keys=frozenset(revoked.values_list("number", flat=True)),
        sender_secret=unseal(bytes(link.sender_secret)) if link.sender_secret else b"",
    )
