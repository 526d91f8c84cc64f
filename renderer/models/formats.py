"""The formats a picture is kept in, as a column's choices."""

FORMATS = [(name, name) for name in ("png", "jpg", "webp", "avif")]
