"""The audiences app, as Django knows it."""

from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "audiences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audiences import tasks
        from audiences.problems import STATUS
        from workspaces.api_problems import give_status

        give_status(STATUS)
        tasks.listen()
