"""Make one value fit to be drawn: no controls, no bidi overrides, no stacked marks; then the field's own clean-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping

import regex
from icu4py.breakers import CharacterBreaker

from renderer.engine.casing import fix_caps, title

MAX_MARKS = 4
"""Combining marks one letter may carry; no orthography needs more, and towers of them run over the lines above."""
REPLACEMENT = "\ufffd"
"""What decoders leave where bytes were broken: a value that holds it was damaged on its way."""

_LINE_ENDS = regex.compile(r"\r\n|[\r\x85\u2028\u2029]")
_UNWANTED = regex.compile(
    r"[\p{Cc}--[\n\t]]"  # C0 and C1
    r"|[\u202a-\u202e\u2066-\u2069\u206a-\u206f]"  # bidi overrides, embeddings and isolates; the plain marks may stay
    r"|[\xad\u180e\ufeff\ufff9-\ufffc]|\p{Co}|\p{Noncharacter_Code_Point}"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]",  # tags, unless they spell a flag
    regex.VERSION1,
)
_SUSPECT = regex.compile(r"[\p{Mn}\p{Me}]{5}|[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# No font draws the accents of Latin, Greek and Cyrillic upon the letters of other scripts.
_EUROPEAN_MARK = regex.compile(r"[\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_OTHER_LETTER = regex.compile(r"[\p{L}--[\p{Latin}\p{Greek}\p{Cyrillic}\p{Common}]]", regex.VERSION1)
_SPACES = regex.compile(r"[\t\p{Zs}]+")
_AROUND_LINES = regex.compile(r" *\n[ \n]*")
_INVISIBLE = regex.compile(r"[\s\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f]*")
_EMOJI = regex.compile(
    r"(?:\p{Regional_Indicator}{2}"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|(?![\xa9\xae\u2122])\p{Extended_Pictographic}[\ufe0e\ufe0f\p{Emoji_Modifier}\U000e0020-\U000e007f]*"
    r"(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)*"
    r"|\p{Emoji_Modifier})"
)


def clean(text: str) -> str:
    """The text in NFC with nothing left that breaks layout. Line ends stay, as LF; other white space collapses."""
    if text.isascii() and text.isprintable():
        return text if "  " not in text else _SPACES.sub(" ", text)
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text) and not _SUSPECT.search(text):
        return text
    text = _whole(text)
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    text = _few_marks(unicodedata.normalize("NFC", text))
    text = _SPACES.sub(" ", text)
    return _AROUND_LINES.sub("\n", text) if "\n" in text else text


def is_blank(text: str) -> bool:
    """True when nothing of the text can be seen: white space, fillers, zero-width characters."""
    if text.isascii():
        return not text.strip()
    return _INVISIBLE.fullmatch(text) is not None


def one_line(text: str) -> str:
    """Line ends become spaces."""
    return " ".join(text.split()) if "\n" in text else text


def cut(text: str, most: int) -> str:
    """At most that many code points, ending where a grapheme cluster ends."""
    if len(text) <= most:
        return text
    end = 0
    # A few clusters beyond the limit settle where the last one ends; the rest of a long text need not be looked at.
    for cluster in CharacterBreaker(text[: most + 64], "en"):
        if end + len(cluster) > most:
            break
        end += len(cluster)
    return text[:end].rstrip()


def first_word(text: str) -> str:
    """What stands before the first white space; a comma behind it goes too."""
    words = text.split(None, 1)
    return words[0].rstrip(",;") if words else ""


def drop_emoji(text: str) -> str:
    """The text without pictographs, flags and keycaps, and without the double spaces they leave."""
    return _SPACES.sub(" ", _EMOJI.sub("", text)).strip() if not text.isascii() else text


def tidy(text: str, steps: Iterable[str], locale: str = "") -> str:
    """The field's own clean-up: `steps` are names of `STEPS`, applied in their order."""
    for step in steps:
        text = STEPS[step](text, locale)
    return text


def _whole(text: str) -> str:
    """Surrogates that belong together are joined, single ones dropped."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return text


def _few_marks(text: str) -> str:
    kept, run, base = [], 0, ""
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me"):
            run += 1
            if run > MAX_MARKS or (_EUROPEAN_MARK.match(character) and _OTHER_LETTER.match(base)):
                continue
        else:
            run, base = 0, character
        kept.append(character)
    return "".join(kept) if len(kept) < len(text) else text


STEPS: Mapping[str, Callable[[str, str], str]] = {
    "trim": lambda text, locale: text.strip(),
    "one_line": lambda text, locale: one_line(text),
    "fix_caps": fix_caps,
    "upper": lambda text, locale: text.upper(),
    "lower": lambda text, locale: text.lower(),
    "title": title,
    "first_word": lambda text, locale: first_word(text),
    "drop_emoji": lambda text, locale: drop_emoji(text),
}
"""Clean-up steps by their name in the document, each from text and locale to text."""
