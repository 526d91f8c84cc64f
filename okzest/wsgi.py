"""The WSGI application that web servers run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")

application = get_wsgi_application()
