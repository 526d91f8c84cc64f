"""The JSON that the designer's API takes and gives."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from designer.models import Asset, Publication, Review, Revision, Template

NAME, NOTE = 120, 2000


class TemplateShape(serializers.ModelSerializer[Template]):
    """A template without its document. `live_version` is the number of the version that recipients see."""

    live_version = serializers.IntegerField(
        source="live_revision.number", default=None, allow_null=True, read_only=True
    )
    tags = serializers.ListField(child=serializers.CharField())
    paused = serializers.SerializerMethodField()

    class Meta:
        model = Template
        fields = [
            "key",
            "name",
            "folder",
            "tags",
            "state",
            "draft_rev",
            "draft_edited_at",
            "live_version",
            "paused",
            "taken_down_at",
            "archived_at",
            "created_at",
        ]

    def get_paused(self, template: Template) -> bool:
        return template.paused_at is not None


class TemplateWithDraft(TemplateShape):
    draft = serializers.DictField(help_text="The document, as the schema of designs describes it.")

    class Meta(TemplateShape.Meta):
        fields = [*TemplateShape.Meta.fields, "draft"]


class NewTemplate(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=NAME)
    document = serializers.DictField()
    folder = serializers.CharField(max_length=NAME, required=False, allow_blank=True, default="")
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)


class TemplateChanges(serializers.Serializer[Any]):
    """Leave out what is to stay. A `document` needs the `draft_rev` it was made from."""

    name = serializers.CharField(max_length=NAME, required=False)
    folder = serializers.CharField(max_length=NAME, required=False, allow_blank=True)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    archived = serializers.BooleanField(required=False)
    document = serializers.DictField(required=False)
    draft_rev = serializers.IntegerField(required=False, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "document" in attrs and "draft_rev" not in attrs:
            raise serializers.ValidationError({"draft_rev": "Send the draft_rev that the document was made from."})
        return attrs


class CopyTemplate(serializers.Serializer[Any]):
    """The workspaces to bring the design to; those that have a copy keep what they changed in it."""

    workspaces = serializers.ListField(child=serializers.CharField(max_length=32), min_length=1, max_length=100)


class CarriedShape(serializers.Serializer[Any]):
    workspace = serializers.CharField(source="workspace.key")
    template = serializers.CharField(source="template.key", default=None, allow_null=True)
    created = serializers.BooleanField()
    notes = serializers.ListField(child=serializers.CharField())
    kept = serializers.ListField(child=serializers.CharField())
    skipped = serializers.CharField(allow_blank=True)


class CarriedList(serializers.Serializer[Any]):
    results = CarriedShape(many=True)


class FindingShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    level = serializers.ChoiceField(choices=["block", "warn", "info"])
    text = serializers.CharField()
    record = serializers.CharField(allow_blank=True)
    size = serializers.CharField(allow_blank=True)
    layer = serializers.CharField(allow_null=True)
    field = serializers.CharField(allow_null=True)
    box = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    fixes = serializers.ListField(child=serializers.DictField())


class ChecksShape(serializers.Serializer[Any]):
    """What the proof sheet says; a template with `block` above 0 cannot be submitted without an override."""

    sentence = serializers.CharField()
    renders = serializers.IntegerField()
    block = serializers.IntegerField()
    warn = serializers.IntegerField()
    info = serializers.IntegerField()
    findings = FindingShape(many=True)


class RevisionShape(serializers.ModelSerializer[Revision]):
    version = serializers.IntegerField(source="number")
    created_by = serializers.CharField(source="created_by_name")

    class Meta:
        model = Revision
        fields = ["version", "name", "note", "content_hash", "created_at", "created_by"]


class RevisionWithDocument(RevisionShape):
    document = serializers.DictField()

    class Meta(RevisionShape.Meta):
        fields = [*RevisionShape.Meta.fields, "document"]


class NewRevision(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=NAME)
    note = serializers.CharField(max_length=NOTE, required=False, allow_blank=True, default="")


class ReviewShape(serializers.ModelSerializer[Review]):
    template = serializers.CharField(source="template.key")
    version = serializers.IntegerField(source="revision.number")
    requested_by = serializers.CharField(source="requested_by_name")
    decided_by = serializers.CharField(source="decided_by_name")
    blocking = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields = [
            "key",
            "template",
            "version",
            "state",
            "note",
            "requested_by",
            "requested_at",
            "decided_by",
            "decided_at",
            "decision_note",
            "override_reason",
            "blocking",
        ]

    def get_blocking(self, review: Review) -> int:
        return int((review.checks or {}).get("block", 0))


class NewReview(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=NOTE, required=False, allow_blank=True, default="")
    override_reason = serializers.CharField(max_length=NOTE, required=False, allow_blank=True, default="")


class Decision(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=["approve", "request_changes"])
    note = serializers.CharField(max_length=NOTE, required=False, allow_blank=True, default="")


class PublicationShape(serializers.ModelSerializer[Publication]):
    version = serializers.IntegerField(source="revision.number")
    published_by = serializers.CharField(source="by_name")

    class Meta:
        model = Publication
        fields = ["release_number", "version", "action", "content_hash", "at", "published_by"]


class NewPublication(serializers.Serializer[Any]):
    """Publish an approved version, now or at a time; or go back to one that was live."""

    version = serializers.IntegerField(min_value=1)
    roll_back = serializers.BooleanField(required=False, default=False)


class LiveChange(serializers.Serializer[Any]):
    """Pause, resume, or take down with a reason."""

    action = serializers.ChoiceField(choices=["pause", "resume", "take_down"])
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class AssetShape(serializers.ModelSerializer[Asset]):
    focal = serializers.SerializerMethodField()

    class Meta:
        model = Asset
        fields = [
            "key",
            "kind",
            "name",
            "digest",
            "media_type",
            "width",
            "height",
            "bytes",
            "alt",
            "focal",
            "family",
            "licence",
            "licence_until",
            "created_at",
            "archived_at",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.FloatField()))
    def get_focal(self, asset: Asset) -> list[float]:
        return [asset.focal_x, asset.focal_y]


class NewAsset(serializers.Serializer[Any]):
    """Sent as multipart/form-data."""

    file = serializers.FileField()
    kind = serializers.ChoiceField(choices=["image", "logo"], required=False)
    alt = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    licence = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    licence_until = serializers.DateField(required=False, allow_null=True, default=None)


class AssetFile(serializers.Serializer[Any]):
    """Sent as multipart/form-data."""

    file = serializers.FileField()


class ReplacedAsset(serializers.Serializer[Any]):
    """`changed` are the keys of the templates whose drafts show the new file; drafts in review are left alone."""

    asset = AssetShape()
    changed = serializers.ListField(child=serializers.CharField())


class AssetChanges(serializers.Serializer[Any]):
    """Leave out what is to stay. `archived` takes it out of the library or brings it back; designs keep it."""

    name = serializers.CharField(max_length=NAME, required=False)
    alt = serializers.CharField(max_length=300, required=False, allow_blank=True)
    focal_x = serializers.FloatField(min_value=0, max_value=1, required=False)
    focal_y = serializers.FloatField(min_value=0, max_value=1, required=False)
    licence = serializers.CharField(max_length=300, required=False, allow_blank=True)
    licence_until = serializers.DateField(required=False, allow_null=True)
    archived = serializers.BooleanField(required=False)


class BrandKitShape(serializers.Serializer[Any]):
    """`own` is what this workspace says itself; `kit` what it works with, inherited values included."""

    rev = serializers.IntegerField()
    own = serializers.DictField()
    kit = serializers.DictField()


class BrandKitChange(serializers.Serializer[Any]):
    content = serializers.DictField()
    rev = serializers.IntegerField(required=False, min_value=1, help_text="Refuse if somebody saved since.")
