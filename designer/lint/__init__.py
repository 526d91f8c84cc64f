"""Checks of a design over its records: what would go wrong in front of recipients, found before they see it."""

from designer.lint.findings import Finding, Fix, Report
from designer.lint.sheet import check_document

__all__ = ["Finding", "Fix", "Report", "check_document"]
