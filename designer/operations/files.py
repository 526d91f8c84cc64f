"""Templates as files: a ZIP with the design and its pictures; what is read in is remade like any upload."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from designer.content import assets_of, replaced
from designer.models import Asset, Template
from designer.operations.assets import upload_asset
from designer.operations.templates import create_template, free_name
from designer.queries.kits import frozen
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.problems import Problem

FORMAT = "okzest-template"
MAX_FILE = 60 * 1024 * 1024
MAX_MEMBERS = 200
MAX_MEMBER = 12 * 1024 * 1024


class BadFile(Problem):
    """The file is not one of our template files."""

    code = "bad_template_file"


def export_file(template: Template) -> bytes:
    """A ZIP of `template.json` and `assets/<digest>`. Fonts stay where they are licensed; a template has no secrets."""
    document = frozen(template.draft, template.workspace)
    plain = {**document, "brand": {**document["brand"], "faces": []}}
    rows = (
        Asset.objects.in_workspace(template.workspace).filter(digest__in=assets_of(plain)).exclude(kind=Asset.Kind.FONT)
    )
    about = {row.digest: {"name": row.name, "alt": row.alt, "kind": row.kind} for row in rows}
    body = {
        "format": FORMAT,
        "version": 1,
        "name": template.name,
        "folder": template.folder,
        "tags": template.tags,
        "document": plain,
        "assets": about,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("template.json", json.dumps(body, ensure_ascii=False, indent=1))
        for digest in about:
            with default_storage.open(f"assets/{digest}") as picture:
                file.writestr(f"assets/{digest}", picture.read())
    return out.getvalue()


def import_file(*, workspace: Workspace, data: bytes, by: Actor, now: datetime) -> Template:
    """A new draft from such a file. Raises BadFile, UploadRefused, DocumentError, BadName."""
    body, pictures = _opened(data)
    name = str(body.get("name") or "Imported template")
    with transaction.atomic():
        digests = {}
        for digest, picture in pictures.items():
            about = body.get("assets", {}).get(digest) or {}
            asset = upload_asset(
                workspace=workspace,
                data=picture,
                name=str(about.get("name") or "Picture"),
                alt=str(about.get("alt") or ""),
                kind=str(about.get("kind") or ""),
                by=by,
                now=now,
            )
            digests[digest] = asset.digest
        taken = Template.objects.in_workspace(workspace).active().filter(name=name).exists()
        return create_template(
            workspace=workspace,
            name=free_name(workspace, name) if taken else name,
            document=replaced(body["document"], digests),
            by=by,
            now=now,
            folder=str(body.get("folder") or ""),
            tags=tags if isinstance(tags := body.get("tags"), list) else (),
        )


def _opened(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The description and the pictures; sizes are read from the directory before anything is unpacked."""
    if len(data) > MAX_FILE:
        raise BadFile("This file is larger than 60 MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
            if len(members) > MAX_MEMBERS or any(member.file_size > MAX_MEMBER for member in members):
                raise BadFile("There is more in this file than a template needs.")
            body = json.loads(_member(file, "template.json"))
            names = [member.filename for member in members if member.filename.startswith("assets/")]
            pictures = {name.removeprefix("assets/"): _member(file, name) for name in names}
    except BadFile:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        RecursionError,
        NotImplementedError,
        RuntimeError,
    ) as problem:
        raise BadFile("This is not a template file of OKZest, or it is damaged.") from problem
    if not isinstance(body, dict) or body.get("format") != FORMAT or not isinstance(body.get("document"), dict):
        raise BadFile("This is not a template file of OKZest.")
    if not isinstance(body.get("assets", {}), dict):
        raise BadFile("This is not a template file of OKZest.")
    return body, pictures


def _member(file: zipfile.ZipFile, name: str) -> bytes:
    """At most MAX_MEMBER bytes, whatever the directory says."""
    with file.open(name) as member:
        data = member.read(MAX_MEMBER + 1)
    if len(data) > MAX_MEMBER:
        raise BadFile("There is more in this file than a template needs.")
    return data
