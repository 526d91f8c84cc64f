"""Values for benchmarks: as many distinct recipients as wanted, always the same ones."""

from __future__ import annotations

from collections.abc import Iterator

GIVEN = tuple("Amira Jonas Mei Oluwaseun Zoë Søren Chloé Łukasz Priya Mateo Ingrid Yusuf Hannah Kenji Tomás".split())  # noqa: SIM905
FAMILY = tuple("Haddad Lindqvist Okafor Papadopoulou Nakamura García Müller Kowalski Sharma O’Brien".split())  # noqa: SIM905
CITIES = tuple("London Reykjavík Łódź Lisbon Nairobi Kyoto Montréal Zürich Bogotá Tromsø Edinburgh".split())  # noqa: SIM905
COMPANIES = ("Northwind", "Acme", "Globex", "Initech", "Umbrella", "Hooli", "Vandelay", "Cyberdyne")


def values(fields: list[str], count: int, first: int = 0) -> Iterator[dict[str, str]]:
    """Records for these fields, each different from all others in every text field."""
    for number in range(first, first + count):
        record = {key: _value(key, number) for key in fields}
        yield {key: text for key, text in record.items() if text is not None}


def _value(key: str, number: int) -> str | None:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number // 3 % len(FAMILY)]
    texts = {
        "first_name": f"{given}{number}",
        "full_name": f"{given} {family} {number}",
        "name": f"{given} {family} {number}",
        "city": f"{CITIES[number % len(CITIES)]} {number}",
        "company": f"{COMPANIES[number % len(COMPANIES)]} {number}",
        "topic": f"Design systems, part {number}",
        "course": f"Data literacy {number}",
        "certificate_id": f"C-{number:06}",
        "ticket": f"T-{number:06}",
        "seat": f"A{number}",
        "score": str(60 + number % 40),
        "tier": ("gold", "silver", "none")[number % 3],
    }
    return texts.get(key)
