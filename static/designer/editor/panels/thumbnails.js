// Live thumbnails of the records: production's own composition, drawn again shortly after the last change.

const DELAY = 400;
const WIDTH = 224;

/** Publishes the topic `thumbnails`. @param {any} context */
export function createThumbnails({ store, net }) {
  const drawn = new Map();
  let timer = 0, turn = 0;

  async function run() {
    const mine = ++turn;
    const { state } = store;
    const order = [...state.records].sort((a) => (a.id === state.record ? -1 : 0));
    for (const record of order) {
      const blob = await net.compose({ size: state.size, record: record.id, doc: state.doc, width: WIDTH }).catch(() => null);
      if (mine !== turn) return;
      if (blob) keep(record.id, URL.createObjectURL(blob));
    }
  }

  function keep(id, url) {
    const before = drawn.get(id);
    drawn.set(id, { url });
    store.update({ thumbnails: turn * 100 + drawn.size + Math.random() });
    if (before) setTimeout(() => URL.revokeObjectURL(before.url), 1000);
  }

  function refresh(delay = DELAY) {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? refresh(2000) : run()), delay);
  }

  const off = store.subscribe(["doc", "size", "records"], () => refresh());
  const stop = () => {
    off();
    clearTimeout(timer);
    turn++;
    for (const { url } of drawn.values()) URL.revokeObjectURL(url);
  };
  return { of: (id) => drawn.get(id), refresh, stop };
}
