"""The fence around values that arrive unsigned: what an open link's policy lets through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from renderer.engine.fields import MergeField
from renderer.engine.problems import RenderProblem

NAME_MARKS = frozenset(".,'’‘`´·-‐‑()&/ ")


def _is_name(text: str) -> bool:
    return all(unicodedata.category(one)[0] in "LMZ" or one in NAME_MARKS for one in text)


def _is_number(text: str) -> bool:
    return all(unicodedata.category(one) in ("Nd", "Sc", "Zs") or one in ".,+-%'’" for one in text)


def _is_word(text: str) -> bool:
    return all(unicodedata.category(one)[0] in "LMN" or one in "-_" for one in text)


CLASSES: Mapping[str, Callable[[str], bool]] = {
    "any": lambda text: True,
    "name": _is_name,
    "number": _is_number,
    "word": _is_word,
}
"""Which characters a value may consist of, by the name that a policy uses."""

ADDRESS_KINDS = frozenset({"image", "url"})
WEB = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|info|biz|xyz|top|ru|io|co)\b", re.IGNORECASE)
LOOKALIKES = str.maketrans("013457@$!|", "oieastasil")


class InvalidPolicy(RenderProblem):
    """The policy of a link cannot be used as it was written."""

    code = "invalid_policy"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Bounds of one field: most characters (None: the policy's), and the class they must belong to."""

    max_length: int | None = None
    characters: str = "any"


@dataclass(frozen=True, slots=True)
class Policy:
    """`fields` is None when every declared field may vary; `max_distinct` bounds how many pictures a link may make."""

    fields: Mapping[str, FieldRule] | None = None
    max_length: int = 200
    denied: frozenset[str] = field(default_factory=frozenset)
    allow_addresses: bool = False
    max_distinct: int | None = None

    def admit(self, values: Mapping[str, str], fields: Iterable[MergeField]) -> dict[str, str]:
        """The values that may be shown; whatever is turned away shows its fallback, as if it were absent."""
        kinds = {one.key: one.kind for one in fields}
        return {name: value for name, value in values.items() if self._admits(name, value, kinds.get(name, ""))}

    def _admits(self, name: str, value: str, kind: str) -> bool:
        rule = FieldRule() if self.fields is None else self.fields.get(name)
        if rule is None or not CLASSES[rule.characters](value):
            return False
        if kind in ADDRESS_KINDS:
            return True
        if len(value) > (rule.max_length or self.max_length) or (WEB.search(value) and not self.allow_addresses):
            return False
        return not (self.denied and self._is_denied(value))

    def _is_denied(self, value: str) -> bool:
        """Words of the list, also spaced out, accented or written with digits for letters."""
        plain = _plain(value)
        spellings = (re.findall(r"\w+", text) for text in (plain, plain.translate(LOOKALIKES)))
        return any(self.denied.intersection([*words, "".join(words)]) for words in spellings)


def parse(payload: Mapping[str, Any]) -> Policy:
    """The policy of this JSON. Raises InvalidPolicy with a sentence that names what is wrong."""
    unknown = payload.keys() - {"fields", "max_length", "deny", "allow_addresses", "max_distinct"}
    if unknown:
        raise InvalidPolicy(f"There is no such rule for a link: {', '.join(sorted(unknown))}.")
    return Policy(
        fields=_rules(payload.get("fields")),
        max_length=_whole(payload, "max_length", 200),
        denied=frozenset(filter(None, (_plain(word.strip()) for word in _words(payload.get("deny"))))),
        allow_addresses=payload.get("allow_addresses") is True,
        max_distinct=_whole(payload, "max_distinct", 0) or None,
    )


def _rules(raw: object) -> dict[str, FieldRule] | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise InvalidPolicy("“fields” must name the fields that may vary, each with its bounds.")
    return {str(name): _rule(name, {} if bounds is None else bounds) for name, bounds in raw.items()}


def _words(raw: Any) -> list[str]:
    words = [] if raw is None else raw
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise InvalidPolicy("“deny” must be a list of words.")
    return list(words)


def _rule(name: str, raw: object) -> FieldRule:
    if not isinstance(raw, Mapping):
        raise InvalidPolicy(f"“{name}”: the bounds are max_length and characters.")
    characters = str(raw.get("characters", "any"))
    if characters not in CLASSES:
        raise InvalidPolicy(f"“{name}”: characters must be one of {', '.join(CLASSES)}.")
    return FieldRule(_whole(raw, "max_length", 0) or None, characters)


def _whole(raw: Mapping[str, Any], name: str, default: int) -> int:
    value = raw.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidPolicy(f"“{name}” must be a whole number.")
    return value


def _plain(text: str) -> str:
    """Lower case, without accents and other disguises that Unicode knows of."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return bare.casefold()
