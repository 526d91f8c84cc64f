"""The Celery application: background work, told facts by id."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")

app = Celery("okzest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
