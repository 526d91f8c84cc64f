"""Purging: making a CDN in front of the pictures drop what may not be shown any more."""
