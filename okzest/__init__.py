"""Settings, addresses and wiring: the only package that knows every other."""

from okzest.celery import app as celery_app

__all__ = ["celery_app"]
