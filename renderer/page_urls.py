"""Addresses of the renderer's pages, below `/w/<workspace>/`."""

from __future__ import annotations

from django.urls import path

from renderer import worst_rows
from renderer.prewarm import pages as prewarm_pages
from renderer.render_links import pages as link_pages
from renderer.snippets import pages as snippet_pages
from renderer.sources import pages as source_pages

app_name = "renderer"

urlpatterns = [
    path("links/", link_pages.index, name="links"),
    path("links/new/", link_pages.new, name="new_link"),
    path("links/new/open/", link_pages.new_open, name="new_open_link"),
    path("links/<str:code>/", link_pages.one, name="link"),
    path("links/<str:code>/rules/", link_pages.rules, name="link_rules"),
    path("links/<str:code>/status/", link_pages.set_status, name="link_status"),
    path("links/<str:code>/snippet/", snippet_pages.code, name="snippet"),
    path("links/<str:code>/remember/", snippet_pages.remember, name="remember"),
    path("links/<str:code>/try/", snippet_pages.try_out, name="try"),
    path("links/<str:code>/addresses.csv", snippet_pages.addresses, name="addresses"),
    path("uploads/<str:upload>/rows/<int:number>.jpg", worst_rows.picture, name="worst_row"),
    path("sources/", source_pages.index, name="sources"),
    path("sources/new/", source_pages.new, name="new_source"),
    path("sources/<str:source>/", source_pages.one, name="source"),
    path("sources/<str:source>/edit/", source_pages.edit, name="edit_source"),
    path("sources/<str:source>/status/", source_pages.set_status, name="source_status"),
    path("sources/<str:source>/remove/", source_pages.remove, name="remove_source"),
    path("prewarm/", prewarm_pages.index, name="prewarm_runs"),
    path("prewarm/new/", prewarm_pages.new, name="new_prewarm"),
    path("prewarm/<str:run>/", prewarm_pages.one, name="prewarm_run"),
    path("prewarm/<str:run>/move/", prewarm_pages.move, name="prewarm_move"),
    path("prewarm/<str:run>/rows/<int:number>.csv", prewarm_pages.concerned, name="prewarm_rows"),
    path("prewarm/<str:run>/pictures.zip", prewarm_pages.pictures, name="prewarm_zip"),
]
