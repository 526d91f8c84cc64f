"""Which column is which field, guessed by name; and which columns look personal. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "firstname fname givenname forename vorname prenom nombre first name",
        "lastname lname surname familyname nachname nom apellido last",
        "fullname displayname contactname",
        "email emailaddress mail emailadresse correo courriel",
        "company companyname organization organisation account accountname firma entreprise empresa",
        "city town ort stadt ville ciudad",
        "country land pays pais",
        "phone phonenumber mobile telephone telefon",
        "jobtitle title role position",
        "photo photourl image imageurl avatar picture pictureurl",
        "logo logourl companylogo",
        "date eventdate",
        "amount total price value",
        "code couponcode promocode voucher coupon",
    )
)
PERSONAL = re.compile(
    r"mail|phone|mobile|birth|dob$|gender|^sex$|salary|iban|card|passport|ssn|address|street|zip|postal|^ip$|"
    r"firstname|lastname|fullname|surname|^name$",
)
IDS = (
    "id",
    "contactid",
    "subscriberid",
    "userid",
    "customerid",
    "externalid",
    "recipientid",
    "key",
    "uuid",
    "email",
    "emailaddress",
    "mail",
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")


@dataclass(frozen=True, slots=True)
class KnownField:
    """A merge field of some template of the workspace."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """What to do with a column: keep it by `name`, or drop it (empty). `field` tells that a template uses it."""

    name: str
    field: bool
    personal: bool


def plain(name: str) -> str:
    """A column's name without case, accents, blanks and signs: "E-Mail Address" → "emailaddress"."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in bare if letter.isalnum())


def guess(columns: Sequence[str], fields: Iterable[KnownField], sample: Sequence[Sequence[str]]) -> list[Guess]:
    """One guess per column. No field is given twice; the better name wins: its own, an alias, a synonym."""
    found: dict[int, str] = {}
    known = list(fields)
    for matches in (_by_name, _by_alias, _by_synonym):
        for number, column in enumerate(columns):
            field = next((one for one in known if matches(plain(column), one)), None) if number not in found else None
            if field and field.key not in found.values():
                found[number] = field.key
    return [_guess(number, column, found, sample) for number, column in enumerate(columns)]


def id_column(columns: Sequence[str]) -> int | None:
    """The column that tells recipients apart, if one is named so."""
    names = [plain(column) for column in columns]
    return next((names.index(one) for one in IDS if one in names), None)


def _guess(number: int, column: str, found: dict[int, str], sample: Sequence[Sequence[str]]) -> Guess:
    cells = [row[number].strip() for row in sample if number < len(row) and row[number].strip()]
    personal = bool(PERSONAL.search(plain(column))) or any(EMAIL.match(cell) for cell in cells)
    if number in found:
        return Guess(found[number], True, personal)
    return Guess("" if personal else column, False, personal)


def _by_name(column: str, field: KnownField) -> bool:
    return column in (plain(field.key), plain(field.label))


def _by_alias(column: str, field: KnownField) -> bool:
    return column in map(plain, field.aliases)


def _by_synonym(column: str, field: KnownField) -> bool:
    return any(column in words and plain(field.key) in words for words in SYNONYMS)
