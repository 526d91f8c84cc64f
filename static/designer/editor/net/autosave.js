// Saving by itself: parcels in order, merged with other people's, kept on this device until the server has them.

import { ApiError } from "./api.js";
import { createLocalDraft } from "./localdraft.js";

const WAIT = 800;
const RETRY = 4000;
const PATIENCE = 30_000;
/** Answers to what no draft could take, whoever else edits it: malformed, too large, against the schema. */
const WRONG = new Set([400, 413, 422]);

/** @param {{store: any, net: any, boot: any, announce: Function, here?: ReturnType<typeof createLocalDraft>}} parts */
export function createSaving({ store, net, boot, announce, here = createLocalDraft(`${boot.me} ${boot.api}`, store.client) }) {
  let timer = 0, running = null, conflict = null;

  const set = (state, more = {}) => store.update({ save: { ...store.state.save, state, ...more } });

  function plan(delay = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  }

  store.subscribe("outbox", () => {
    if (!store.parcels.length || store.state.save.state === "readonly") return;
    here.keep(store.parcels);
    if (!["conflict", "offline"].includes(store.state.save.state)) set("dirty");
    if (!conflict) plan();
  });

  /** Send everything that is not saved yet; one request at a time. */
  function run() {
    running ??= send().finally(() => (running = null));
    return running;
  }

  async function send() {
    while (store.parcels.length && !conflict) {
      set("saving");
      try {
        store.accepted(await posted(store.sending()));
        set(store.parcels.length ? "dirty" : "saved", { at: Date.now() });
      } catch (error) {
        const isRefused = error.status >= 400 && error.status < 500;
        if (isRefused && store.refused(WRONG.has(error.status)) && error.status === 409) continue;
        return refused(error);
      }
    }
    if (!store.parcels.length) here.forget();
  }

  /** What may have arrived without our hearing of it is sent again as it was: the server knows it by its number. */
  async function posted({ client, seq, rev, ops, label }) {
    const known = { "If-Match": String(store.state.save.rev) };
    const answer = await net.patch("draft", { client, seq, made_on: rev, ops, label }, { headers: known, signal: AbortSignal.timeout(PATIENCE) });
    if (!Number.isInteger(answer?.rev)) throw new ApiError(0, null); // cut off, or somebody else's page
    return answer;
  }

  function refused(error) {
    if (error.status === 409 && error.body?.conflicts) return collided(error.body);
    if (error.status === 423) return set("readonly");
    if (error.status === 0) {
      set("offline");
      return plan(RETRY);
    }
    set("failed");
    if (!error.status || error.status >= 500 || error.status === 429) plan(error.retryAfter ? error.retryAfter * 1000 : RETRY);
    else if (error.status !== 401) store.update({ banner: error.message });
  }

  function collided(body) {
    conflict = body;
    set("conflict", { own: body.by_you });
    review();
  }

  /** Show the dialog of conflicts; nothing is sent until it is answered. */
  function review() {
    if (conflict) store.update({ dialog: { kind: "conflict", conflicts: conflict.conflicts, by: conflict.by, own: conflict.by_you, resolve: resolved } });
  }

  /** @param {{id: string, prop: string, choose: 'mine' | 'theirs'}[] | null} chosen null leaves the question open */
  function resolved(chosen) {
    if (!chosen || !conflict) return;
    const { rev, ops_since: theirs = [] } = conflict;
    conflict = null;
    store.resolved(chosen, rev, theirs);
    set(store.parcels.length ? "dirty" : "saved");
    if (store.parcels.length) plan(0);
    else here.forget();
  }

  /** Lay edits of a closed window, which never reached the server, over the draft; asks where others went on meanwhile. */
  function recover() {
    if (store.state.save.state === "readonly") return; // they stay where they are until the draft can be edited
    here.inherit(async (found, isClosed) => {
      store.adopt(found, "Recovered from this device", isClosed);
      await here.keep(store.parcels);
    });
  }

  addEventListener("online", () => store.parcels.length && plan(0));
  addEventListener("beforeunload", (event) => store.parcels.length && event.preventDefault());

  return {
    run, review, recover,
    async now() {
      clearTimeout(timer);
      await run();
      if (store.state.save.state === "saved") announce("Saved");
      if (store.parcels.length) throw new Error("Not everything could be saved.");
    },
  };
}
