"""The installation's secret that signing keys and the names of pictures are derived from."""

from __future__ import annotations

from django.conf import settings


def signing_secret() -> bytes:
    """What all signing keys are derived from; never used as it is."""
    return str(settings.SIGNING_SECRET).encode()
