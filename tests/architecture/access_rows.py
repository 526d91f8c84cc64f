"""The words in which rows of the access matrix are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from workspaces.roles import Capability, OrganizationCapability


class Anybody(Enum):
    """Demands that are not about a tenant's rights."""

    PUBLIC = "anybody at all"
    LOGGED_IN = "anybody who is logged in"
    KNOWN = "anybody who is logged in, and any program with a live key"
    STAFF = "the installation's staff"


Demand = Capability | OrganizationCapability | Anybody


@dataclass(frozen=True)
class Row:
    """Which methods an address answers and what each demands. `because` says why something is public.

    `parameters` fills the address where a parameter's name alone does not say which object is meant; `bodies` is what
    is sent with a method (JSON below /api/, a form elsewhere). `for_programs`: an API key
    opens it, a browser does not. `may_be_absent`: it is kept for a while only, so those who may can get 404 too.
    """

    methods: Mapping[str, Demand]
    because: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    for_programs: bool = False
    may_be_absent: bool = False


def sees(demand: Demand, **options: Any) -> Row:
    """Only looked at."""
    return Row({"GET": demand, "HEAD": demand}, **options)


def acts(demand: Demand, **options: Any) -> Row:
    """Only acted on."""
    return Row({"POST": demand}, **options)


def form(demand: Demand, post: Demand | None = None, **options: Any) -> Row:
    """Shown and sent."""
    return Row({"GET": demand, "HEAD": demand, "POST": post or demand}, **options)


def public(because: str, *methods: str) -> Row:
    """For everybody, and why that is right."""
    return Row(dict.fromkeys(methods or ("GET", "HEAD"), Anybody.PUBLIC), because=because)
