// QR codes: how robust, how they look, and what happens when the address is empty.

import { chipsField } from "../../ui/chips.js";
import { segmented } from "../../ui/choices.js";
import { h } from "../../ui/render.js";
import { assetButton } from "./assets.js";
import { choice, number } from "./everylayer.js";
import { paint } from "./paints.js";
import { section } from "./section.js";
import { askField } from "./text.js";

const LEVELS = [["L", "Up to 7 %"], ["M", "Up to 15 %"], ["Q", "Up to 25 %"], ["H", "Up to 30 %"]];
const MODULES = [["square", "Square", "square"], ["round", "Rounded", "squircle"], ["dot", "Dots", "circle"]];
const EMPTY = [["hide", "Hide the layer"], ["fallback", "Lead elsewhere"], ["refuse", "Refuse the picture"]];

export function code(tools) {
  const off = tools.guarded("style"), one = tools.layers.length === 1;
  return section("Code", [
    segmented({ label: "Modules", value: tools.get("module"), options: MODULES, disabled: off, onset: (value) => tools.set("module", "Modules", value) }),
    h("div", { class: "ed-pair", key: "numbers" }, choice(tools, "ec", "May be damaged", LEVELS, { disabled: off }), number(tools, "quiet", "Quiet zone", { disabled: off })),
    h("div", { class: "ed-pair", key: "colours" }, paint(tools, "fg", "Modules", { gradients: false }), paint(tools, "bg", "Ground", { none: true, gradients: false })),
    assetButton(tools, "logo", "Logo in the middle", true),
    choice(tools, "empty", "Without an address", EMPTY, { disabled: off }),
    one && tools.layer.empty === "fallback" && chipsField({ label: "Leads to instead", value: tools.layer.fallback, testid: "p-fallback", disabled: tools.guarded("content"), named: tools.field, onset: (text) => tools.set("fallback", "Other address", text, "text"), onfield: (input, brace) => askField(tools, input, brace) }),
  ]);
}
