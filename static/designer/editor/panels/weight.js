// How heavy the picture is that recipients load: asked of the server while the artboard's properties are shown.

const DELAY = 900;

/** Publishes the topic `weight`: {key, kb}, of the size and the record in view. @returns {() => void} */
export function mountWeight(_root, { store, net, bitmaps }) {
  let timer = 0, turn = 0;

  async function weigh() {
    const mine = ++turn, { size, record, doc } = store.state;
    const answer = await net.post("weigh", { size, record: { id: record }, doc }).catch(() => null); // a figure to know, not to wait for
    if (answer && mine === turn) store.update({ weight: { key: weightKey(store.state), kb: Math.ceil(answer.bytes / 1024) } });
  }

  const plan = () => {
    clearTimeout(timer);
    if (!store.state.sel.length) timer = setTimeout(weigh, DELAY);
  };
  const off = store.subscribe(["doc", "size", "record", "sel"], plan);
  bitmaps.shown.then(plan);
  return () => (off(), clearTimeout(timer), turn++);
}

/** What a weight was measured of: another size or record has another one. */
export const weightKey = ({ size, record }) => `${size} ${record}`;
