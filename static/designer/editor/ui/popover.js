// Popovers and menus of the panels: native popovers whose content is only made while they are open.

import { h, icon, render } from "./render.js";

const drawers = new WeakMap();

/**
 * A button and what it opens. `content()` gives the nodes; it is called anew at every update while open.
 * @param {{id: string, label: string, button: any, content: () => any, props?: object, className?: string, onopen?: () => void}} options
 */
export function popover({ id, label, button, content, props = {}, className = "popover ed-popover", onopen }) {
  return [
    h("button", { key: `${id}-b`, type: "button", popovertarget: id, "aria-haspopup": "dialog", "aria-label": label, ...props }, button),
    h("div", { key: id, id, class: className, popover: "auto", role: "dialog", "aria-label": label, live: draw, data: content, onbeforetoggle: (event) => toggled(event, onopen) }),
  ];
}

function draw(element, content) {
  drawers.set(element, content);
  if (element.matches(":popover-open")) render(element, content());
}

function toggled(event, onopen) {
  const element = event.currentTarget;
  if (event.target !== element) return;
  if (event.newState === "open") {
    onopen?.();
    render(element, drawers.get(element)());
  } else {
    queueMicrotask(() => element.matches(":popover-open") || render(element, []));
  }
}

/** Draw what is inside an open popover again, after something it shows was loaded. */
export function redraw(id) {
  const element = document.getElementById(id);
  if (element?.matches(":popover-open")) render(element, drawers.get(element)());
}

/**
 * A menu button. Items: {label, icon?, keys?, run, disabled?, danger?, pressed?} or "-" for a line.
 * @param {{id: string, label: string, button: any, items: any[], props?: object, end?: boolean}} options
 */
export function menu({ id, label, button, items, props = {}, end = false }) {
  return [
    h("button", { key: `${id}-b`, type: "button", popovertarget: id, "aria-haspopup": "menu", "aria-label": label, "aria-expanded": "false", ...props }, button),
    h("div", { key: id, id, class: `menu ${end ? "end" : ""}`, popover: "auto", role: "menu", "aria-label": label }, menuItems(items)),
  ];
}

export const menuItems = (items) => items.filter(Boolean).map((item, at) => (item === "-" ? h("hr", { key: `line${at}`, role: "separator" }) : menuItem(item)));

function menuItem({ label, icon: picture, keys, run, disabled, danger, pressed, testid, content }) {
  return h("button", {
    key: label, type: "button", role: pressed === undefined ? "menuitem" : "menuitemradio", disabled, class: danger ? "danger" : null, "data-testid": testid,
    "aria-checked": pressed === undefined ? null : String(pressed), "aria-pressed": null, tabindex: "-1", onclick: run,
  }, picture && icon(picture), content ?? label, keys && h("kbd", {}, keys), pressed && h("span", { class: "ed-tick", "aria-hidden": "true" }, icon("check")));
}
