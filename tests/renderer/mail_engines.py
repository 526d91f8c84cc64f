"""The template engines of mailing tools: real ones where they can be installed, else by the vendors' documents."""

from __future__ import annotations

import hashlib
import hmac
import html
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, quote_plus

import chevron
import jinja2
import liquid
import pybars
from django.template import Context, Engine
from faker import Faker

from renderer.snippets.mailtools import MailTool
from tests.renderer.ampscript import AmpScript

ITERABLE_SECRET = "the secret of a project at Iterable"
Values = dict[str, str]
Expand = Callable[[str, Values], str]
SPECIAL = [
    "Tom & Jerry", "C#", "1+1", "O'Brien", "Zoë & Søn #1", 'Say "hi"', "a/b?c=d;e", "100%", "50% off", "Ad", "=Ad",
    "a=b",    "<b>bold</b>", "x < y > z", "AT&T", "fish &chips", "C:\\dir",
    "tilde~dot.dash-under_", "~", "back`tick",
    "(a) [b] {c}", "semi;colon", "comma, dot.", "pipe | pipe", "star * star", "dollar $5", "at @ home", "caret ^ up",
    "café au lait", "naïve", "Ελλάδα", "Москва", "李小龍", "山田 太郎", "김철수", "محمد بن سلمان", "שלום", "नमस्ते",
    "ไทย",    "🎉 Ann", "👩‍👩‍👧‍👦", "🇩🇪", "ﬁne", "ß", "İstanbul", "ñandú", "a\u0301", "Ægir",
    "Ødegård", "Łódź", "x" * 200,
    "Wilhelmina " * 18 + "Z", "مرحبا " * 30 + "ب", "名" * 200, "0", "007", "+49 30 1234", "1,234.56", "№ 5", "“quoted”",
    "it’s", "a--b", "%zz", "?", "#", "&", "+", "a b  c", "__init", "A&B=C#D+E",
]  # fmt: skip
REPAIRED = ["R&amp;D", "%41", "100%25"]
"""Values that look damaged to the letter: where nobody signed them, they are taken for what they look like."""
LOCALES = ("ar_AA", "cs_CZ", "de_DE", "el_GR", "es_MX", "fr_FR", "he_IL", "hi_IN", "ja_JP", "ko_KR", "pl_PL", "th_TH")


def values(count: int = 300) -> list[str]:
    """The special ones, then names and companies of the world, each once."""
    found = dict.fromkeys(SPECIAL)
    for number in range(count):
        faker = Faker(LOCALES[number % len(LOCALES)])
        faker.seed_instance(number)
        found[" ".join(str(faker.company() if number % 3 == 0 else faker.name()).split())] = None
    return list(found)[:count]


class Images(HTMLParser):
    """What a mail program makes of the code: every image, and what a share card says."""

    def __init__(self, code: str):
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.metas: dict[str, str] = {}
        self.feed(code)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.found += [own] if tag == "img" else []
        if tag == "meta":
            self.metas[own.get("property") or own.get("name") or ""] = own.get("content") or ""


def engine_of(tool: MailTool) -> Expand:
    """How this tool expands its tags."""
    return ENGINES.get(tool.key) or ENGINES.get(tool.engine) or plain(tool)


def plain(tool: MailTool) -> Expand:
    """A tool that only puts values in: every tag that its documents show, as it stands in the data file."""

    def act(code: str, given: Values) -> str:
        for name, value in given.items():
            tags = {tool.in_address(name), tool.in_text(name)}
            patterns = [re.escape(tag).replace("there", ".*?") for tag in tags]
            defaulted = re.escape(tool.in_text(name, "DEFAULT")).replace("DEFAULT", '[^"\\]}]*')
            code = re.sub("|".join([*patterns, defaulted]), lambda _, value=value: value, code)  # type: ignore[misc]
        return code

    return act


def _mailchimp(code: str, given: Values) -> str:
    for name, value in given.items():
        code = code.replace(f"*|URL:{name}|*", quote_plus(value)).replace(f"*|{name}|*", html.escape(value))
    return code


def _encode(this: Any, options: Any) -> str:
    return quote_plus("".join(map(str, options["fn"](this))))


HELPERS = {
    "urlEncode": _encode,
    "encodeURIComponent": lambda this, value: quote_plus(value, safe="!'()*"),
    "defaultIfEmpty": lambda this, value, default: value or default,
    "isNullDefault": lambda this, value, default: value or default,
    "insert": lambda this, value, default: value or default.removeprefix("default="),
    "hmacSHA1": lambda this, value: hmac.new(ITERABLE_SECRET.encode(), value.encode(), hashlib.sha1).hexdigest(),
}
compiled = cache(lambda code: pybars.Compiler().compile(code))


def _handlebars(code: str, given: Values) -> str:
    return str(compiled(code)(given, helpers=HELPERS))


@cache
def _liquid(code: str) -> liquid.BoundTemplate:
    engine = liquid.Environment()
    engine.add_filter("url_param_escape", lambda value: quote(str(value), safe=""))
    engine.add_filter(
        "hmac_sha256_hex", lambda text, key: hmac.new(key.encode(), str(text).encode(), hashlib.sha256).hexdigest()
    )
    return engine.from_string(re.sub(r"\$\{(\w+)\}", r"\1", code))


def _nested(given: Values) -> dict[str, Any]:
    return {**given, "customer": given, "subscriber": given, "contact": given, "Recipient": given}


_django = cache(Engine().from_string)
_jinja = cache(jinja2.Environment(autoescape=True).from_string)
ENGINES: dict[str, Expand] = {
    "django": lambda code, given: _django(code).render(Context(_nested(given))),
    "jinja": lambda code, given: _jinja(code).render(given),
    "liquid": lambda code, given: str(_liquid(code).render(**_nested(given))),
    "handlebars": _handlebars,
    "braze": lambda code, given: str(_liquid(code).render(**given)),
    "mailchimp": _mailchimp,
    "salesforce": lambda code, given: AmpScript(given).render(code),
    "mustache": lambda code, given: str(chevron.render(code, given)),
    "plain": lambda code, given: str(
        chevron.render(re.sub(r"=\{\{(\w+)\}\}", r"={{{encoded.\1}}}", code),
                       {**given, "encoded": {name: quote(value, safe="") for name, value in given.items()}})
    ),
}  # fmt: skip
