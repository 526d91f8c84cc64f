"""The rows of the renderer app, one subject per module."""

from renderer.models.formats import FORMATS
from renderer.models.links import MailToolChoice, RenderLink
from renderer.models.prewarm import PrewarmChunk, PrewarmFinding, PrewarmOutput, PrewarmPart, PrewarmRun
from renderer.models.releases import FallbackPicture, Release
from renderer.models.sources import DataSource, SourceAnswer
from renderer.models.variants import RecipientPicture, Variant

__all__ = [
    "DataSource",
    "FORMATS",
    "FallbackPicture",
    "MailToolChoice",
    "PrewarmChunk",
    "PrewarmFinding",
    "PrewarmOutput",
    "PrewarmPart",
    "PrewarmRun",
    "RecipientPicture",
    "Release",
    "RenderLink",
    "SourceAnswer",
    "Variant",
]
