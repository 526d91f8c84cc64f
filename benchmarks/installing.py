"""Install the peers from their registries into `.bench/`, where a machine can have them; say what was not to be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
PEERS = Path(__file__).parent / "peers"
NODE_PACKAGES = ["sharp@0.35.5", "satori", "@resvg/resvg-js", "@napi-rs/canvas"]
THUMBOR = "thumbor==7.8.0"
PYTHON_PACKAGES = ["skia-python==144.1", "pyvips[binary]==3.2.0", "pillow==13.0.0"]


@dataclass(frozen=True)
class Peer:
    """A way to draw the same pictures: its name in the tables and the command that serves it."""

    name: str
    command: tuple[str, ...]


def peers() -> tuple[list[Peer], list[str]]:
    """Every peer that can run here, and a sentence for each that cannot."""
    _wrk()
    found, missing = [], []
    for group in (_node_peers, _python_peers, _system_peers):
        some, reasons = group()
        found += some
        missing += reasons
    return found, missing


def thumbor() -> Path | None:
    """The program, in an environment of its own; None where PyPI does not give it."""
    folder = FOLDER / "thumbor"
    program = folder / "venv" / "bin" / "thumbor"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        if subprocess.call([str(program.with_name("python")), "-m", "pip", "install", "--quiet", THUMBOR]):
            shutil.rmtree(folder)
    return program if program.exists() else None


def _wrk() -> None:
    """The load generator, from Debian's archive where we may install it; without it Python makes the load."""
    if not shutil.which("wrk") and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.call(["apt-get", "install", "--quiet", "--yes", "wrk"], stdout=subprocess.DEVNULL)


def _node_peers() -> tuple[list[Peer], list[str]]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return [], ["sharp, satori and @napi-rs/canvas need Node.js."]
    modules = FOLDER / "node_modules"
    if not modules.exists():
        FOLDER.mkdir(exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER), *NODE_PACKAGES]
        if subprocess.call(command):
            return [], ["The npm registry did not give sharp, satori and @napi-rs/canvas."]
    sharp = _entry("sharp")
    return [
        Peer("sharp", (node, str(PEERS / "sharp_peer.mjs"), sharp)),
        Peer(
            "satori + resvg", (node, str(PEERS / "satori_peer.mjs"), _entry("satori"), _entry("@resvg/resvg-js"), sharp)
        ),
        Peer("@napi-rs/canvas", (node, str(PEERS / "canvas_peer.mjs"), _entry("@napi-rs/canvas"))),
    ], []


def _entry(package: str) -> str:
    """The file that `require` would load for this package."""
    script = f"console.log(require.resolve({package!r}, {{paths: [{str(FOLDER)!r}]}}))"
    return subprocess.run(["node", "-e", script], check=True, capture_output=True, text=True).stdout.strip()


def _python_peers() -> tuple[list[Peer], list[str]]:
    python = FOLDER / "venv" / "bin" / "python"
    if not python.exists():
        FOLDER.mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / "venv")], check=True)
        if subprocess.call([str(python), "-m", "pip", "install", "--quiet", *PYTHON_PACKAGES]):
            shutil.rmtree(FOLDER / "venv")
            return [], ["PyPI did not give skia-python and pyvips."]
    return [
        Peer("Pillow, background cached", (str(python), str(PEERS / "pillow_peer.py"))),
        Peer("Pillow, from scratch", (str(python), str(PEERS / "pillow_peer.py"), "--from-scratch")),
        Peer("skia-python", (str(python), str(PEERS / "skia_peer.py"))),
        Peer("pyvips", (str(python), str(PEERS / "vips_peer.py"))),
    ], []


def _system_peers() -> tuple[list[Peer], list[str]]:
    found, missing = [], []
    if shutil.which("magick") or shutil.which("compare"):
        found.append(Peer("ImageMagick", (sys.executable, str(PEERS / "magick_peer.py"))))
    else:
        missing.append("ImageMagick is not installed.")
    if shutil.which("chromium"):
        found.append(Peer("Chromium screenshot", (sys.executable, str(PEERS / "chromium_peer.py"))))
    else:
        missing.append("Chromium is not installed.")
    return found, missing
