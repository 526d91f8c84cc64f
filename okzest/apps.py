"""The project as a Django app: it brings the template tags, the page frame and the interface font."""

from django.apps import AppConfig


class OkzestConfig(AppConfig):
    """Installed first, so that its templates stand before those of other packages."""

    name = "okzest"
    verbose_name = "OKZest"

    def ready(self) -> None:
        from okzest import failures

        failures.listen()
