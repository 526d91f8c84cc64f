"""Make the demo: an agency, its people, five live templates with links, an audience, an API key. Twice is as once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from designer.content import assets_of
from designer.demo import guests, shelf
from designer.demo.keepsakes import Keepsakes
from designer.demo.people import Agency, agency
from designer.demo.studio import Studio
from designer.models import Asset, Template
from designer.operations.assets import FOLDER
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from workspaces import access, actors
from workspaces.api_authentication import key_of
from workspaces.models import ApiKey, User, Workspace
from workspaces.operations.keys import create_api_key
from workspaces.scopes import Scope

API_KEY_NAME = "Demo"
KEY_MAY = (Scope.READ, Scope.RENDER, Scope.LINKS, Scope.AUDIENCES, Scope.TEMPLATES)
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
EXTENSIONS = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made. `templates` and `documents` go by the samples' keys; `links` have their addresses."""

    agency: Agency
    password: str
    api_key: str
    templates: dict[str, Template]
    documents: dict[str, Path]
    links: list[tuple[RenderLink, str]]

    def as_json(self) -> dict[str, Any]:
        """The shape that other programs rely on."""
        return {
            "users": [self._user(*one) for one in self.agency.people()],
            "workspaces": [_workspace(one) for one in (self.agency.showcase, self.agency.client)],
            "templates": [self._template(key, template) for key, template in self.templates.items()],
            "links": [
                {"name": link.name, "mode": str(link.mode), "template": link.template_key, "url": url}
                for link, url in self.links
            ],
            "api_key": self.api_key,
        }

    def _user(self, user: User, role: str) -> dict[str, str]:
        where = self.agency.showcase.key
        return {"email": user.email, "password": self.password, "role": role, "workspace": where}

    def _template(self, key: str, template: Template) -> dict[str, Any]:
        fields = [field["key"] for field in template.draft["fields"]]
        return {"key": template.key, "name": template.name, "fields": fields, "document": str(self.documents[key])}


def seed(*, data: Path, now: datetime) -> Demo:
    """Everything of the demo, made where it is missing. `data` keeps the drawn pictures, the password and the key."""
    folder = data / "demo"
    kept = Keepsakes.of(folder / "keepsakes.json")
    people = agency(kept.password, now)
    showcase = Studio(people, people.showcase, folder / "artwork", now)
    templates = _templates(showcase)
    _second_client(Studio(people, people.client, folder / "artwork", now))
    _members(people, templates["newsletter-hero"], now)
    kept.api_key = _api_key(people, kept.api_key, now)
    kept.save()
    return Demo(
        people,
        kept.password,
        kept.api_key,
        templates,
        {key: _on_disk(template, folder / key) for key, template in templates.items()},
        list(_links(people, templates, now)),
    )


def _templates(showcase: Studio) -> dict[str, Template]:
    samples = shelf.demo()
    showcase.dress(samples[0].document["brand"])
    return {sample.key: showcase.live(sample) for sample in samples}


def _second_client(studio: Studio) -> None:
    """A client in the middle of its work: a live template, one in review, one still a draft."""
    samples = {sample.key: sample for sample in shelf.gallery()}
    studio.live(samples["welcome"])
    studio.submitted(samples["order-status"])
    studio.draft(samples["last-call"])


def _api_key(people: Agency, secret: str, now: datetime) -> str:
    """The key that was made before, or a new one when that is lost or was revoked."""
    if secret and key_of(secret, now) is not None:
        return secret
    ApiKey.objects.in_workspace(people.showcase).filter(name=API_KEY_NAME, revoked_at=None).update(revoked_at=now)
    held = access.capabilities(people.owner, people.showcase)
    by = actors.person(people.owner)
    _, shown = create_api_key(
        workspace=people.showcase, name=API_KEY_NAME, scopes_asked=KEY_MAY, by=by, held=held, now=now
    )
    return shown


def _links(people: Agency, templates: dict[str, Template], now: datetime) -> Iterator[tuple[RenderLink, str]]:
    """One open link for each size of each template, and its address in the template's own format."""
    for template in templates.values():
        for size in template.draft["sizes"]:
            is_base = size is template.draft["sizes"][0]
            name = f"{template.name}, demo" if is_base else f"{template.name}, {size['id']}, demo"
            link = _link(people, template, name, "" if is_base else size["id"], now)
            format = template.draft.get("output", {}).get("format", "png")
            yield link, issuing.address(link, format=EXTENSIONS.get(format, format))


def _link(
    people: Agency, template: Template, name: str, size: str, now: datetime, mode: Mode = Mode.OPEN
) -> RenderLink:
    known = RenderLink.objects.in_workspace(people.showcase).filter(template_key=template.key, name=name).first()
    return known or issuing.create(
        workspace=people.showcase,
        template_key=template.key,
        name=name,
        mode=mode,
        by=actors.person(people.owner),
        now=now,
        size=size,
    )


def _members(people: Agency, hero: Template, now: datetime) -> None:
    """An audience, and a link whose addresses carry a token of one of its people instead of values."""
    guests.welcome(people.showcase, actors.person(people.owner), now)
    _link(people, hero, "Spring letter, members", "", now, Mode.TOKEN)


def _on_disk(template: Template, folder: Path) -> Path:
    """The live document as a file with its pictures beside it, so that it can be drawn without a database."""
    assert template.live_revision is not None
    document = template.live_revision.document
    folder.mkdir(parents=True, exist_ok=True)
    for asset in Asset.objects.in_workspace(template.workspace).filter(digest__in=assets_of(document)):
        file = folder / f"{asset.digest}{SUFFIXES.get(asset.media_type, '')}"
        if not file.exists():
            with default_storage.open(f"{FOLDER}/{asset.digest}") as stored:
                file.write_bytes(stored.read())
    path = folder / "document.json"
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path


def _workspace(workspace: Workspace) -> dict[str, str]:
    return {"key": workspace.key, "name": workspace.name, "organization": workspace.organization.name}
