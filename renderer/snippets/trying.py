"""Try a link out: the exact address of one record, as the mailing tool will make it."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from audiences.models import Audience
from audiences.operations import recipients
from audiences.queries import known_recipient
from renderer import links, sender_signing, signing
from renderer.engine.resolve import resolve
from renderer.fallbacks import extension_of
from renderer.gather import fonts_of
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.render_links import issuing
from renderer.render_links.issuing import LinkProblem
from renderer.secrets import signing_secret
from renderer.snippets import openings
from renderer.snippets.addresses import fields_in_address


@dataclass(frozen=True, slots=True)
class Trial:
    """`address` tells us when it is opened; `picture` is the same on this host, for pages that show it."""

    address: str
    picture: str
    alt: str


def trial(link: RenderLink, shown: Shown, values: Mapping[str, str], *, scale: int | None, test: str = "") -> Trial:
    """For one record of values. Raises LinkProblem for token links: only `trial_of_recipient` finds their values."""
    if link.mode == Mode.TOKEN:
        raise LinkProblem("A token link shows the values of a recipient. Choose one of an audience.")
    stated = {one.key: values[one.key] for one in fields_in_address(link, shown.document) if one.key in values}
    path = _path(link, shown, stated, scale)
    return _trial(path, resolve(shown.document, stated, link.size or None, fonts_of(shown.document)).alt, test)


def trial_of_recipient(
    link: RenderLink, shown: Shown, audience: Audience, external_id: str, *, scale: int | None, test: str = ""
) -> Trial:
    """For somebody of an audience, found by the id of another system; the first one where it is empty.

    Raises LinkProblem where there is nobody.
    """
    found = recipients.find(audience, external_id) if external_id else audience.recipients.order_by("pk").first()
    if found is None:
        raise LinkProblem("Nobody in this audience has that id." if external_id else "This audience is empty.")
    known = known_recipient(found)
    if link.mode == Mode.TOKEN:
        path = links.token_path(issuing.public_id(link), known.token, format=_format(link, shown), scale=scale)
        return _trial(
            path, resolve(shown.document, known.values, link.size or None, fonts_of(shown.document)).alt, test
        )
    return trial(link, shown, known.values, scale=scale, test=test)


def _path(link: RenderLink, shown: Shown, values: Mapping[str, str], scale: int | None) -> str:
    public, secret, format = issuing.public_id(link), signing_secret(), _format(link, shown)
    match Mode(link.mode):
        case Mode.OPEN:
            query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items())
            return links.open_path(public, secret=secret, format=format, scale=scale) + (f"?{query}" if query else "")
        case Mode.SEALED:
            signed = signing.sign(link, shown, [values], format=format, scale=scale)[0]
            return signed.url.removeprefix(settings.IMAGE_URL)
    return _as_the_sender(link, public, values, links.file_name("PROOF", format, scale))


def _as_the_sender(link: RenderLink, public: str, values: Mapping[str, str], file: str) -> str:
    """What the tool would sign, signed here in its stead."""
    number = issuing.current_key(link.workspace)
    own = sender_signing.sender_key(signing_secret(), link.workspace.key, number, link.code).encode()
    if link.mode == Mode.SENDER_JWT:
        return f"/i/{public}/{file.replace('PROOF', _token(own, public, values))}"
    whole = links.with_marks(public, [name.encode() for name in values])
    query = "&".join(f"{quote(name, safe='')}=~{quote(value, safe='')}" for name, value in values.items())
    if link.mode == Mode.SENDER_HMAC:
        proof = hmac.digest(own, sender_signing.message(whole, values).encode(), "sha256").hex()
    else:
        facts = issuing.known(link.code)
        secret = facts.sender_secret if facts else b""
        proof = "h" + "-".join(hmac.digest(secret, value.encode(), "sha1").hex() for value in values.values())
    return f"/i/{whole}/{file.replace('PROOF', proof)}?{query}"


def _token(key: bytes, public: str, values: Mapping[str, str]) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"aud": public, "values": dict(values)})
    body = b".".join(_base64url(json.dumps(part).encode()) for part in parts)
    return (body + b"." + _base64url(hmac.digest(key, body, "sha256"))).decode()


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _format(link: RenderLink, shown: Shown) -> str:
    return link.format or extension_of(shown.document.output.format)


def _trial(path: str, alt: str, test: str) -> Trial:
    mark = "&" if "?" in path else "?"
    address = f"{settings.IMAGE_URL}{path}{mark}{openings.TEST}={test}" if test else settings.IMAGE_URL + path
    return Trial(address, f"{path}{mark}{openings.LOOK}=1", alt)
