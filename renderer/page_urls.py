"""Addresses of the renderer's pages, below `/w/<workspace>/`."""

from __future__ import annotations

from django.urls import path

from renderer import link_pages

app_name = "renderer"

urlpatterns = [
    path("links/", link_pages.index, name="links"),
    path("links/new/", link_pages.new, name="new_link"),
    path("links/<str:code>/", link_pages.one, name="link"),
    path("links/<str:code>/status/", link_pages.set_status, name="link_status"),
]
