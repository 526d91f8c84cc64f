"""The renderer app, as Django knows it."""

from typing import Any

from django.apps import AppConfig


class RendererConfig(AppConfig):
    name = "renderer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audiences import known_fields, showing, uses, widths
        from audiences.signals import recipients_erased
        from renderer.fields_in_use import fields_in_use
        from renderer.prewarm.runs import finished
        from renderer.problems import STATUS
        from renderer.releases import released
        from workspaces.api_problems import give_status
        from workspaces.signals import workspace_changed

        give_status(STATUS)
        # A revoked signing key must stop counting everywhere, and workspaces know nothing of the renderer.
        workspace_changed.connect(_workspace_changed, dispatch_uid="renderer.facts")
        released.connect(_released, dispatch_uid="renderer.fallback_pictures")
        released.connect(_supersede, dispatch_uid="renderer.prewarm_superseded")
        finished.connect(_tell, dispatch_uid="renderer.prewarm_told")
        recipients_erased.connect(_recipients_erased, dispatch_uid="renderer.recipients")
        known_fields.provide(fields_in_use)
        widths.measure_with(_width)
        showing.illustrate_with(_illustrate)
        uses.provide(_uses)


def _width(text: str) -> float:
    from renderer.widths import width

    return width(text)


def _uses(audience: Any) -> Any:
    from renderer.snippets.ready_addresses import uses

    return uses(audience)


def _illustrate(*asked: Any) -> Any:
    from renderer.worst_rows import illustrate

    return illustrate(*asked)


def _workspace_changed(*, workspace: Any, what: str, **_facts: Any) -> None:
    from renderer import purges
    from renderer.remembered import changed

    changed()
    if what == "signing_keys":
        # What a revoked key signed is refused here, and must not be shown from a cache either.
        purges.of_workspace(workspace, "keys")


def _recipients_erased(*, workspace_id: int, recipient_ids: list[int], **_rest: Any) -> None:
    from renderer import recipients
    from renderer.sources import held

    recipients.forget(workspace_id=workspace_id, recipient_ids=recipient_ids)
    held.forget_recipients(workspace_id=workspace_id, recipient_ids=recipient_ids)


def _released(*, release_id: int, **_rest: Any) -> None:
    from renderer.tasks import draw_fallback_pictures
    from renderer.trails import quietly

    # Publishing does not wait for a broker that is away: the pictures are drawn when they are first asked for.
    quietly(lambda: draw_fallback_pictures.apply_async(kwargs={"release_id": release_id}, retry=False))


def _supersede(*, release_id: int, **_rest: Any) -> None:
    from renderer.prewarm.tasks import supersede_prewarm
    from renderer.trails import quietly

    # Workers see it for themselves when the broker is away; this only spares people the wait.
    quietly(lambda: supersede_prewarm.apply_async(kwargs={"release_id": release_id}, retry=False))


def _tell(*, run_id: int, **_rest: Any) -> None:
    from renderer.prewarm.tasks import tell_of_prewarm
    from renderer.trails import quietly

    quietly(lambda: tell_of_prewarm.apply_async(kwargs={"run_id": run_id}, retry=False))
