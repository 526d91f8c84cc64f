"""`manage.py demo`: make the demo and say how to get in; `--json` prints it for programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from designer.demo.seeding import Demo, seed
from renderer.engine.samples import sample_values
from renderer.engine.schema import read

SHOWN = 3
AT_MOST = 3


class Command(BaseCommand):
    help = "Make the demo: an agency with two clients, five templates, open links, an API key. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one line of JSON instead of a summary")

    def handle(self, *args: Any, **options: Any) -> None:
        demo = seed(data=settings.DATA, now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(demo.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(summary(demo)))


def summary(demo: Demo) -> list[str]:
    """Log-ins, the key and three addresses to try, as lines for a person."""
    people = [f"  {user.email:<22} {role}" for user, role in demo.agency.people()]
    return [
        f"The demo is ready: {demo.agency.organization} with {demo.agency.showcase} and {demo.agency.client}.",
        "",
        f"Log in at {settings.PUBLIC_URL} with the password {demo.password} as",
        *people,
        "",
        "Pictures (change the values in the address)",
        *(f"  {url}" for url in addresses(demo)[:SHOWN]),
        "",
        f"API key: {demo.api_key}",
    ]


def addresses(demo: Demo) -> list[str]:
    """An address for each template, filled with the first of its sample values."""
    documents = {template.key: template.draft for template in demo.templates.values()}
    filled = []
    for link, url in demo.links:
        if not link.size:
            values = sample_values(read(documents[link.template_key]).document, "complete")
            filled.append(f"{url}?{urlencode(dict(list(values.items())[:AT_MOST]))}")
    return filled
