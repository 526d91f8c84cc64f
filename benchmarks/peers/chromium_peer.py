"""Chromium: one page kept open, the texts exchanged by script, a screenshot per picture."""

from __future__ import annotations

import base64
import html
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from protocol import Draw, serve

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def open_task(task: dict[str, Any]) -> Draw:
    browser = sync_playwright().start().chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
    page = browser.new_page(viewport={"width": task["width"], "height": task["height"]})
    faces = "".join(
        f"@font-face{{font-family:'{font['family']}';src:url(data:font/ttf;base64,{encoded(font['path'])})}}"
        for font in task["fonts"]
    )
    style = f"<style>{faces}body{{margin:0}}div,img{{position:absolute;line-height:1;white-space:pre}}</style>"
    page.set_content(f"{style}<img src='{address(task['background'])}' style='left:0;top:0'><main></main>")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    overlays = {o["path"]: address(o["path"]) for record in task["records"] for o in record["overlays"]}

    def draw(record: dict[str, Any], format: str) -> bytes:
        parts = [
            f"<div style=\"left:{t['x']}px;top:{t['baseline'] - t['ascent']}px;font:{t['size']}px '{t['family']}';"
            f'line-height:1;color:{t["color"]}">{html.escape(t["text"])}</div>'
            for t in record["texts"]
        ]
        parts += [
            f"<img src='{overlays[o['path']]}' style='left:{o['x']}px;top:{o['y']}px'>" for o in record["overlays"]
        ]
        page.evaluate("html => { document.querySelector('main').innerHTML = html }", "".join(parts))
        options = {"format": format, **({"quality": task["quality"]} if format == "jpeg" else {})}
        return base64.b64decode(session.send("Page.captureScreenshot", options)["data"])

    return draw


def encoded(path: str) -> str:
    return base64.b64encode(Path(path).read_bytes()).decode()


def address(path: str) -> str:
    return f"data:image/png;base64,{encoded(path)}"


serve(open_task)
