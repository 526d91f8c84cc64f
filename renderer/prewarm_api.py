"""The API of pre-warming: plan a run, look at its forecast and progress, start, pause, resume and cancel it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audiences.models import Audience
from renderer import prewarm
from renderer.engine.output import MEDIA_TYPES
from renderer.models import PrewarmRun, RenderLink
from renderer.trails import quietly
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

MAY = Capability.PREWARM
MOVES = {"start": prewarm.start, "resume": prewarm.start, "pause": prewarm.pause, "cancel": prewarm.cancel}
AT_FIRST = 2
"""Workers that are set to a run at once; the sweeper keeps them going."""


class PrewarmShape(serializers.ModelSerializer[PrewarmRun]):
    audience = serializers.CharField(source="audience.key")
    link = serializers.CharField(source="link.code")
    version = serializers.IntegerField(source="release.number")
    progress = serializers.SerializerMethodField()

    class Meta:
        model = PrewarmRun
        fields = [
            "key", "audience", "link", "version", "format", "scale", "state", "reason", "recipients", "pictures",
            "fallbacks", "seconds_each", "bytes_each", "progress", "start_at", "created_at",
            "started_at", "finished_at",
        ]  # fmt: skip

    def get_progress(self, run: PrewarmRun) -> dict[str, int]:
        return prewarm.progress(run)


class NewPrewarm(serializers.Serializer[Any]):
    audience = serializers.CharField(max_length=32)
    link = serializers.CharField(max_length=100)
    format = serializers.ChoiceField(choices=list(MEDIA_TYPES), required=False, default="")
    scale = serializers.IntegerField(min_value=1, max_value=3, required=False)
    start_at = serializers.DateTimeField(required=False, help_text="Starts by itself then; otherwise when told.")


class PrewarmMove(serializers.Serializer[Any]):
    to = serializers.ChoiceField(choices=list(MOVES))


class PrewarmRunsView(TenantView):
    @described.many("list_prewarm_runs", "List pre-warm runs", PrewarmShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, _rows().in_workspace(self.enter().workspace), PrewarmShape)

    @described.make("plan_prewarm", "Count the pictures of an audience", NewPrewarm, PrewarmShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant, given = self.enter(MAY), self.given(NewPrewarm)
        audiences = Audience.objects.select_related("workspace__organization")
        audience = access.find(grant, audiences, given.pop("audience"))
        code = given.pop("link").rpartition("-")[2]
        link = access.find(grant, RenderLink.objects.select_related("workspace"), code, by="code")
        run = prewarm.create(audience=audience, link=link, by=grant.actor, now=timezone.now(), **given)
        transaction.on_commit(lambda: _plan(run.pk), robust=True)
        return Response(PrewarmShape(run).data, status=201)


class PrewarmRunView(TenantView):
    @described.one("get_prewarm_run", "Forecast and progress of a run", PrewarmShape)
    def get(self, request: Request, workspace: str, run: str) -> Response:
        return Response(PrewarmShape(access.one(request, workspace, _rows(), run)).data)

    @described.change("move_prewarm_run", "Start, pause, resume or cancel a run", PrewarmMove, PrewarmShape)
    def post(self, request: Request, workspace: str, run: str) -> Response:
        row = access.one(request, workspace, _rows(), run, MAY)
        to = self.given(PrewarmMove)["to"]
        MOVES[to](run=row, by=access.actor_of(request), now=timezone.now())
        if row.state == PrewarmRun.State.RUNNING:
            transaction.on_commit(lambda: _work(row.pk), robust=True)
        return Response(PrewarmShape(row).data)


def _rows() -> Any:
    return PrewarmRun.objects.select_related("audience", "link", "release", "workspace__organization")


def _plan(run_id: int) -> None:
    from renderer.tasks import plan_prewarm

    quietly(lambda: plan_prewarm.apply_async(kwargs={"run_id": run_id}, retry=False))


def _work(run_id: int) -> None:
    from renderer.tasks import prewarm_chunk

    for _ in range(AT_FIRST):
        quietly(lambda: prewarm_chunk.apply_async(kwargs={"run_id": run_id}, retry=False))
