// What peers that read SVG share: escaping, and telling fontconfig where the task's fonts are.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Must run before the library first asks fontconfig. */
export function registerFonts(task) {
  const folder = mkdtempSync(join(tmpdir(), "bench-fonts-"));
  const dirs = [...new Set(task.fonts.map((font) => dirname(font.path)))].map((dir) => `<dir>${dir}</dir>`).join("");
  const file = join(folder, "fonts.conf");
  writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${folder}</cachedir></fontconfig>`);
  process.env.FONTCONFIG_FILE = file;
}
