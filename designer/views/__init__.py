"""Pages of the designer: each reads, calls one operation, and shows."""
