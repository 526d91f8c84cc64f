"""The merge-tag firewall: tell a value from a tag that the mailing tool never filled in, whole or broken apart."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote_plus

_NAMESPACES = (
    "lead|contact|company|recipient|subscriber|customer|person|profile"
    "|user|member|account|campaign|trigger|system|event"
)
_FIELD = (
    r"(?:[a-z0-9_.: -]*(?:first|last|full|sur|nick|user|company|contact)[_ -]?name|[fl]name|name|email|e-mail"
    rf"|[a-z0-9]+(?:_[a-z0-9]+)+|(?:{_NAMESPACES})[.:_][a-z0-9_. -]+)"
)

_ANYWHERE = re.compile(
    r"""
      \{\{ | \}\}                                    # {{x}} {{{x}}} {{${x}}}, and either end of one broken apart
    | \{% | \A[^{]*[A-Za-z_'"\)\]]\s*-?%\}                # {% if x %}
    | \*\|\s*(?:[A-Za-z_]|\Z) | (?:[A-Za-z0-9_]|\A)\s*\|\*   # *|FNAME|*
    | %%(?:=|\[|[A-Za-z_]) | (?:=|\])%%              # %%FirstName%% %%=v(@x)=%% %%[ if ]%%
    | %(?![A-Fa-f][0-9A-Fa-f])[A-Za-z_][A-Za-z0-9_.:-]{2,}%   # %FIRSTNAME%
    | %[A-Fa-f][0-9A-Fa-f][A-Za-z0-9_.:-]+%(?![0-9A-Fa-f]{2})  # %ADDRESS%, but not the escapes of S%C3%B8n%20
    | \[[^\[\]]*,\s*fallback\s*=                     # [firstname,fallback=there]
    | \[\[\s*[A-Za-z_] | \A[^\[]*\]\]                # [[FIRSTNAME OR "Friend"]]
    | \[%[^\[\]]*%\]                                 # [% member:first_name %]
    | \{\$\s*[A-Za-z_] | \{!\s*[A-Za-z$]             # {$name} {!Contact.FirstName}
    | \$\{\s*(?:[A-Za-z_$]|\Z) | (?<!\w)\#\{\s*[A-Za-z_]   # ${name} #{name}
    | \$\[[A-Za-z_:]+(?:\|[^\]]*)?\]\$ | \$\([A-Za-z_]+\)   # $[FNAME|Customer]$ $(name)
    | \$[A-Z][A-Z0-9_]{2,}\$                         # $FNAME$
    | (?<![\w.+-])@[A-Za-z_][A-Za-z0-9_]*@(?!\w)     # @FIRSTNAME@
    | __test_\w*__ | (?<!\w)__[A-Z][A-Z0-9_]*[A-Z0-9]__(?!\w)   # __test_email__ __NAME__
    | <%[=-]?\s*[A-Za-z@_] | \A[^<]*[A-Za-z_'"\)\]]\s*-?%>           # <%= x %>
    | <<\s*[A-Za-z_][\w .]*>> | «[^«»_]*_[^«»]*»                # <<Name>> «First_Name»
    | eloquaemail
    """,
    re.VERBOSE,
)
_ANYWHERE_ANY_CASE = re.compile(
    rf"""
      \$!?\{{?(?:{_NAMESPACES})\.\w | ~[a-z]+\.[a-z]+~ | \#[a-z]+:[\w\ ]+\#   # $lead.X ~Contact.Name~ #recipient:name#
    | [\{{\[](?:first|last|full|sur)?_?[fl]?name(?:[\}}\]]|\s*\|)   # [firstname] {{FNAME}} {{name|friend}}
    | \$[a-z]+_[a-z_]+\$                                  # $FIRST_NAME$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"[\{{\[<«]\s*{_FIELD}\s*[\}}\]>»] | \$_?{_FIELD}\$? | \[%?subscriber:.*", re.VERBOSE | re.IGNORECASE
)
_SIGNS = re.compile(r"[{}|%\[\]$@#~<>«»&]|__")
_IN_ESCAPES = re.compile(
    r"""
    %[A-Fa-f][0-9A-Fa-f][A-Za-z0-9_.:-]+%(?![0-9A-Fa-f]{2})   # %ADDRESS%, whose first letters decode to a byte
    | %%[A-Fa-f][0-9A-Fa-f][A-Za-z0-9_. -]*%%                 # %%DateOfBirth%%
    """,
    re.VERBOSE,
)
_MOST_LAYERS = 3
"""How often a value may have been percent-encoded before it reached us."""


def unresolved(raw: str, decoded: str) -> bool:
    """Whether a value is a merge tag that nobody filled in, or a piece of one.

    `raw` is the value as it stood in the query, still percent-encoded (empty where there was no query): decoding
    damages tags such as %ADDRESS%. `decoded` is the same value decoded once.
    """
    if raw and "%" in raw and _IN_ESCAPES.search(raw):
        return True
    if not _SIGNS.search(decoded):
        return False
    return any(_is_tag(layer) for layer in _layers(decoded))


def _layers(text: str) -> list[str]:
    """The text, and what lies under further rounds of percent-encoding and HTML escapes."""
    layers = [text]
    for _ in range(_MOST_LAYERS):
        deeper = html.unescape(layers[-1])
        deeper = unquote_plus(deeper) if "%" in deeper else deeper
        if deeper == layers[-1]:
            break
        layers.append(deeper)
    return layers


def _is_tag(text: str) -> bool:
    return bool(_ANYWHERE.search(text) or _ANYWHERE_ANY_CASE.search(text) or _WHOLE.fullmatch(text.strip()))
