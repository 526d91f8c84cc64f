"""Problems in logs: where they happened, without their words, since these may quote a recipient's values."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


def trail(problem: BaseException) -> list[str]:
    """File, line and function of each call that led there, outermost first."""
    frames = traceback.extract_tb(problem.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def quietly(act: Callable[[], object]) -> None:
    """Do something that the reader of the mail need not wait for, nor hear of if it fails."""
    try:
        act()
    except Exception as problem:
        log.warning("afterwards.failed", why=type(problem).__name__, trail=trail(problem))
