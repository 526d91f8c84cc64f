"""The renderer app, as Django knows it."""

from typing import Any

from django.apps import AppConfig


class RendererConfig(AppConfig):
    name = "renderer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from renderer.problems import STATUS
        from workspaces.api_problems import give_status

        give_status(STATUS)
        # A revoked signing key must stop counting everywhere, and workspaces know nothing of the renderer.
        post_save.connect(_keys_changed, sender="workspaces.SigningKey", dispatch_uid="renderer.signing_keys")


def _keys_changed(sender: Any, **_rest: Any) -> None:
    from renderer.remembered import changed

    changed()
