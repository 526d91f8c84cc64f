"""Settings of requests to other servers: which of them, beyond the public web, this installation may ask."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from okzest import env

# Never to be asked by an installation that strangers can reach: this machine itself, and the cloud's own data.
NEVER_IN_PRODUCTION = [
    ip_network(one) for one in ("127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10", "0.0.0.0/8")
]


def _networks(name: str) -> list[str]:
    networks = env.words(name)
    for network in networks:
        try:
            asked = ip_network(network)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: “{network}” is not a network such as 10.1.0.0/16.") from None
        if env.flag("OKZEST_PRODUCTION", default=False) and any(_overlap(asked, one) for one in NEVER_IN_PRODUCTION):
            raise ImproperlyConfigured(f"{name}: “{network}” holds this machine itself. That is for tests alone.")
    return networks


def _overlap(one: IPv4Network | IPv6Network, other: IPv4Network | IPv6Network) -> bool:
    return one.version == other.version and one.overlaps(other)


def _ports(name: str) -> list[int]:
    ports = env.words(name)
    for port in ports:
        if not port.isdigit() or not 1 <= int(port) <= 65535:
            raise ImproperlyConfigured(f"{name}: “{port}” is not a port.")
    return [int(port) for port in ports]


def _file(name: str) -> str:
    path = env.text(name)
    if path and not Path(path).is_file():
        raise ImproperlyConfigured(f"{name}: there is no file “{path}”.")
    return path


# Private networks that may be reached all the same, such as 10.1.0.0/16: by pictures, data sources and webhooks.
OUTGOING_NETWORKS = _networks("OKZEST_OUTGOING_NETWORKS")
# Ports besides 80 and 443.
OUTGOING_PORTS = _ports("OKZEST_OUTGOING_PORTS")
# A PEM file of certificate authorities to believe besides the usual ones.
OUTGOING_AUTHORITIES = _file("OKZEST_OUTGOING_AUTHORITIES")

# A name server that stalls is left after a second, for its question holds one of the few threads that ask.
os.environ.setdefault("RES_OPTIONS", "timeout:1 attempts:2")


def _cdn() -> dict[str, str]:
    """Empty without a CDN; else the arguments of `workspaces.purging.cdn.Cdn`."""
    kind = env.text("OKZEST_CDN", choices=("", "fastly", "cloudfront", "cloudflare", "http"))
    if not kind:
        return {}
    needed = {
        "fastly": ("ID", "SECRET"),
        "cloudfront": ("ID", "ACCESS_KEY", "SECRET"),
        "cloudflare": ("ID", "SECRET"),
        "http": ("URL",),
    }[kind]
    for name in needed:
        if not env.text(f"OKZEST_CDN_{name}"):
            raise ImproperlyConfigured(f"OKZEST_CDN is {kind}, so OKZEST_CDN_{name} must be set.")
    return {
        "kind": kind,
        "identifier": env.text("OKZEST_CDN_ID"),
        "access_key": env.text("OKZEST_CDN_ACCESS_KEY"),
        "secret": env.text("OKZEST_CDN_SECRET"),
        "url": env.text("OKZEST_CDN_URL"),
        "method": env.text("OKZEST_CDN_METHOD", "POST"),
        "header": env.text("OKZEST_CDN_HEADER"),
    }


# The CDN in front of all pictures, and how it is told to drop some: fastly, cloudfront, cloudflare, http; docs/cdn.md.
CDN = _cdn()
