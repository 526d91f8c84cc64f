"""Thousands of rows in one statement, as one value: JSON, which databases take apart faster than Django spells rows."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

NOTE = {
    "postgresql": "insert into renderer_recipientpicture (workspace_id, recipient_id, name) "
    "select %s, (pair->>0)::bigint, pair->>1 from json_array_elements(%s::json) as pair on conflict do nothing",
    # `where true`, or SQLite would take the conflict for a part of a join.
    "sqlite": "insert into renderer_recipientpicture (workspace_id, recipient_id, name) "
    "select %s, value->>0, value->>1 from json_each(%s) where true on conflict do nothing",
}
KNOWN = {
    "postgresql": "select count(*) from renderer_variant "
    "where workspace_id = %s and name in (select json_array_elements_text(%s::json))",
    "sqlite": "select count(*) from renderer_variant "
    "where workspace_id = %s and name in (select value from json_each(%s))",
}


def note(workspace_id: int, pairs: Sequence[tuple[int, str]]) -> None:
    """Remember which pictures show which recipients, by ids and names; what is noted already stays."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE[connection.vendor], [workspace_id, json.dumps(pairs)])


def count_known(workspace_id: int, names: Sequence[str]) -> int:
    """How many of these pictures the index has."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor], [workspace_id, json.dumps(names)])
        return int(cursor.fetchone()[0])
