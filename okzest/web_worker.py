"""gunicorn's threaded worker, lenient with addresses: not every mail tool percent-encodes what it puts into them.

gunicorn refuses bytes beyond ASCII in the request line, so that nobody would see a picture for an unencoded `Zoë`. The
application reads such bytes itself. Spaces and controls stay forbidden, since they end the address.
"""

from __future__ import annotations

import re

from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

message.RFC9112_TARGET_INVALID = re.compile(r"[\x00-\x20\x7f]")


class LenientWorker(ThreadWorker):  # type: ignore[misc]
    """Name it in `--worker-class okzest.web_worker.LenientWorker`."""
