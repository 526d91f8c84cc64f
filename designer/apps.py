"""The designer app, as Django knows it."""

from django.apps import AppConfig

STATUS = {
    "read_only": 423,
    "draft_conflict": 409,
    "unknown_rev": 409,
    "needs_rev": 428,
    "document_too_large": 413,
    "body_too_large": 413,
    "too_fast": 429,
    "bad_edit": 400,
    "bad_body": 400,
    "invalid_document": 422,
    "foreign_asset": 422,
    "bad_name": 422,
    "name_taken": 409,
    "own_work": 403,
    "not_waiting": 409,
    "needs_note": 422,
    "unknown_line": 422,
    "only_people_decide": 403,
    "checks_block": 422,
    "not_approved": 409,
    "nothing_live": 409,
    "revision_changed": 409,
    "bad_time": 422,
    "link_closed": 410,
    "upload_refused": 422,
    "needs_licence": 422,
    "bad_brand_kit": 422,
    "brand_changed": 409,
    "bad_template_file": 422,
    "same_workspace": 409,
    "bad_record": 422,
}
"""HTTP status of each of this app's problems."""


class DesignerConfig(AppConfig):
    name = "designer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from designer.queries.home import home_parts
        from designer.queries.reviews import count_for
        from designer.queries.versions import version_numbers
        from renderer import version_numbers as versions
        from workspaces import home, shell
        from workspaces.api_problems import give_status

        give_status(STATUS)
        shell.counters.append(count_for)
        home.contributors.append(home_parts)
        versions.tell_with(version_numbers)
