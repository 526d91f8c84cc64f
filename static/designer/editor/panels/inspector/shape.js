// Shapes: which one, and the numbers that make it.

import { segmented } from "../../ui/choices.js";
import { h } from "../../ui/render.js";
import { number, percent } from "./everylayer.js";
import { corners } from "./corners.js";
import { section } from "./section.js";

export const SHAPES = [
  ["rect", "Rectangle", "square"], ["ellipse", "Ellipse", "circle"], ["line", "Line", "minus"],
  ["polygon", "Polygon", "hexagon"], ["star", "Star", "star"], ["arrow", "Arrow", "move-right"],
];

export function form(tools) {
  const shape = tools.get("shape"), off = tools.guarded("style");
  return section("Shape", [
    segmented({ label: "Shape", value: shape, options: SHAPES, disabled: off, testid: "p-shape", onset: (value) => tools.set("shape", "Shape", value) }),
    shape === "rect" && corners(tools, "radius"),
    (shape === "polygon" || shape === "star") && h("div", { class: "ed-pair", key: "points" },
      number(tools, "points", shape === "star" ? "Points" : "Corners", { disabled: off }),
      shape === "star" && percent(tools, "inner", "Inner radius", { short: "Inner", min: 10, max: 90, disabled: off })),
  ]);
}
