"""The renderer app, as Django knows it."""

from typing import Any

from django.apps import AppConfig


class RendererConfig(AppConfig):
    name = "renderer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from renderer.problems import STATUS
        from workspaces.api_problems import give_status
        from workspaces.signals import workspace_changed

        give_status(STATUS)
        # A revoked signing key must stop counting everywhere, and workspaces know nothing of the renderer.
        workspace_changed.connect(_workspace_changed, dispatch_uid="renderer.facts")


def _workspace_changed(**_facts: Any) -> None:
    from renderer.remembered import changed

    changed()
