"""What the log says of a page, a call or a task that failed: which and where, never the values it was about.

Django's and Celery's own words for it quote the exception, and exceptions quote what people are called.
"""

from __future__ import annotations

import sys
from typing import Any

import structlog
from celery.signals import task_failure
from django.core.signals import got_request_exception
from django.http import HttpRequest

from renderer.trails import trail

log = structlog.get_logger(__name__)


def listen() -> None:
    """Once, when the project starts."""
    got_request_exception.connect(page_failed, dispatch_uid="okzest.failures")
    task_failure.connect(task_failed, dispatch_uid="okzest.failures")


def page_failed(sender: object, request: HttpRequest | None = None, **_more: Any) -> None:
    """`page` is the pattern of the address: addresses themselves hold tokens, and queries what people typed."""
    problem, match = sys.exception(), request.resolver_match if request else None
    if problem is not None:
        page, method = match.route if match else "", request.method if request else ""
        log.error("page.failed", page=page, method=method, why=type(problem).__name__, trail=trail(problem))


def task_failed(sender: Any = None, exception: BaseException | None = None, **_more: Any) -> None:
    """A task that raised; whoever sends it again, if anybody, says so elsewhere."""
    if exception is not None:
        task = getattr(sender, "name", "")
        log.error("task.failed", task=task, why=type(exception).__name__, trail=trail(exception))
