// Ctrl and the wheel, or two fingers: closer and further, and what is under the pointer stays there.

const SPEED = 0.0025;

/** @param {HTMLElement} root @param {any} stage @param {{store: any, actions: any}} context */
export function mountWheel(root, stage, { store, actions }) {
  const turn = (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const [x, y] = stage.at(event);
    actions.zoom(store.state.ui.zoom * Math.exp(-event.deltaY * SPEED));
    stage.draw();
    const frame = stage.board.getBoundingClientRect(), { zoom } = store.state.ui;
    root.scrollBy(frame.left + x * zoom - event.clientX, frame.top + y * zoom - event.clientY);
  };
  root.addEventListener("wheel", turn, { passive: false });
  return { stop: () => root.removeEventListener("wheel", turn) };
}
