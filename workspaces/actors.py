"""Who does something: a person, a program with an API key, a guest with a link, or OKZest itself."""

from __future__ import annotations

from dataclasses import dataclass

from workspaces.models import ApiKey, AuditEntry, User

Kind = AuditEntry.ActorKind


@dataclass(frozen=True)
class Actor:
    """The doer of one act, as the audit log will name them."""

    kind: AuditEntry.ActorKind
    key: str
    name: str
    user: User | None = None
    api_key: ApiKey | None = None

    @property
    def answerable(self) -> User | None:
        """The person behind it: themselves, or whoever made the program's key, while they are known."""
        return self.user or (self.api_key.created_by if self.api_key else None)

    def __str__(self) -> str:
        return self.name


def person(user: User) -> Actor:
    return Actor(Kind.PERSON, user.key, str(user), user=user)


def program(api_key: ApiKey) -> Actor:
    return Actor(Kind.API_KEY, api_key.key, str(api_key), api_key=api_key)


def guest(key: str, name: str) -> Actor:
    """Somebody without an account who holds a link, such as a client who approves."""
    return Actor(Kind.GUEST, key, name)


SYSTEM = Actor(Kind.SYSTEM, "", "OKZest")
"""Scheduled work and commands."""
