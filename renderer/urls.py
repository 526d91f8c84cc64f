"""Addresses of pictures, and of the API that draws and signs them."""

from __future__ import annotations

from django.urls import include, path, re_path

from renderer import api
from renderer.prewarm.api import PrewarmRunsView, PrewarmRunView
from renderer.render_links.api import LinksView, LinkView
from renderer.serving import pictures
from renderer.snippets.addresses_api import AddressesView
from renderer.snippets.api import SnippetView
from renderer.sources.api import SourcesView, SourceView, TryView

urlpatterns = [
    re_path(r"^i/(?P<link>[^/]*)/(?P<file>[\s\S]*)\Z", pictures.view, name="picture"),
    # Whatever else begins like a picture's address gets a picture too.
    re_path(r"^i/(?P<file>[\s\S]*)\Z", pictures.view, {"link": ""}, name="malformed-picture"),
    path("w/<str:workspace>/", include("renderer.page_urls")),
    path("api/v1/templates/<str:template_key>/render", api.RenderView.as_view(), name="api-render"),
    path("api/v1/workspaces/<str:workspace>/links", LinksView.as_view(), name="api-links"),
    path("api/v1/workspaces/<str:workspace>/links/<str:link>", LinkView.as_view(), name="api-link"),
    path(
        "api/v1/workspaces/<str:workspace>/links/<str:link>/snippet",
        SnippetView.as_view(),
        name="api-snippet",
    ),
    path(
        "api/v1/workspaces/<str:workspace>/audiences/<str:audience>/addresses/<str:link>",
        AddressesView.as_view(),
        name="api-addresses",
    ),
    path("api/v1/workspaces/<str:workspace>/prewarm", PrewarmRunsView.as_view(), name="api-prewarm-runs"),
    path(
        "api/v1/workspaces/<str:workspace>/prewarm/<str:run>",
        PrewarmRunView.as_view(),
        name="api-prewarm-run",
    ),
    path("api/v1/workspaces/<str:workspace>/sources", SourcesView.as_view(), name="api-sources"),
    path("api/v1/workspaces/<str:workspace>/sources/<str:source>", SourceView.as_view(), name="api-source"),
    path(
        "api/v1/workspaces/<str:workspace>/sources/<str:source>/try",
        TryView.as_view(),
        name="api-try-source",
    ),
    path("api/v1/links/<str:link_id>/sign", api.SignView.as_view(), name="api-sign"),
]
