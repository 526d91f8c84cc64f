"""Names and cities of the whole world are drawn: whole, inside their box, and without an empty rectangle."""

from __future__ import annotations

import warnings
from functools import lru_cache

import pytest
from faker import Faker
from faker.config import AVAILABLE_LOCALES

from renderer.engine.fontfiles import SYSTEM_FOLDERS
from renderer.engine.fonts import FontBook
from tests.engine.typography import everything, families, fit, ink_leaves, wheels

WHEEL_SCRIPTS = {
    "Latin": "Zoë Ångström-Đặng Łódź Iñtërnâtiônàl",
    "Greek": "Αθανάσιος Ωνάσης",
    "Cyrillic": "Юлия Щербакова Ґудзь",
    "Armenian": "Արմեն Հակոբյան",
    "Georgian": "ნინო ქავთარაძე",
    "Hebrew": "דָּנִיֵּאל כֹּהֵן",
    "Arabic": "محمد عبد الرحمن",
    "Persian": "پژمان گلچین",
    "Urdu": "ڈاکٹر ٹھاکر ہے",
    "Devanagari": "क्षत्रिय श्रीमती",
    "Bengali": "প্রিয়াঙ্কা চক্রবর্তী",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "જિજ્ઞેશ પટેલ",
    "Odia": "ପ୍ରିୟଙ୍କା",
    "Tamil": "தமிழ்ச்செல்வன்",
    "Telugu": "శ్రీనివాస్",
    "Kannada": "ಕೃಷ್ಣಮೂರ್ತಿ",
    "Malayalam": "ശ്രീകുമാർ",
    "Sinhala": "ශ්‍රී ලංකා",
    "Thai": "น้ำผึ้ง สุขสันต์",
    "Lao": "ວຽງຈັນ",
    "Khmer": "ភ្នំពេញ",
    "Myanmar": "မန္တလေး",
    "Ethiopic": "አዲስ አበባ",
    "simplified Han": "王小明 张伟",
    "traditional Han": "臺灣 龍",
    "Hiragana": "さくら",
    "Katakana": "ヤマダ",
    "Hangul": "김철수",
    "Bopomofo": "ㄅㄆㄇ",
    "symbols": "№ ™ → ★ ✓ ♥ ½ ∑ ♫ ☂",
    "currencies": "€₹₽₿₺₦",
    "fancy letters": "𝔛𝓐𝟙 ①",
    "emoji": "👩‍👩‍👧🇩🇪👍🏽1️⃣❤️😀",
}
DEBIAN_SCRIPTS = {
    "Tibetan": "ལྷ་ས།",
    "Thaana": "މުޙައްމަދު",
    "Syriac": "ܐܒܪܗܡ",
    "N’Ko": "ߒߞߏ",
    "Cherokee": "ᏣᎳᎩ",
    "Inuktitut": "ᐃᓄᒃᑎᑐᑦ",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "Tifinagh": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "Yi": "ꆈꌠꉙ",
    "Javanese": "ꦗꦮ",
    "Balinese": "ᬩᬮᬶ",
    "Sundanese": "ᮞᮥᮔ᮪ᮓ",
    "Cham": "ꨌꩌ",
    "Chakma": "𑄌𑄋𑄴𑄟𑄳𑄦",
    "Lepcha": "ᰛᰩᰵ",
    "Limbu": "ᤕᤠᤰ",
    "Meetei Mayek": "ꯃꯤꯇꯩ",
    "Ol Chiki": "ᱥᱟᱱᱛᱟᱲᱤ",
    "Saurashtra": "ꢱꣃꢬ",
    "Sylheti": "ꠍꠤꠟꠐꠤ",
    "Tai Le": "ᥖᥭ",
    "Tai Tham": "ᨲᩫ᩠ᩅᨾᩮᩬᩥᨦ",
    "Vai": "ꕙꔤ",
    "Adlam": "𞤀𞤣𞤤𞤢𞤥",
    "Osage": "𐓏𐓘",
    "Lisu": "ꓡꓲ",
    "Miao": "𖼀",
    "Rohingya": "𐴌𐴟",
    "Newa": "𑐣𑐾𑐥𑐵𑐮",
    "Runic": "ᚱᚢᚾ",
    "Braille": "⠃⠗",
    "new emoji": "🫠🏴󠁧󠁢󠁳󠁣󠁴󠁿🏳️‍🌈",
}


@pytest.fixture(scope="session")
def debian() -> FontBook:
    """Every font, Debian's included."""
    if not (SYSTEM_FOLDERS[0] / "NotoSerifTibetan-Regular.ttf").exists():
        pytest.fail("Install Debian's fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji.")
    return everything()


@lru_cache(maxsize=1)
def names_of_the_world() -> list[str]:
    """Some 4,000 names and cities from all of Faker's locales; always the same."""
    found = set()
    for locale in AVAILABLE_LOCALES:
        with warnings.catch_warnings(action="ignore"):
            faker = Faker(locale)
        faker.seed_instance(7)
        for _ in range(22):
            found |= {faker.name(), faker.city() if hasattr(faker, "city") else faker.last_name()}
    return sorted(found)


@pytest.mark.parametrize("script", WHEEL_SCRIPTS)
def test_packages_alone_draw_the_large_scripts(script: str):
    assert fit(WHEEL_SCRIPTS[script], min_size=4).missing == ()


@pytest.mark.parametrize("script", [*WHEEL_SCRIPTS, *DEBIAN_SCRIPTS])
def test_debians_fonts_draw_every_script(script: str, debian: FontBook):
    text = {**WHEEL_SCRIPTS, **DEBIAN_SCRIPTS}[script]
    block = fit(text, fonts=debian)
    assert block.missing == ()
    assert not ink_leaves(block, 400, 120)


@pytest.mark.parametrize("fonts", [wheels, everything])
def test_names_and_cities_of_all_locales_are_drawn_inside_their_box(fonts):
    book = fonts()
    names = names_of_the_world()
    blocks = {name: fit(name, fonts=book, size=40, w=300, h=60, min_size=16) for name in names}
    assert len(names) > 3500
    assert {name: block.missing for name, block in blocks.items() if block.missing} == {}
    assert [name for name, block in blocks.items() if ink_leaves(block, 300, 60) or block.overflow] == []


def test_what_no_font_can_draw_is_named_and_leaves_no_rectangle():
    block = fit("A\U0010fffd\u0378b")
    assert block.missing == ("\U0010fffd", "\u0378")
    assert [glyph.cluster for run in block.lines[0].runs for glyph in run.glyphs] == [0, 3]


def test_fancy_letters_are_drawn_plain_where_no_font_has_them():
    block = fit("𝓐𝓶𝓲𝓻𝓪")
    assert block.missing == ()
    assert families(block) == ["Inter"] * len(families(block))


def test_the_language_chooses_between_chinese_and_japanese_shapes():
    assert families(fit("直", lang="ja")) == ["Noto Sans CJK JP"]
    assert families(fit("直", lang="zh-Hant")) == ["Noto Sans CJK TC"]
    assert families(fit("直", lang="en")) == ["Noto Sans CJK SC"]
    assert families(fit("さ")) == ["Noto Sans CJK JP"]


def test_a_stand_in_takes_the_weight_of_the_text():
    face = fit("你好").lines[0].runs[0].face
    assert dict(face.coords)["wght"] == 700
