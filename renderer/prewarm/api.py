"""The API of pre-warming: plan a run, look at its forecast and progress, start, schedule, pause and cancel it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audiences.models import Audience
from renderer.engine.output import MEDIA_TYPES
from renderer.models import RenderLink
from renderer.models.prewarm import PrewarmFinding, PrewarmOutput, PrewarmRun
from renderer.prewarm import findings, progress, runs
from renderer.prewarm.runs import PrewarmProblem, Wish
from renderer.prewarm.tasks import set_to_work
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability

MAY = Capability.PREWARM
MOVES = {
    "start": runs.start,
    "resume": runs.start,
    "pause": runs.pause,
    "cancel": runs.cancel,
    "unschedule": runs.unschedule,
}


class PrewarmOutputShape(serializers.ModelSerializer[PrewarmOutput]):
    link = serializers.CharField(source="link.code")
    template = serializers.CharField(source="release.template_key")
    version = serializers.IntegerField(source="release.number")

    class Meta:
        model = PrewarmOutput
        fields = ["link", "template", "version", "format", "scale"]


class PrewarmFindingShape(serializers.ModelSerializer[PrewarmFinding]):
    text = serializers.SerializerMethodField()

    class Meta:
        model = PrewarmFinding
        fields = ["kind", "template_key", "field", "recipients", "text"]

    def get_text(self, finding: PrewarmFinding) -> str:
        return findings.words(finding)


class PrewarmProgressShape(serializers.Serializer[Any]):
    """Pictures drawn by this run, found in storage, failed; bytes of them; a second, and seconds left, if known."""

    drawn = serializers.IntegerField()
    found = serializers.IntegerField()
    failed = serializers.IntegerField()
    bytes = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)
    seconds_left = serializers.FloatField(allow_null=True)


class PrewarmShape(serializers.ModelSerializer[PrewarmRun]):
    audience = serializers.CharField(source="audience.key")
    outputs = PrewarmOutputShape(many=True)
    progress = serializers.SerializerMethodField()
    findings = PrewarmFindingShape(many=True)

    class Meta:
        model = PrewarmRun
        fields = [
            "key", "audience", "outputs", "speed", "state", "reason", "recipients", "pictures", "known",
            "seconds_each", "bytes_each", "findings", "progress", "start_at", "created_at", "started_at", "finished_at",
        ]  # fmt: skip

    @extend_schema_field(PrewarmProgressShape)
    def get_progress(self, run: PrewarmRun) -> dict[str, Any]:
        return dict(PrewarmProgressShape(progress.of(run, timezone.now())).data)


class NewPrewarm(serializers.Serializer[Any]):
    audience = serializers.CharField(max_length=32)
    links = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1, max_length=12)
    formats = serializers.ListField(
        child=serializers.ChoiceField(choices=list(MEDIA_TYPES)), required=False, help_text="Otherwise each link's own."
    )
    scales = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=3), required=False, help_text="Otherwise the template's."
    )
    speed = serializers.ChoiceField(choices=PrewarmRun.Speed.choices, required=False, default=PrewarmRun.Speed.FULL)
    start_at = serializers.DateTimeField(required=False, help_text="Starts by itself then; otherwise when told.")


class PrewarmMove(serializers.Serializer[Any]):
    to = serializers.ChoiceField(choices=[*MOVES, "schedule"])
    at = serializers.DateTimeField(required=False, help_text="With `schedule`: when it starts by itself.")


class PrewarmRunsView(TenantView):
    @described.many("list_prewarm_runs", "List pre-warm runs", PrewarmShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, _rows().in_workspace(self.enter().workspace), PrewarmShape)

    @described.make("plan_prewarm", "Count the pictures of an audience", NewPrewarm, PrewarmShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant, given = self.enter(MAY), self.given(NewPrewarm)
        audiences = Audience.objects.select_related("workspace__organization")
        audience = access.find(grant, audiences, given["audience"])
        wish = Wish(_links(grant, given["links"]), given.get("formats", ()), given.get("scales", ()), given["speed"])
        now = timezone.now()
        run = runs.create(audience=audience, wish=wish, by=grant.actor, now=now, start_at=given.get("start_at"))
        set_to_work(run)
        return Response(PrewarmShape(run).data, status=201)


class PrewarmRunView(TenantView):
    @described.one("get_prewarm_run", "Forecast and progress of a run", PrewarmShape)
    def get(self, request: Request, workspace: str, run: str) -> Response:
        return Response(PrewarmShape(access.one(request, workspace, _rows(), run)).data)

    @described.change("move_prewarm_run", "Start, schedule, pause, resume or cancel a run", PrewarmMove, PrewarmShape)
    def post(self, request: Request, workspace: str, run: str) -> Response:
        row, given = access.one(request, workspace, _rows(), run, MAY), self.given(PrewarmMove)
        told: dict[str, Any] = {"run": row, "by": access.actor_of(request), "now": timezone.now()}
        if given["to"] != "schedule":
            MOVES[given["to"]](**told)
        elif "at" in given:
            runs.schedule(**told, at=given["at"])
        else:
            raise PrewarmProblem("Say `at`, the time at which the run is to start.")
        set_to_work(row)
        return Response(PrewarmShape(row).data)


def _links(grant: access.Grant, codes: list[str]) -> list[RenderLink]:
    rows = RenderLink.objects.select_related("workspace")
    return [access.find(grant, rows, code.rpartition("-")[2], by="code") for code in dict.fromkeys(codes)]


def _rows() -> Any:
    rows = PrewarmRun.objects.select_related("audience", "workspace__organization")
    return rows.prefetch_related("outputs__link", "outputs__release", "findings")
