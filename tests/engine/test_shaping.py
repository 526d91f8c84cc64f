"""Glyphs: the right font for each character, in the right order, and what belongs together stays together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from renderer.engine.document import FontSpec, Mark, Solid
from renderer.engine.recent import ByIdentity, Recent, Returning
from tests.engine.typography import clusters, everything, families, fit


def glyphs(text: str) -> int:
    return sum(len(run.glyphs) for line in fit(text).lines for run in line.runs)


def test_the_designs_own_font_draws_all_it_can():
    assert families(fit("Hi Привет Γεια")) == ["Inter"] * 3


def test_each_script_finds_its_font():
    assert families(fit("Hi नमस्ते 你好")) == ["Inter", "Noto Sans Devanagari", "Noto Sans CJK SC"]


def test_arabic_letters_join():
    alone = {glyph.id for glyph in fit("م").lines[0].runs[0].glyphs}
    joined = {glyph.id for glyph in fit("ممم").lines[0].runs[0].glyphs}
    assert len(joined) == 3
    assert not joined & alone


def test_right_to_left_glyphs_stand_in_visual_order():
    assert clusters(fit("שלום").lines[0]) == [3, 2, 1, 0]


def test_english_inside_hebrew_keeps_its_order():
    assert clusters(fit("אב cd").lines[0]) == [3, 4, 2, 1, 0]


def test_numbers_inside_arabic_keep_their_order():
    order = clusters(fit("غرفة 12", dir="rtl").lines[0])
    assert order[:2] == [5, 6]


def test_each_line_is_ordered_by_itself():
    block = fit("שלום עולם גדול", w=130, size=40, min_size=40)
    tops = [min(clusters(line)) for line in block.lines]
    assert tops == sorted(tops)
    assert all(line.rtl for line in block.lines)


def test_brackets_are_mirrored_in_right_to_left_text():
    def opening(text: str, direction: str) -> int:
        line = fit(text, dir=direction).lines[0]
        return next(glyph.id for run in line.runs for glyph in run.glyphs if glyph.cluster == 0)

    assert opening("(א", "rtl") == opening(")a", "ltr")


def test_a_ligature_is_one_glyph_and_can_be_turned_off():
    def count(liga: bool) -> int:
        block = fit("ffi", font=FontSpec("Lora"), features=(("liga", liga),))
        return len(clusters(block.lines[0]))

    assert count(True) < count(False) == 3


def test_emoji_sequences_are_one_glyph_each():
    text = "👩‍👩‍👧🇩🇪👍🏽1️⃣"
    block = fit(text, fonts=everything())
    assert len(clusters(block.lines[0])) == 4
    assert set(families(block)) == {"Noto Color Emoji"}


def test_without_a_colour_font_emoji_are_black_and_white_but_drawn():
    block = fit("Hi 😀👍🏽")
    assert families(block) == ["Inter", "Noto Emoji"]
    assert block.missing == ()


def test_a_heart_that_asks_for_text_style_is_not_an_emoji():
    assert families(fit("❤\ufe0e", fonts=everything())) != ["Noto Color Emoji"]
    assert families(fit("❤\ufe0f", fonts=everything())) == ["Noto Color Emoji"]


def test_joiners_and_selectors_leave_no_mark():
    assert glyphs("a\u200db\ufe0fc\u00add") == 4


def test_an_accent_stays_with_its_letter():
    block = fit("e\u0323\u0302x")
    assert set(clusters(block.lines[0])) == {0, 3}


def test_a_colour_mark_inside_an_arabic_word_does_not_break_its_joins():
    plain = fit("محمد", dir="rtl").lines[0]
    marked = fit("محمد", dir="rtl", marks=(Mark(1, 2, paint=Solid((255, 0, 0, 255))),)).lines[0]
    assert [g.id for run in marked.runs for g in run.glyphs] == [g.id for run in plain.runs for g in run.glyphs]


def test_widths_grow_exactly_with_the_size():
    small, large = fit("Amira", size=11), fit("Amira", size=22)
    # Inter's optical size axis starts at 14 px, so compare two sizes on the same side of its upper end.
    assert fit("Amira", size=80).lines[0].width * 2 == fit("Amira", size=160, w=900, h=400).lines[0].width
    assert small.lines[0].width < large.lines[0].width


def test_threads_share_a_book():
    def widths(turn: int) -> list[float]:
        return [fit(f"Hi {name} {turn % 3}").lines[0].width for name in ("Amira", "محمد", "王小明", "😀")]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(widths, range(60)))
    assert all(found[turn] == found[turn % 3] for turn in range(60))


def test_what_is_remembered_is_bounded():
    memory = Recent(100)
    for number in range(30):
        memory.get(number, lambda: "x", weight=9)
    assert memory.weight == 99
    assert len(memory) == 11


def test_what_was_used_last_is_remembered_longest():
    memory = Recent(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, lambda: "first")
    assert memory.get("a", lambda: "again") == "first"
    assert memory.get("b", lambda: "again") == "again"


def test_something_too_heavy_is_not_remembered():
    memory = Recent(10)
    memory.get("book", lambda: "x", weight=11)
    assert (len(memory), memory.weight) == (0, 0)


def test_what_comes_once_is_not_kept():
    memory = Returning(100, most_seen=50)
    for number in range(40):
        memory.get(number, lambda: "once")
    assert len(memory) == 0
    assert memory.get("name", lambda: "first") == "first"
    assert memory.get("name", lambda: "second") == "second"
    assert memory.get("name", lambda: "third") == "second"


def test_what_is_known_of_an_object_is_that_objects_alone():
    memory = ByIdentity(2)
    sources = [object() for _ in range(5)]
    assert [memory.get(one, lambda: "first") for one in sources] == ["first"] * 5
    assert memory.get(sources[4], lambda: "again") == "first"
    assert memory.get(object(), lambda: "another") == "another"
