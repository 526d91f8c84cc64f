"""Draw a document from a file without a database: what `manage.py render` does, once or for many records."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from renderer import limits
from renderer.engine import schema
from renderer.engine.document import Document
from renderer.engine.draw import Rendered, draw
from renderer.engine.output import MEDIA_TYPES, OutputSpec
from renderer.engine.problems import RenderProblem
from renderer.engine.resolve import resolve
from renderer.gather import Folder, Installation, Shelf, fonts_of, gather
from renderer.materials.rack import plate_of


class CannotRender(RenderProblem):
    """The command was asked for something that cannot be done."""

    code = "cannot_render"


@dataclass(frozen=True, slots=True)
class Bench:
    """A document on the bench: where its assets lie, and how its pictures are to come out."""

    document: Document
    shelves: tuple[Shelf, ...]
    output: OutputSpec

    def draw(self, values: Mapping[str, Any]) -> tuple[Rendered, float]:
        """The picture of these values, and the milliseconds from resolving to encoded bytes."""
        texts = {str(name): as_text(value) for name, value in values.items() if value is not None}
        began = time.perf_counter()
        resolved = resolve(self.document, texts, self.output.size, fonts_of(self.document, self.shelves))
        assets = gather(resolved, limits.from_settings(), self.shelves)
        rendered = draw(resolved, assets, self.output, plate_of)
        return rendered, (time.perf_counter() - began) * 1000


def prepare(file: Path, *, assets: Path | None, format: str, scale: int | None, size: str | None) -> Bench:
    """The document of this file. Raises DocumentError, or CannotRender when there is no such file, format or size."""
    if format not in MEDIA_TYPES:
        raise CannotRender(f"The format must be one of {', '.join(MEDIA_TYPES)}, not “{format}”.")
    document = schema.read(_json(file)).document
    if size is not None and size not in {one.id for one in document.sizes}:
        raise CannotRender(f"There is no size “{size}”; this document has {', '.join(s.id for s in document.sizes)}.")
    folders = [Folder(file.resolve().parent), *([Folder(assets.resolve())] if assets else [])]
    output = OutputSpec(format, scale or document.output.density, document.output.quality, size)
    return Bench(document, (*folders, Installation()), output)


def account(rendered: Rendered, milliseconds: float) -> dict[str, Any]:
    """One picture in a line of JSON."""
    return {
        "width": rendered.encoded.width,
        "height": rendered.encoded.height,
        "bytes": len(rendered.encoded.data),
        "ms": round(milliseconds, 3),
        "alt": rendered.alt,
        "fallbacks": [asdict(one) for one in rendered.fallbacks],
        "issues": [asdict(one) for one in rendered.issues],
    }


def batch(bench: Bench, lines: Iterable[str], folder: Path) -> Iterator[dict[str, Any]]:
    """Draw one picture per line of values into the folder; an account of each, and of all at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    began, times, bytes_written, failed, count = time.perf_counter(), [], 0, 0, 0
    for count, line in enumerate(lines, 1):
        file = folder / f"{count:06}.{bench.output.format}"
        try:
            rendered, milliseconds = bench.draw(_values(line))
        except CannotRender as problem:
            failed += 1
            yield {"file": file.name, "error": problem.public_message}
            continue
        file.write_bytes(rendered.encoded.data)
        times.append(milliseconds)
        bytes_written += len(rendered.encoded.data)
        yield {"file": file.name, **account(rendered, milliseconds)}
    yield {"summary": _summary(count, failed, times, bytes_written, time.perf_counter() - began)}


def as_text(value: Any) -> str:
    """A JSON value as the text of a field."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _summary(count: int, failed: int, times: list[float], bytes_written: int, seconds: float) -> dict[str, Any]:
    ranked = sorted(times)
    return {
        "records": count,
        "pictures": len(times),
        "failed": failed,
        "bytes": bytes_written,
        "seconds": round(seconds, 3),
        "ms_median": round(statistics.median(ranked), 3) if ranked else None,
        "ms_p95": round(ranked[min(int(len(ranked) * 0.95), len(ranked) - 1)], 3) if ranked else None,
        "ms_total": round(sum(ranked), 3),
    }


def _values(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as problem:
        raise CannotRender(f"This line is not JSON: {problem}.") from None
    if not isinstance(values, dict):
        raise CannotRender("Each line must be a JSON object of values by field.")
    return values


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise CannotRender(f"Cannot read {file}: {problem.strerror}.") from None
    except ValueError as problem:
        raise CannotRender(f"{file} is not JSON: {problem}.") from None
