// Keeps the issues of every record current: asks for the checks of the whole sheet after each save.

import { collected, showIssue, WHOLE } from "./issuelist.js";

const DELAY = 1200;
const POLL = 400;

/** Has no look of its own; publishes `issues`. N and Shift+N go through `store.state.issueAt`. @returns {() => void} */
export function mountIssues(_root, context) {
  const { store, bitmaps } = context;
  let timer = 0, turn = 0, asked = null;
  const plan = () => {
    const { save, doc, size } = store.state;
    const key = `${save.rev}:${size}`;
    if (save.state !== "saved" || asked === key || !doc) return;
    clearTimeout(timer);
    timer = setTimeout(() => ((asked = key), check(context, ++turn, () => turn)), DELAY);
  };
  const off = store.subscribe(["save", "size", "records"], plan);
  bitmaps.shown.then(plan);
  return () => (off(), clearTimeout(timer), turn++);
}

async function check({ store, net }, mine, current) {
  try {
    const { job } = await net.post("qa", { sizes: [store.state.size], records: [], base: "none" });
    for (;;) {
      const { done, total, cells, whole } = await net.get(`qa/${job}`);
      if (mine !== current()) return;
      if (done >= total) return take(store, cells, whole);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  } catch {
    // Checks are advice: the next save asks again, and Submit runs them on the server in any case.
  }
}

function take(store, cells, whole = []) {
  const issues = Object.fromEntries(cells.filter((cell) => cell.side === "draft").map((cell) => [cell.record, cell.error ? [{ code: "cannot_draw", level: "block", text: cell.error, layer: null }] : cell.issues]));
  store.update({ issues: { ...store.state.issues, ...issues, [WHOLE]: whole } });
}

/** Go to the next (1) or previous (-1) issue: selects its layer in a record that has it. Returns its text or null. */
export function goToIssue({ store, actions }, by) {
  const all = collected(store.state).filter((issue) => issue.level !== "info");
  if (!all.length) return null;
  const at = ((store.state.issueAt ?? (by > 0 ? -1 : 0)) + by + all.length) % all.length;
  const issue = all[at];
  store.update({ issueAt: at });
  showIssue({ store, actions }, issue);
  return issue.text;
}
