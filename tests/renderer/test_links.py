"""Signed addresses: what we wrote opens, everything else is refused before any work."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from renderer import links
from renderer.links import NotGenuine, Sealed
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.secrets import signing_secret
from tests.renderer.conftest import path_of
from workspaces import actors
from workspaces.models import SigningKey, Workspace
from workspaces.operations import keys

SECRET = b"a secret that only this installation knows"
WORKSPACE = "k7m2n9p4q6r8s"
NAMES = st.text(string.ascii_lowercase + "_", min_size=1, max_size=12)
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def link_of(mode: Mode, key: int = 1, secret: bytes = SECRET) -> str:
    return links.link_id(WORKSPACE, key, links.new_code(WORKSPACE, mode, secret))


def opened(path: str, query: str | None = None, secret: bytes = SECRET) -> Sealed | None:
    """What the address opens to. Raises NotGenuine."""
    bare, _, own = path.partition("?")
    _, _, link, file = bare.split("/", 3)
    return links.verify(links.parse(link, file), (own if query is None else query).encode(), secret)


@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_sealed_values_come_back_exactly_as_they_were_signed(values: dict[str, str]) -> None:
    path = links.sealed_path(link_of(Mode.SEALED), values, secret=SECRET, format="png", scale=2)
    sealed = opened(path)
    assert sealed is not None
    assert sealed.values == values


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), st.sampled_from([quote, quote_plus]))
def test_a_sealed_address_survives_other_spellings_orders_and_foreign_parameters(
    values: dict[str, str], spell: Callable[[str], str]
) -> None:
    path = links.sealed_path(link_of(Mode.SEALED), values, secret=SECRET, format="jpg")
    query = "&amp;".join(
        ["utm_source=spring", *(f"{n}={spell(v)}" for n, v in reversed(values.items())), "_kx=a%3D%3D"]
    )
    sealed = opened(path, query)
    assert sealed is not None
    assert sealed.values == values


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
def test_no_equals_sign_in_our_addresses_is_followed_by_a_hex_pair(values: dict[str, str]) -> None:
    path = links.sealed_path(link_of(Mode.SEALED), values, secret=SECRET, format="png")
    assert not any(links.HEX_PAIR.match(piece) for piece in path.split("=")[1:])
    assert dict(parse_qsl(path.partition("?")[2], keep_blank_values=True, errors="strict")) == values


@given(st.text(st.characters(codec="ascii"), max_size=80), st.text(st.characters(codec="ascii"), max_size=80))
def test_whatever_is_sent_is_refused_quietly(link: str, file: str) -> None:
    with pytest.raises(NotGenuine):
        links.parse(link, file)


def mutations(path: str, dice: random.Random) -> str:
    """The address with one thing changed, as a forger or a broken tool might."""
    at = dice.randrange(3, len(path))
    other = dice.choice(string.ascii_letters + string.digits + "-_~.%/;&=?@")
    return dice.choice(
        [
            path[:at] + other + path[at + 1 :],
            path[:at] + path[at + 1 :],
            path[:at] + path[at] + path[at:],
            path[:at] + path[at].swapcase() + path[at + 1 :],
            path[:at] + other + path[at:],
        ]
    )


def picture_asked_for(path: str) -> tuple[str, object] | None:
    """What a path shows if it is genuine: the file's output and the values; None if it is refused."""
    bare, _, query = path.partition("?")
    parts = bare.split("/")
    if len(parts) != 4:
        return None
    try:
        address = links.parse(parts[2], parts[3])
        sealed = links.verify(address, query.encode(), SECRET)
    except NotGenuine:
        return None
    return address.code, sealed and dict(sealed.values)


@pytest.mark.parametrize("mode", [Mode.OPEN, Mode.SEALED])
def test_of_a_thousand_mutated_addresses_none_shows_anything_else(mode: Mode) -> None:
    dice = random.Random(7)
    values = {"first_name": "Zoë & Søn", "city": "Addis Ababa"}
    for _ in range(1000):
        link = link_of(mode)
        path = links.open_path(link, secret=SECRET, format="png")
        if mode is Mode.SEALED:
            path = links.sealed_path(link, values, secret=SECRET, format="png")
        genuine, mutated = picture_asked_for(path), mutations(path, dice)
        assert genuine is not None
        assert picture_asked_for(mutated) in (None, genuine)


def test_every_other_signature_is_refused() -> None:
    """The last character carries four spare bits, so a comparison of decoded bytes would let sixteen spellings in."""
    path = links.open_path(link_of(Mode.OPEN), secret=SECRET, format="png")
    stem, last, ending = path[:-5], path[-5], path[-4:]
    others = [one for one in string.ascii_letters + string.digits + "-_" if one != last]
    assert [one for one in others if picture_asked_for(stem + one + ending)] == []


@pytest.mark.parametrize(
    "query",
    ["", "city=Oslo", "first_name=Amira", "first_name=Amira&city=Rome", "first_name=Amira&city=Oslo&city=Oslo",
     "first_name=Amira&city=Oslo%20", "first_name=amira&city=Oslo", "city=Amira&first_name=Oslo",
     "first_name=Amira%26city%3DOslo", "first_nameAmira&city=Oslo"],
)  # fmt: skip
def test_sealed_values_cannot_be_dropped_changed_swapped_or_joined(query: str) -> None:
    path = links.sealed_path(link_of(Mode.SEALED), {"first_name": "Amira", "city": "Oslo"}, secret=SECRET, format="png")
    with pytest.raises(NotGenuine):
        opened(path, query)


def test_a_signature_is_good_for_its_own_mode_link_key_and_installation_only() -> None:
    link, other = link_of(Mode.OPEN), link_of(Mode.OPEN)
    file = links.open_path(link, secret=SECRET, format="png").rsplit("/", 1)[1]
    sealed_file = links.sealed_path(link_of(Mode.SEALED), {}, secret=SECRET, format="png").rsplit("/", 1)[1]
    with pytest.raises(NotGenuine):
        opened(f"/i/{other}/{file}")
    with pytest.raises(NotGenuine):
        opened(f"/i/{link}/{sealed_file}")
    with pytest.raises(NotGenuine):
        opened(f"/i/{link.replace('-1-', '-2-')}/{file}")
    with pytest.raises(NotGenuine):
        opened(f"/i/{link}/{file}", secret=b"another installation")


@pytest.mark.django_db
@pytest.mark.database
def test_a_forged_address_costs_no_query_and_gets_a_small_picture(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink],
    django_assert_num_queries: DjangoAssertNumQueries
) -> None:  # fmt: skip
    open_path = path_of(make_link())
    link = make_link(mode=Mode.SEALED)
    sealed = links.sealed_path(issuing.public_id(link), {"city": "Oslo"}, secret=signing_secret(), format="png")
    forged = [
        open_path.replace(open_path[-10], "A" if open_path[-10] != "A" else "B"),
        sealed.replace("slo", "ttawa"),
        "/i/acme-1-oabcdefghijklmnop/AAAAAAAAAAAAAAAAAAAAAA.jpg",
        f"/i/{link_of(Mode.TOKEN)}/~{'a' * 26}.png",
        "/i/",
        "/i/x",
        "/i/%0d%0aSet-Cookie:a=b/x.png",
    ]
    for path in forged:
        with django_assert_num_queries(0):
            answer = browser.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"] in ("image/png", "image/jpeg")
        assert answer["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer


@pytest.mark.django_db
@pytest.mark.database
def test_a_link_that_was_deleted_is_unknown(
    browser: Client, greeting: Release, make_link: Callable[..., RenderLink]
) -> None:
    link = make_link()
    path = path_of(link)
    RenderLink.objects.filter(pk=link.pk).delete()
    assert browser.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.database
def test_addresses_outlive_a_rotation_and_die_with_their_key(
    browser: Client, workspace: Workspace, greeting: Release, make_link: Callable[..., RenderLink],
    django_capture_on_commit_callbacks: Callable[..., object]
) -> None:  # fmt: skip
    link, now = make_link(), timezone.now()
    old = path_of(link)
    keys.rotate_signing_key(workspace=workspace, by=actors.SYSTEM, now=now)
    new = path_of(link)
    assert old != new
    assert browser.get(f"{old}?city=Oslo").content == browser.get(f"{new}?city=Oslo").content
    first = SigningKey.objects.in_workspace(workspace).get(number=1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        keys.revoke_signing_key(signing_key=first, by=actors.SYSTEM, now=now)
    assert browser.get(old).status_code == 404
    assert browser.get(new).status_code == 200


@pytest.mark.django_db
def test_without_a_signing_key_there_is_no_address(workspace: Workspace, make_link: Callable[..., RenderLink]) -> None:
    SigningKey.objects.in_workspace(workspace).delete()
    with pytest.raises(issuing.LinkProblem):
        path_of(make_link())


@pytest.mark.django_db
def test_a_workspace_may_forbid_open_links(workspace: Workspace, make_link: Callable[..., RenderLink]) -> None:
    workspace.settings = {"open_links_allowed": False}
    workspace.save()
    with pytest.raises(issuing.LinkProblem):
        make_link()
    assert make_link(mode=Mode.SEALED).mode == Mode.SEALED
