"""HTTP statuses of the renderer's problems; `workspaces.api_problems` turns them into answers."""

from __future__ import annotations

STATUS = {
    "invalid_document": 422,
    "invalid_policy": 422,
    "link_problem": 409,
    "not_published": 404,
    "invalid_source": 422,
    "too_many_sources": 409,
    "prewarm_problem": 409,
    "unknown_link": 404,
    "secret_in_address": 422,
    "no_picture": 422,
    "busy": 503,
    "late": 503,
}
