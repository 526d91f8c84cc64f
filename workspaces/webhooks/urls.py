"""Addresses of webhooks: pages below a workspace's settings, the API below the workspace."""

from __future__ import annotations

from django.urls import URLPattern, path

from workspaces.webhooks import api, views

pages: list[URLPattern] = [
    path("", views.webhooks, name="webhooks"),
    path("new/", views.new_webhook, name="new_webhook"),
    path("<str:webhook>/", views.webhook, name="webhook"),
    path("<str:webhook>/edit/", views.edit_webhook, name="edit_webhook"),
    path("<str:webhook>/rotate/", views.rotate_webhook, name="rotate_webhook"),
    path("<str:webhook>/remove/", views.remove_webhook, name="remove_webhook"),
    path("<str:webhook>/switch/", views.switch_webhook, name="switch_webhook"),
    path("<str:webhook>/test/", views.test_webhook, name="test_webhook"),
    path("<str:webhook>/deliveries/<str:delivery>/", views.delivery, name="delivery"),
    path("<str:webhook>/deliveries/<str:delivery>/resend/", views.resend_delivery, name="resend_delivery"),
]

of_workspace: list[URLPattern] = [
    path("webhooks", api.WebhooksView.as_view(), name="api-webhooks"),
    path("webhooks/<str:webhook>", api.WebhookView.as_view(), name="api-webhook"),
    path("webhooks/<str:webhook>/rotate", api.RotateView.as_view(), name="api-rotate-webhook"),
    path("webhooks/<str:webhook>/test", api.TestView.as_view(), name="api-test-webhook"),
    path("webhooks/<str:webhook>/deliveries", api.DeliveriesView.as_view(), name="api-webhook-deliveries"),
    path(
        "webhooks/<str:webhook>/deliveries/<str:delivery>/resend",
        api.ResendView.as_view(),
        name="api-resend-webhook-delivery",
    ),
]
