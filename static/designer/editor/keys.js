// One table of shortcuts: it runs them, fills the help dialog, the menus and the palette.

import { goToIssue } from "./panels/issues.js";
import { submit } from "./panels/nextstep.js";
import { onceDrawn } from "./ui/render.js";

/** @returns {{id: string, keys?: string | string[], label: string, group: string, run: (event?: KeyboardEvent) => void, when?: () => boolean}[]} */
export function createKeys(context) {
  const { store, actions } = context;
  const ui = (change) => store.update({ ui: { ...store.state.ui, ...change } });
  const row = (id, keys, group, label, run, when) => ({ id, keys, group, label, run, when });
  const some = () => store.state.sel.length > 0;
  const tool = (kind, extra = {}) => () => store.update({ tool: store.state.tool?.kind === kind && !extra.shape ? null : { kind, extra } });
  const step = (by) => () => {
    const { doc, focus, sel } = store.state, { layers } = doc;
    const at = layers.findIndex((layer) => layer.id === (focus ?? sel[0]));
    const next = layers[(at + by + layers.length) % layers.length];
    if (!next) return;
    actions.select([next.id]);
    onceDrawn(() => document.querySelector(`.box[data-id="${next.id}"]`)?.focus({ preventScroll: true }));
  };
  return [
    row("select", "V", "Insert", "Select", () => store.update({ tool: null })),
    row("text", "T", "Insert", "Text", tool("text")),
    row("image", "I", "Insert", "Image", tool("image")),
    row("rect", "R", "Insert", "Rectangle", tool("shape", { shape: "rect" })),
    row("ellipse", "O", "Insert", "Ellipse", tool("shape", { shape: "ellipse" })),
    row("line", "L", "Insert", "Line", tool("shape", { shape: "line" })),
    row("qr", "Q", "Insert", "QR code", tool("qr")),
    row("badge", "B", "Insert", "Badge", tool("badge")),

    row("undo", "Ctrl+Z", "Edit", "Undo", actions.undo),
    row("redo", ["Ctrl+Shift+Z", "Ctrl+Y"], "Edit", "Redo", actions.redo),
    row("duplicate", "Ctrl+D", "Edit", "Duplicate", () => actions.duplicate(), some),
    row("all", "Ctrl+A", "Edit", "Select all", () => actions.select(store.state.doc.layers.filter((layer) => !layer.locked).map((layer) => layer.id))),
    row("none", "Ctrl+Shift+A", "Edit", "Select nothing", () => actions.select([])),
    row("remove", ["Delete", "Backspace"], "Edit", "Delete", () => actions.remove(), some),
    row("edit", "Enter", "Edit", "Edit text", () => store.state.sel[0] && actions.edit(store.state.sel[0]), some),
    row("leave", "Escape", "Edit", "Leave or select nothing", () => (store.state.tool ? store.update({ tool: null }) : actions.select([]))),
    row("rename", "F2", "Edit", "Rename", () => store.update({ renaming: store.state.sel[0] }), some),
    row("group", "Ctrl+G", "Edit", "Group", () => actions.group(), some),
    row("ungroup", "Ctrl+Shift+G", "Edit", "Ungroup", () => actions.ungroup(), some),

    row("forward", "]", "Arrange", "Bring forward", () => actions.order(store.state.sel, "forward"), some),
    row("backward", "[", "Arrange", "Send back", () => actions.order(store.state.sel, "backward"), some),
    row("front", "Ctrl+]", "Arrange", "Bring to front", () => actions.order(store.state.sel, "front"), some),
    row("back", "Ctrl+[", "Arrange", "Send to back", () => actions.order(store.state.sel, "back"), some),
    row("up", "Alt+ArrowUp", "Arrange", "Bring forward", () => actions.order(store.state.sel, "forward"), some),
    row("down", "Alt+ArrowDown", "Arrange", "Send back", () => actions.order(store.state.sel, "backward"), some),
    row("hide", "Ctrl+Shift+H", "Arrange", "Hide or show", () => actions.toggle(store.state.sel, "visible", "Hide or show"), some),
    row("lock", "Ctrl+Shift+L", "Arrange", "Lock or unlock", () => actions.toggle(store.state.sel, "locked", "Lock or unlock"), some),
    ...[["left", "A"], ["right", "D"], ["top", "W"], ["bottom", "S"], ["centre", "H"], ["middle", "V"]].map(([edge, key]) => row(`align-${edge}`, `Alt+${key}`, "Arrange", `Align ${edge}`, () => actions.align(edge), some)),
    row("spread-x", "Alt+Shift+H", "Arrange", "Spread sideways", () => actions.distribute("x"), some),
    row("spread-y", "Alt+Shift+V", "Arrange", "Spread up and down", () => actions.distribute("y"), some),
    ...arrows(actions, some),
    row("turn-left", "Alt+ArrowLeft", "Arrange", "Rotate −1°", () => actions.turnBy(-1), some),
    row("turn-right", "Alt+ArrowRight", "Arrange", "Rotate +1°", () => actions.turnBy(1), some),
    row("turn-left-15", "Alt+Shift+ArrowLeft", "Arrange", "Rotate −15°", () => actions.turnBy(-15), some),
    row("turn-right-15", "Alt+Shift+ArrowRight", "Arrange", "Rotate +15°", () => actions.turnBy(15), some),

    row("next-layer", "Tab", "Canvas", "Next layer", step(1), () => Boolean(document.activeElement?.closest(".box"))),
    row("previous-layer", "Shift+Tab", "Canvas", "Previous layer", step(-1), () => Boolean(document.activeElement?.closest(".box"))),
    row("zoom-in", ["Ctrl++", "Ctrl+="], "View", "Zoom in", () => actions.zoom("in")),
    row("zoom-out", "Ctrl+-", "View", "Zoom out", () => actions.zoom("out")),
    row("zoom-100", "Shift+0", "View", "Zoom to 100 %", () => actions.zoom(1)),
    row("zoom-fit", "Shift+1", "View", "Fit the artboard", () => actions.zoom("fit")),
    row("zoom-selection", "Shift+2", "View", "Fit the selection", () => actions.zoom("selection")),
    row("rulers", "Shift+R", "View", "Rulers", () => ui({ rulers: !store.state.ui.rulers })),
    row("snap", "Ctrl+'", "View", "Snapping", () => ui({ snap: !store.state.ui.snap })),
    ...Array.from({ length: 9 }, (_, at) => row(`record-${at + 1}`, `Alt+${at + 1}`, "Records", `Record ${at + 1}`, () => store.state.records[at] && actions.setRecord(store.state.records[at].id))),
    row("next-issue", "N", "Records", "Next issue", () => goToIssue(context, 1)),
    row("previous-issue", "Shift+N", "Records", "Previous issue", () => goToIssue(context, -1)),

    row("save", "Ctrl+S", "Editor", "Save now", () => actions.saveNow()?.catch(() => {})),
    row("submit", "Ctrl+Enter", "Editor", "Submit for approval", () => store.state.perms.submit && !store.state.review && submit(context)),
    row("palette", ["Ctrl+K", "Ctrl+Shift+P"], "Editor", "Commands", () => store.update({ dialog: { kind: "palette" } })),
    row("help", "?", "Editor", "Keyboard shortcuts", () => store.update({ dialog: { kind: "help" } })),
  ];
}

function arrows(actions, when) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const names = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
  return Object.entries(ways).flatMap(([key, [x, y]]) => [
    { id: `nudge-${key}`, keys: key, group: "Arrange", label: `1 px ${names[key]}`, run: () => actions.moveBy(x, y), when },
    { id: `nudge10-${key}`, keys: `Shift+${key}`, group: "Arrange", label: `10 px ${names[key]}`, run: () => actions.moveBy(10 * x, 10 * y), when },
    { id: `size-${key}`, keys: `Ctrl+${key}`, group: "Arrange", label: x ? `Width ${x > 0 ? "+" : "−"}1` : `Height ${y > 0 ? "+" : "−"}1`, run: () => actions.resizeBy(x, y), when },
    { id: `size10-${key}`, keys: `Ctrl+Shift+${key}`, group: "Arrange", label: x ? `Width ${x > 0 ? "+" : "−"}10` : `Height ${y > 0 ? "+" : "−"}10`, run: () => actions.resizeBy(10 * x, 10 * y), when },
  ]);
}

/** The combination an event stands for, as the table writes it. */
export function comboOf(event) {
  const plain = event.key.length === 1 ? (event.altKey && /^(Key|Digit)/.test(event.code) ? event.code.replace(/^(Key|Digit)/, "") : event.key.toUpperCase()) : event.key;
  const letter = /^[A-Z0-9]$/.test(plain) || plain.length > 1;
  const digit = event.shiftKey && /^Digit/.test(event.code) ? event.code.slice(5) : plain;
  return [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && (letter || /^Digit/.test(event.code)) && "Shift", digit].filter(Boolean).join("+");
}

const WHILE_TYPING = new Set(["save", "palette"]);

/** Text on the artboard can be typed while its records are looked at. */
const onStage = (target, { id }) => target.id === "ta" && id.startsWith("record-");

/** Run shortcuts of the whole page, except while something is typed. @returns {() => void} */
export function listen(keys, store) {
  const table = new Map(keys.flatMap((one) => [one.keys ?? []].flat().map((combo) => [combo, one])));
  const onKey = (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const found = table.get(comboOf(event));
    if (!found || (typing && !WHILE_TYPING.has(found.id) && !onStage(event.target, found)) || (found.when && !found.when())) return;
    const acting = event.target.closest?.("button, a, [role=radio], [role=menuitem]") && !event.target.closest(".box");
    if (acting && ["Enter", "Escape", "Tab", "Shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(comboOf(event))) return;
    event.preventDefault();
    found.run(event);
  };
  const holdsStage = (target) => target === document.body || target.matches?.(".box");
  const onSpace = (event) => event.key === " " && holdsStage(event.target) && (event.preventDefault(), store.update({ panning: event.type === "keydown" }));
  document.addEventListener("keydown", onKey);
  document.addEventListener("keydown", onSpace);
  document.addEventListener("keyup", onSpace);
  return () => (document.removeEventListener("keydown", onKey), document.removeEventListener("keydown", onSpace), document.removeEventListener("keyup", onSpace));
}
