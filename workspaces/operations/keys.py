"""API keys and signing keys: make, revoke, rotate with overlap."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from workspaces import audit, scopes
from workspaces.actors import Actor
from workspaces.api_authentication import new_secret
from workspaces.models import ApiKey, SigningKey, Workspace
from workspaces.operations.organizations import clean_name
from workspaces.problems import Problem, Refused
from workspaces.roles import Capability
from workspaces.scopes import Scope
from workspaces.signals import workspace_changed

MOST_KEYS = 100


class ScopeTooWide(Problem):
    """A key is to do more than whoever makes it."""

    code = "too_much"

    def __init__(self) -> None:
        super().__init__("You cannot make a key that may do more than you may do yourself.")


@transaction.atomic
def create_api_key(
    *,
    workspace: Workspace,
    name: str,
    scopes_asked: Iterable[str],
    by: Actor,
    held: Set[Capability],
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is shown once and not kept."""
    chosen = [scope for scope in Scope if scope.value in set(scopes_asked)]
    if not chosen:
        raise Refused("Tick at least one thing that the key may do.")
    if not scopes.capabilities_of(chosen) <= held:
        raise ScopeTooWide
    if expires_at is not None and expires_at <= now:
        raise Refused("The key would have expired already. Choose a day in the future.")
    if ApiKey.objects.in_workspace(workspace).filter(revoked_at=None).count() >= MOST_KEYS:
        raise Refused(f"A workspace has at most {MOST_KEYS} live keys. Revoke one that is not used any more.")
    secret = new_secret()
    key = ApiKey.objects.create(
        workspace=workspace,
        name=clean_name(name)[:80],
        prefix=secret.prefix,
        digest=secret.digest,
        scopes=[scope.value for scope in chosen],
        # A program that makes keys must not make ones that nobody answers for.
        created_by=by.answerable,
        created_at=now,
        expires_at=expires_at,
    )
    audit.record("api_key.created", by=by, now=now, about=key, workspace=workspace, scopes=key.scopes)
    return key, secret.shown


@transaction.atomic
def revoke_api_key(*, api_key: ApiKey, by: Actor, now: datetime) -> None:
    """End a key, from the next call on and for good."""
    if api_key.revoked_at is not None:
        return
    api_key.revoked_at = now
    api_key.save(update_fields=["revoked_at"])
    audit.record("api_key.revoked", by=by, now=now, about=api_key, workspace=api_key.workspace)


@transaction.atomic
def rotate_signing_key(*, workspace: Workspace, by: Actor, now: datetime) -> SigningKey:
    """Sign with a new key from now on; addresses signed before stay good until their key is revoked."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    keys = SigningKey.objects.in_workspace(workspace)
    last = keys.aggregate(last=Max("number"))["last"] or 0
    keys.filter(state=SigningKey.State.CURRENT).update(state=SigningKey.State.PREVIOUS)
    key = SigningKey.objects.create(workspace=workspace, number=last + 1, created_at=now)
    audit.record("signing_key.rotated", by=by, now=now, about=key, workspace=workspace, number=key.number)
    _announce(workspace)
    return key


@transaction.atomic
def revoke_signing_key(*, signing_key: SigningKey, by: Actor, now: datetime) -> None:
    """Make every address that this key signed worthless. Raises Refused for the one in use."""
    if signing_key.state == SigningKey.State.CURRENT:
        raise Refused("This key signs new addresses now. Rotate first, then revoke it.")
    if signing_key.state == SigningKey.State.REVOKED:
        return
    signing_key.state, signing_key.revoked_at = SigningKey.State.REVOKED, now
    signing_key.save(update_fields=["state", "revoked_at"])
    audit.record(
        "signing_key.revoked",
        by=by,
        now=now,
        about=signing_key,
        workspace=signing_key.workspace,
        number=signing_key.number,
    )
    _announce(signing_key.workspace)


def _announce(workspace: Workspace) -> None:
    transaction.on_commit(lambda: workspace_changed.send(Workspace, workspace=workspace, what="signing_keys"))
