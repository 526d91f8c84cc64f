// Narrow windows: tabs that open the panels as sheets, one at a time, and arrows to nudge what is selected.

import { h, icon, render, scheduled } from "../ui/render.js";

const SHEETS = [["layers", "Layers", "layers"], ["inspector", "Properties", "sliders-horizontal"], ["records", "Records", "users"]];
const NUDGES = [["up", "Up", "arrow-up", 0, -1], ["left", "Left", "arrow-left", -1, 0], ["right", "Right", "arrow-right", 1, 0], ["down", "Down", "arrow-down", 0, 1]];

/** @param {HTMLElement} frame the editor's frame @param {any} context @returns {() => void} */
export function mountSheets(frame, context) {
  const tabs = document.createElement("nav"), pad = document.createElement("div");
  tabs.className = "ed-sheet-tabs";
  tabs.setAttribute("aria-label", "Panels");
  frame.append(tabs);
  frame.querySelector("[data-part=stage]").after(pad);
  frame.dataset.sheet = "records";
  const open = (name) => {
    frame.dataset.sheet = frame.dataset.sheet === name ? "" : name;
    draw();
    context.actions.zoom("fit");
  };
  const draw = scheduled(() => {
    render(tabs, SHEETS.map(([name, words, picture]) => h("button", { key: name, type: "button", "data-testid": `sheet-${name}`, "aria-expanded": String(frame.dataset.sheet === name), onclick: () => open(name) }, icon(picture), words)));
    render(pad, context.store.state.sel.length ? nudges(context) : []);
  });
  const narrow = matchMedia("(max-width: 899.98px)");
  const fit = () => narrow.matches && context.actions.zoom("fit");
  const off = context.store.subscribe("sel", draw);
  narrow.addEventListener("change", fit);
  draw();
  fit();
  return () => (off(), narrow.removeEventListener("change", fit), tabs.remove(), pad.remove());
}

const nudges = ({ actions }) => h("div", { class: "ed-nudge", role: "group", "aria-label": "Move the selection" },
  NUDGES.map(([name, words, picture, dx, dy]) => h("button", { key: name, type: "button", class: name, "aria-label": `Move ${words.toLowerCase()}`, onclick: () => actions.moveBy(dx, dy) }, icon(picture))));
