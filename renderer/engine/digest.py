"""The name of a picture: a keyed digest of what it shows. Equal pictures share a name; nobody can guess one."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from typing import Any

from renderer.engine.document import Document, ImageLayer, Layer, Mark
from renderer.engine.output import OutputSpec
from renderer.engine.resolved import Filled, Resolved
from renderer.engine.styles import Paint

ENGINE_VERSION = "1"
"""Raise it whenever the same document may come out with other pixels: every picture then gets a new name."""

NOT_SHOWN = frozenset({"id", "name", "visible", "locked", "protect", "group", "pin", "hit", "show_if"}) | frozenset(
    {"text", "shorter", "marks", "field", "cases", "default", "source", "empty", "fallback"}
)
"""Properties of layers that leave no trace in the picture, or are there in another form: words, pictures, looks."""
NAME_BYTES = 16
MOST_DOCUMENTS = 64

Versions = Mapping[str, str]


def digest(
    resolved: Resolved, output: OutputSpec, key: bytes, versions: Versions | None = None, fonts: str = ""
) -> str:
    """The picture's name: 32 hex digits. `key` is the workspace's secret.

    `versions` tells for pictures of mutable addresses what their content is known by (a digest, a time window);
    `fonts` is the font book's fingerprint.
    """
    outline = _outline(resolved.document)
    content = b"".join(_parts(resolved, output, outline, versions or {}, fonts))
    return hashlib.blake2b(content, digest_size=NAME_BYTES, key=hashlib.sha256(key).digest()).hexdigest()


def _parts(resolved: Resolved, output: OutputSpec, outline: Outline, versions: Versions, fonts: str) -> Iterator[bytes]:
    """Each part behind its length, so that no two lists of parts look alike."""
    size, document = resolved.size, resolved.document
    yield _sized(f"{ENGINE_VERSION} {output.format} {output.scale} {output.quality} {size.w} {size.h}".encode())
    if resolved.refused is not None:
        yield _sized(canonical(document.brand.colors))
        return
    yield _sized(fonts.encode())
    yield outline.ground
    for filled in resolved.layers:
        yield _still(filled, outline) if filled.is_still and not versions else _layer(filled, outline, versions)
    if gone := resolved.hidden & outline.followed:
        yield from (
            _sized(outline.of(layer) + layer.id.encode()) for layer in document.layers[size.id] if layer.id in gone
        )


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def _still(filled: Filled, outline: Outline) -> bytes:
    """A layer that is the same for everybody is put into bytes once."""
    found = outline.still.get(id(filled))
    if found is None:
        found = outline.still[id(filled)] = filled, _layer(filled, outline, {})
    return found[1]


def _layer(filled: Filled, outline: Outline, versions: Versions) -> bytes:
    followed = filled.layer.id.encode() if filled.layer.id in outline.followed else b""
    return b"".join(map(_sized, (outline.of(filled.layer), followed, *_dynamic(filled, versions))))


def _dynamic(filled: Filled, versions: Versions) -> Iterator[bytes]:
    """Always the same number of parts for the same number of words, so that no part can pass for another."""
    yield len(filled.words).to_bytes(1, "big")
    for words in filled.words:
        yield words.text.encode()
        yield _marks(words.marks) if words.marks else b""
    picture, look = filled.picture, filled.look
    if picture is None and isinstance(filled.layer, ImageLayer):
        picture = filled.layer.source.fallback
    yield b"" if picture is None else picture.encode()
    yield b"" if picture is None else versions.get(picture, "").encode()
    yield b"" if look is None else _look(look.paint, look.text_paint, look.icon)


@lru_cache(maxsize=4096)
def _marks(marks: tuple[Mark, ...]) -> bytes:
    return canonical(marks)


@lru_cache(maxsize=4096)
def _look(paint: Paint, text_paint: Paint, icon: str | None) -> bytes:
    return canonical((paint, text_paint, icon))


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a document does not change with the values. `known` has the digest of each layer object by its id.

    `followed` are the layers that anchors point at: only for these does it matter which layer is which. `still` has the
    bytes of layers that are the same for everybody, by the ids of what they are filled with.
    """

    document: Document
    known: Mapping[int, bytes]
    followed: frozenset[str]
    ground: bytes
    still: dict[int, tuple[Filled, bytes]] = field(default_factory=dict)

    def of(self, layer: Layer) -> bytes:
        """The layer's digest; one that a rule changed is not known and worked out anew."""
        return self.known.get(id(layer)) or _layer_digest(layer)


_outlines: OrderedDict[int, Outline] = OrderedDict()
_lock = threading.Lock()


def _outline(document: Document) -> Outline:
    """The document's outline, made once for each document object and kept while it is among the latest."""
    with _lock:
        found = _outlines.get(id(document))
        if found is not None:
            _outlines.move_to_end(id(document))
            return found
    layers = [layer for board in document.layers.values() for layer in board]
    followed = frozenset(layer.anchor.to for layer in layers if layer.anchor)
    ground = _sized(document.lang.encode()) + _sized(canonical(document.background))
    made = Outline(document, {id(layer): _layer_digest(layer) for layer in layers}, followed, ground)
    with _lock:
        # The outline holds the document and so its layers: their ids stay theirs while it is here.
        _outlines[id(document)] = made
        while len(_outlines) > MOST_DOCUMENTS:
            _outlines.popitem(last=False)
    return made


def _layer_digest(layer: Layer) -> bytes:
    shown = {f.name: getattr(layer, f.name) for f in fields(layer) if f.name not in NOT_SHOWN}
    return hashlib.blake2b(canonical((type(layer).__name__, shown)), digest_size=NAME_BYTES).digest()


def canonical(value: Any) -> bytes:
    """Bytes that differ whenever values differ: every part carries its kind and length, mappings are sorted."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = (type(value).__name__, *(getattr(value, f.name) for f in fields(value)))
        return _wrapped(b"d", b"".join(map(canonical, inner)))
    if isinstance(value, Mapping):
        return _wrapped(b"m", b"".join(sorted(canonical(pair) for pair in value.items())))
    if isinstance(value, (tuple, list)):
        return _wrapped(b"l", b"".join(map(canonical, value)))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _wrapped(b"n", repr(float(value)).encode())
    return _wrapped(type(value).__name__[:1].encode(), str(value).encode())


def _wrapped(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "big") + content
