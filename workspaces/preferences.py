"""A workspace's settings: typed, with defaults, parsed at the door and refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workspaces.models import Workspace
from workspaces.problems import Problem

HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
MAX_HOSTS, MAX_CHECKS, MAX_CHECK, MAX_PATTERN = 50, 12, 160, 300
LONGEST_RETENTION = 3650
FALLBACK_ALERT = 25


class InvalidPreferences(Problem):
    """A setting cannot be used; `field` names it."""

    code = "invalid_settings"

    def __init__(self, field: str, public_message: str):
        super().__init__(public_message)
        self.field = field
        self.details = {"field": field}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a workspace decides.

    `retention_days`: days after which audiences and their values are erased; None keeps them until somebody acts.
    `fallback_alert_percent`: the share of a link's pictures within an hour that may show a field's fallback before
    webhooks are told; None tells nobody.
    """

    naming_pattern: str = ""
    own_work_allowed: bool = False
    open_links_allowed: bool = True
    checklist: tuple[str, ...] = ()
    image_hosts: tuple[str, ...] = ()
    retention_days: int | None = None
    fallback_alert_percent: int | None = FALLBACK_ALERT

    def as_json(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def preferences(workspace: Workspace) -> Preferences:
    """What the workspace decided. Values were parsed when they were written; a damaged one counts as not said."""
    raw = dict(workspace.settings) if isinstance(workspace.settings, dict) else {}
    while True:
        try:
            return parse(raw)
        except InvalidPreferences as problem:
            del raw[problem.field]


def parse(raw: Mapping[str, Any]) -> Preferences:
    """Settings from JSON or a form. Raises InvalidPreferences naming the first that is wrong."""
    known = Preferences.__dataclass_fields__
    for name in raw:
        if name not in known:
            raise InvalidPreferences(name, f"There is no setting called “{name}”.")
    return Preferences(
        naming_pattern=_text("naming_pattern", raw.get("naming_pattern", ""), MAX_PATTERN),
        own_work_allowed=_flag("own_work_allowed", raw.get("own_work_allowed", False)),
        open_links_allowed=_flag("open_links_allowed", raw.get("open_links_allowed", True)),
        checklist=_lines("checklist", raw.get("checklist", ()), MAX_CHECKS, MAX_CHECK),
        image_hosts=_hosts(raw.get("image_hosts", ())),
        retention_days=_days(raw.get("retention_days")),
        fallback_alert_percent=_percent(raw.get("fallback_alert_percent", FALLBACK_ALERT)),
    )


def _text(field: str, value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise InvalidPreferences(field, "This must be text.")
    text = " ".join(value.split())
    if len(text) > most:
        raise InvalidPreferences(field, f"Use at most {most} characters.")
    return text


def _flag(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidPreferences(field, "This must be yes or no.")
    return value


def _lines(field: str, value: Any, most: int, length: int) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise InvalidPreferences(field, "This must be a list of lines.")
    lines = tuple(line for line in (_text(field, item, length) for item in value) if line)
    if len(lines) > most:
        raise InvalidPreferences(field, f"Use at most {most} lines.")
    return lines


def _hosts(value: Any) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in _lines("image_hosts", value, MAX_HOSTS, 253))
    for host in hosts:
        if not HOST.fullmatch(host):
            raise InvalidPreferences(
                "image_hosts", f"“{host}” is not a host name. Write one such as cdn.example.com or *.example.com."
            )
    return tuple(dict.fromkeys(hosts))


def _days(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_RETENTION:
        raise InvalidPreferences("retention_days", f"Use a whole number of days from 1 to {LONGEST_RETENTION:,}.")
    return value


def _percent(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
        raise InvalidPreferences("fallback_alert_percent", "Use a whole number from 1 to 100.")
    return value
