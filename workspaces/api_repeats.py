"""Writes that a program may safely repeat: the same Idempotency-Key gives the first answer again, and that is all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from workspaces import access
from workspaces.encryption import seal, unseal
from workspaces.models import KeptAnswer
from workspaces.problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 200
LIFE = timedelta(days=1)
Handler = Callable[..., Response]


class BadRepeatKey(Problem):
    """The header cannot be used."""

    code = "bad_idempotency_key"

    def __init__(self) -> None:
        super().__init__(f"{HEADER} is 1 to {LONGEST} visible characters, such as a UUID.")


class RepeatDiffers(Problem):
    """The same key came with another request: a mistake of the caller's that must not pass for a repeat."""

    code = "repeat_differs"

    def __init__(self) -> None:
        super().__init__(f"This {HEADER} was used for another request. Use a new one for each write.")


def once(handler: Handler) -> Handler:
    """Decorate a view's `post`, `patch`, `put` or `delete`: the write and its kept answer are one transaction.

    A second caller with the same key waits for the first. Answers that are errors are not kept, so they can be retried.
    """

    @wraps(handler)
    def repeatable(view: Any, request: Request, *args: Any, **names: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **names)
        if not key.isprintable() or not 1 <= len(key.strip()) <= LONGEST:
            raise BadRepeatKey
        with transaction.atomic():
            kept, is_new = _claim(request, key)
            if not is_new:
                _refuse_who_left(request, names)
                return Response(_body_of(kept), status=kept.status, headers={"Idempotency-Replayed": "true"})
            answer = handler(view, request, *args, **names)
            kept.status, kept.body = answer.status_code, seal(json.dumps(answer.data, cls=JSONEncoder).encode())
            kept.save(update_fields=["status", "body"])
            return answer

    return repeatable


def _refuse_who_left(request: Request, names: Mapping[str, Any]) -> None:
    """A kept answer is for those who may still look into the workspace it came from. Raises NotFound."""
    if "workspace" in names:
        access.enter(request, names["workspace"])


def _claim(request: Request, key: str) -> tuple[KeptAnswer, bool]:
    """The row for this key; waits, in the database, while somebody else holds it. Raises RepeatDiffers."""
    actor, now = access.actor_of(request), timezone.now()
    mine = KeptAnswer.objects.filter(caller=f"{actor.kind}:{actor.key}")
    mine.filter(created_at__lt=now - LIFE).delete()
    digest = _digest(request)
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(
                caller=f"{actor.kind}:{actor.key}",
                idempotency_key=key,
                request_digest=digest,
                status=0,
                body=b"",
                created_at=now,
            )
        return kept, True
    except IntegrityError:
        kept = mine.get(idempotency_key=key)
        if kept.request_digest != digest:
            raise RepeatDiffers from None
        return kept, False


def _digest(request: Request) -> str:
    """Of method, address and body; of an upload only its length, for it is read as a stream."""
    is_upload = (request.content_type or "").startswith("multipart/")
    body = request.META.get("CONTENT_LENGTH", "").encode() if is_upload else request._request.body
    parts = [(request.method or "").encode(), request.get_full_path().encode(), body]
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()


def _body_of(kept: KeptAnswer) -> Any:
    return json.loads(unseal(bytes(kept.body)))
