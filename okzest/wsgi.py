"""The WSGI application that web servers run."""

import atexit
import os

from okzest import counting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")
# Before anything is counted: several web processes are one service to whoever watches.
counting.share_between_processes()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from renderer.serving.tally import tally  # noqa: E402  (apps must be ready)

atexit.register(tally.write_rest)
