"""As much of Salesforce's AMPscript as snippets use, written from its documentation and not from our code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"|(@?[A-Za-z_]\w*)|(\d+)|([(),=]))")
BLOCK = re.compile(r"%%\[(.*?)\]%%|%%=(.*?)=%%", re.DOTALL)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def get_jwt(key: str, algorithm: str, payload: str) -> str:
    assert algorithm == "HS256"
    body = base64url(b'{"typ":"JWT","alg":"HS256"}') + "." + base64url(payload.encode())
    return f"{body}.{base64url(hmac.new(key.encode(), body.encode(), hashlib.sha256).digest())}"


class AmpScript:
    """One mail for one subscriber."""

    def __init__(self, attributes: Mapping[str, str]):
        self.variables: dict[str, Any] = {}
        self.functions: dict[str, Callable[..., Any]] = {
            "attributevalue": lambda name: attributes.get(name, ""),
            "char": lambda code: chr(int(code)),
            "concat": lambda *parts: "".join(map(str, parts)),
            "empty": lambda value: not value,
            "getjwt": get_jwt,
            "iif": lambda condition, yes, no: yes if condition else no,
            "replace": lambda text, old, new: str(text).replace(old, new),
            "urlencode": lambda text, *_flags: quote(str(text), safe=""),
            "v": lambda value: value,
        }

    def render(self, code: str) -> str:
        return BLOCK.sub(self._block, code)

    def _block(self, found: re.Match[str]) -> str:
        if found[2] is not None:
            return str(self._value(self._tokens(found[2])))
        for statement in filter(None, re.split(r"(?i)\bset\s+(?=@)", found[1].strip())):
            tokens = self._tokens(statement)
            name = tokens.pop(0)[1]
            assert tokens.pop(0) == ("sign", "=")
            self.variables[name] = self._value(tokens)
        return ""

    def _tokens(self, code: str) -> list[tuple[str, str]]:
        tokens, at = [], 0
        while at < len(code.rstrip()):
            found = TOKEN.match(code, at)
            assert found, code[at : at + 40]
            at = found.end()
            single, double, name, number, sign = found.groups()
            if single is not None or double is not None:
                tokens.append(
                    ("text", (single or "").replace("''", "'") if double is None else double.replace('""', '"'))
                )
            else:
                tokens.append(("name", name) if name else ("text", number) if number else ("sign", sign))
        return tokens

    def _value(self, tokens: list[tuple[str, str]]) -> Any:
        kind, text = tokens.pop(0)
        if kind == "text":
            return text
        if text.startswith("@"):
            return self.variables[text]
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        assert tokens.pop(0) == ("sign", "("), text
        arguments: list[Any] = []
        while tokens[0] != ("sign", ")"):
            arguments.append(self._value(tokens))
            if tokens[0] == ("sign", ","):
                tokens.pop(0)
        tokens.pop(0)
        return self.functions[text.lower()](*arguments)
