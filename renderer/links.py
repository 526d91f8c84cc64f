"""Build, sign and open picture addresses. Standard library only: verifying touches no database and parses no value.

    /i/<link>/<signature>[@2x].<format>?first_name=Zo%C3%AB

Addresses that mailing tools sign themselves look the same; `sender_signing` verifies them.

`<link>` is `<workspace>-<key number>-<code>`; the code's first letter tells the mode. In a sealed address it goes on
with `.<marks>`: three characters for each field whose value is sealed, in the template's order. The address itself thus
says which parameters count, so a forgery costs nothing, foreign parameters (UTM and the like) do no harm, and an
address already sent outlives every later change to the template.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from renderer.modes import Mode

SIGNATURE_BYTES = 16
MARK_LENGTH = 3
CODE_BYTES = 5
MAX_PAIRS = 50
LINK = re.compile(
    r"(?P<workspace>[A-Za-z0-9_]{1,64})-(?P<key>[1-9]\d{0,5})-(?P<code>[ostbij][a-z2-7]{16})(?:\.(?P<marks>[\w-]*))?\Z",
    re.ASCII,
)
CODE = re.compile(r"[ostbij][a-z2-7]{16}(?=\Z|\.)")
"""Within the first part of an address."""
FILE = re.compile(r"(?P<proof>[\w~.-]{1,3800}?)(?:@(?P<scale>[123])x)?\.(?P<format>png|jpg|webp|avif)\Z", re.ASCII)
UNFILLED = re.compile(r"~(?P<proof>[^/]{0,300}?)(?:@(?P<scale>[123])x)?\.(?P<format>png|jpg|webp|avif)\Z", re.DOTALL)
"""Where a token should stand, whatever a mailing tool left there: a tag, or nothing."""
HEX_PAIR = re.compile(r"[0-9A-Fa-f]{2}")

LETTERS = {
    Mode.OPEN: "o",
    Mode.SEALED: "s",
    Mode.TOKEN: "t",
    Mode.SENDER_HMAC: "b",
    Mode.SENDER_SHA1: "i",
    Mode.SENDER_JWT: "j",
}
MODES = {letter: mode for mode, letter in LETTERS.items()}
MARKED = frozenset({Mode.SEALED, Mode.SENDER_HMAC, Mode.SENDER_SHA1})
"""Modes whose addresses name the fields that the signature covers."""
PROOFS = {
    Mode.OPEN: re.compile(r"[\w-]{22}", re.ASCII),
    Mode.SEALED: re.compile(r"[\w-]{22}", re.ASCII),
    Mode.TOKEN: re.compile(r"~[\w-]{22,86}", re.ASCII),
    Mode.SENDER_HMAC: re.compile(r"[0-9a-f]{64}"),
    Mode.SENDER_SHA1: re.compile(r"h(?:[0-9a-f]{40})?(?:-(?:[0-9a-f]{40})?)*"),
    Mode.SENDER_JWT: re.compile(r"[\w-]+(?:\.[\w-]+){2}", re.ASCII),
}
"""What each mode's proof looks like; anything else is refused before it costs a digest."""


@dataclass(frozen=True, slots=True)
class Address:
    """A well-formed address, not yet verified. `proof` is a signature or a token; `scale` is None if it is not said."""

    link: str
    workspace: str
    key: int
    code: str
    mode: Mode
    marks: tuple[str, ...]
    proof: str
    scale: int | None
    format: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The values that a genuine sealed address carries, exactly as they were signed."""

    values: Mapping[str, str]


class NotGenuine(Exception):
    """The address is malformed, or its signature is not ours."""

    code = "not_genuine"


def parse(link: str, file: str) -> Address:
    """The parts of `/i/<link>/<file>`. Raises NotGenuine for anything that we would not have written."""
    left = LINK.match(link)
    if not left:
        raise NotGenuine
    mode, marks = MODES[left["code"][0]], left["marks"]
    if (marks is not None) != (mode in MARKED) or len(marks or "") % MARK_LENGTH:
        raise NotGenuine
    right, proof = _read_file(mode, file)
    parts = tuple(marks[i : i + MARK_LENGTH] for i in range(0, len(marks or ""), MARK_LENGTH)) if marks else ()
    scale = int(right["scale"]) if right["scale"] else None
    return Address(link, left["workspace"], int(left["key"]), left["code"], mode, parts, proof, scale, right["format"])


def _read_file(mode: Mode, file: str) -> tuple[re.Match[str], str]:
    found = FILE.match(file)
    if found and PROOFS[mode].fullmatch(found["proof"]):
        return found, found["proof"].removeprefix("~")
    # A test mail with an unfilled tag shows what an unknown token does: it must not look broken.
    unfilled = UNFILLED.match(file) if mode is Mode.TOKEN else None
    if not unfilled:
        raise NotGenuine
    return unfilled, ""


def verify(address: Address, query: bytes, secret: bytes) -> Sealed | None:
    """Raise NotGenuine unless this installation made the address; return the sealed values, if it has any.

    `query` is the raw query string. Nothing in it is repaired or normalised here: a signed value means what it says.
    """
    check_code(address, secret)
    if address.mode is Mode.TOKEN:
        return None
    key = signing_key(secret, address.workspace, address.key)
    found = marked(address.marks, query) if address.mode is Mode.SEALED else []
    if not hmac.compare_digest(_signature(key, address.mode, address.link, found), address.proof):
        raise NotGenuine
    if address.mode is not Mode.SEALED:
        return None
    return Sealed({name.decode(): value.decode() for name, value in found})


def check_code(address: Address, secret: bytes) -> None:
    """Raise NotGenuine unless the link itself is one of ours."""
    if not hmac.compare_digest(_check(address.workspace, address.code[:9], secret), address.code[9:]):
        raise NotGenuine


def marked(marks: tuple[str, ...], query: bytes) -> list[tuple[bytes, bytes]]:
    """The pairs that the marks name, in their order. A missing or repeated one makes the address somebody else's."""
    by_mark: dict[str, list[tuple[bytes, bytes]]] = {}
    for piece in query.split(b"&", MAX_PAIRS)[:MAX_PAIRS]:
        name, _, value = piece.partition(b"=")
        # A link copied out of HTML keeps its “&amp;”.
        name = unquote_to_bytes(name.replace(b"+", b" ")).removeprefix(b"amp;")
        by_mark.setdefault(mark(name), []).append((name, unquote_to_bytes(value.replace(b"+", b" "))))
    found = [by_mark[one].pop(0) for one in marks if by_mark.get(one)]
    if len(found) != len(marks) or any(by_mark[one] for one in marks):
        raise NotGenuine
    return found


def new_code(workspace: str, mode: Mode, secret: bytes) -> str:
    """A fresh code for a link: a letter for the mode, forty random bits, and forty bits that prove that it is ours."""
    stem = LETTERS[mode] + _base32(secrets.token_bytes(CODE_BYTES))
    return stem + _check(workspace, stem, secret)


def link_id(workspace: str, key: int, code: str) -> str:
    """The first part of an address. It names the key, so that a forgery is refused without asking the database."""
    return f"{workspace}-{key}-{code}"


def open_path(link: str, *, secret: bytes, format: str, scale: int | None = None) -> str:
    """The path of an open address; the mailing tool appends the values."""
    workspace, key, _ = link.rsplit("-", 2)
    signature = _signature(signing_key(secret, workspace, int(key)), Mode.OPEN, link, [])
    return f"/i/{link}/{file_name(signature, format, scale)}"


def sealed_path(link: str, values: Mapping[str, str], *, secret: bytes, format: str, scale: int | None = None) -> str:
    """The path and query of a sealed address. `values` stand in the template's order; the signature covers them all."""
    workspace, key, _ = link.rsplit("-", 2)
    pairs = [(name.encode(), value.encode()) for name, value in values.items()]
    whole = with_marks(link, [name for name, _ in pairs])
    signature = _signature(signing_key(secret, workspace, int(key)), Mode.SEALED, whole, pairs)
    query = "&".join(f"{quote(name, safe='')}={_quoted(value)}" for name, value in pairs)
    return f"/i/{whole}/{file_name(signature, format, scale)}" + (f"?{query}" if query else "")


def token_path(link: str, token: str, *, format: str, scale: int | None = None) -> str:
    """The path of a token address; the values are looked up by the token."""
    return f"/i/{link}/{file_name(f'~{token}', format, scale)}"


def with_marks(link: str, names: Iterable[bytes]) -> str:
    """The first part of an address whose signature covers these fields."""
    return f"{link}.{''.join(mark(name) for name in names)}"


def file_name(proof: str, format: str, scale: int | None) -> str:
    """The last part of an address."""
    return f"{proof}@{scale}x.{format}" if scale else f"{proof}.{format}"


@lru_cache(maxsize=4096)
def signing_key(secret: bytes, workspace: str, number: int) -> bytes:
    """A workspace's key of that number, derived from the installation's secret (HKDF, RFC 5869, one block)."""
    root = hmac.digest(b"okzest signing key v1", secret, "sha256")
    return hmac.digest(root, _joined([workspace.encode(), str(number).encode()]) + b"\x01", "sha256")


@lru_cache(maxsize=4096)
def mark(name: bytes) -> str:
    """Three characters that stand for a field's name within an address."""
    return base64.urlsafe_b64encode(hashlib.sha256(name).digest())[:MARK_LENGTH].decode()


def _signature(key: bytes, mode: Mode, link: str, pairs: Iterable[tuple[bytes, bytes]]) -> str:
    message = _joined([b"okzest 1", mode.encode(), link.encode(), *(part for pair in pairs for part in pair)])
    return base64.urlsafe_b64encode(hmac.digest(key, message, "sha256")[:SIGNATURE_BYTES]).rstrip(b"=").decode()


def _joined(parts: Iterable[bytes]) -> bytes:
    """Each part behind its length, so that no two lists of parts look alike."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _check(workspace: str, stem: str, secret: bytes) -> str:
    message = _joined([b"okzest link", workspace.encode(), stem.encode()])
    return _base32(hmac.digest(secret, message, "sha256")[:CODE_BYTES])


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().lower()


def _quoted(value: bytes) -> str:
    """Percent-encoded. Mail wrongly labelled quoted-printable reads `=Ad` as a byte: no hex pair may open a value."""
    text = quote(value, safe="")
    return f"%{value[0]:02X}{text[1:]}" if HEX_PAIR.match(text) else text
