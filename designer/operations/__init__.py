"""Everything that changes a designer row, one subject per module; the audit entry is in the same transaction."""
