"""One person's editor: its calls, as the browser makes them."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

from django.test import Client
from PIL import Image

from designer.models import Template


class Caller:
    """One person's editor with one template open."""

    def __init__(self, client: Client, template: Template):
        self.client, self.template = client, template
        self.base = f"/api/w/{template.workspace.key}/t/{template.key}/"

    def get(self, path: str) -> Any:
        return self.client.get(self.base + path)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        return self.client.generic(
            method, self.base + path, json.dumps(body), content_type="application/json", headers=headers
        )

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, body)

    def edit(self, ops: list[dict[str, Any]], rev: int, seq: int = 1, client: str = "tab") -> Any:
        body = {"client": client, "seq": seq, "ops": ops}
        return self.send("PATCH", "draft", body, **{"If-Match": str(rev)})

    def layers(self, *layers: dict[str, Any], **options: Any) -> Any:
        body = {"size": "base", "scale": 1, "record": {"id": "complete"}, "layers": list(layers), **options}
        return self.post("render-layers", body).json()


def image(answer: Any) -> Image.Image:
    return Image.open(io.BytesIO(answer.content)).convert("RGBA")


def bitmap(result: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(result["src"].partition(",")[2]))).convert("RGBA")
