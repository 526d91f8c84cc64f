"""What the audiences app's addresses demand."""

from tests.architecture.access_rows import Row

ROWS: dict[str, Row] = {}
