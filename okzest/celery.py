"""The Celery application: background work, told facts by id."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")

app = Celery("okzest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]
def open_fonts(**_facts: Any) -> None:
    """Before the worker's processes part from it: they then share the fonts' memory, and a new one starts at once."""
    from renderer.gather import fonts

    fonts()


@worker_ready.connect  # type: ignore[untyped-decorator]
def prepare_gallery(**_facts: Any) -> None:
    """The gallery is drawn before the first owner opens it; where it is kept already this takes no time."""
    from django.conf import settings

    from designer import tasks

    if settings.PREPARE_GALLERY:
        tasks.prepare_gallery.delay()
