"""The web server's worker: gunicorn's threads for all that takes time, and a loop before them for pictures at hand.

The loop reads what readers send as it comes, so that no slow one holds a thread. A picture that is in memory it sends
at once; every other request waits in line for a thread. What a slow reader leaves of a picture, the loop sends on.
"""

from okzest.web_worker.worker import LenientWorker

__all__ = ["LenientWorker"]
