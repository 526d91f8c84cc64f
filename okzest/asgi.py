"""The ASGI application, for servers that ask for one; drawing is CPU work, so WSGI is the faster choice."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")

application = get_asgi_application()
