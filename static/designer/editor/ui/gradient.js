// A gradient to edit: its bar with stops to drag or step, each stop's colour, the direction or the centre.

import { colourOf, css, hex, parsed } from "./colour.js";
import { numberField } from "./numberfield.js";
import { redraw } from "./popover.js";
import { h, icon } from "./render.js";
import { eyedropper, hexField, swatchList } from "./swatches.js";

const MOST = 6;
let chosen = 0;

/** A gradient of a kind, taking over the stops there are, else from a colour to its transparent self. */
export function newGradient(kind, paint, plain) {
  const stops = paint?.stops ?? [{ at: 0, color: hex(plain) }, { at: 1, color: hex({ ...plain, a: 0 }) }];
  return kind === "linear" ? { type: "linear", angle: paint?.angle ?? 90, stops } : { type: "radial", cx: 0.5, cy: 0.5, r: 1, stops };
}

/** @param {{value: any, onset: (paint: any, key: string) => void, palette: any, colors: Record<string, string>}} field */
export function gradientEditor({ id, value, onset, palette, colors }) {
  chosen = Math.min(chosen, value.stops.length - 1);
  const set = (change, key = "") => onset({ ...value, ...change }, key);
  const setStop = (at, change, key = "") => set({ stops: value.stops.with(at, { ...value.stops[at], ...change }) }, key);
  return h("div", { class: "stack tight", key: "gradient" },
    bar(id, value, colors, setStop, set),
    stopRow(value, setStop, set),
    stopColours(id, value, setStop, palette, colors),
    value.type === "linear" ? direction(value, set) : centre(value, set));
}

function bar(id, value, colors, setStop, set) {
  const flat = css({ type: "linear", angle: 0, stops: value.stops }, colors);
  return h("div", { class: "ed-gradient", key: "bar" },
    h("div", { class: "ed-gradient-bar", style: { background: flat }, ondblclick: (event) => addStop(value, set, share(event, event.currentTarget)) }),
    value.stops.map((stop, at) => handle(id, stop, at, colors, setStop)));
}

function handle(id, stop, at, colors, setStop) {
  const percent = Math.round(stop.at * 100);
  return h("button", {
    key: `stop${at}`, type: "button", class: "ed-gradient-stop", role: "slider", "aria-label": `Stop ${at + 1}`, "aria-valuemin": "0", "aria-valuemax": "100",
    "aria-valuenow": String(percent), "aria-valuetext": `${percent} %`, "data-chosen": String(at === chosen),
    style: { left: `${percent}%`, "--colour": colourOf(stop.color, colors) },
    onpointerdown: (event) => drag(event, id, at, setStop),
    onfocus: () => choose(at, id),
    onkeydown: (event) => step(event, stop, at, setStop),
  });
}

function choose(at, id) {
  if (chosen === at) return;
  chosen = at;
  redraw(id);
}

function drag(event, id, at, setStop) {
  const element = event.currentTarget, track = element.parentElement;
  element.setPointerCapture(event.pointerId);
  choose(at, id);
  element.onpointermove = (move) => setStop(at, { at: share(move, track) }, "drag");
  element.onpointerup = element.onpointercancel = () => (element.onpointermove = null);
}

function share(event, track) {
  const box = track.getBoundingClientRect();
  return Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * 100) / 100;
}

function step(event, stop, at, setStop) {
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  const next = Math.min(1, Math.max(0, stop.at + (by * (event.shiftKey ? 10 : 1)) / 100));
  setStop(at, { at: Math.round(next * 100) / 100 }, "step");
}

function addStop(value, set, at) {
  if (value.stops.length >= MOST) return;
  const before = value.stops.findLast((stop) => stop.at <= at) ?? value.stops[0];
  chosen = value.stops.length;
  set({ stops: [...value.stops, { at, color: before.color }] });
}

function stopRow(value, setStop, set) {
  const { stops } = value;
  const room = stops.length >= MOST, least = stops.length <= 2;
  return h("div", { class: "ed-row", key: "row" },
    numberField({ label: `Stop ${chosen + 1} at`, value: Math.round(stops[chosen].at * 100), unit: "%", min: 0, max: 100, onset: (change, key) => setStop(chosen, { at: change(stops[chosen].at * 100) / 100 }, key) }),
    h("button", { type: "button", class: "button icon-only small", "aria-label": "Add a stop", disabled: room, onclick: () => addStop(value, set, 0.5) }, icon("plus")),
    h("button", { type: "button", class: "button icon-only small", "aria-label": `Remove stop ${chosen + 1}`, disabled: least, onclick: () => set({ stops: stops.toSpliced(chosen, 1) }) }, icon("minus")),
    h("button", { type: "button", class: "button icon-only small", "aria-label": "Reverse", onclick: () => set({ stops: stops.map((stop) => ({ ...stop, at: Math.round((1 - stop.at) * 100) / 100 })).reverse() }) }, icon("arrow-left-right")));
}

function stopColours(id, value, setStop, palette, colors) {
  const stop = value.stops[chosen];
  const colour = parsed(colourOf(stop.color, colors)) ?? { r: 0, g: 0, b: 0, a: 1 };
  const set = (next, key) => setStop(chosen, { color: hex(next) }, key);
  const typed = (text) => {
    const next = parsed(text);
    if (next) set({ ...next, a: text.replace("#", "").length === 8 ? next.a : colour.a });
    return Boolean(next);
  };
  const brand = palette.colors.map((one) => ({ name: one.label, css: one.value, value: one.token, pressed: stop.color === one.token }));
  return h("div", { class: "stack tight", key: "colours" },
    brand.length > 0 && swatchList({ label: `Colour of stop ${chosen + 1}`, colours: brand, onset: (color) => setStop(chosen, { color }) }),
    palette.custom && h("div", { class: "ed-custom" },
      h("input", { type: "color", "aria-label": `Custom colour of stop ${chosen + 1}`, value: hex({ ...colour, a: 1 }).toLowerCase(), oninput: (event) => set({ ...parsed(event.target.value), a: colour.a }, "drag") }),
      hexField({ label: `Hex of stop ${chosen + 1}`, testid: `${id}-stop-hex`, value: hex({ ...colour, a: 1 }), onset: typed }),
      numberField({ label: "Opacity", short: "%", value: colour.a * 100, min: 0, max: 100, onset: (change, key) => set({ ...colour, a: change(colour.a * 100) / 100 }, key) }),
      eyedropper((text) => set({ ...parsed(text), a: colour.a }))));
}

const direction = (value, set) =>
  numberField({ label: "Angle", value: value.angle ?? 0, unit: "°", min: -360, max: 360, step: 5, onset: (change, key) => set({ angle: change(value.angle ?? 0) }, key) });

function centre(value, set) {
  const part = (name, label, max, normal) => numberField({ label, value: Math.round((value[name] ?? normal) * 100), unit: "%", min: name === "r" ? 1 : -100, max, onset: (change, key) => set({ [name]: change((value[name] ?? normal) * 100) / 100 }, key) });
  return h("div", { class: "ed-pair", key: "centre" }, part("cx", "Centre X", 200, 0.5), part("cy", "Centre Y", 200, 0.5), part("r", "Radius", 400, 1));
}
