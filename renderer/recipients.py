"""Recipients behind tokens, as delivery meets them: their values, the pictures made for them, and forgetting both."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import structlog
from django.core.files.storage import default_storage
from django.db import transaction

from audiences import queries
from audiences.queries import Looked
from renderer import purges, variants
from renderer.materials.memory import ByteBounded
from renderer.models import RecipientPicture, Variant
from renderer.trails import quietly

AT_ONCE = 500
log = structlog.get_logger(__name__)
_noted: ByteBounded[bool] = ByteBounded(1_000_000, lambda _: 100)


def behind(workspace_id: int, token: str) -> Looked | None:
    """Whose token it is; None for an unknown, revoked or erased one. Each of these takes one look-up."""
    return queries.by_token(workspace_id, token)


def note(workspace_id: int, recipient_id: int | None, name: str) -> None:
    """Remember that this picture shows this recipient; a shared one is noted for everybody it shows."""
    if recipient_id is None or _noted.get((recipient_id, name)):
        return
    rows = [RecipientPicture(workspace_id=workspace_id, recipient_id=recipient_id, name=name)]
    RecipientPicture.objects.bulk_create(rows, ignore_conflicts=True)
    _noted.put((recipient_id, name), True)


def noting(workspace_id: int, recipient_id: int | None, name: str) -> Callable[[], None] | None:
    """The same for later; None where there is nobody to note."""
    return (lambda: note(workspace_id, recipient_id, name)) if recipient_id is not None else None


def forget(*, workspace_id: int, recipient_ids: Iterable[int], **_rest: object) -> None:
    """Drop every picture that shows one of them. Whoever shares one gets it drawn anew when it is next opened."""
    pictures = RecipientPicture.objects.filter(workspace_id=workspace_id, recipient_id__in=list(recipient_ids))
    names = list(pictures.values_list("name", flat=True).distinct())
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        rows = Variant.objects.filter(workspace_id=workspace_id, name__in=some)
        keys = list(rows.values_list("storage_key", flat=True))
        rows.delete()
        transaction.on_commit(lambda names=some, keys=keys: _drop(names, keys))  # type: ignore[misc]
    pictures.delete()
    purges.of_pictures(workspace_id, names)


def _drop(names: list[str], keys: list[str]) -> None:
    for name in names:
        variants.memory().drop(name)
    for key in keys:
        quietly(lambda key=key: default_storage.delete(key))  # type: ignore[misc]
    log.info("pictures.erased", count=len(keys))
