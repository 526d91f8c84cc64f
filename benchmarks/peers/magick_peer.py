"""ImageMagick's command line, one process per picture, the background kept as its own fast MPC cache file."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from protocol import Draw, serve


def open_task(task: dict[str, Any]) -> Draw:
    program = shutil.which("magick") or shutil.which("convert") or "convert"
    background = Path(tempfile.mkdtemp(prefix="bench-mpc-")) / "background.mpc"
    subprocess.run([program, task["background"], str(background)], check=True)

    def draw(record: dict[str, Any], format: str) -> bytes:
        command = [program, str(background)]
        for text in record["texts"]:
            command += ["-font", text["font"], "-pointsize", str(text["size"]), "-fill", text["color"]]
            command += [
                "-annotate",
                f"+{text['x']}+{text['baseline']}",
                text["text"].replace("%", "%%").replace("\\", "\\\\"),
            ]
        for top in record["overlays"]:
            command += [top["path"], "-geometry", f"+{top['x']}+{top['y']}", "-composite"]
        command += ["-quality", str(task["quality"])] if format == "jpeg" else []
        return subprocess.run([*command, f"{format}:-"], check=True, capture_output=True).stdout

    return draw


serve(open_task)
