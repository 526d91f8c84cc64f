"""The recipients that a finding concerns, as rows to be mended where the list comes from."""

from __future__ import annotations

from collections.abc import Iterator

from audiences import queries
from audiences.models import Recipient
from renderer.models.prewarm import PrewarmFinding, PrewarmRun
from renderer.prewarm import findings

AT_ONCE = 500


def head(run: PrewarmRun) -> tuple[str, ...]:
    """What the columns are called: where the row stood in which file, then the audience's own."""
    return ("File", "Row", *run.audience.fields)


def concerned(run: PrewarmRun, finding: PrewarmFinding) -> Iterator[tuple[object, ...]]:
    """The rows of those who are still there, in the audience's order."""
    ids = list(findings.recipients_in(finding))
    for at in range(0, len(ids), AT_ONCE):
        rows = Recipient.objects.filter(audience_id=run.audience_id, pk__in=ids[at : at + AT_ONCE]).order_by("pk")
        for file, row_number, sealed in rows.values_list("upload__file_name", "row_number", "values"):
            values = queries.values_in(sealed)
            yield file or "", row_number or "", *(values.get(name, "") for name in run.audience.fields)
