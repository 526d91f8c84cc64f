"""Text with tags: the caret never stands inside one, marks move with the words, offsets count code points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.editor.conftest import Ask

TEXT = "Hi {{ first_name }} 👋🏽!"
pieces = st.lists(st.sampled_from(["a", "👩‍👩‍👧", "é", "{{ city }}", " ", "{{x|y}}", "{", "ね"]), max_size=8).map(
    "".join
)


def test_tags_are_found_with_their_fields(ask: Ask) -> None:
    found = ask("text", "tags(given)", TEXT)
    assert [(tag["start"], tag["end"], tag["key"]) for tag in found] == [(3, 19, "first_name")]


@given(text=pieces, at=st.integers(0, 60))
def test_caret_is_never_left_inside_a_tag(ask: Ask, text: str, at: int) -> None:
    place = min(at, len(text))
    start, end = ask("text", "outsideTags(given[0], given[1], given[1])", [text, place])
    inside = ask("text", "tags(given[0]).some((tag) => given[1] > tag.start && given[1] < tag.end)", [text, start])
    assert start == end
    assert not inside


@given(text=pieces)
def test_stepping_right_reaches_the_end_and_left_the_beginning(ask: Ask, text: str) -> None:
    walk = """((at, before) => {
      while (at !== before) [at, before] = [stepped(given, at, %d), at];
      return at;
    })(%s, -1)"""
    assert ask("text", walk % (1, 0), text) == len(text)
    assert ask("text", walk % (-1, "length(given)"), text) == 0


def test_a_tag_and_a_family_go_whole(ask: Ask) -> None:
    assert ask("text", "erased(given, 19, -1)", TEXT) == [3, 19]
    assert ask("text", "erased(given, 22, -1)", TEXT) == [20, 22]
    assert ask("text", "erased(given, 3, -1)", TEXT) == [2, 3]


@given(before=pieces, after=pieces)
def test_changed_range_rebuilds_the_new_text(ask: Ask, before: str, after: str) -> None:
    change = ask("text", "changedRange(given[0], given[1])", [before, after])
    assert before[: change["start"]] + change["insert"] + before[change["end"] :] == after


def test_marks_move_with_the_words(ask: Ask) -> None:
    bold = [{"from": 3, "to": 6, "underline": True}]
    place = "shifted(given, %s).map((mark) => [mark.from, mark.to])"
    assert ask("text", place % "0, 0, 2", bold) == [[5, 8]]
    assert ask("text", place % "6, 6, 2", bold) == [[3, 8]]
    assert ask("text", place % "3, 3, 2", bold) == [[5, 8]]
    assert ask("text", place % "2, 7, 0", bold) == []


def test_styles_split_and_join_where_they_meet(ask: Ask) -> None:
    once = ask("text", "marked([], 2, 6, { underline: true })")
    assert once == [{"underline": True, "from": 2, "to": 6}]
    twice = ask("text", "marked(given, 4, 8, { underline: true })", once)
    assert twice == [{"underline": True, "from": 2, "to": 8}]
    off = ask("text", "marked(given, 3, 5, { underline: false })", twice)
    assert [(one["from"], one["to"]) for one in off] == [(2, 3), (5, 8)]


def test_offsets_lead_from_source_to_drawn_text_and_back(ask: Ask) -> None:
    segments = [[0, 3, 0, 3, None, "text"], [3, 19, 3, 8, "first_name", "value"], [19, 22, 8, 11, None, "text"]]
    assert ask("text", "[0, 3, 19, 21].map((at) => toOutput(given, at))", segments) == [0, 3, 8, 10]
    assert ask("text", "[0, 4, 7, 8, 11].map((at) => toSource(given, at))", segments) == [0, 3, 19, 19, 22]
