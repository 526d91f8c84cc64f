"""Sheets that people upload, CSV and XLSX, read row by row whatever program wrote them."""
