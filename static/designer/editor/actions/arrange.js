// Order, groups, alignment and steps of the selection.

import { aligned, distributed, place } from "../model/geometry.js";
import { indexOf } from "../model/ops.js";
import { boardOf, free, opsFor, shownLayer } from "./changes.js";

/** @param {any} store */
export function arranging(store) {
  const boxes = (ids) => ids.map((id) => shownLayer(store.state, id));

  function shift(ids, moves, label, key = null) {
    const { state } = store;
    const ops = ids.flatMap((id, at) => {
      const [dx, dy] = moves[at], layer = shownLayer(state, id);
      return dx || dy ? opsFor(state, id, { x: place(layer.x + dx), y: place(layer.y + dy) }) : [];
    });
    if (ops.length) store.dispatch(label, ops, key);
  }

  /** how: forward, backward, front or back; the layers keep their order among themselves. */
  function order(ids, how) {
    const { layers } = store.state.doc;
    const chosen = layers.filter((layer) => ids.includes(layer.id)).map((layer) => layer.id);
    const last = layers.length - 1;
    const ops = { forward: forward, backward: backward, front: front, back: back }[how]();
    if (ops.length) store.dispatch({ forward: "Bring forward", backward: "Send back", front: "Bring to front", back: "Send to back" }[how], ops);

    function forward() {
      return chosen.toReversed().flatMap((id, at) => (indexOf(store.state.doc, id) < last - at ? [{ op: "move", id, at: indexOf(store.state.doc, id) + 1 }] : []));
    }
    function backward() {
      return chosen.flatMap((id, at) => (indexOf(store.state.doc, id) > at ? [{ op: "move", id, at: indexOf(store.state.doc, id) - 1 }] : []));
    }
    function front() {
      return chosen.map((id) => ({ op: "move", id, at: last }));
    }
    function back() {
      return chosen.toReversed().map((id) => ({ op: "move", id, at: 0 }));
    }
  }

  return {
    order,

    /** Put a layer at a place counted from the back; `at` counts the layers as they are now. */
    moveTo(id, at) {
      const from = indexOf(store.state.doc, id), to = at > from ? at - 1 : at;
      if (to !== from) store.dispatch("Reorder", [{ op: "move", id, at: to }]);
    },

    /** Move by px; steps within a second are one step of undo. */
    moveBy(dx, dy) {
      const ids = free(store.state);
      shift(ids, ids.map(() => [dx, dy]), "Nudge", `nudge:${ids.join()}`);
    },

    resizeBy(dw, dh) {
      const ids = free(store.state);
      store.dispatch("Resize", ids.flatMap((id) => {
        const { w, h } = shownLayer(store.state, id);
        return opsFor(store.state, id, { w: Math.max(1, w + dw), h: Math.max(1, h + dh) });
      }), `resize:${ids.join()}`);
    },

    turnBy(degrees) {
      const ids = free(store.state);
      store.dispatch("Rotate", ids.flatMap((id) => opsFor(store.state, id, { rot: (shownLayer(store.state, id).rot + degrees + 360) % 360 })), `rotate:${ids.join()}`);
    },

    align(edge) {
      const ids = free(store.state), board = boardOf(store.state);
      shift(ids, aligned(boxes(ids), edge, { w: board.w, h: board.h }), `Align ${edge}`);
    },

    distribute(axis) {
      const ids = free(store.state);
      if (ids.length > 2) shift(ids, distributed(boxes(ids), axis), axis === "x" ? "Spread sideways" : "Spread up and down");
    },

    group(ids = store.state.sel) {
      const { doc } = store.state;
      const members = doc.layers.filter((layer) => ids.includes(layer.id));
      if (members.length < 2) return;
      const id = `g${Math.random().toString(36).slice(2, 9)}`;
      const top = Math.max(...members.map((layer) => indexOf(doc, layer.id)));
      store.dispatch("Group", [
        { op: "set", id: "@doc", set: { groups: [...doc.groups, { id, name: `Group ${doc.groups.length + 1}`, collapsed: false }] } },
        ...members.map((layer) => ({ op: "set", id: layer.id, set: { group: id } })),
        ...members.map((layer) => ({ op: "move", id: layer.id, at: top })),
      ]);
    },

    ungroup(ids = store.state.sel) {
      const grouped = store.state.doc.layers.filter((layer) => ids.includes(layer.id) && layer.group);
      if (grouped.length) store.dispatch("Ungroup", grouped.map((layer) => ({ op: "set", id: layer.id, set: { group: null } })));
    },
  };
}
