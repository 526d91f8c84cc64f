"""Addresses that mailing tools sign: made by a real engine or an independent hand; forgeries open nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
import string
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, quote_plus

import jwt
import liquid
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from renderer import links, sender_signing
from renderer.links import NotGenuine
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.secrets import signing_secret
from workspaces.models import AuditEntry, Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OURS = "the project's secret at Iterable"
VALUES = {"first_name": "Zoë & Søn #1", "city": "Addis=Ababa"}
HMAC_TEMPLATE = (
    "{% capture a %}{{ first_name }}{% endcapture %}{% capture b %}{{ city }}{% endcapture %}"
    "{% capture m %}okzest 1,LINK,first_name={{ a | size }}:{{ a }},city={{ b | size }}:{{ b }},{% endcapture %}"
    "/i/LINK/{{ m | hmac_sha256_hex: 'KEY' }}.png?first_name=~{{ a | url_encode }}&city=~{{ b | url_encode }}"
)


def hmac_sha256_hex(text: str, key: str) -> str:
    """The filter as Braze documents it: HMAC-SHA-256 in hex, both texts in UTF-8."""
    return hmac.new(str(key).encode(), str(text).encode(), hashlib.sha256).hexdigest()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(claims: Any, key: str, header: Any = None) -> str:
    """A JSON Web Token by the letter of RFC 7515, without a library."""
    head = {"alg": "HS256", "typ": "JWT", **(header or {})}
    body = ".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
    return f"{body}.{base64url(hmac.new(key.encode(), body.encode(), hashlib.sha256).digest())}"


def key_of(link: RenderLink) -> str:
    number = issuing.current_key(link.workspace)
    return sender_signing.sender_key(signing_secret(), link.workspace.key, number, link.code)


def marked(link: RenderLink, names: tuple[str, ...] = ("first_name", "city")) -> str:
    return links.with_marks(issuing.public_id(link), [name.encode() for name in names])


def by_liquid(link: RenderLink, values: dict[str, str]) -> str:
    """As Braze's Liquid writes the address."""
    engine = liquid.Environment()
    engine.add_filter("hmac_sha256_hex", hmac_sha256_hex)
    code = HMAC_TEMPLATE.replace("LINK", marked(link)).replace("KEY", key_of(link))
    return str(engine.from_string(code).render(**values))


def by_sha1(link: RenderLink, values: dict[str, str]) -> str:
    """As Iterable's helper writes it: a digest of each value, which comes in the query."""
    proofs = [hmac.new(OURS.encode(), value.encode(), hashlib.sha1).hexdigest() for value in values.values()]
    query = "&".join(f"{name}=~{quote_plus(value)}" for name, value in values.items())
    return f"/i/{marked(link)}/h{'-'.join(proofs)}.png?{query}"


def by_jwt(link: RenderLink, values: dict[str, str], **claims: Any) -> str:
    public = issuing.public_id(link)
    return f"/i/{public}/{token({'aud': public, 'values': values, **claims}, key_of(link))}.png"


SCHEMES: dict[Mode, Callable[..., str]] = {
    Mode.SENDER_HMAC: by_liquid,
    Mode.SENDER_SHA1: by_sha1,
    Mode.SENDER_JWT: by_jwt,
}


@pytest.fixture
def make(make_link: Callable[..., RenderLink], greeting: Release) -> Callable[[Mode], RenderLink]:
    return lambda mode: make_link(mode, sender_secret=OURS if mode is Mode.SENDER_SHA1 else "")


@pytest.fixture
def drawn(browser: Client, api_key: str) -> Callable[[dict[str, str]], bytes]:
    """What the API draws of these values."""

    def act(values: dict[str, str]) -> bytes:
        body = {"values": values, "format": "png", "scale": 1}
        headers = {"Authorization": f"Bearer {api_key}", "Accept": "image/png"}
        path = "/api/v1/templates/greeting/render"
        return browser.post(path, body, content_type="application/json", headers=headers).content

    return act


@pytest.mark.parametrize("mode", SCHEMES)
@pytest.mark.parametrize(
    "values",
    [
        VALUES,
        {"first_name": "O'Brien", "city": 'Say "hi" \\ <b>'},
        {"first_name": "🎉 محمد", "city": "1+1=2"},
        {"first_name": "", "city": "Oslo"},
        {"first_name": "", "city": ""},
        {"first_name": "x" * 200, "city": "Ad"},
    ],
    ids=lambda values: ascii(values["first_name"][:9]) if isinstance(values, dict) else str(values),
)
def test_address_signed_by_the_tool_shows_the_picture_that_the_api_draws(
    mode: Mode, values: dict[str, str], make: Callable[[Mode], RenderLink], drawn: Callable[..., bytes], browser: Client
) -> None:
    answer = browser.get(SCHEMES[mode](make(mode), values))
    assert answer.status_code == 200
    assert answer.content == drawn(values)


@pytest.mark.parametrize("mode", SCHEMES)
def test_values_of_a_signed_address_cannot_be_changed(
    mode: Mode, make: Callable[[Mode], RenderLink], browser: Client
) -> None:
    link = make(mode)
    path = SCHEMES[mode](link, VALUES)
    file = path.split("?")[0]
    for query in ("", "first_name=~Zoe&city=~Oslo", "first_name=Zoë&city=Oslo", "city=~Addis%3DAbaba"):
        answer = browser.get(f"{file}?{query}")
        expected = 200 if mode is Mode.SENDER_JWT else 404
        assert answer.status_code == expected, query
    if mode is Mode.SENDER_JWT:
        assert browser.get(f"{file}?first_name=Other").content == browser.get(path).content


@pytest.mark.parametrize("mode", SCHEMES)
def test_of_many_mutated_addresses_none_shows_anything_else(
    mode: Mode, make: Callable[[Mode], RenderLink], browser: Client
) -> None:
    path, dice = SCHEMES[mode](make(mode), VALUES), random.Random(5)
    genuine = _values(path)
    for _ in range(1_000):
        at = dice.randrange(3, len(path))
        other = dice.choice(string.ascii_letters + string.digits + "-_~.%&=")
        mutated = dice.choice(
            [path[:at] + other + path[at + 1 :], path[:at] + path[at + 1 :], path[:at] + other + path[at:]]
        )
        assert _values(mutated) in (None, genuine), mutated


def _values(path: str) -> Any:
    from renderer.proofs import verified

    bare, _, query = path.partition("?")
    parts = bare.split("/")
    try:
        return dict(verified(links.parse(*parts[2:4]), query.encode(), timezone.now()).values)  # type: ignore[union-attr]
    except (NotGenuine, TypeError):
        return None


@pytest.mark.parametrize("spell", [quote, quote_plus, lambda text: quote(text, safe="").lower()])
def test_signed_values_survive_other_spellings_and_foreign_parameters(
    spell: Callable[[str], str], make: Callable[[Mode], RenderLink], browser: Client
) -> None:
    path = by_liquid(make(Mode.SENDER_HMAC), {"first_name": "zoë & söhne", "city": "1+1"})
    query = f"utm_source=x&amp;city=~{spell('1+1')}&amp;first_name=~{spell('zoë & söhne')}&_kx=a%3D%3D"
    assert browser.get(f"{path.split('?')[0]}?{query}").content == browser.get(path).content


@pytest.mark.parametrize(
    "forge",
    [
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES}, key_of(link), {"alg": "none"}),
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES}, key_of(link), {"alg": "HS512"}),
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES}, key_of(link), {"alg": "RS256"}),
        lambda link: jwt.encode({"aud": issuing.public_id(link), "values": VALUES}, key_of(link) * 2, "HS512"),
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES}, "another key" * 4),
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES}, "k" * 43, {"jku": "https://x.example"}),
        lambda link: token({"aud": "another-1-jabcdefghijklmnop", "values": VALUES}, key_of(link)),
        lambda link: token({"values": VALUES}, key_of(link)),
        lambda link: token({"aud": issuing.public_id(link)}, key_of(link)),
        lambda link: token({"aud": issuing.public_id(link), "values": {"city": 7}}, key_of(link)),
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES, "exp": 1_000_000_000}, key_of(link)),
        lambda link: token({"aud": issuing.public_id(link), "values": VALUES, "exp": "later"}, key_of(link)),
    ],
    ids=[
        "none",
        "HS512",
        "RS256",
        "HS512-signed",
        "other key",
        "jku",
        "other link",
        "no link",
        "no values",
        "number",
        "ended",
        "odd end",
    ],  # fmt: skip
)
def test_token_of_another_algorithm_key_link_or_time_opens_nothing(
    forge: Callable[[RenderLink], str], make: Callable[[Mode], RenderLink], browser: Client
) -> None:
    link = make(Mode.SENDER_JWT)
    assert browser.get(f"/i/{issuing.public_id(link)}/{forge(link)}.png").status_code == 404


def test_token_that_has_not_ended_yet_opens(make: Callable[[Mode], RenderLink], browser: Client) -> None:
    ends = (timezone.now() + timedelta(days=1)).timestamp()
    assert browser.get(by_jwt(make(Mode.SENDER_JWT), VALUES, exp=int(ends))).status_code == 200


def test_key_of_one_link_signs_for_no_other(make: Callable[[Mode], RenderLink], browser: Client) -> None:
    first, second = make(Mode.SENDER_HMAC), make(Mode.SENDER_HMAC)
    assert key_of(first) != key_of(second)
    assert browser.get(by_liquid(first, VALUES).replace(first.code, second.code)).status_code == 404


@pytest.mark.parametrize("mode", [Mode.SENDER_HMAC, Mode.SENDER_JWT])
def test_forged_signature_costs_no_query(
    mode: Mode, make: Callable[[Mode], RenderLink], browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = SCHEMES[mode](make(mode), VALUES)
    forged = path.replace(path.rsplit(".png", 1)[0][-3:], "aaa")
    with django_assert_num_queries(0):
        assert browser.get(forged).status_code == 404


def test_iterable_link_needs_a_secret_which_is_kept_sealed_and_can_be_replaced(
    make_link: Callable[..., RenderLink], greeting: Release, browser: Client, alice: Any
) -> None:
    from workspaces import actors

    with pytest.raises(issuing.LinkProblem):
        make_link(Mode.SENDER_SHA1)
    link = make_link(Mode.SENDER_SHA1, sender_secret=OURS)
    assert OURS.encode() not in bytes(link.sender_secret)
    assert browser.get(by_sha1(link, VALUES)).status_code == 200
    changes = {"sender_secret": "another secret of the project"}
    issuing.change(link=link, changes=changes, by=actors.person(alice), now=timezone.now())
    issuing.facts.forget()
    assert browser.get(by_sha1(link, VALUES)).status_code == 404
    assert "secret of the project" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_sender_signed_addresses_end_with_the_signing_key(
    make: Callable[[Mode], RenderLink], workspace: Workspace, browser: Client,
    django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:  # fmt: skip
    from workspaces import actors
    from workspaces.models import SigningKey
    from workspaces.operations import keys

    path = by_liquid(make(Mode.SENDER_HMAC), VALUES)
    assert browser.get(path).status_code == 200
    keys.rotate_signing_key(workspace=workspace, by=actors.SYSTEM, now=timezone.now())
    first = SigningKey.objects.in_workspace(workspace).get(number=1)
    with django_capture_on_commit_callbacks(execute=True):
        keys.revoke_signing_key(
            signing_key=first, by=actors.SYSTEM, now=datetime.now(tz=timezone.get_current_timezone())
        )
    assert browser.get(path).status_code == 404
