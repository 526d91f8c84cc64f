"""Pictures answered from the bytes of their request are those that Django answers, to the last header."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from renderer import releases
from renderer.models import Release, RenderLink
from renderer.render_links import issuing
from renderer.serving import short_way
from tests.renderer.conftest import path_of
from workspaces import actors
from workspaces.models import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def request(target: str, *fields: str, method: str = "GET") -> bytes:
    return "".join(f"{line}\r\n" for line in (f"{method} {target} HTTP/1.1", "Host: x", *fields, "")).encode()


def taken(data: bytes) -> short_way.Answer:
    found = short_way.read(data)
    assert found is not None
    assert found.length == len(data)
    return short_way.answer(found)


def lines(head: bytes) -> tuple[str, dict[str, str]]:
    status, *fields = head.decode("latin-1").strip().split("\r\n")
    return status.split(" ")[1], dict(field.split(": ", 1) for field in fields)


@pytest.mark.parametrize("query", ["?first_name=Amira", "", "?first_name=%20", "?utm_source=x&first_name=Zo%C3%AB"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_short_way_says_what_django_says(browser: Client, open_address: str, query: str, method: str) -> None:
    long = browser.generic(method, open_address + query)
    answer = taken(request(open_address + query, "Accept: image/webp", "Connection: keep-alive", method=method))
    assert answer.body == long.content
    # The framework also names the methods it would have taken.
    assert lines(answer.head) == (str(long.status_code), {k: v for k, v in long.headers.items() if k != "Allow"})


def test_a_reader_who_has_the_picture_is_told_so_the_short_way(browser: Client, open_address: str) -> None:
    etag = browser.get(open_address).headers["ETag"]
    answer = taken(request(open_address, f'If-None-Match: W/"other", {etag}'))
    status, fields = lines(answer.head)
    assert (status, answer.body, fields["ETag"]) == ("304", b"", etag)
    assert not {"Content-Type", "Content-Length"} & fields.keys()


def test_forged_addresses_get_nothing_the_short_way(browser: Client, open_address: str) -> None:
    forged = open_address.replace(".png", "x.png")
    long, answer = browser.get(forged), taken(request(forged))
    assert (lines(answer.head)[0], answer.body) == ("404", long.content)


def test_taking_a_template_down_counts_at_once_the_short_way(
    browser: Client, open_address: str, workspace: Workspace, greeting: Release
) -> None:
    before = taken(request(open_address)).body
    releases.withdraw(workspace=workspace, template_key=greeting.template_key)
    assert taken(request(open_address)).body != before


def test_a_revoked_link_is_closed_the_short_way(greeting: Release, make_link: Callable[..., RenderLink]) -> None:
    path = path_of(link := make_link())
    before = taken(request(path + "?first_name=Amira")).body
    changes = {"status": RenderLink.Status.REVOKED}
    issuing.change(link=link, changes=changes, by=actors.SYSTEM, now=timezone.now())
    assert taken(request(path + "?first_name=Amira")).body != before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GET /i/a/b.png HTTP/1.1\r\nHost: x\r\n",
        b"GET /i/a/b.png HTTP/1.0\r\nHost: x\r\n\r\n",
        b"POST /i/a/b.png HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /w/acme/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /i/a/b .png HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /i/%61/b.png HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /i/a/b.png HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
        b"GET /i/a/b.png HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /i/a/b.png HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /i/a/b.png HTTP/1.1\r\nconnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        b"GET /i/a/b.png HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
        b"GET /i/a/b.png HTTP/1.1\nHost: x\n\n",
    ],
)
def test_every_other_request_is_left_to_the_web_server(data: bytes) -> None:
    assert short_way.read(data) is None


def test_only_the_request_itself_is_taken_from_what_came() -> None:
    first = request("/i/a/b.png")
    found = short_way.read(first + request("/i/c/d.png"))
    assert found is not None
    assert found.length == len(first)
    assert urlsplit(f"/i/{found.opened.link}/{found.opened.file}").path == "/i/a/b.png"
