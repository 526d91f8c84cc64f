"""Addresses of audiences: pages below `/w/<workspace>/audiences/`, the API below `/api/v1/workspaces/`."""

from __future__ import annotations

from django.urls import include, path

from audiences import api, views

app_name = "audiences"

pages = [
    path("", views.index, name="list"),
    path("upload/", views.upload, name="upload"),
    path("sample.csv", views.sample, name="sample"),
    path("uploads/<str:upload>/", views.match, name="match"),
    path("uploads/<str:upload>/discard/", views.discard, name="discard"),
    path("uploads/<str:upload>/refused.csv", views.refused, name="refused"),
    path("<str:audience>/", views.one, name="audience"),
    path("<str:audience>/erase/", views.erase, name="erase"),
    path("<str:audience>/forget/", views.forget, name="forget"),
]
calls = [
    path("<str:audience>", api.AudienceView.as_view(), name="api-audience"),
    path("<str:audience>/recipients", api.RecipientsView.as_view(), name="api-recipients"),
    path("<str:audience>/recipients/erase", api.EraseView.as_view(), name="api-erase-recipients"),
]
urlpatterns = [
    path("w/<str:workspace>/audiences/", include(pages)),
    path("api/v1/workspaces/<str:workspace>/audiences", api.AudiencesView.as_view(), name="api-audiences"),
    path("api/v1/workspaces/<str:workspace>/audiences/", include(calls)),
]
