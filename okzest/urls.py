"""Every address of the installation; each app brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from okzest.api_docs import SchemaView, api_docs
from okzest.front import front
from okzest.health import healthz, metrics, readyz
from okzest.styleguide import styleguide

# Staff log in by the same door as everybody: with its limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Pictures first: theirs is the address that thousands open at once.
APPS = ("renderer.urls", "workspaces.urls", "audiences.urls", "designer.urls")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(app)) for app in APPS if find_spec(app)]
urlpatterns += [
    path("", front, name="front"),
    path("styleguide/", styleguide, name="styleguide"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema/", SchemaView.as_view(), name="api-schema"),
    path("api/v1/docs/", api_docs, name="api-docs"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
