// The windows of `saving.py`: put into a blank page, called through `window.desk`.
async (table) => {
  const load = (name) => import(`/designer/editor/${name}.js`);
  const [{ createStore }, { createSaving }, { createSchema }, { ApiError }] = await Promise.all(["model/store", "net/autosave", "model/schema", "net/api"].map(load));
  window.setTimeout = () => 0; // the test says when something is sent
  const schema = createSchema(table), drafts = new Map(), windows = new Map();
  const settle = () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
  window.desk = {
    async open(name, doc, rev) {
      const store = createStore({ doc: schema.completeDoc(doc), size: doc.sizes[0].id, save: { state: "saved", at: null, rev } }, undefined, schema.completeDoc);
      const flights = [], isOpen = (client) => [...windows.values()].some((one) => one.store.client === client);
      const net = { patch: (_path, body, { headers }) => new Promise((resolve, reject) => flights.push({ ask: { ...body, known: Number(headers["If-Match"]) }, resolve, reject })) };
      const here = {
        keep: async (parcels) => windows.get(name)?.store === store && void drafts.set(store.client, structuredClone(parcels)),
        forget: async () => void drafts.delete(store.client),
        async inherit(take) { for (const [client, parcels] of [...drafts]) if (!isOpen(client)) await take(parcels), drafts.delete(client); },
      };
      const saving = createSaving({ store, net, boot: {}, announce() {}, here });
      windows.set(name, { store, saving, flights });
      saving.recover();
      await settle();
    },
    close: (name) => void windows.delete(name),
    async act(name, script, given) {
      new Function("store", "given", script)(windows.get(name).store, given);
      await settle();
    },
    async save(name) {
      const { saving, flights } = windows.get(name);
      saving.run();
      await settle();
      return flights[0]?.ask ?? null;
    },
    async answer(name, body) { windows.get(name).flights.shift().resolve(body); await settle(); },
    async fail(name, status, body) { windows.get(name).flights.shift().reject(new ApiError(status, body)); await settle(); },
    async choose(name, side) {
      const { store } = windows.get(name), { dialog } = store.state;
      if (dialog?.kind !== "conflict") return;
      store.update({ dialog: null });
      dialog.resolve(dialog.conflicts.map((one) => ({ ...one, choose: side })));
      await settle();
    },
    doc: (name) => windows.get(name).store.state.doc,
    labels: (name) => windows.get(name).store.state.history.undo.map((entry) => entry.label),
    unsent: (name) => windows.get(name).store.parcels.length,
    kept: () => drafts.size,
    complete: (doc) => schema.completeDoc(doc),
  };
}
