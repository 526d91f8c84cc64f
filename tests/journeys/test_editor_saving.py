"""Saving by itself: with others, without a network, after the session ended, while in review."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Dialog, expect

from designer.models import Template
from designer.operations import reviews
from designer.operations.drafts import save_draft
from tests.journeys.browser import Watch
from tests.journeys.editing import Editor
from workspaces import actors
from workspaces.models import User

TOLERANCE = 3
PASSWORD = "correct horse battery"
SET = "([id, set]) => __ed.actions.set([id], set)"
KEPT = """() => new Promise((done) => {
  const request = indexedDB.open("okzest", 1);
  request.onsuccess = () => {
    const all = request.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => {
      request.result.close();
      done(all.result.flatMap((row) => row.parcels).flatMap((parcel) => parcel.ops));
    };
  };
})"""


def change(editor: Editor, layer_id: str, **properties: Any) -> None:
    editor.page.evaluate(SET, [layer_id, properties])


def stored(template: Template, layer_id: str) -> Any:
    template.refresh_from_db()
    return next(one for one in template.draft["layers"] if one["id"] == layer_id)


def second_tab(editor: Editor, template: Template) -> Editor:
    return Editor(editor.page.context.new_page()).open(template)


def kept_here(editor: Editor) -> list[dict[str, Any]]:
    """Operations in the browser's own database."""
    return editor.page.evaluate(KEPT)  # type: ignore[no-any-return]


def go_offline(editor: Editor, watch: Watch, offline: bool = True) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    editor.page.context.set_offline(offline)


def test_edit_is_saved_as_one_request_and_stays(editor: Editor, webinar: Template) -> None:
    sent: list[str] = []
    editor.page.on("request", lambda request: sent.append(request.method) if request.method == "PATCH" else None)
    change(editor, "head", x=70)
    change(editor, "head", y=90)
    expect(editor.page.get_by_test_id("save-state")).to_have_text("Unsaved changes")
    editor.idle()
    expect(editor.page.get_by_test_id("save-state")).to_have_text("Saved")
    assert sent == ["PATCH"]
    assert (stored(webinar, "head")["x"], stored(webinar, "head")["y"]) == (70, 90)
    editor.open(webinar)
    assert editor.place("head") == (70, 90)


def test_undo_after_saving_changes_what_is_stored(editor: Editor, webinar: Template) -> None:
    change(editor, "head", x=70)
    editor.idle()
    assert stored(webinar, "head")["x"] == 70
    editor.page.keyboard.press("Control+z")
    editor.idle()
    assert stored(webinar, "head")["x"] == 56


def test_two_people_change_different_things_and_both_stay(editor: Editor, webinar: Template) -> None:
    other = second_tab(editor, webinar)
    change(editor, "head", x=70)
    editor.page.bring_to_front()  # a window behind another draws slowly
    editor.idle()
    other.page.bring_to_front()
    change(other, "head", y=99)
    other.idle()
    expect(other.page.locator("dialog[open]")).to_have_count(0)
    assert (stored(webinar, "head")["x"], stored(webinar, "head")["y"]) == (70, 99)
    assert other.place("head") == (70, 99)


def test_two_windows_of_one_person_change_the_same_thing_and_one_is_chosen(
    editor: Editor, webinar: Template, watch: Watch
) -> None:
    watch.expect("409")
    other = second_tab(editor, webinar)
    change(other, "head", x=11)
    other.idle()
    editor.page.bring_to_front()  # a window behind another draws slowly
    change(editor, "head", x=70)
    dialog = editor.page.get_by_test_id("conflict-dialog")
    expect(dialog).to_contain_text("You changed a property here and in another window")
    expect(dialog).not_to_contain_text("Bob")
    expect(editor.page.get_by_test_id("save-state")).to_contain_text("Changed in another window too")
    stored(webinar, "head")
    before = webinar.draft_rev
    dialog.get_by_role("button", name="All of this window").click()
    dialog.get_by_test_id("resolve").click()
    editor.idle()
    assert stored(webinar, "head")["x"] == 70
    assert webinar.draft_rev > before
    expect(editor.page.get_by_test_id("save-state")).to_have_text("Saved")


def test_edits_without_a_network_are_kept_here_and_sent_later(editor: Editor, webinar: Template, watch: Watch) -> None:
    """Leaving is warned of while they wait; once they are sent nothing is left on the device."""
    page, warnings = editor.page, list[str]()
    go_offline(editor, watch)
    page.mouse.dblclick(*editor.at(100, 80))
    page.keyboard.press("Control+a")
    page.keyboard.type("Kept")
    page.keyboard.press("Control+Enter")
    change(editor, "head", x=70)
    expect(page.get_by_test_id("save-state")).to_have_text("Offline – changes kept on this device")
    assert kept_here(editor)[-1]["set"].items() >= {"text": "Kept", "x": 70}.items()

    def stay(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("() => location.reload()")
    editor.poll(lambda: warnings == ["beforeunload"], "nobody warned")
    go_offline(editor, watch, False)
    editor.idle()
    assert (stored(webinar, "head")["text"], stored(webinar, "head")["x"]) == ("Kept", 70)
    editor.poll(lambda: kept_here(editor) == [], "the copy on this device stayed")
    assert editor.difference() <= TOLERANCE


def test_edits_of_a_closed_window_are_found_again(editor: Editor, webinar: Template, watch: Watch) -> None:
    go_offline(editor, watch)
    change(editor, "head", x=70)
    expect(editor.page.get_by_test_id("save-state")).to_have_text("Offline – changes kept on this device")
    context = editor.page.context
    editor.page.close()
    context.set_offline(False)
    again = Editor(context.new_page()).open(webinar)
    again.poll(lambda: again.labels() == ["Recovered from this device"], "nothing was recovered")
    again.idle()
    assert stored(webinar, "head")["x"] == 70
    again.poll(lambda: kept_here(again) == [], "the copy on this device stayed")
    again.page.keyboard.press("Control+z")
    again.idle()
    assert stored(webinar, "head")["x"] == 56


def test_other_window_of_the_same_person_is_called_that_and_forgotten_when_it_closes(
    editor: Editor, webinar: Template
) -> None:
    other = second_tab(editor, webinar)
    expect(other.page.get_by_role("img", name="You, in another window")).to_be_visible()
    editor.page.close()
    other.poll(lambda: not webinar.presences.exclude(client=other.state("__ed.store.client")).exists(), "it stayed")


def test_edits_of_an_open_window_are_left_to_it_until_it_closes(
    editor: Editor, webinar: Template, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    editor.page.route("**/draft", lambda route: route.abort())
    change(editor, "head", x=70)
    expect(editor.page.get_by_test_id("save-state")).to_have_text("Offline – changes kept on this device")
    other = second_tab(editor, webinar)
    assert (other.labels(), other.place("head")) == ([], (56, 58))
    editor.page.close()
    other.poll(lambda: other.labels() == ["Recovered from this device"], "nothing was taken over")
    other.idle()
    assert stored(webinar, "head")["x"] == 70


def test_what_others_did_meanwhile_is_not_written_over_by_recovered_edits(
    editor: Editor, webinar: Template, watch: Watch
) -> None:
    watch.expect("409")
    go_offline(editor, watch)
    change(editor, "head", x=70)
    expect(editor.page.get_by_test_id("save-state")).to_have_text("Offline – changes kept on this device")
    context = editor.page.context
    editor.page.close()
    context.set_offline(False)
    theirs = [{"op": "set", "id": "head", "set": {"x": 11}}]
    alice = {"by": actors.person(User.objects.get(name="Alice")), "now": timezone.now()}
    save_draft(template=webinar, ops=theirs, rev=webinar.draft_rev, client="elsewhere", seq=1, **alice)
    page = context.new_page()
    page.goto(f"/w/{webinar.workspace.key}/templates/{webinar.key}/edit/")
    dialog = page.get_by_test_id("conflict-dialog")
    expect(dialog).to_contain_text("Alice changed a property that you changed too")
    dialog.get_by_test_id("resolve").click()
    Editor(page).idle()
    assert stored(webinar, "head")["x"] == 11


def test_edit_of_an_ended_session_is_saved_after_signing_in(editor: Editor, webinar: Template, watch: Watch) -> None:
    for answer in ("401", "403"):
        watch.expect(answer)
    bob = User.objects.get(name="Bob")
    bob.set_password(PASSWORD)
    bob.save()
    editor.page.context.clear_cookies(name="sessionid")
    change(editor, "head", x=70)
    dialog = editor.page.get_by_test_id("session-dialog")
    expect(dialog).to_be_visible()
    with editor.page.expect_popup() as popup:
        dialog.get_by_role("link", name="Sign in").click()
    popup.value.get_by_label("Email").fill(bob.email)
    popup.value.get_by_label("Password", exact=True).fill(PASSWORD)
    popup.value.get_by_role("button", name="Sign in", exact=True).click()
    popup.value.wait_for_url(lambda address: "login" not in address)
    popup.value.close()
    dialog.get_by_role("button", name="Save now").click()
    expect(dialog).to_have_count(0)
    editor.idle()
    assert stored(webinar, "head")["x"] == 70


def test_design_in_review_is_only_looked_at_until_it_is_withdrawn(
    editor: Editor, webinar: Template, watch: Watch
) -> None:
    watch.expect("423")
    bob = {"by": actors.person(User.objects.get(name="Bob")), "now": timezone.now()}
    change(editor, "head", max_lines=1)  # else the longest name covers the code, which blocks
    editor.idle()
    webinar.refresh_from_db()
    reviews.submit_for_review(template=webinar, tell=False, **bob)
    change(editor, "guest0", x=300)
    expect(editor.page.get_by_test_id("save-state")).to_contain_text("Read only")
    assert stored(webinar, "guest0")["x"] == 450
    editor.open(webinar)
    expect(editor.page.get_by_test_id("insert-text")).to_be_disabled()
    place = editor.place("guest0")
    editor.drag(editor.middle("guest0"), (30, 30))
    assert editor.place("guest0") == place
    editor.page.get_by_test_id("withdraw").click()
    expect(editor.page.get_by_test_id("state")).to_have_text("Draft")
    editor.drag(editor.middle("guest0"), (30, 30), keys="Control")
    editor.idle()
    assert stored(webinar, "guest0")["x"] == 480
