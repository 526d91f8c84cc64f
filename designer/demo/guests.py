"""The demo's audience: members of a travel club as a real list has them, some blank, some in capitals, some long."""

from __future__ import annotations

from datetime import datetime

from audiences.models import Audience
from audiences.operations.recipients import Entry, create_audience, upsert
from workspaces.actors import Actor
from workspaces.models import Workspace

NAME = "Northlight members"
GUESTS = """
Amira Haddad|London|Gold
Zoë O’Brien|Cork|Silver
JONAS BERG|OSLO|Member
Ines Moreau|Lyon|Gold
Tom & Jerry Fan Club|Leeds|Member
|Bristol|Silver
Maximiliana-Konstantina Papadopoulou-Wolfeschlegelstein|Llanfairpwllgwyngyll|Gold
ليلى حداد|بيروت|Gold
小林 さくら|札幌|Silver
Søren Ågård|Århus|
Łukasz Wiśniewski|Łódź|Member
Nguyễn Thị Ánh|Đà Nẵng|Gold
priya raman|chennai|silver
Olga Петрова||Member
D’Angelo Brown|New York|Gold
Ana-María Núñez|Cádiz|Silver
Χρήστος Παππάς|Θεσσαλονίκη|Member
แก้วตา สุขใจ|เชียงใหม่|Gold
Bo|Å|Member
 Harriet   Stone |Bath|Gold
Björk Jónsdóttir|Reykjavík|Silver
אורי לוי|חיפה|Member
Chloé Dubois 🎉|Québec|Gold
Mei Chen|Taipei|Silver
"""


def welcome(workspace: Workspace, by: Actor, now: datetime) -> Audience:
    """The audience of that name; the people are put into it if they are not there."""
    known = Audience.objects.in_workspace(workspace).filter(name=NAME).first()
    audience: Audience = known or create_audience(name=NAME, by=by, workspace=workspace, now=now)
    if not known:
        upsert(
            audience=audience, entries=[_entry(at, line) for at, line in enumerate(GUESTS.strip().split("\n"))], now=now
        )
    return audience


def _entry(at: int, line: str) -> Entry:
    name, city, tier = line.split("|")
    first = name.strip().split(" ")[0] if name.strip() else ""
    return Entry(
        external_id=f"member-{at + 1:03}",
        values={"first_name": first, "full_name": name, "city": city, "tier": tier},
        row_number=at + 1,
    )
