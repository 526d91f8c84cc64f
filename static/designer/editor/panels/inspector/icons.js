// The icon of a badge: drawn ones, which take the colour of the letters, or a picture of the library.

import { showDialog } from "../../ui/dialog.js";
import { h, icon } from "../../ui/render.js";
import { chooseAsset } from "./assets.js";

const DRAWN = "lucide:";
const CHOICES = [
  ["star", "Star"], ["heart", "Heart"], ["crown", "Crown"], ["gem", "Gem"], ["award", "Award"], ["trophy", "Trophy"], ["medal", "Medal"], ["badge-check", "Seal"],
  ["check", "Tick"], ["circle-check", "Tick in a circle"], ["sparkles", "Sparkles"], ["flame", "Flame"], ["zap", "Flash"], ["gift", "Gift"], ["party-popper", "Party"], ["cake", "Cake"],
  ["tag", "Tag"], ["percent", "Percent"], ["ticket", "Ticket"], ["shopping-bag", "Bag"], ["truck", "Truck"], ["package", "Parcel"], ["calendar", "Calendar"], ["clock", "Clock"],
  ["map-pin", "Place"], ["plane", "Plane"], ["train-front", "Train"], ["user", "Person"], ["users", "People"], ["bell", "Bell"], ["lock", "Lock"], ["arrow-right", "Arrow"],
];

/** @param {any} tools @param {string | null} value `lucide:<name>` or a picture's digest @param {string} id @param {(icon: string | null) => void} onset */
export function iconField(tools, value, id, onset) {
  const off = tools.guarded("content"), drawn = value?.startsWith(DRAWN) ? value.slice(DRAWN.length) : null;
  const known = CHOICES.find(([name]) => name === drawn);
  return h("div", { class: "ed-field", key: `icon-${id}` }, h("span", { "aria-hidden": "true" }, "Icon"),
    h("div", { class: "ed-asset" },
      h("span", { class: "ed-asset-picture" }, known && icon(drawn)),
      h("span", { class: "ed-truncate" }, known?.[1] ?? (drawn || (value ? "A picture" : "None"))),
      h("button", { type: "button", class: "button small", disabled: off, "aria-label": `${value ? "Replace" : "Choose"} the icon`, "data-testid": `icon-${id}`, onclick: () => choose(tools, value, onset) }, value ? "Replace" : "Choose"),
      value && h("button", { type: "button", class: "ed-icon-button", disabled: off, "aria-label": "Remove the icon", onclick: () => onset(null) }, icon("x"))));
}

function choose(tools, value, onset) {
  const pick = (name, dialog) => (onset(DRAWN + name), dialog.close());
  const fromLibrary = (dialog) => {
    dialog.close();
    chooseAsset(tools, (asset) => onset(asset.digest));
  };
  showDialog({
    title: "Choose an icon", size: "small", testid: "icon-dialog",
    body: (dialog) => h("div", { class: "ed-icons", role: "group", "aria-label": "Icons in the colour of the letters" }, CHOICES.map(([name, label]) =>
      h("button", { key: name, type: "button", class: "ed-icon-choice", "aria-label": label, "data-tooltip": label, "aria-pressed": String(value === DRAWN + name), onclick: () => pick(name, dialog) }, icon(name, "")))),
    foot: (dialog) => h("button", { type: "button", class: "button", onclick: () => fromLibrary(dialog) }, icon("image"), "A picture of the library…"),
  });
}
