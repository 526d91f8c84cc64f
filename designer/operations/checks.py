"""The checks as people meet them: over a template's draft or one of its revisions, with its own records and brand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from designer import brand
from designer.lint import Report, check_document
from designer.lint.findings import sorted_findings
from designer.lint.sheet import Look, look_at
from designer.lint.whole import Surroundings, check_whole
from designer.models import Asset, Template
from designer.picture_hosts import hosts_of
from designer.previews import document_of
from designer.queries.kits import frozen, kit_of
from designer.records import Record, all_of, fixed
from designer.sprites import RENDERER
from renderer.engine.document import Document
from workspaces.models import Workspace
from workspaces.problems import Problem

KEPT_SECONDS = 3600
PASSING = {"image_missing", "slow"}
"""What may be different the next time, so that it is looked at again."""


class ChecksBlock(Problem):
    """Something recipients should never see stands in the design."""

    code = "checks_block"

    def __init__(self, checks: Mapping[str, Any]):
        super().__init__(
            f"{checks['sentence']}. Fix what blocks, or let somebody who may override checks submit it with a reason."
        )
        self.details = {"checks": checks}


def check_template(template: Template, document: Mapping[str, Any] | None = None, sizes: Iterable[str] = ()) -> Report:
    """Every check over the template's records: of the draft, or of a frozen document. Raises DocumentError."""
    parsed = document_of(document if document is not None else frozen(template.draft, template.workspace))
    around = surroundings(template.workspace, timezone.localdate())
    return check_document(parsed, records_of(template, parsed), sizes=sizes, around=around, look=remembered)


def whole(template: Template) -> list[dict[str, Any]]:
    """What is found in the draft whatever the record, worst first, as JSON."""
    parsed = document_of(frozen(template.draft, template.workspace))
    found = check_whole(parsed, surroundings(template.workspace, timezone.localdate()))
    return [finding.as_json() for finding in sorted_findings(found)]


def remembered(
    document: Document, record: Record, size: str, kit: brand.Kit | None, hosts: tuple[str, ...] = ()
) -> Look:
    """What was found in a picture, looked at once in an hour: it depends on nothing but what is named here."""
    facts = [repr(sorted(record.values.items())), size, repr(document), repr(kit), repr(hosts)]
    said = "\n".join([RENDERER, record.id, *facts])
    key = f"look:{hashlib.sha256(said.encode()).hexdigest()}"
    look: Look | None = cache.get(key)
    if look is None:
        look = look_at(document, record, size, kit, hosts)
        if not any(one.code in PASSING for one in look.findings):
            cache.set(key, look, KEPT_SECONDS)
    return look


def records_of(template: Template, document: Document) -> tuple[Record, ...]:
    """The four fixed records and the template's own."""
    own = template.test_records.values_list("key", "label", "values")
    return all_of(document, own)


def surroundings(workspace: Workspace, today: date) -> Surroundings:
    """What lint knows beside the document."""
    fonts = Asset.objects.in_workspace(workspace).filter(kind=Asset.Kind.FONT)
    licences = dict(fonts.values_list("family", "licence_until"))
    return Surroundings(kit_of(workspace), licences, today, hosts_of(workspace))


def summary(report: Report) -> dict[str, Any]:
    """A report as JSON, for reviews and programs."""
    return {
        "sentence": report.sentence,
        "renders": report.renders,
        "block": report.count("block"),
        "warn": report.count("warn"),
        "info": report.count("info"),
        "findings": [finding.as_json() for finding in report.findings],
    }


def summary_of(document: Mapping[str, Any], template: Template | None = None) -> dict[str, Any]:
    """The summary for a frozen document; with its own records when its template is known."""
    if template is not None:
        return summary(check_template(template, document))
    parsed = document_of(document)
    return summary(check_document(parsed, fixed(parsed)))
