"""Naming many recipients' pictures at once: the same names and findings as one by one, for less work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.models import PrewarmRun, RecipientPicture, RenderLink
from renderer.modes import Mode
from renderer.prewarm import findings, in_bulk, naming
from renderer.prewarm.naming import Namer, Told
from renderer.prewarm.targets import Target, named, target_of
from tests.renderer.prewarming import (  # noqa: F401  (fixtures are found by name)
    audience,
    make_run,
    run,
    storage_of_its_own,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
NAMES = ["first_name", "fname", "city", "not_a_field"]
VALUES = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(["", "Anna", "ANNA", "Zoë", "{{ x", "null", "علي", "🎉 Bo"])
)


@pytest.fixture
def targets(make_run: Callable[..., PrewarmRun], make_link: Callable[..., RenderLink]) -> list[Target]:
    """Two looks, since an open link bounds its values; two targets each."""
    made = make_run(make_link(Mode.TOKEN), make_link(Mode.OPEN), formats=["png", "jpg"])
    return [target_of(output) for output in made.outputs.select_related("link")]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(everybody=st.lists(VALUES, min_size=1, max_size=12))
def test_many_get_the_names_and_findings_that_each_alone_gets(
    targets: list[Target], everybody: list[dict[str, str]]
) -> None:
    at = timezone.now()
    told = Namer(targets, at).told(list(enumerate(everybody)))
    for recipient_id, (values, looks) in enumerate(zip(everybody, told, strict=True)):
        alone = list(named(targets, values, at, recipient_id))
        assert dict(pair for look in looks for pair in look.names) == {one.target.id: one.name for one in alone}
        firsts = {one.target.look: one for one in reversed(alone)}
        kinds = [sorted(findings.of_values(firsts[look])) for look in dict.fromkeys(one.target.look for one in alone)]
        assert [sorted(look.kinds) for look in looks] == kinds


def test_people_who_differ_in_what_no_layer_can_show_are_resolved_once(
    targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved: list[Any] = []
    really = naming.resolved_for
    monkeypatch.setattr(naming, "resolved_for", lambda *about: resolved.append(about) or really(*about))
    namer, now = Namer(targets[:2], timezone.now()), []
    for company in range(3):
        people = [(n, {"first_name": "Anna", "note": f"{company} {n}"}) for n in range(10)]
        now += namer.told(people)
    assert len(resolved) == 1
    assert len(set(now)) == 1
    assert isinstance(now[0][0], Told)


def test_what_is_noted_twice_is_there_once(run: PrewarmRun) -> None:
    RecipientPicture.objects.all().delete()
    in_bulk.note(run.workspace_id, [(1, "aa"), (2, "aa")])
    in_bulk.note(run.workspace_id, [(2, "aa"), (2, "bb"), (2, "bb")])
    in_bulk.note(run.workspace_id, [])
    noted = RecipientPicture.objects.order_by("recipient_id", "name").values_list(
        "workspace_id", "recipient_id", "name"
    )
    assert list(noted) == [(run.workspace_id, 1, "aa"), (run.workspace_id, 2, "aa"), (run.workspace_id, 2, "bb")]
