// Closer, further and aside: Ctrl and the wheel, two fingers, the middle button, Space. What is under the pointer stays there.

const NOTCH = 0.0025;
const PINCH = 0.01;
const LINE = 33;

/**
 * @param {HTMLElement} root the stage's scrolling element @param {any} stage @param {{cancel: () => void}} handles
 * @param {{store: any, actions: any}} context
 */
export function mountViewport(root, stage, handles, { store, actions }) {
  const fingers = new Map();
  let pinch = null;
  const listeners = { wheel, pointerdown: down, pointermove: follow, pointerup: lift, pointercancel: lift };
  for (const [type, run] of Object.entries(listeners)) root.addEventListener(type, run, { capture: true, passive: false });
  const off = store.subscribe("panning", ({ panning }) => root.classList.toggle("is-panning", Boolean(panning)));

  function wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const turn = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    // A trackpad's pinch comes as a wheel with Ctrl too, in much smaller steps.
    zoomTo(store.state.ui.zoom * Math.exp(-turn * (Math.abs(turn) < 50 ? PINCH : NOTCH)), stage.at(event), event);
  }

  /** Zoom so that a place of the artboard is under a place of the window. */
  function zoomTo(zoom, [x, y], at) {
    actions.zoom(zoom);
    stage.draw();
    const frame = stage.board.getBoundingClientRect(), now = store.state.ui.zoom;
    root.scrollBy(frame.left + x * now - at.clientX, frame.top + y * now - at.clientY);
  }

  function down(event) {
    if (event.pointerType === "touch") return touch(event);
    if (event.button === 1 || (event.button === 0 && store.state.panning)) pan(event);
  }

  /** The first finger takes hold of layers; the second makes it a pinch, and what the first began is undone. */
  function touch(event) {
    fingers.set(event.pointerId, event);
    if (fingers.size < 2) return;
    event.stopPropagation();
    handles.cancel();
    const between = middle();
    pinch = { apart: apart(), zoom: store.state.ui.zoom, place: stage.at(between) };
  }

  function follow(event) {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (!pinch) return;
    event.stopPropagation();
    if (fingers.size === 2) zoomTo((pinch.zoom * apart()) / pinch.apart, pinch.place, middle());
  }

  function lift(event) {
    fingers.delete(event.pointerId);
    if (!pinch) return;
    event.stopPropagation();
    if (!fingers.size) pinch = null;
  }

  const apart = () => {
    const [a, b] = [...fingers.values()];
    return Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));
  };
  const middle = () => {
    const [a, b] = [...fingers.values()];
    return { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
  };

  function pan(event) {
    event.preventDefault();
    event.stopPropagation();
    const from = [event.clientX + root.scrollLeft, event.clientY + root.scrollTop];
    const drag = (moved) => root.scrollTo(from[0] - moved.clientX, from[1] - moved.clientY);
    const stop = () => (root.removeEventListener("pointermove", drag), root.classList.remove("is-grabbing"));
    root.setPointerCapture(event.pointerId);
    root.classList.add("is-grabbing");
    root.addEventListener("pointermove", drag);
    for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, stop, { once: true });
  }

  return { stop: () => (off(), Object.entries(listeners).forEach(([type, run]) => root.removeEventListener(type, run, { capture: true }))) };
}
