"""Addresses with a mailing tool's tags in them: one way for each kind of link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from django.conf import settings

from renderer import links, sender_signing
from renderer.engine.document import Document
from renderer.engine.fields import MergeField
from renderer.fallbacks import extension_of
from renderer.models import RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.render_links.issuing import LinkProblem
from renderer.secrets import signing_secret
from renderer.sender_signing import MOST_SIGNED, SHA1_MARK, SHIELD
from renderer.snippets.mailtools import MailTool

TOKEN_COLUMN = "okz_token"  # noqa: S105  (the name of a column, not a secret)
ADDRESS_COLUMN = "okz_image"
HIDDEN_KEY = "KEY-SHOWN-TO-MARKETERS"
PREPARATION = {"\\": "\\\\", '"': '\\"'}


def columns(link: RenderLink, document: Document) -> list[str]:
    """What the tool must know of a recipient so that it can fill in the address."""
    match Mode(link.mode):
        case Mode.TOKEN:
            return [TOKEN_COLUMN]
        case Mode.SEALED:
            return [ADDRESS_COLUMN]
    return [field.key for field in fields_in_address(link, document)]


def fields_in_address(link: RenderLink, document: Document) -> list[MergeField]:
    """The fields whose values stand in the address. Secret ones never do."""
    fields = [field for field in document.fields if not is_secret(field)]
    if link.mode == Mode.OPEN:
        allowed = link.policy.get("fields")
        return [field for field in fields if allowed is None or field.key in allowed]
    return fields[:MOST_SIGNED]


def is_secret(field: MergeField) -> bool:
    return "secret" in (field.privacy, field.kind)


def tagged_address(
    link: RenderLink, document: Document, tool: MailTool, names: Mapping[str, str], scale: int | None, *, key: bool
) -> tuple[str, str]:
    """What stands before the image (nothing for most tools), and the address. `key`: show what the tool signs with.

    Raises LinkProblem where this tool cannot make such addresses.
    """
    format = link.format or extension_of(document.output.format)
    public = issuing.public_id(link)
    match Mode(link.mode):
        case Mode.OPEN:
            return "", _open(link, document, tool, names, (format, scale))
        case Mode.TOKEN:
            token = tool.in_text(names[TOKEN_COLUMN])
            return "", settings.IMAGE_URL + links.token_path(public, token, format=format, scale=scale)
        case Mode.SEALED:
            return "", tool.in_text(names[ADDRESS_COLUMN])
    if tool.scheme != link.mode:
        raise LinkProblem(f"{tool.name} cannot sign such addresses. This link is {Mode(link.mode).label.lower()}.")
    fields = fields_in_address(link, document)
    secret = _key(link) if key else HIDDEN_KEY
    return SIGNERS[Mode(link.mode)](tool, public, fields, names, (format, scale), secret)


def _open(
    link: RenderLink, document: Document, tool: MailTool, names: Mapping[str, str], file: tuple[str, int | None]
) -> str:
    pairs = [
        f"{quote(one.key, safe='')}={tool.in_address(names[one.key], one.fallback)}"
        for one in fields_in_address(link, document)
    ]
    address = issuing.address(link, format=file[0], scale=file[1])
    return f"{address}?{'&'.join(pairs)}" if pairs else address


def _key(link: RenderLink) -> str:
    number = issuing.current_key(link.workspace)
    return sender_signing.sender_key(signing_secret(), link.workspace.key, number, link.code)


def _by_liquid(
    tool: MailTool, public: str, fields: Sequence[MergeField], names: Mapping[str, str], file: tuple[str, int | None],
    key: str,
) -> tuple[str, str]:  # fmt: skip
    """Braze: each value is captured once, so that what is signed is what is sent."""
    link = links.with_marks(public, [one.key.encode() for one in fields])
    held = {one.key: f"okzest_{number}" for number, one in enumerate(fields, 1)}
    values = "".join(
        f"{{% capture {held[one.key]} %}}{tool.to_sign(names[one.key])}{{% endcapture %}}" for one in fields
    )
    signed = "".join(f"{one.key}={{{{ {held[one.key]} | size }}}}:{{{{ {held[one.key]} }}}}," for one in fields)
    message = f"{{% capture okzest_message %}}okzest 1,{link},{signed}{{% endcapture %}}"
    proof = f"{{{{ okzest_message | hmac_sha256_hex: '{key}' }}}}"
    query = "&".join(
        f"{quote(one.key, safe='')}={SHIELD}{{{{ {held[one.key]} | url_param_escape }}}}" for one in fields
    )
    return values + message, f"{settings.IMAGE_URL}/i/{link}/{links.file_name(proof, *file)}?{query}"


def _by_handlebars(
    tool: MailTool, public: str, fields: Sequence[MergeField], names: Mapping[str, str], file: tuple[str, int | None],
    key: str,
) -> tuple[str, str]:  # fmt: skip
    """Iterable: each value is signed by itself, with the secret of the project, which Iterable knows."""
    link = links.with_marks(public, [one.key.encode() for one in fields])
    proof = SHA1_MARK + "-".join(f"{{{{hmacSHA1 {names[one.key]}}}}}" for one in fields)
    query = "&".join(
        f"{quote(one.key, safe='')}={SHIELD}{{{{#urlEncode}}}}{tool.to_sign(names[one.key])}{{{{/urlEncode}}}}"
        for one in fields
    )
    return "", f"{settings.IMAGE_URL}/i/{link}/{links.file_name(proof, *file)}?{query}"


def _by_ampscript(
    tool: MailTool, public: str, fields: Sequence[MergeField], names: Mapping[str, str], file: tuple[str, int | None],
    key: str,
) -> tuple[str, str]:  # fmt: skip
    """Salesforce: the values travel inside a token that it signs."""
    pieces = [f"""'{{"aud":"{public}","values":{{'"""]
    for number, one in enumerate(fields):
        pieces += [f"""'{"," if number else ""}"{one.key}":"'""", _json_text(tool.to_sign(names[one.key])), "'\"'"]
    pieces.append("'}}'")
    before = f"%%[ SET @okzest = GetJWT('{key}', 'HS256', Concat({', '.join(pieces)})) ]%%"
    return before, f"{settings.IMAGE_URL}/i/{public}/{links.file_name('%%=v(@okzest)=%%', *file)}"


def _json_text(value: str) -> str:
    """AMPscript that makes a value fit between the quotation marks of JSON."""
    for sign, instead in PREPARATION.items():
        value = f"Replace({value}, '{sign}', '{instead}')"
    for code in (9, 10, 13):
        value = f"Replace({value}, Char({code}), ' ')"
    return value


SIGNERS = {Mode.SENDER_HMAC: _by_liquid, Mode.SENDER_SHA1: _by_handlebars, Mode.SENDER_JWT: _by_ampscript}
