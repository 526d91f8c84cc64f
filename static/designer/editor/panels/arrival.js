// Where an address leads: `?size=og&record=longest&layer=head` opens the editor with that layer chosen, as that record shows it.

/** @param {URLSearchParams} wanted @param {any} context */
export function arrive(wanted, { store, actions }) {
  const { doc, records } = store.state, [size, record, layer] = ["size", "record", "layer"].map((name) => wanted.get(name));
  if (doc.sizes.some((one) => one.id === size)) actions.setSize(size);
  if (records.some((one) => one.id === record)) actions.setRecord(record);
  if (doc.layers.some((one) => one.id === layer)) actions.select([layer]);
}
