"""Settings of stored files: finished pictures and assets on this machine or in S3."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from botocore.config import Config

from okzest import env


def files(data: Path) -> dict[str, Any]:
    """Local files, or S3 when OKZEST_S3_BUCKET is set. Never served directly."""
    bucket = env.text("OKZEST_S3_BUCKET")
    if not bucket:
        return {"BACKEND": "okzest.storage.WholeFiles", "OPTIONS": {"location": str(data / "media")}}
    return {"BACKEND": "okzest.storage.Bucket", "OPTIONS": {"bucket_name": bucket, **_service()}}


def _service() -> dict[str, Any]:
    endpoint = env.text("OKZEST_S3_ENDPOINT") or None
    # Services that are not Amazon's usually want the bucket in the path.
    style = {"addressing_style": "path"} if endpoint else None
    return {
        "endpoint_url": endpoint,
        "region_name": env.text("OKZEST_S3_REGION") or None,
        "access_key": env.text("OKZEST_S3_ACCESS_KEY") or None,
        "secret_key": env.text("OKZEST_S3_SECRET_KEY") or None,
        "default_acl": None,
        "file_overwrite": True,
        "client_config": Config(connect_timeout=1, read_timeout=3, retries={"max_attempts": 1}, s3=style),
    }
