// One tooltip for the page: shows data-tooltip (or the aria-label) after a moment of hovering, at once on focus.
import { element } from "./elements.js";

const DELAY = 450;
const NARROW = matchMedia("(min-width: 900px) and (max-width: 1199.98px)");
const tip = element("div", { class: "tooltip", popover: "manual", role: "tooltip", id: "tooltip" });
let timer = 0;
let owner = null;

/** @param {Document} root */
export function startTooltips(root) {
  root.addEventListener("pointerover", (event) => plan(event.target, DELAY));
  root.addEventListener("focusin", (event) => event.target.matches?.(":focus-visible") && plan(event.target, 0));
  root.addEventListener("focusout", hide);
  root.addEventListener("pointerdown", hide);
  root.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  tip.addEventListener("pointerleave", hide);
}

function plan(target, delay) {
  if (tip.contains(target)) return;
  const next = target.closest?.("[data-tooltip], .icon-only[aria-label]");
  if (next === owner) return;
  hide();
  if (!next || (next.dataset.tooltipWhen === "narrow" && !NARROW.matches)) return;
  owner = next;
  timer = setTimeout(show, delay);
}

function show() {
  const text = owner.dataset.tooltip || owner.getAttribute("aria-label");
  if (!text || !owner.isConnected) return;
  tip.replaceChildren(text);
  if (owner.dataset.keys) tip.append(element("kbd", {}, owner.dataset.keys));
  // Inside the dialog that is open, so that it belongs to what the reader is in.
  (owner.closest("dialog") ?? document.body).append(tip);
  tip.showPopover();
  place(owner.getBoundingClientRect(), tip.getBoundingClientRect());
  if (owner.dataset.tooltip) owner.setAttribute("aria-describedby", "tooltip");
}

function place(of, box) {
  const beside = owner.closest(".nav");
  const below = of.bottom + 6 + box.height < innerHeight;
  const left = beside ? of.right + 8 : of.left + (of.width - box.width) / 2;
  const top = beside ? of.top + (of.height - box.height) / 2 : below ? of.bottom + 6 : of.top - 6 - box.height;
  tip.style.left = `${Math.max(6, Math.min(left, innerWidth - box.width - 6))}px`;
  tip.style.top = `${top}px`;
}

function hide() {
  clearTimeout(timer);
  if (owner?.getAttribute("aria-describedby") === "tooltip") owner.removeAttribute("aria-describedby");
  owner = null;
  if (tip.matches(":popover-open")) tip.hidePopover();
}
