"""A look through a whole list before anything of it is kept: how full, how wide, which names stand twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiences import findings, widths
from audiences.models import Audience, Upload
from audiences.operations import recipients, uploads
from audiences.widths import Letters, Widest
from renderer.widths import width
from tests.audiences.conftest import NOW
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.operations.workspace_settings import change_settings


def rows_of(values: list[str]) -> Iterator[tuple[int, list[str]]]:
    return ((number, [value]) for number, value in enumerate(values, 2))


def widest_of(values: list[str]) -> str:
    return findings.look_through(["name"], rows_of(values), ()).widest[0]


def test_wide_letters_beat_many_narrow_ones() -> None:
    values = [f"Name {number}" for number in range(999)]
    values[700], values[20] = "WWWWWWWWWW", "i" * 25
    assert widest_of(values) == "WWWWWWWWWW"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12), max_size=60))
def test_widest_value_is_the_one_that_is_widest_when_set(values: list[str]) -> None:
    filled = [value.strip() for value in values if value.strip()]
    assert width(widest_of(values)) == max(map(width, filled), default=0.0)


def test_widest_of_many_is_found_though_few_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    dice, letters, measured = random.Random(3), "iljtWMQmw aeo", []
    values = ["".join(dice.choices(letters, k=dice.randrange(1, 14))) for _ in range(5_000)]
    truth = max(values, key=lambda value: (width(value.strip()), value.strip())).strip()
    monkeypatch.setattr(widths, "_measures", [lambda text: measured.append(text) or width(text)])
    assert width(widest_of(values)) == width(truth)
    assert len(measured) < 400


def test_without_fonts_letters_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widths, "_measures", [])
    seen = Widest(Letters())
    for number, value in enumerate(["WWWW", "iiiiii"]):
        seen.see(value, number)
    assert next(iter(seen.values())) == ("iiiiii", 1)


def test_rows_with_the_widest_values_are_kept_whole_and_once() -> None:
    rows = [(2, ["WWWWWWWW", "a"]), (3, ["b", "MMMMMMMMM"]), (4, ["c", "d"]), (5, ["", ""])]
    found = findings.look_through(["name", "city"], iter(rows), ())
    assert (found.worst, found.worst_in) == ([["WWWWWWWW", "a"], ["b", "MMMMMMMMM"]], [[0], [1]])
    assert (found.rows, found.filled) == (4, [3, 3])


@pytest.mark.django_db
def test_findings_are_sealed_and_go_once_the_file_was_read(
    take_in: Callable[..., Upload], read_in: Callable[..., Upload]
) -> None:
    waiting = take_in("id,name\n1,Kanarienvogel\n")
    assert b"Kanarienvogel" not in bytes(waiting.findings)
    assert uploads.found_in(waiting).widest == ["1", "Kanarienvogel"]
    assert bytes(read_in("id,name\n1,Kanarienvogel\n").findings) == b""


@pytest.mark.django_db
def test_file_from_before_is_looked_through_when_it_is_first_asked_for(take_in: Callable[..., Upload]) -> None:
    upload = take_in("name,name\nAnna,Müller\n")
    Upload.objects.update(findings=b"")
    upload.refresh_from_db()
    assert uploads.found_in(upload).repeated == ["name"]
    assert uploads.found_in(upload).sample == [["Anna", "Müller"]]


@pytest.mark.django_db
def test_other_encoding_is_looked_through_anew(take_in: Callable[..., Upload]) -> None:
    upload = take_in("name\nŽižek\n".encode("cp1250"))
    uploads.read_as(upload=upload, encoding="cp1250")
    assert uploads.found_in(upload).widest == ["Žižek"]


@pytest.mark.django_db
def test_audience_is_erased_after_the_days_that_the_workspace_decided(
    read_in: Callable[..., Upload], workspace: Workspace, alice: Actor
) -> None:
    from datetime import timedelta

    audience: Any = read_in("id,name\n1,Anna\n").audience
    change_settings(workspace=workspace, changes={"retention_days": 30}, by=alice, now=NOW)
    assert Audience.objects.get().last_day == (NOW + timedelta(days=30)).date()
    assert recipients.erase_what_is_over(now=NOW + timedelta(days=29)) == 0
    assert recipients.erase_what_is_over(now=NOW + timedelta(days=30)) == 1
    assert not Audience.objects.filter(pk=audience.pk).exists()
