"""`manage.py verifyaudit`: prove that nobody changed, cut or added to the audit log; fails when somebody did."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workspaces import audit
from workspaces.models import AuditChain, AuditEntry


class Command(BaseCommand):
    help = "Check every entry's seal and that each follows from the one before it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        breaks = list(audit.verify_everything())
        for found in breaks:
            self.stdout.write(f"{found.chain}, entry {found.number}: {found.why}.")
        if breaks:
            raise CommandError(f"The audit log does not hold in {len(breaks)} places.")
        entries, chains = AuditEntry.objects.count(), AuditChain.objects.count()
        self.stdout.write(f"The audit log holds: {entries} entries in {chains} chains.")
