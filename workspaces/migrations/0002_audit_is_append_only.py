"""Let the database itself refuse to change an audit entry, and PostgreSQL to delete one.

SQLite keeps DELETE, for Django empties test databases with it; `manage.py verifyaudit` finds what is missing.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SENTENCE = "audit entries are written once and never changed"
TABLE = "workspaces_auditentry"

SQLITE = f"""
CREATE TRIGGER audit_entries_are_never_changed BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION audit_entries_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$;
CREATE TRIGGER audit_entries_are_never_changed BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION audit_entries_are_never_changed();
"""


def forbid(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor)
    if statements:
        schema_editor.execute(statements, params=None)


def allow(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER audit_entries_are_never_changed{on_table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_entries_are_never_changed()")


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
