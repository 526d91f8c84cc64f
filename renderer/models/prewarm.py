"""Pre-warm runs in the database: what is to be drawn, who is at it, and what was found on the way."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from renderer.engine.output import MEDIA_TYPES
from workspaces.models.querysets import InWorkspace
from workspaces.public_keys import new_key

FORMATS = [(name, name) for name in MEDIA_TYPES]


class PrewarmRun(models.Model):
    """The pictures of an audience, drawn before a send. The releases are frozen when the run is made."""

    class State(models.TextChoices):
        PLANNING = "planning", "Counting"
        READY = "ready", "Ready"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"
        SUPERSEDED = "superseded", "Superseded"

    class Speed(models.IntegerChoices):
        FULL = 100, "As fast as possible"
        HALF = 50, "Half speed: leaves room while mails are being opened"
        QUARTER = 25, "Quarter speed: for a busy server"

    OPEN = (State.PLANNING, State.READY, State.RUNNING, State.PAUSED)

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="prewarm_runs")
    audience = models.ForeignKey("audiences.Audience", models.CASCADE, related_name="prewarm_runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNING)
    speed = models.PositiveSmallIntegerField(choices=Speed.choices, default=Speed.FULL)
    is_cut = models.BooleanField(default=False, help_text="Whether the audience was cut into parts to be counted.")
    recipients = models.PositiveIntegerField(default=0)
    pictures = models.PositiveIntegerField(default=0, help_text="Distinct ones.")
    known = models.PositiveIntegerField(default=0, help_text="Of these, how many were there before.")
    seconds_each = models.FloatField(default=0)
    bytes_each = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    start_at = models.DateTimeField(null=True, blank=True)
    starts_itself = models.BooleanField(default=False, help_text="Starts as soon as it is counted.")
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="When whoever made it was told of its end.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return str(self.audience)


class PrewarmOutput(models.Model):
    """One of the things that a run makes of every recipient: a link's release, in a format, at a scale."""

    run = models.ForeignKey(PrewarmRun, models.CASCADE, related_name="outputs")
    link = models.ForeignKey("renderer.RenderLink", models.CASCADE, related_name="prewarm_outputs")
    release = models.ForeignKey("renderer.Release", models.PROTECT, related_name="+")
    format = models.CharField(max_length=4, choices=FORMATS)
    scale = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("run", "link", "format", "scale", name="a_run_makes_each_output_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link} {self.format}@{self.scale}x"


class PrewarmPart(models.Model):
    """A stretch of the audience, by recipients' ids, that one worker counts at a time; gone once all are counted."""

    run = models.ForeignKey(PrewarmRun, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    after = models.BigIntegerField()
    through = models.BigIntegerField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    recipients = models.PositiveIntegerField(default=0)
    pictures = models.JSONField(default=dict, help_text="By output: pairs as in a chunk, distinct within the part.")
    findings = models.JSONField(default=list, help_text="Kind, template, field, words, and whom it concerns.")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("run", "number", name="parts_are_numbered_within_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} part {self.number}"


class PrewarmChunk(models.Model):
    """Some distinct pictures of a run: the unit that a worker leases. The ledger, whatever the broker forgets."""

    run = models.ForeignKey(PrewarmRun, models.CASCADE, related_name="chunks")
    output = models.ForeignKey(PrewarmOutput, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    pictures = models.JSONField(help_text="Pairs: the picture's name, and a recipient whose values make it.")
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Leases since a picture was last drawn.")
    drawn = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    problems = models.JSONField(default=dict, help_text="By code: recipients whose picture has the problem.")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("run", "number", name="chunks_are_numbered_within_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"


class PrewarmFinding(models.Model):
    """What people should know before a send: a fallback, a refusal, a problem; and whom it concerns."""

    run = models.ForeignKey(PrewarmRun, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, help_text="The fallback's reason or the problem's code.")
    template_key = models.CharField(max_length=64)
    field = models.CharField(max_length=100, blank=True)
    recipients = models.PositiveIntegerField()
    ids = models.BinaryField(help_text="Recipients' ids, see `renderer/prewarm/findings.py`.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("run", "number", name="findings_are_numbered_within_a_run")]

    def __str__(self) -> str:
        return f"{self.kind} {self.field}"
