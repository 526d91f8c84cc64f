"""What templates, assets, brand kits, reviews and publishing demand; pages first, then the editor's calls."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from audiences.models import Audience
from audiences.operations import recipients
from designer.models import TestRecord
from designer.operations import assets, client_approvals, comments, records, reviews, templates
from tests.architecture.access_rows import Row, acts, form, public, sees
from tests.architecture.world import CANARY, World, furnishers
from tests.designer.documents import document
from workspaces.roles import Capability as C
from workspaces.roles import OrganizationCapability as O  # noqa: E741,N817

EDIT, ASSETS, BRAND, REVIEW, PUBLISH = C.EDIT_TEMPLATES, C.EDIT_ASSETS, C.EDIT_BRAND, C.REVIEW, C.PUBLISH
BY_LINK = "the link's token is the right: it names one review, expires, can be closed"
PROOF_LINK = "the signature is the right: it names one draft, expires, and all links of a template can be closed"

PAGES: dict[str, Row] = {
    **{name: sees(C.VIEW) for name in ("templates", "fields", "brand", "assets", "asset_file", "reviews", "review")},
    **{
        name: sees(C.VIEW)
        for name in ("design", "editor", "picture", "template_fields", "qa", "contact_sheet", "history")
    },
    "publish": sees(C.VIEW),
    "qa_summary": sees(C.VIEW),
    "qa_cell": sees(C.VIEW, parameters={"record": "record"}),
    **{name: sees(C.COMMENT) for name in ("qa_worst", "row_cell", "row_picture")},
    "share_proof": acts(EDIT),
    "unshare_proof": acts(EDIT),
    **{name: acts(EDIT) for name in ("save_rule", "remove_rule", "move_rule")},
    **{name: acts(EDIT) for name in ("save_fallback", "remove_fallback", "move_fallback")},
    "rule_picture": sees(C.VIEW),
    "proof": public(PROOF_LINK),
    "proof_picture": public(PROOF_LINK),
    "asset": form(C.VIEW, ASSETS),
    **{name: acts(ASSETS) for name in ("upload_asset", "asset_replace", "asset_archive", "asset_unarchive")},
    "save_brand": acts(BRAND),
    "organization_brand": sees(O.SEE_CLIENTS),
    "save_organization_brand": acts(O.EDIT_BRAND),
    "new": form(EDIT),
    "gallery": sees(EDIT),
    "sample_picture": sees(EDIT),
    "carry": form(EDIT),
    "submit": form(EDIT),
    "export": sees(EDIT),
    **{name: acts(EDIT) for name in ("templates_bulk", "import", "use_sample", "rename", "duplicate", "archive")},
    **{name: acts(EDIT) for name in ("unarchive", "save_field", "remove_field", "fix", "add_record")},
    **{name: acts(EDIT) for name in ("withdraw", "name_version", "restore", "as_template")},
    **{name: acts(C.COMMENT) for name in ("comment", "resolve_comment", "unresolve_comment")},
    **{name: acts(REVIEW) for name in ("tick", "decide", "invite_client")},
    "revoke_client": acts(REVIEW, parameters={"invitation": "client_approval"}),
    **{name: acts(PUBLISH) for name in ("publish_now", "schedule", "unschedule", "roll_back")},
    **{name: acts(PUBLISH) for name in ("pause", "resume", "take_down")},
    "client": public(BY_LINK, "GET", "HEAD", "POST"),
    "client_picture": public(BY_LINK),
}

CALLS: dict[str, Row] = {
    "editor_draft": Row({"GET": C.VIEW, "PATCH": EDIT}),
    "editor_fields": Row({"GET": C.VIEW, "PUT": EDIT}),
    "editor_presence": acts(C.VIEW),
    "editor_layers": acts(C.VIEW),
    "editor_first_look": Row({"GET": C.VIEW}),
    "editor_bitmap": Row({"GET": C.VIEW}, may_be_absent=True),
    "editor_compose": acts(C.VIEW),
    "editor_weigh": acts(C.VIEW),
    "editor_audiences": Row({"GET": C.MANAGE_AUDIENCES}),
    "editor_audience_rows": Row({"GET": C.MANAGE_AUDIENCES}),
    "editor_font": Row({"GET": C.VIEW}),
    "editor_qa": acts(C.VIEW),
    "editor_qa_job": Row({"GET": C.VIEW}, may_be_absent=True),
    "editor_records": Row({"GET": C.VIEW, "POST": EDIT}),
    "editor_longest": acts(C.VIEW),
    "editor_record": Row({"PUT": EDIT, "DELETE": EDIT}),
    "editor_comments": Row({"GET": C.VIEW, "POST": C.COMMENT}),
    "editor_comment": Row({"PATCH": C.COMMENT}),
    "editor_assets": Row({"GET": C.VIEW, "POST": ASSETS}),
    "editor_submit": acts(EDIT),
    "editor_withdraw": acts(EDIT),
    "editor_review": acts(REVIEW),
    "editor_publish": acts(PUBLISH),
    "editor_rollback": acts(PUBLISH),
    "editor_versions": Row({"GET": C.VIEW}),
    "editor_diff": Row({"GET": C.VIEW}),
    "editor_restore": acts(EDIT),
}

NEW = {"name": "New", "document": {"sizes": [{"id": "base", "w": 60, "h": 30}]}}
API: dict[str, Row] = {
    "api-templates": form(C.VIEW, EDIT, bodies={"POST": NEW}),
    "api-template": Row({"GET": C.VIEW, "HEAD": C.VIEW, "PATCH": EDIT}),
    "api-checks": sees(C.VIEW),
    "api-duplicate": acts(EDIT),
    "api-push": acts(EDIT, bodies={"POST": {"workspaces": ["unknown"]}}, may_be_absent=True),
    "api-revisions": form(C.VIEW, EDIT, bodies={"POST": {"name": "Kept"}}),
    "api-revision": sees(C.VIEW),
    "api-restore": acts(EDIT),
    "api-submit": acts(EDIT),
    "api-publications": form(C.VIEW, PUBLISH, bodies={"POST": {"version": 1}}),
    "api-live": acts(PUBLISH, bodies={"POST": {"action": "pause"}}),
    "api-import": acts(EDIT),
    "api-export": sees(EDIT),
    "api-schedule": Row(
        {"GET": C.VIEW, "HEAD": C.VIEW, "PUT": PUBLISH, "DELETE": PUBLISH},
        bodies={"PUT": {"version": 1, "at": "2027-01-01T12:00:00Z"}},
        may_be_absent=True,
    ),
    "api-comments": form(C.VIEW, C.COMMENT, bodies={"POST": {"text": "Lovely"}}),
    "api-comment": Row({"PATCH": C.COMMENT}, bodies={"PATCH": {"resolved": True}}),
    "api-records": form(C.VIEW, EDIT, bodies={"POST": {"label": "New"}}),
    "api-record": Row({"PATCH": EDIT, "DELETE": EDIT}, bodies={"PATCH": {"label": "Other"}}),
    "api-proof-links": Row({"POST": EDIT, "DELETE": EDIT}, bodies={"POST": {"days": 1}}),
    "api-differences": sees(C.VIEW),
    "api-withdraw": acts(EDIT),
    "api-client-links": form(C.VIEW, REVIEW, bodies={"POST": {"name": "Carla"}}),
    "api-client-link": Row({"DELETE": REVIEW}, parameters={"client": "client_approval"}),
    "api-reviews": sees(C.VIEW),
    "api-review": form(C.VIEW, REVIEW, bodies={"POST": {"decision": "approve"}}),
    "api-checklist": Row({"GET": C.VIEW, "HEAD": C.VIEW, "PUT": REVIEW}, bodies={"PUT": {"ticked": [0]}}),
    "api-assets": form(C.VIEW, ASSETS),
    "api-asset": Row({"GET": C.VIEW, "HEAD": C.VIEW, "PATCH": ASSETS, "DELETE": ASSETS}),
    "api-asset-file": Row({"PUT": ASSETS}),
    "api-organization-brand-kit": Row(
        {"GET": O.SEE_CLIENTS, "HEAD": O.SEE_CLIENTS, "PUT": O.EDIT_BRAND}, bodies={"PUT": {"content": {}}}
    ),
    "api-brand-kit": Row({"GET": C.VIEW, "HEAD": C.VIEW, "PUT": BRAND}, bodies={"PUT": {"content": {}}}),
}

ROWS = {f"designer:{name}": row for name, row in {**PAGES, **CALLS, **API}.items()}


def furnish(world: World) -> dict[str, str]:
    """A template in review, with an asset, a test record, a comment and a link for a client."""
    options = {"by": world.boss, "now": world.now}
    template = templates.create_template(workspace=world.acme, name=f"{CANARY} invite", document=document(), **options)
    asset = assets.upload_asset(workspace=world.acme, data=_picture(), name=f"{CANARY}.png", alt="A dot", **options)
    record = records.add_record(template=template, label=f"{CANARY} record", values={}, now=world.now)
    remark = comments.comment(template=template, text=f"{CANARY} remark", **options)
    review = reviews.submit_for_review(template=template, tell=False, **options)
    approval, _ = client_approvals.invite_client(review=review, name=f"{CANARY} client", **options)
    assert isinstance(record, TestRecord)
    return {
        "template": template.key,
        "asset": asset.key,
        "record": record.key,
        "comment": remark.key,
        "review": review.key,
        "client_approval": approval.key,
        "recipient": str(_recipient(world)),
        "sample": "webinar-reminder",
        "before": "1",
        "after": "draft",
    }


def _recipient(world: World) -> int:
    """Somebody of an audience; the audiences' own row furnishes a list without people."""
    people = Audience.objects.create(workspace=world.acme, name=f"{CANARY} people", created_at=world.now)
    recipients.upsert(audience=people, entries=[recipients.Entry("7", {"first_name": CANARY})], now=world.now)
    return people.recipients.get().pk


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "#2F5BEA").save(out, "PNG")
    return out.getvalue()


furnishers.append(furnish)
