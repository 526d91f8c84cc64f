"""Addresses of the editor's calls, all under one template."""

from __future__ import annotations

from django.urls import path

from designer.editor_api import audiences, drafts, fonts, people, pictures, versions

urlpatterns = [
    path("draft", drafts.draft, name="editor_draft"),
    path("fields", drafts.fields, name="editor_fields"),
    path("presence", drafts.presence, name="editor_presence"),
    path("render-layers", pictures.layers, name="editor_layers"),
    path("first-look", pictures.first_look, name="editor_first_look"),
    path("bitmaps/<str:key>.png", pictures.bitmap, name="editor_bitmap"),
    path("compose", pictures.compose, name="editor_compose"),
    path("weigh", pictures.weigh, name="editor_weigh"),
    path("font-preview.png", fonts.preview, name="editor_font"),
    path("qa", pictures.qa, name="editor_qa"),
    path("qa/<str:job>", pictures.qa_job, name="editor_qa_job"),
    path("records", people.all_records, name="editor_records"),
    path("records/longest", people.longest, name="editor_longest"),
    path("records/<str:record>", people.one_record, name="editor_record"),
    path("audiences", audiences.audiences, name="editor_audiences"),
    path("audiences/<str:audience>", audiences.rows, name="editor_audience_rows"),
    path("comments", people.all_comments, name="editor_comments"),
    path("comments/<str:comment>", people.one_comment, name="editor_comment"),
    path("assets", people.all_assets, name="editor_assets"),
    path("submit", versions.submit, name="editor_submit"),
    path("withdraw", versions.withdraw, name="editor_withdraw"),
    path("review", versions.review, name="editor_review"),
    path("publish", versions.publish, name="editor_publish"),
    path("rollback", versions.rollback, name="editor_rollback"),
    path("versions", versions.versions, name="editor_versions"),
    path("versions/<str:before>..<str:after>/diff", versions.diff, name="editor_diff"),
    path("versions/<int:number>/restore", versions.restore, name="editor_restore"),
]
