"""The demo's templates: pictures into the library, designs through review, releases before the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from designer.demo.hanging import hung
from designer.demo.people import Agency
from designer.demo.shelf import Sample
from designer.models import Template
from designer.operations.brand import save_brand_kit
from designer.operations.publishing import publish
from designer.operations.reviews import approve, submit_for_review
from designer.operations.templates import create_template
from designer.queries.kits import own_kit
from workspaces.models import Workspace
from workspaces.roles import Role

LOOKED_AT = "All four records looked at, alt text and fallback wording agreed."


@dataclass(frozen=True, slots=True)
class Studio:
    """Makes templates in one workspace with the agency's people; drawn pictures are kept in `artwork`."""

    agency: Agency
    workspace: Workspace
    artwork: Path
    now: datetime

    def draft(self, sample: Sample) -> Template:
        """The template of that name, made from the sample if there is none."""
        known: Template | None = Template.objects.in_workspace(self.workspace).filter(name=sample.name).first()
        if known is not None:
            return known
        by = self.agency.actor(Role.DESIGNER)
        document = hung(sample, workspace=self.workspace, by=by, now=self.now, folder=self.artwork)
        return create_template(workspace=self.workspace, name=sample.name, document=document, by=by, now=self.now)

    def submitted(self, sample: Sample) -> Template:
        """The same, waiting for somebody to look at it; one that went further is left alone."""
        template = self.draft(sample)
        if template.state == Template.State.DRAFT and template.live_revision_id is None:
            submit_for_review(template=template, by=self.agency.actor(Role.DESIGNER), now=self.now, tell=False)
            template.refresh_from_db()
        return template

    def live(self, sample: Sample) -> Template:
        """The same, approved and before the world."""
        template = self.draft(sample)
        if template.live_revision_id is None:
            approver = self.agency.actor(Role.APPROVER)
            template = self.submitted(sample)
            review = template.reviews.select_related("revision").latest("requested_at")
            approve(review=review, by=approver, now=self.now, note=LOOKED_AT, tell=False)
            publish(template=template, number=review.revision.number, by=approver, now=self.now)
            template.refresh_from_db()
        return template

    def dress(self, brand: Mapping[str, Any]) -> None:
        """Give the workspace this document's brand as its kit, unless it has one."""
        if own_kit(self.workspace) is None:
            by = self.agency.actor(Role.APPROVER)
            save_brand_kit(content=kit_from(brand), by=by, now=self.now, workspace=self.workspace)


def kit_from(brand: Mapping[str, Any]) -> dict[str, Any]:
    """A brand kit of a document's own tokens."""
    styles = [{"token": token, "label": token.capitalize(), **font} for token, font in brand["fonts"].items()]
    colors = [{"token": token, "label": token.capitalize(), "value": value} for token, value in brand["colors"].items()]
    return {"colors": colors, "text_styles": styles, "constraints": {"min_size": brand["min_size"]}}
