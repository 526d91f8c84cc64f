"""Addresses of a CDN: pages below a workspace's settings, the API below the workspace."""

from __future__ import annotations

from django.urls import URLPattern, path

from workspaces.purging import api, views

pages: list[URLPattern] = [
    path("", views.cdn, name="cdn"),
    path("edit/", views.edit_cdn, name="edit_cdn"),
    path("remove/", views.remove_cdn, name="remove_cdn"),
    path("test/", views.test_cdn, name="test_cdn"),
    path("purges/<str:purge>/again/", views.purge_again, name="purge_again"),
]

of_workspace: list[URLPattern] = [
    path("cdn", api.CdnView.as_view(), name="api-cdn"),
    path("cdn/test", api.TestView.as_view(), name="api-test-cdn"),
    path("cdn/purges", api.PurgesView.as_view(), name="api-purges"),
    path("cdn/purges/<str:purge>", api.PurgeView.as_view(), name="api-purge"),
    path("cdn/purges/<str:purge>/again", api.PurgeAgainView.as_view(), name="api-purge-again"),
]
