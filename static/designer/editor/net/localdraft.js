// Edits that the server does not have yet, kept in this browser's database: one row for each open editor.

const DATABASE = "okzest", TABLE = "drafts";

/**
 * @typedef {import("../model/parcels.js").Parcel} Parcel
 * @param {string} place whose edits of which design @param {string} client this open editor
 */
export function createLocalDraft(place, client) {
  const database = opened().catch(() => null); // forbidden or full: only the copy on this device is lost
  holdLock(client);

  async function within(mode, act) {
    const table = (await database)?.transaction(TABLE, mode).objectStore(TABLE);
    return table ? settled(act(table)).catch(() => undefined) : undefined;
  }

  return {
    /** @param {Parcel[]} parcels all that the server does not have */
    keep: (parcels) => within("readwrite", (table) => table.put({ place, client, parcels })),
    forget: () => within("readwrite", (table) => table.delete([place, client])),

    /** Call `take(parcels, isClosed)` for what an editor left behind that is closed; of one still open, when it closes. */
    async inherit(take) {
      const rows = (await within("readonly", (table) => table.getAll(IDBKeyRange.bound([place], [place, []])))) ?? [];
      for (const row of rows.filter((one) => one.client !== client)) whenClosed(row.client, () => adopt(row.client, take));
    },
  };

  async function adopt(from, take) {
    const left = await within("readonly", (table) => table.get([place, from]));
    if (!left) return;
    if (left.parcels) await take(left.parcels, Boolean(navigator.locks));
    await within("readwrite", (table) => table.delete([place, from]));
  }
}

function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: ["place", "client"] });
  return settled(request);
}

/** @param {IDBRequest} request */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const lockOf = (client) => `okzest.editor.${client}`;

/** A lock that is held as long as the page lives tells other tabs that this editor is open. Plain http has no locks. */
const holdLock = (client) => navigator.locks?.request(lockOf(client), () => new Promise(() => {}));

const whenClosed = (client, act) => (navigator.locks ? navigator.locks.request(lockOf(client), act) : act());
