"""The pages: each enters by the door, asks one query or calls one operation, and draws a template."""
