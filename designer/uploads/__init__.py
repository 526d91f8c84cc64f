"""Uploads: decided by content, taken apart and made anew in a limited process, and stored by digest."""
