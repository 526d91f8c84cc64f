"""Values nobody should send and somebody will: controls, towers of marks, bidi tricks, injections, tags, emoji."""

from __future__ import annotations

from collections.abc import Iterator

NAMES = ("Amira", "Zoë", "李小龙", "محمد", "אברהם", "Владимир", "สมชาย", "Ñandú")
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\u00ad\u180e\u061c\u115f\u1160\u3164\u2800\uffa0"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INJECTIONS = (
    "'; DROP TABLE users;--",
    "1' OR '1'='1",
    '" OR ""="',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;bold&lt;/b&gt;",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1+1)",
    "-2+3",
    "%0d%0aSet-Cookie: a=b",
    "a\r\nX-Header: b",
    "() { :;}; echo vulnerable",
    "$(touch /tmp/x)",
    "`id`",
    "| ls",
    "; reboot",
    "%s%s%s%n",
    "%p%p%p",
    "{0}{1}",
    "{__class__}",
    "\\x41\\u0041",
    "\\",
    "\\\\",
    "'",
    '"',
    "''",
    "/*",
    "*/",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    "NaN",
    "Infinity",
    "-0",
    "1e309",
    "0x1F",
    "1/0",
    "true",
    "false",
    "undefined",
    "None",
    "nil",
    "NULL",
    "[object Object]",
    "Array",
    "CON",
    "AUX.txt",
    "https://example.com/?a=b&c=d#e",
    "data:text/html,<b>",
    "ⓉⒺⓈⓉ",
    "𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐",
    "ʇsǝʇ",
    "ﷺ",
    "﷽" * 20,
    "ﬁﬂ",
    "Ǆǅǆ",
    "ẞß",
    "İıIi",
    "ΐΰ",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
)
TAGS = (
    "{{first_name}}",
    "{{ first_name }}",
    "{{{first_name}}}",
    "{{${first_name}}}",
    "{{ person|lookup:'City' }}",
    "{{lead.First Name:default=x}}",
    "*|FNAME|*",
    "*|URL:FNAME|*",
    "%FIRSTNAME%",
    "%ADDRESS%",
    "%%FirstName%%",
    "%%=v(@name)=%%",
    "{% if x %}a{% endif %}",
    "[firstname,fallback=there]",
    "[firstname,fallback=]",
    '[[FIRSTNAME OR "Friend"]]',
    "{$name}",
    "@FIRSTNAME@",
    "${name}",
    "{!Contact.FirstName}",
    "$lead.FirstName",
    "__test_email__",
)
EMOJI = ("😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "👍🏽", "1️⃣", "❤️", "🫠", "👨🏿‍🦰", "🧑🏻‍❤️‍💋‍🧑🏿")


def strings() -> Iterator[str]:
    """More than five hundred of them, the same ones every time."""
    yield from ("", " ", "\n", "\t", "\u00a0", "\u3000", "\x00", "\x7f", "\x85", "\u2028", "\u2029", "\ufffd", "\ufffe")
    yield from (f"A{chr(code)}b" for code in (*range(32), *range(127, 160)))
    yield from (f"A{sign}b" for sign in INVISIBLE + BIDI)
    yield from (f"{sign}{name}" for sign in BIDI for name in NAMES)
    yield from (f"A{chr(code)}b" for code in range(0xD800, 0xE000, 256))
    yield from (base + chr(mark) * 40 for base in "aZ" for mark in range(0x300, 0x340, 4))
    yield from ("".join(letter + "\u0316\u0489\u0334" * 9 for letter in name) for name in NAMES)
    yield from INJECTIONS
    yield from (f"{name} {injection}" for name in NAMES[:2] for injection in INJECTIONS)
    yield from TAGS
    yield from (f"Hi {tag}!" for tag in TAGS)
    yield from (emoji * count for emoji in EMOJI for count in (1, 7, 60))
    yield from (name * count for name in NAMES for count in (1, 20, 300))
    yield from (sign * 2000 for sign in "WI.\u0301\u200d\u202e ")
    yield from ("\ue000\uf8ff", "\U000f0000", "\ufdd0", "\U0010ffff", "\u0378", "\U0001fae9", "a\U000e0041b")


HOSTILE = tuple(strings())
