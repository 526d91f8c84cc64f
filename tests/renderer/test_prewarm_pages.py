"""Pages of pre-warming without a browser: refusals in words, downloads that are safe, the mail at the end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import PrewarmRun, Release, RenderLink
from renderer.modes import Mode
from renderer.prewarm import mail as mails
from renderer.prewarm import runs, work
from renderer.prewarm.archive import LONGEST, safe_name
from renderer.templatetags.prewarm import lasting
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["Zoë", "ZOË", "../../etc/passwd", "con.txt", "", "=1+1", "a" * 400]


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    backend = {"BACKEND": "okzest.storage.WholeFiles", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def page(alice: User, browser: Client) -> Client:
    """Alice is logged in."""
    browser.force_login(alice)
    return browser


@pytest.fixture
def audience(workspace: Workspace, greeting: Release) -> Audience:
    from workspaces import actors

    now = timezone.now()
    made = recipients.create_audience(name="Spring", by=actors.SYSTEM, workspace=workspace, now=now)
    people = [Entry(str(n), {"first_name": name, "city": f"City {n}"}, n + 2) for n, name in enumerate(NAMES)]
    recipients.upsert(audience=made, entries=people, now=now)
    return made


@pytest.fixture
def run(page: Client, audience: Audience, make_link: Callable[..., RenderLink]) -> PrewarmRun:
    """Made by the form, drawn to the end."""
    link = make_link(Mode.TOKEN)
    answer = page.post(
        f"/w/{audience.workspace.key}/prewarm/new/", {"audience": audience.key, "links": link.code, "speed": "100"}
    )
    made = PrewarmRun.objects.get()
    assert answer["Location"] == address(made)
    finish(made)
    page.post(f"{address(made)}move/", {"to": "start"})
    finish(made)
    return made


def address(run: PrewarmRun, rest: str = "") -> str:
    return f"/w/{run.workspace.key}/prewarm/{run.key}/{rest}"


def finish(run: PrewarmRun) -> None:
    while work.work_on(run.pk, timezone.now):
        pass
    run.refresh_from_db()


def archive_of(page: Client, run: PrewarmRun, column: str = "first_name") -> zipfile.ZipFile:
    answer = page.get(address(run, "pictures.zip"), {"name": column})
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]


def test_zip_has_one_whole_picture_for_each_recipient_under_a_safe_name(page: Client, run: PrewarmRun) -> None:
    file = archive_of(page, run)
    assert file.testzip() is None
    names = file.namelist()
    assert names[:6] == ["Zoë.png", "ZOË (2).png", "etc passwd.png", "_con.txt.png", "000005.png", "=1+1.png"]
    assert len(names) == len(NAMES)
    assert all(file.read(name).startswith(b"\x89PNG") for name in names)


def test_zip_lists_those_whose_picture_is_not_there(page: Client, run: PrewarmRun) -> None:
    folder = f"variants/{run.workspace.key}"
    part = default_storage.listdir(folder)[0][0]
    default_storage.delete(f"{folder}/{part}/{default_storage.listdir(f'{folder}/{part}')[1][0]}")
    file = archive_of(page, run, "")
    assert len(file.namelist()) == len(NAMES)
    assert len(file.read("Not in this file.csv").decode("utf-8-sig").splitlines()) == 2


@given(st.text(max_size=300))
def test_no_text_makes_a_name_that_leaves_its_folder_or_is_too_long(text: str) -> None:
    name = safe_name(text)
    assert not set(name) & set('/\\:*?"<>|\x00\n\r')
    assert len(name.encode()) <= LONGEST + 1
    assert name == name.strip()
    assert not name.startswith(".")


def test_rows_of_a_finding_are_safe_to_open_in_a_spreadsheet(page: Client, run: PrewarmRun) -> None:
    answer = page.get(address(run, f"rows/{run.findings.get(kind='blank').number}.csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert lines == ["File,Row,first_name,city", ",6,,City 4"]


def test_whoever_made_the_run_gets_one_mail_at_its_end(run: PrewarmRun) -> None:
    now = timezone.now()
    assert mails.untold(now) == [run.pk]
    mails.tell(run.pk, now)
    mails.tell(run.pk, now)
    assert mails.untold(now) == []
    sent = mail.outbox[0]
    assert (len(mail.outbox), sent.to) == (1, ["alice@example.com"])
    assert f"{len(NAMES)} new, 0 were there before." in sent.body
    assert "1 recipient: “first_name” is blank: its fallback is shown" in sent.body
    assert address(run) in sent.body


def test_mail_that_could_not_be_sent_is_tried_again(run: PrewarmRun, monkeypatch: Any) -> None:
    def refuse(*_: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(mails, "send_mail", refuse)
    mails.tell(run.pk, timezone.now())
    assert mails.untold(timezone.now()) == [run.pk]


def test_impossible_move_is_answered_with_a_sentence(page: Client, run: PrewarmRun) -> None:
    answer = page.post(f"{address(run)}move/", {"to": "pause"}, follow=True)
    assert "not in a state in which that can be done" in answer.content.decode()


def test_run_is_scheduled_and_taken_back_from_its_page(page: Client, run: PrewarmRun) -> None:
    page.post(f"{address(run)}move/", {"to": "again"})
    again = PrewarmRun.objects.exclude(pk=run.pk).get()
    finish(again)
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    answer = page.post(f"{address(again)}move/", {"to": "schedule", "at": f"{at:%Y-%m-%dT%H:%M}"}, follow=True)
    assert "Scheduled" in page.get(f"/w/{run.workspace.key}/prewarm/").content.decode()
    assert "It starts by itself on" in answer.content.decode()
    again.refresh_from_db()
    assert again.start_at == at
    page.post(f"{address(again)}move/", {"to": "unschedule"})
    again.refresh_from_db()
    assert again.start_at is None


def test_more_outputs_than_a_run_may_have_are_refused_in_words(
    page: Client, audience: Audience, make_link: Callable[..., RenderLink]
) -> None:
    links = [make_link(Mode.TOKEN).code for _ in range(2)]
    form = {"audience": audience.key, "links": links, "formats": ["png", "jpg", "webp"], "scales": ["1", "2", "3"]}
    answer = page.post(f"/w/{audience.workspace.key}/prewarm/new/", {**form, "speed": "100"})
    assert f"Choose 1 to {runs.MOST_OUTPUTS} combinations" in answer.content.decode()
    assert not PrewarmRun.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "–"), (0, "no time"), (0.2, "1 s"), (45, "45 s"), (600, "10 min"), (11_100, "3 h 5 min")],
)
def test_durations_are_told_as_people_say_them(seconds: float | None, words: str) -> None:
    assert lasting(seconds) == words
