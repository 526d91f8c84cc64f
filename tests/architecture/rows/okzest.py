"""What the installation's own addresses demand."""

from tests.architecture.access_rows import Anybody, public, sees

ROWS = {
    "front": public("it says what the product does; nothing of a tenant is on it"),
    "styleguide": sees(Anybody.STAFF),
    "api-schema": public("it describes the API, not what is in it"),
    "api-docs": public("it describes the API, not what is in it"),
    "healthz": public("load balancers ask it; it says that the process lives"),
    "readyz": public("load balancers ask it; it names parts, not tenants"),
    "metrics": public("guarded by a token and by address; sums alone"),
}

AREAS = {
    "admin/": Anybody.STAFF,
    "accounts/": Anybody.PUBLIC,
}
"""Whole areas of others' making: staff's, and each person's own account (django-allauth)."""
