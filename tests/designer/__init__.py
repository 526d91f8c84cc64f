"""Tests of the designer: what people author, review and publish."""
