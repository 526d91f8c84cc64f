"""Addresses of the designer's API, below `/api/v1/workspaces/<workspace>/`."""

from __future__ import annotations

from django.urls import path

from designer.api import carrying, checklist, library, talking, templates, trying, versions

of_organization = [path("brand-kit", library.OrganizationBrandKitView.as_view(), name="api-organization-brand-kit")]
urlpatterns = [
    path("templates", templates.TemplatesView.as_view(), name="api-templates"),
    path("templates/import", carrying.ImportView.as_view(), name="api-import"),
    path("templates/<str:template>", templates.TemplateView.as_view(), name="api-template"),
    path("templates/<str:template>/checks", templates.ChecksView.as_view(), name="api-checks"),
    path("templates/<str:template>/duplicate", templates.DuplicateView.as_view(), name="api-duplicate"),
    path("templates/<str:template>/push", templates.PushView.as_view(), name="api-push"),
    path("templates/<str:template>/revisions", versions.RevisionsView.as_view(), name="api-revisions"),
    path("templates/<str:template>/revisions/<int:number>", versions.RevisionView.as_view(), name="api-revision"),
    path("templates/<str:template>/revisions/<int:number>/restore", versions.RestoreView.as_view(), name="api-restore"),
    path("templates/<str:template>/submit", versions.SubmitView.as_view(), name="api-submit"),
    path("templates/<str:template>/publications", versions.PublicationsView.as_view(), name="api-publications"),
    path("templates/<str:template>/live", versions.LiveView.as_view(), name="api-live"),
    path("templates/<str:template>/export", carrying.ExportView.as_view(), name="api-export"),
    path("templates/<str:template>/schedule", carrying.ScheduleView.as_view(), name="api-schedule"),
    path("templates/<str:template>/comments", talking.CommentsView.as_view(), name="api-comments"),
    path("templates/<str:template>/records", trying.RecordsView.as_view(), name="api-records"),
    path("templates/<str:template>/proof-links", trying.ProofLinksView.as_view(), name="api-proof-links"),
    path(
        "templates/<str:template>/differences/<str:before>/<str:after>",
        trying.DifferenceView.as_view(),
        name="api-differences",
    ),
    path("comments/<str:comment>", talking.CommentView.as_view(), name="api-comment"),
    path("records/<str:record>", trying.RecordView.as_view(), name="api-record"),
    path("client-links/<str:client>", talking.ClientView.as_view(), name="api-client-link"),
    path("reviews", versions.ReviewsView.as_view(), name="api-reviews"),
    path("reviews/<str:review>", versions.ReviewView.as_view(), name="api-review"),
    path("reviews/<str:review>/checklist", checklist.ChecklistView.as_view(), name="api-checklist"),
    path("reviews/<str:review>/withdraw", carrying.WithdrawView.as_view(), name="api-withdraw"),
    path("reviews/<str:review>/client-links", talking.ClientsView.as_view(), name="api-client-links"),
    path("assets", library.AssetsView.as_view(), name="api-assets"),
    path("assets/<str:asset>", library.AssetView.as_view(), name="api-asset"),
    path("assets/<str:asset>/file", library.AssetFileView.as_view(), name="api-asset-file"),
    path("brand-kit", library.BrandKitView.as_view(), name="api-brand-kit"),
]
