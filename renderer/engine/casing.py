"""Upper, lower and title case as people write names: McDonald, O'Brien, van der Berg, IJsbrand."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PARTICLES = frozenset(
    (
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "das",
        "dos",
        "du",
        "la",
        "le",
        "y",
        "e",
        "zu",
        "zur",
    )
    + ("ten", "ter", "bin", "ibn", "al", "el", "af", "av", "und", "of", "the", "and")
)
_ROMAN = re.compile(r"(?!XI\Z)(?=..)X{0,3}(?:IX|IV|V?I{0,3})\Z")
_MAC = frozenset(
    ("MACDONALD", "MACKENZIE", "MACLEOD", "MACGREGOR", "MACARTHUR", "MACMILLAN", "MACINTYRE", "MACPHERSON", "MACLEAN")
)
_VOWEL = re.compile(r"[AEIOUYÄÖÜÅÆØ]", re.IGNORECASE)


def fix_caps(text: str, locale: str = "") -> str:
    """Shouted text in title case; text with at least one small letter is left as its owner wrote it."""
    if text != text.upper() or text == text.lower() or _is_initials(text):
        return text
    return title(text, locale)


def title(text: str, locale: str = "") -> str:
    """Every word with a capital, but particles inside a name small, and Roman numerals behind one large."""
    return _WORD.sub(lambda found: _word(found, text, locale), text)


def upper(text: str, locale: str = "") -> str:
    """Capital letters; Turkish and Azeri keep the dot of their i."""
    return (text.replace("i", "İ") if _is_turkic(locale) else text).upper()


def lower(text: str, locale: str = "") -> str:
    """Small letters; Turkish and Azeri tell ı from i."""
    return (text.replace("I", "ı").replace("İ", "i") if _is_turkic(locale) else text).lower()


def _word(found: re.Match[str], text: str, locale: str) -> str:
    word = found[0]
    first, follows_hyphen = found.start() == 0, text[found.start() - 1 : found.start()] in ("-", "‐")
    if not first and not follows_hyphen and lower(word) in _PARTICLES:
        return lower(word)
    if not first and _ROMAN.match(word):
        return word
    return _name(word, locale)


def _name(word: str, locale: str) -> str:
    parts = re.split(r"(['’])", word)
    if len(parts) > 1 and len(parts[0]) == 1:
        # O'Brien and D'Angelo, but John's.
        return "".join(_capital(part, locale) for part in parts)
    large = word.upper()
    if large.startswith("MC") and len(word) > 3:
        return "Mc" + _capital(word[2:], locale)
    if large in _MAC:
        return "Mac" + _capital(word[3:], locale)
    if large.startswith("IJ") and len(word) > 2 and not _is_turkic(locale):
        return "IJ" + lower(word[2:], locale)
    return _capital(word, locale)


def _capital(word: str, locale: str) -> str:
    head = upper(word[:1], locale)
    # ß and ligatures grow to two capitals; only the first of them is wanted in front of a word.
    return (head if len(head) == 1 else word[:1].title()) + lower(word[1:], locale)


def _is_initials(text: str) -> bool:
    """JP, AJ and J.P. are not shouting."""
    letters = [character for character in text if character.isalpha()]
    if len(letters) == 1:
        return True
    return len(letters) == 2 and ("." in text or letters[1] == "J" or not _VOWEL.search(text))


def _is_turkic(locale: str) -> bool:
    return locale[:2] in ("tr", "az")
