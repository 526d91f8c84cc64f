"""Web addresses that lead into somebody's own network, in every spelling that resolvers and parsers take."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

INSIDE = [
    "127.0.0.1", "127.0.0.2", "127.8.9.10", "0.0.0.0", "10.0.0.1", "10.255.255.254", "172.16.0.1",  # noqa: S104
    "172.31.255.1",
    "192.168.0.1", "192.168.178.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.192",
    "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
]  # fmt: skip
INSIDE_SIX = [
    "::", "::1", "0:0:0:0:0:0:0:1", "fe80::1", "fe80::5efe:127.0.0.1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
    "64:ff9b:1::7f00:1", "100::1", "2001:db8::1", "5f00::1", "3fff::1",
]  # fmt: skip
NAMES = ["localhost", "LOCALHOST", "localhost.", "local%68ost", "ｌｏｃａｌｈｏｓｔ", "ⓛocalhost"]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def spellings(address: str) -> Iterator[str]:
    """One IPv4 address as decimal, octal, hexadecimal, short, in other scripts, and inside IPv6 addresses."""
    number = int(IPv4Address(address))
    a, b, c, d = address.split(".")
    rest, last = (int(b) << 16) + (int(c) << 8) + int(d), (int(c) << 8) + int(d)
    yield from (address, f"{address}.", str(number), hex(number), f"0{number:o}", f"{a}.{rest}", f"{a}.{b}.{last}")
    yield from (".".join(hex(int(one)) for one in (a, b, c, d)), ".".join(f"0{int(one):o}" for one in (a, b, c, d)))
    yield from (address.translate(FULL_WIDTH), address.translate(CIRCLED), address.replace(".", "。"))
    yield address.replace(".", "%2e")
    yield from (f"[{one}]" for one in inside_six(address))


def inside_six(address: str) -> Iterator[str]:
    """IPv4 in IPv6: mapped, compatible, translated (NAT64, SIIT), 6to4 and Teredo."""
    number = int(IPv4Address(address))
    yield from (f"::ffff:{address}", f"::ffff:{number >> 16:x}:{number & 0xFFFF:x}", f"64:ff9b::{address}")
    if number > 0xFFFF:
        yield f"::{address}"
    yield str(IPv6Address((0x2002 << 112) + (number << 80)))
    yield str(IPv6Address((0x20010000 << 96) + (0x08080808 << 64) + (number ^ 0xFFFFFFFF)))


def hosts() -> list[str]:
    """Every host, as it stands in an address."""
    four = [one for address in INSIDE for one in spellings(address)]
    return [*four, *(f"[{one}]" for one in INSIDE_SIX), *NAMES]


def tricks(port: int) -> list[str]:
    """Addresses that one parser reads one way and another the other way, foreign schemes, and foreign ports."""
    here = f"127.0.0.1:{port}"
    return [
        f"https://example.com@{here}/", f"https://example.com:443@{here}/", f"https://{here}#@example.com/",
        f"https://{here}\\@example.com/", f"https://example.com\\@{here}/", f"https:///{here}/", f"https:{here}/",
        f"https:\\\\{here}/", f" https://{here}/", f"https://{here}\t/", f"ht\ntps://{here}/", f"https://{here}%00.example.com/",
        f"https://[::1]@{here}/", f"https://[::ffff:{here}]/", f"https://[::1%25lo]:{port}/", f"https://[fe80::1%25eth0]:{port}/",
        "file:///etc/passwd", "ftp://127.0.0.1/", f"gopher://{here}/_FLUSHALL", f"dict://{here}/info", "jar:https://a!/",
        f"ws://{here}/", "unix:///var/run/docker.sock", "https://127.0.0.1:22/", "https://127.0.0.1:6379/",
        "//127.0.0.1/", "","https://", "https://[", "https://:443/", f"https://.{here}/", f"https://{here}.", "https://127.0.0.1:99999/",
    ]  # fmt: skip


def addresses(port: int) -> list[str]:
    """All of them, as http, as https, and in a few places of an address."""
    plain = [f"{scheme}://{host}:{port}/" for host in hosts() for scheme in ("http", "https")]
    return list(dict.fromkeys([*plain, *tricks(port)]))
