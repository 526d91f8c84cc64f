"""Naming rules: a pattern such as `{type:webinar|sale}-{audience}-{brand}` that a workspace's templates must follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workspaces.problems import Problem

PART = re.compile(r"\{([a-z][a-z0-9_ ]{0,30})(?::([^{}]{1,200}))?\}", re.I)
MAX_NAME = 120


class BadName(Problem):
    """The name breaks the workspace's rule; the sentence shows one that would do."""

    code = "bad_name"


def check(name: str, pattern: str = "") -> str:
    """The name, trimmed. Raises BadName when it is empty, too long, or does not follow the pattern."""
    name = " ".join(name.split())
    if not name:
        raise BadName("Give the template a name.")
    if len(name) > MAX_NAME:
        raise BadName(f"A name has at most {MAX_NAME} characters.")
    if pattern and not re.fullmatch(_expression(pattern), name, re.I):
        raise BadName(f"Names here follow the pattern “{plain(pattern)}”, for instance “{example(pattern)}”.")
    return name


def parts(pattern: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each part's name and the words it may be; no words means any."""
    for name, words in PART.findall(pattern):
        yield name, tuple(word.strip() for word in words.split("|") if word.strip())


def plain(pattern: str) -> str:
    """The pattern as people read it: `{type}-{audience}-{brand}`."""
    return PART.sub(lambda found: f"{{{found.group(1)}}}", pattern)


def example(pattern: str) -> str:
    """A name that follows the pattern."""
    choices = iter(parts(pattern))
    return PART.sub(lambda _: (lambda part: part[1][0] if part[1] else part[0])(next(choices)), pattern)


def _expression(pattern: str) -> str:
    pieces, end = [], 0
    for found in PART.finditer(pattern):
        words = [re.escape(word.strip()) for word in (found.group(2) or "").split("|") if word.strip()]
        pieces += [re.escape(pattern[end : found.start()]), f"(?:{'|'.join(words)})" if words else ".+?"]
        end = found.end()
    return "".join([*pieces, re.escape(pattern[end:])])
