"""The rows of the designer app, one subject per module."""

from designer.models.assets import Asset, Use
from designer.models.brand import BrandKit
from designer.models.comments import Comment, Presence
from designer.models.drafts import DraftEdit, TestRecord
from designer.models.publishing import Publication, ScheduledPublish
from designer.models.reviews import ClientApproval, Review
from designer.models.templates import Revision, Template

__all__ = [
    "Asset",
    "BrandKit",
    "ClientApproval",
    "Comment",
    "DraftEdit",
    "Presence",
    "Publication",
    "Review",
    "Revision",
    "ScheduledPublish",
    "Template",
    "TestRecord",
    "Use",
]
