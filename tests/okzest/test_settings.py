"""Settings from the environment: typed, and refused with the variable's name when they make no sense."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from okzest import env, secretfile

PRODUCTION = {
    "OKZEST_PRODUCTION": "true",
    "OKZEST_SECRET_KEY": "s" * 40,
    "OKZEST_SIGNING_SECRET": "t" * 40,
    "OKZEST_ENCRYPTION_KEYS": "Zm9yIHRlc3RzIG9ubHksIHRoaXJ0eS10d28gYnl0ZXM=",
    "OKZEST_URL": "https://app.example.com",
}


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("TRUE", True), ("off", False), ("no", False), ("", True)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, raw: str, value: bool) -> None:
    monkeypatch.setenv("OKZEST_X", raw)
    assert env.flag("OKZEST_X", default=True) is value


def test_nonsense_is_refused_with_the_name_of_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKZEST_X", "flase")
    readers = (
        lambda: env.flag("OKZEST_X", default=False),
        lambda: env.number("OKZEST_X", 1),
        lambda: env.whole("OKZEST_X", 1),
        lambda: env.text("OKZEST_X", choices=("a", "b")),
        lambda: env.secret("OKZEST_X"),
        lambda: env.secret("OKZEST_NOT_SET"),
    )
    for read in readers:
        with pytest.raises(ImproperlyConfigured, match="OKZEST_"):
            read()


@pytest.mark.parametrize("raw", ["1.5", "-1", "99", "nan"])
def test_a_whole_number_is_whole_and_within_its_limits(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("OKZEST_X", raw)
    with pytest.raises(ImproperlyConfigured, match="OKZEST_X"):
        env.whole("OKZEST_X", 1, least=0, most=10)


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    first = secretfile.kept(tmp_path)
    assert secretfile.kept(tmp_path) == first
    assert stat.S_IMODE((tmp_path / secretfile.FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [secretfile.FILE]
    assert len(set(first.values())) == 3


def test_secrets_that_others_can_read_stop_the_start(tmp_path: Path) -> None:
    secretfile.kept(tmp_path)
    (tmp_path / secretfile.FILE).chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        secretfile.kept(tmp_path)


def settings_with(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own; prints a few of them."""
    names = "ALLOWED_HOSTS SESSION_COOKIE_SECURE SECURE_HSTS_SECONDS IMAGE_URL DEBUG"
    told = f"{{n: getattr(settings, n) for n in {names.split()}}}"
    code = f"import json; from okzest import settings; print(json.dumps({told}))"
    base = {name: value for name, value in os.environ.items() if not name.startswith("OKZEST_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**base, "OKZEST_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["OKZEST_SECRET_KEY", "OKZEST_SIGNING_SECRET", "OKZEST_ENCRYPTION_KEYS"])
def test_production_does_not_start_without_its_secrets(tmp_path: Path, missing: str) -> None:
    run = settings_with(tmp_path, **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert run.returncode != 0
    assert missing in run.stderr
    assert not (tmp_path / secretfile.FILE).exists()


@pytest.mark.parametrize("network", ["127.0.0.1/32", "169.254.0.0/16", "0.0.0.0/0", "::/0"])
def test_production_never_opens_this_machine_itself(tmp_path: Path, network: str) -> None:
    run = settings_with(tmp_path, **PRODUCTION, OKZEST_OUTGOING_NETWORKS=f"10.1.0.0/16,{network}")
    assert run.returncode != 0
    assert "OKZEST_OUTGOING_NETWORKS" in run.stderr


def test_production_is_strict_about_hosts_and_cookies(tmp_path: Path) -> None:
    run = settings_with(tmp_path, **PRODUCTION, OKZEST_IMAGE_HOST="img.example.com")
    settings = json.loads(run.stdout)
    assert settings["ALLOWED_HOSTS"] == ["app.example.com", "img.example.com"]
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["IMAGE_URL"] == "https://img.example.com"
    assert settings["DEBUG"] is False


def test_pages_forbid_inline_scripts_and_styles(client: object) -> None:
    from django.test import Client

    policy = Client().get("/healthz")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
