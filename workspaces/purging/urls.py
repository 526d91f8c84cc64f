"""Addresses of the CDN's pages, below a workspace's settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from workspaces.purging import views

pages: list[URLPattern] = [
    path("", views.cdn, name="cdn"),
    path("edit/", views.edit_cdn, name="edit_cdn"),
    path("remove/", views.remove_cdn, name="remove_cdn"),
    path("test/", views.test_cdn, name="test_cdn"),
    path("purges/<str:purge>/again/", views.purge_again, name="purge_again"),
]
