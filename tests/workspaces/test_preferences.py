"""A workspace's settings: parsed at the door, refused with a sentence, readable even when the row is damaged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspaces.models import Workspace
from workspaces.operations.workspace_settings import change_settings, set_quotas
from workspaces.preferences import InvalidPreferences, Preferences, parse, preferences
from workspaces.problems import Refused

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(Preferences.__dataclass_fields__))


def test_new_workspace_has_the_careful_defaults() -> None:
    assert parse({}) == Preferences()
    assert not Preferences().own_work_allowed


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("own_work_allowed", "yes", "This must be yes or no."),
        ("naming_pattern", 7, "This must be text."),
        ("naming_pattern", "x" * 301, "Use at most 300 characters."),
        ("checklist", "one", "This must be a list of lines."),
        ("checklist", ["x"] * 13, "Use at most 12 lines."),
        ("retention_days", 0, "Use a whole number of days from 1 to 3,650."),
        ("retention_days", True, "Use a whole number of days from 1 to 3,650."),
        ("retention_days", 1.5, "Use a whole number of days from 1 to 3,650."),
        ("favourite_colour", "blue", "There is no setting called “favourite_colour”."),
    ],
)
def test_setting_that_is_wrong_is_named_with_a_sentence(field: str, value: Any, sentence: str) -> None:
    with pytest.raises(InvalidPreferences) as refusal:
        parse({field: value})
    assert (refusal.value.field, refusal.value.public_message) == (field, sentence)


@pytest.mark.parametrize("host", ["cdn.example.com", "*.example.com", "CDN.Example.com", "xn--bcher-kva.example"])
def test_host_names_are_taken_in_lower_case(host: str) -> None:
    assert parse({"image_hosts": [host]}).image_hosts == (host.lower(),)


@pytest.mark.parametrize(
    "host",
    [
        "https://cdn.example.com",
        "example.com/path",
        "10.0.0.1",
        "localhost",
        "*",
        "*.com*",
        "a..b.example",
        "[::1]",
        "ex ample.com",
    ],
)
def test_what_is_no_host_name_is_refused(host: str) -> None:
    with pytest.raises(InvalidPreferences, match="is not a host name"):
        parse({"image_hosts": [host]})


@given(st.dictionaries(FIELDS, JSON))
def test_anything_is_parsed_or_refused_and_what_is_parsed_parses_again(raw: dict[str, Any]) -> None:
    try:
        parsed = parse(raw)
    except InvalidPreferences:
        return
    assert parse(parsed.as_json()) == parsed


@given(JSON | st.dictionaries(FIELDS, JSON))
def test_damaged_settings_count_as_not_said(raw: Any) -> None:
    assert isinstance(preferences(Workspace(settings=raw)), Preferences)


def test_one_damaged_setting_leaves_the_others() -> None:
    damaged = Workspace(settings={"checklist": 5, "own_work_allowed": True, "unknown": 1})
    assert preferences(damaged).own_work_allowed


@pytest.mark.database
def test_changing_one_setting_keeps_the_others(acme: Workspace, by_alice: dict[str, Any]) -> None:
    change_settings(workspace=acme, changes={"checklist": ["Logo is right"]}, **by_alice)
    change_settings(workspace=acme, changes={"retention_days": 30}, **by_alice)
    acme.refresh_from_db()
    assert preferences(acme) == Preferences(checklist=("Logo is right",), retention_days=30)


@pytest.mark.database
def test_bad_setting_shows_beside_its_field(acme: Workspace, alice: Any, browser_of: Any) -> None:
    page = browser_of(alice).post(
        f"/w/{acme.key}/settings/", {"name": "Acme", "image_hosts": "not a host", "open_links_allowed": "on"}
    )
    assert "is not a host name" in page.content.decode()
    assert 'id="id_image_hosts_error"' in page.content.decode()
    acme.refresh_from_db()
    assert acme.settings == {}


@pytest.mark.database
@pytest.mark.parametrize("quota", [0, -1, 2**60])
def test_quota_that_is_none_is_refused(acme: Workspace, by_alice: dict[str, Any], quota: int) -> None:
    with pytest.raises(Refused):
        set_quotas(workspace=acme, pictures_per_month=quota, storage_bytes=None, **by_alice)
