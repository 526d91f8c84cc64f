"""From a file to recipients: guesses, duplicates, refused rows, what is kept and what is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from audiences import known_fields, queries, tasks, tokens
from audiences.guesses import KnownField, guess, id_column
from audiences.models import Audience, Recipient, Upload
from audiences.operations import imports, recipients, uploads
from audiences.operations.recipients import Entry
from audiences.problems import UnusableRecipient
from tests.audiences.conftest import NOW, SHEET
from workspaces.actors import Actor
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


def test_everybody_in_the_file_becomes_a_recipient(read_in: Callable[..., Upload]) -> None:
    upload = read_in(SHEET)
    assert (upload.state, upload.rows_kept, upload.rows_refused) == ("done", 2, 0)
    assert [one.values["Vorname"] for one in queries.everybody(upload.audience)] == ["Anna", "Zoë"]


def test_columns_are_matched_by_name_alias_and_synonym() -> None:
    fields = [
        KnownField("first_name", "First name", ("fname",)),
        KnownField("company", "Company"),
        KnownField("x", "Gate"),
    ]
    columns = ["E-Mail", "Vorname", "Organisation", "GATE", "Shoe size"]
    found = guess(columns, fields, [["a@example.com", "Anna", "Northwind", "B4", "38"]])
    assert [one.name for one in found] == ["", "first_name", "company", "x", "Shoe size"]
    assert id_column(columns) == 0


def test_personal_column_that_no_field_needs_is_dropped_whatever_it_is_called() -> None:
    found = guess(["Contact point", "Points"], [], [["anna@example.com", "7"]])
    assert [(one.name, one.personal) for one in found] == [("", True), ("Points", False)]


def test_second_row_of_the_same_person_is_refused_and_explained(read_in: Callable[..., Upload]) -> None:
    upload = read_in("id,name\n7,Anna\n8,Zoe\n7,Anne\n")
    assert [one.values["name"] for one in queries.everybody(upload.audience)] == ["Anna", "Zoe"]
    assert list(queries.refused_rows(upload)) == [
        (4, "The same id stands in row 2 already; that row counts.", ["7", "Anne"])
    ]


def test_duplicates_are_found_across_batches(read_in: Callable[..., Upload], monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    upload = read_in("id,name\n1,a\n2,b\n3,c\n1,d\n4,e\n2,f\n")
    assert upload.rows_kept == 4
    assert [number for number, _, _ in queries.refused_rows(upload)] == [5, 7]


@pytest.mark.parametrize(
    ("row", "part"), [(",Anna", "is empty"), ("7,Anna,more", "more cells"), ("7," + "x" * 5001, "5,000")]
)
def test_unusable_row_is_refused_and_the_others_kept(read_in: Callable[..., Upload], row: str, part: str) -> None:
    upload = read_in(f"id,name\n{row}\n8,Zoe\n")
    assert upload.rows_kept == 1
    assert [part in reason for _, reason, _ in queries.refused_rows(upload)] == [True]


def test_reading_goes_on_after_a_kill_where_it_was(
    take_in: Callable[..., Upload], matched: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    upload = matched(take_in("id,name\n1,a\n2,b\n1,c\n3,d\n2,e\n4,f\n"))
    with monkeypatch.context() as until_killed:
        until_killed.setattr(recipients, "upsert", _third_time_killed(recipients.upsert))
        with pytest.raises(KeyboardInterrupt):
            imports.run(upload=Upload.objects.get(), now=NOW)
    assert (Upload.objects.get().rows_read, Upload.objects.get().state) == (4, "reading")
    before = {one.id: one.token for one in queries.everybody(upload.audience)}
    assert imports.run(upload=Upload.objects.get(), now=NOW) is True
    done = Upload.objects.get()
    assert (done.rows_read, done.rows_kept, done.rows_refused, done.refused.count()) == (6, 4, 2, 2)
    after = {one.id: one.token for one in queries.everybody(upload.audience)}
    assert [one.values["name"] for one in queries.everybody(upload.audience)] == ["a", "b", "d", "f"]
    assert before.items() < after.items()


def test_long_file_is_read_in_turns(take_in: Callable[..., Upload], matched: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    matched(take_in("id,name\n1,a\n2,b\n3,c\n4,d\n5,e\n"))
    turns = []
    while not imports.run(upload=Upload.objects.get(), now=NOW, seconds=0):
        turns.append(Upload.objects.get().rows_read)
    assert turns == [2, 4, 5]
    assert (Upload.objects.get().state, Upload.objects.get().rows_kept) == ("done", 5)


def test_task_sends_the_next_turn(take_in: Callable[..., Upload], matched: Any, monkeypatch: Any) -> None:
    upload, sent = matched(take_in("id,name\n1,a\n")), []
    monkeypatch.setattr(tasks.read_upload, "apply_async", lambda **given: sent.append(given["kwargs"]))
    with monkeypatch.context() as at_once:
        at_once.setattr(imports, "run", lambda **_: False)
        tasks.read_upload(upload_id=upload.pk)
    tasks.read_upload(upload_id=upload.pk)
    assert sent == [{"upload_id": upload.pk}]


def test_of_two_that_read_one_file_the_later_stops(take_in: Callable[..., Upload], matched: Any) -> None:
    matched(take_in("id,name\n1,a\n2,b\n"))
    early, late = Upload.objects.get(), Upload.objects.get()
    assert imports.run(upload=early, now=NOW) is True
    with pytest.raises(imports.Overtaken):
        imports._count(late, 2, 2, 0)
    done = Upload.objects.get()
    assert (done.state, done.rows_read, done.rows_kept) == ("done", 2, 2)


def _third_time_killed(upsert: Callable[..., None]) -> Callable[..., None]:
    calls: list[int] = []

    def act(**given: Any) -> None:
        calls.append(1)
        if len(calls) > 2:
            raise KeyboardInterrupt
        upsert(**given)

    return act


def test_uploading_again_changes_values_and_keeps_tokens(
    read_in: Callable[..., Upload], workspace: Workspace, alice: Actor
) -> None:
    audience = read_in("id,name\n7,Anna\n").audience
    before = next(queries.everybody(audience))
    recipients.upsert(audience=audience, entries=[Entry("7", {"name": "Anne"})], now=NOW)
    after = next(queries.everybody(audience))
    assert (after.id, after.token, after.values) == (before.id, before.token, {"name": "Anne"})


def test_one_id_twice_in_one_call_is_refused(read_in: Callable[..., Upload]) -> None:
    audience = read_in("id,name\n7,Anna\n").audience
    with pytest.raises(UnusableRecipient):
        recipients.upsert(audience=audience, entries=[Entry("9", {}), Entry("9", {})], now=NOW)


def test_token_opens_its_recipient_until_it_is_renewed_revoked_or_erased(
    read_in: Callable[..., Upload], workspace: Workspace, alice: Actor
) -> None:
    audience = read_in("id,name\n7,Anna\n").audience
    by = {"by": alice, "now": NOW}
    token = next(queries.everybody(audience)).token
    assert queries.by_token(workspace.pk, token).values["name"] == "Anna"
    newer = recipients.renew_token(recipient=recipients.find(audience, "7"), **by)
    assert queries.by_token(workspace.pk, token) is None
    assert queries.by_token(workspace.pk, newer) is not None
    recipients.revoke_token(recipient=recipients.find(audience, "7"), **by)
    assert queries.by_token(workspace.pk, newer) is None
    assert recipients.erase(audience=audience, external_ids=["7"], **by) == 1
    assert not Recipient.objects.exists()


def test_token_opens_nobody_in_another_workspace(read_in: Callable[..., Upload], workspace: Workspace) -> None:
    token = next(queries.everybody(read_in("id,name\n7,Anna\n").audience)).token
    assert queries.by_token(workspace.pk + 1, token) is None


def test_tables_and_files_hold_no_value_and_no_token_in_plain(
    read_in: Callable[..., Upload], take_in: Callable[..., Upload], tmp_path: Path
) -> None:
    read_in(f"id,name\n{CANARY},{CANARY}\n,{CANARY}\n")
    take_in(f"id,name\n1,{CANARY}\n")
    token = next(queries.everybody(Audience.objects.get())).token
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("audiences_", "workspaces_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                held += [repr([bytes(c) if isinstance(c, memoryview) else c for c in row]) for row in cursor.fetchall()]
    held += [repr(file.read_bytes()) for file in tmp_path.rglob("*") if file.is_file()]
    assert len(held) > 5
    assert not [one for one in held if CANARY in one or token in one]


def test_file_is_gone_once_it_was_read_and_after_a_day_if_nobody_matched_it(
    read_in: Callable[..., Upload], take_in: Callable[..., Upload], tmp_path: Path
) -> None:
    read_in(SHEET)
    take_in(SHEET)
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1
    assert uploads.discard_unread(now=NOW + timedelta(days=2)) == 1
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_audience_is_erased_when_its_day_has_come(read_in: Callable[..., Upload]) -> None:
    audience = read_in(SHEET).audience
    Audience.objects.update(delete_on=(NOW + timedelta(days=30)).date())
    assert recipients.erase_what_is_over(now=NOW) == 0
    assert recipients.erase_what_is_over(now=NOW + timedelta(days=30)) == 1
    assert not Recipient.objects.filter(audience_id=audience.pk).exists()


def test_large_audience_loses_its_tokens_at_once_and_the_rest_soon(
    read_in: Callable[..., Upload], workspace: Workspace, alice: Actor, monkeypatch: Any
) -> None:
    audience = read_in("id,name\n7,Anna\n8,Zoe\n9,Max\n").audience
    token = next(queries.everybody(audience)).token
    monkeypatch.setattr(recipients, "ERASED_AT_ONCE", 2)
    assert recipients.begin_erasing(audience=audience, by=alice, now=NOW) is False
    assert queries.by_token(workspace.pk, token) is None
    tasks.erase_audience(audience_id=audience.pk)
    tasks.erase_audience(audience_id=audience.pk)
    assert not Recipient.objects.exists()
    assert recipients.erase_what_is_over(now=NOW) == 0


def test_large_audience_is_erased_even_if_the_task_is_lost(
    read_in: Callable[..., Upload], alice: Actor, monkeypatch: Any
) -> None:
    audience = read_in("id,name\n7,Anna\n").audience
    monkeypatch.setattr(recipients, "ERASED_AT_ONCE", 0)
    recipients.begin_erasing(audience=audience, by=alice, now=NOW)
    assert recipients.erase_what_is_over(now=NOW) == 1
    assert not Audience.objects.exists()


def test_refused_rows_are_safe_to_open_in_a_spreadsheet(read_in: Callable[..., Upload], alice: Actor) -> None:
    upload = read_in('id,name\n,"=HYPERLINK(""http://evil"")"\n7,Zoe\n')
    client = Client()
    client.force_login(alice.user)
    answer = client.get(f"/w/{upload.workspace.key}/audiences/uploads/{upload.key}/refused.csv")
    text = b"".join(answer.streaming_content).decode()
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert "is empty, so nobody can tell who this is" in text


def test_upload_is_matched_on_its_page(workspace: Workspace, alice: Actor, monkeypatch: Any) -> None:
    monkeypatch.setattr(known_fields, "_providers", [lambda _: [KnownField("first_name", "First name")]])
    client = Client()
    client.force_login(alice.user)
    answer = client.post(f"/w/{workspace.key}/audiences/upload/", {"pasted": SHEET}, follow=True)
    page = answer.content.decode()
    assert "Vorname" in page
    assert "“Email”" in page
    data = {"name": "Spring", "id_column": "0", "column_0": "", "column_1": "first_name", "column_2": "Company"}
    client.post(answer.redirect_chain[-1][0], data)
    upload = Upload.objects.get()
    imports.run(upload=upload, now=NOW)
    assert [one.values for one in queries.everybody(upload.audience)] == [
        {"first_name": "Anna", "Company": "Northwind"},
        {"first_name": "Zoë", "Company": "Contoso"},
    ]


def test_tokens_are_long_and_their_own() -> None:
    made = {tokens.token_of("audience", tokens.new_nonce()) for _ in range(1_000)}
    assert len(made) == 1_000
    assert {len(one) for one in made} == {22}
