// Saving by itself: operations in order, merged with other people's, kept on this device while there is no network.

import { createLocalDraft } from "./localdraft.js";

const WAIT = 800;
const RETRY = 4000;

/** @param {{store: any, net: any, boot: any, say: Function, announce: Function}} parts */
export function createSaving({ store, net, boot, announce }) {
  const client = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const here = createLocalDraft(`${boot.me} ${boot.api}`, client);
  let seq = 0, timer = 0, running = null, conflict = null, flight = null;

  const set = (state, more = {}) => store.update({ save: { ...store.state.save, state, ...more } });

  function plan(delay = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  }

  store.subscribe("outbox", () => {
    if (!store.outbox.length || store.state.save.state === "readonly") return;
    here.keep(store.state.save.rev, store.outbox);
    if (!["conflict", "offline"].includes(store.state.save.state)) set("dirty");
    if (!conflict) plan();
  });

  /** Send everything that is not saved yet; one request at a time. */
  function run() {
    running ??= send().finally(() => (running = null));
    return running;
  }

  async function send() {
    while (store.outbox.length && !conflict) {
      // What may have arrived without our hearing of it is sent again as it was: the server knows it by its number.
      flight ??= { client, seq: ++seq, ops: store.outbox, label: store.state.history.undo.at(-1)?.label ?? "" };
      set("saving");
      try {
        const answer = await net.patch("draft", flight, { headers: { "If-Match": String(store.state.save.rev) } });
        store.sent(flight.ops.length);
        flight = null;
        if (answer.ops_since?.length) store.receive(answer.ops_since);
        set(store.outbox.length ? "dirty" : "saved", { rev: answer.rev, at: Date.now() });
      } catch (error) {
        return refused(error);
      }
    }
    if (!store.outbox.length) here.forget();
  }

  function refused(error) {
    if (error.status >= 400 && error.status < 500) flight = null;
    if (error.status === 409) return collided(error.body ?? {});
    if (error.status === 423) return set("readonly");
    if (error.status === 0) {
      set("offline");
      return plan(RETRY);
    }
    set("failed");
    if (error.status >= 500 || error.status === 429) plan(error.retryAfter ? error.retryAfter * 1000 : RETRY);
    else if (error.status !== 401) store.update({ banner: error.message });
  }

  function collided({ conflicts = [], by = "", rev, ops_since: theirs = [] }) {
    conflict = { conflicts, by, rev, theirs };
    set("conflict");
    review();
  }

  /** Show the dialog of conflicts; nothing is sent until it is answered. */
  function review() {
    if (conflict) store.update({ dialog: { kind: "conflict", conflicts: conflict.conflicts, by: conflict.by, resolve: resolved } });
  }

  /** @param {{id: string, prop: string, choose: 'mine' | 'theirs'}[] | null} chosen null leaves the question open */
  function resolved(chosen) {
    if (!chosen || !conflict) return;
    const { rev, theirs } = conflict;
    const dropped = new Set(chosen.filter((one) => one.choose === "theirs").map((one) => `${one.id}.${one.prop}`));
    const mine = store.outbox.map((op) => without(op, dropped)).filter(Boolean);
    conflict = null;
    store.unsent(mine);
    if (theirs.length) store.receive(theirs);
    set(mine.length ? "dirty" : "saved", { rev: rev ?? store.state.save.rev });
    if (mine.length) plan(0);
  }

  function without(op, dropped) {
    if (op.op !== "set" && op.op !== "override") return dropped.has(`${op.id}.@being`) ? null : op;
    const kept = Object.fromEntries(Object.entries(op.set).filter(([name]) => !dropped.has(`${op.id}.${name}`)));
    return Object.keys(kept).length ? { ...op, set: kept } : null;
  }

  /** Lay edits of an earlier visit, which never reached the server, over the draft; asks where others went on meanwhile. */
  function recover() {
    if (store.state.save.state === "readonly") return; // they stay where they are until the draft can be edited
    here.inherit(async ({ rev, ops }) => {
      if (store.state.save.at === null) set("dirty", { rev: Math.min(rev, store.state.save.rev) });
      store.dispatch("Recovered from this device", ops);
      await here.keep(store.state.save.rev, store.outbox);
    });
  }

  addEventListener("online", () => store.outbox.length && plan(0));
  addEventListener("beforeunload", (event) => store.outbox.length && event.preventDefault());

  return {
    run, review, recover, client,
    async now() {
      clearTimeout(timer);
      await run();
      if (store.state.save.state === "saved") announce("Saved");
      if (store.outbox.length) throw new Error("Not everything could be saved.");
    },
  };
}
