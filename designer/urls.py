"""Addresses of the designer: pages below `/w/<workspace>/`, the editor’s calls below `/api/w/<workspace>/t/`."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from designer.api.urls import of_organization
from designer.views import (
    assets,
    brand,
    checks,
    clients,
    creating,
    design,
    editor,
    fields,
    gallery,
    history,
    pictures,
    publishing,
    reviews,
    templates,
)

app_name = "designer"

of_template: list[URLPattern] = [
    path("", design.design, name="design"),
    path("edit/", editor.editor, name="editor"),
    path("picture.png", pictures.picture, name="picture"),
    path("rename/", templates.rename, name="rename"),
    path("duplicate/", templates.duplicate, name="duplicate"),
    path("archive/", templates.archive, name="archive"),
    path("unarchive/", templates.unarchive, name="unarchive"),
    path("export/", templates.export, name="export"),
    path("carry/", templates.carry, name="carry"),
    path("fields/", fields.of_template, name="template_fields"),
    path("fields/save/", fields.save, name="save_field"),
    path("fields/remove/", fields.remove, name="remove_field"),
    path("qa/", checks.qa, name="qa"),
    path("qa/fix/", checks.fix, name="fix"),
    path("qa/records/", checks.add_record, name="add_record"),
    path("qa/sheet/", checks.contact_sheet, name="contact_sheet"),
    path("submit/", reviews.submit, name="submit"),
    path("history/", history.history, name="history"),
    path("history/name/", history.name_version, name="name_version"),
    path("history/<int:number>/restore/", history.restore, name="restore"),
    path("history/<int:number>/template/", history.as_template, name="as_template"),
    path("comments/", history.comment, name="comment"),
    path("comments/<str:comment>/resolve/", history.resolve_comment, name="resolve_comment"),
    path("comments/<str:comment>/unresolve/", history.unresolve_comment, name="unresolve_comment"),
    path("publish/", publishing.publish_page, name="publish"),
    path("publish/now/", publishing.publish, name="publish_now"),
    path("publish/schedule/", publishing.schedule, name="schedule"),
    path("publish/unschedule/", publishing.unschedule, name="unschedule"),
    path("publish/back/", publishing.roll_back, name="roll_back"),
    path("publish/pause/", publishing.pause, name="pause"),
    path("publish/resume/", publishing.resume, name="resume"),
    path("publish/down/", publishing.take_down, name="take_down"),
]

in_workspace: list[URLPattern] = [
    path("templates/", templates.index, name="templates"),
    path("templates/bulk/", templates.bulk, name="templates_bulk"),
    path("templates/new/", creating.new, name="new"),
    path("templates/import/", templates.import_template, name="import"),
    path("templates/gallery/", gallery.index, name="gallery"),
    path("templates/gallery/<slug:sample>/use/", gallery.use, name="use_sample"),
    path("templates/gallery/<slug:sample>.png", gallery.picture, name="sample_picture"),
    path("fields/", fields.everywhere, name="fields"),
    path("brand/", brand.kit, name="brand"),
    path("brand/save/", brand.save, name="save_brand"),
    path("assets/", assets.index, name="assets"),
    path("assets/upload/", assets.upload, name="upload_asset"),
    path("assets/<str:asset>/", assets.one, name="asset"),
    path("assets/<str:asset>/file", pictures.asset_file, name="asset_file"),
    path("assets/<str:asset>/replace/", assets.replace, name="asset_replace"),
    path("assets/<str:asset>/archive/", assets.archive, name="asset_archive"),
    path("assets/<str:asset>/unarchive/", assets.unarchive, name="asset_unarchive"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<str:review>/", reviews.review, name="review"),
    path("reviews/<str:review>/withdraw/", reviews.withdraw, name="withdraw"),
    path("reviews/<str:review>/checklist/", reviews.tick, name="tick"),
    path("reviews/<str:review>/decide/", reviews.decide, name="decide"),
    path("reviews/<str:review>/invite/", reviews.invite_client, name="invite_client"),
    path("invitations/<str:invitation>/revoke/", reviews.revoke_client, name="revoke_client"),
]

urlpatterns = [
    path("w/<str:workspace>/", include(in_workspace)),
    path("w/<str:workspace>/templates/<str:template>/", include(of_template)),
    path("api/w/<str:workspace>/t/<str:template>/", include("designer.editor_api.urls")),
    path("api/v1/workspaces/<str:workspace>/", include("designer.api.urls")),
    path("api/v1/organizations/<str:organization>/", include(of_organization)),
    path("o/<str:organization>/brand/", brand.organization_kit, name="organization_brand"),
    path("o/<str:organization>/brand/save/", brand.save_organization_kit, name="save_organization_brand"),
    path("client/<str:token>/", clients.client, name="client"),
    path("client/<str:token>/picture.png", clients.client_picture, name="client_picture"),
]
