"""Two versions of a template beside each other: what changed in words, where in the picture, and how much."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from designer.content import content_hash
from designer.differences import Difference, difference
from designer.models import Template
from designer.operations.checks import records_of
from designer.picture_hosts import hosts_of
from designer.previews import compose, document_of, png
from designer.queries.history import document_at
from designer.wording import Changed, differences
from workspaces.access import NotFound

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Comparison:
    """`share` of changed pixels from 0 to 1; the addresses show before, after and the difference map."""

    before: str
    after: str
    record: str
    size: str
    changed: tuple[Changed, ...]
    share: float
    before_url: str
    after_url: str
    map_url: str

    @property
    def percent(self) -> str:
        """“2.9 %”; something that changed is never 0."""
        share = self.share * 100
        return "less than 0.1 %" if 0 < share < 0.1 else f"{share:.1f} %"


def comparison(template: Template, before: str, after: str, *, record: str = "complete", size: str = "") -> Comparison:
    """Compare “draft”, “live” or version numbers, with one record in one size. Raises NotFound."""
    old, new = _document(template, before), _document(template, after)
    board = size or document_of(new).size().id
    share = _share(template, before, after, record, board)
    where = reverse("designer:picture", args=[template.workspace.key, template.key])
    query = f"record={record}&size={board}"
    return Comparison(
        before,
        after,
        record,
        board,
        differences(old, new),
        share,
        f"{where}?v={before}&{query}",
        f"{where}?v={after}&{query}",
        f"{where}?v={after}&against={before}&{query}",
    )


def difference_of(template: Template, before: str, after: str, record: str, size: str) -> Difference:
    """The pixels of both, compared at 1x."""
    documents = [document_of(_document(template, version)) for version in (before, after)]
    values = {one.id: one.values for one in records_of(template, documents[1])}.get(record)
    if values is None:
        raise NotFound
    hosts = hosts_of(template.workspace)
    one, other = (compose(document, values, hosts=hosts, size=size or None).image for document in documents)
    return difference(one, other)


def map_png(template: Template, before: str, after: str, record: str, size: str) -> bytes:
    """The difference map, changed pixels magenta."""
    return png(difference_of(template, before, after, record, size).map)


def _share(template: Template, before: str, after: str, record: str, size: str) -> float:
    hashes = [content_hash(_document(template, version)) for version in (before, after)]
    if hashes[0] == hashes[1]:
        return 0.0
    key = f"difference:{hashes[0]}:{hashes[1]}:{template.key}:{record}:{size}"
    share = cache.get(key)
    if share is None:
        share = difference_of(template, before, after, record, size).share
        cache.set(key, share, KEPT_SECONDS)
    return float(share)


def _document(template: Template, version: str) -> dict:  # type: ignore[type-arg]
    found = document_at(template, version)
    if found is None:
        raise NotFound
    return found
