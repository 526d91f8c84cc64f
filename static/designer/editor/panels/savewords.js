// How saving goes, in words.

/** @param {any} state @returns {{words: string, tone: string, picture: string, action?: {label: string, run: string}}} */
export function saveWords({ save, perms, review }) {
  if (perms.edit === false) return { words: "Read only", tone: "", picture: "lock" };
  const said = {
    saved: { words: "Saved", tone: "ok", picture: "check" },
    dirty: { words: "Unsaved changes", tone: "", picture: "cloud" },
    saving: { words: "Saving…", tone: "", picture: "cloud" },
    offline: { words: "Offline – changes kept on this device", tone: "warn", picture: "cloud-off" },
    conflict: { words: save.own ? "Changed in another window too" : "Someone changed the same property", tone: "warn", picture: "triangle-alert", action: { label: "Review", run: "reviewConflict" } },
    readonly: { words: `Read only${review ? " (In review)" : ""}`, tone: "", picture: "lock" },
    failed: { words: "Not saved", tone: "bad", picture: "circle-x", action: { label: "Try again", run: "saveNow" } },
  };
  return said[save.state] ?? said.dirty;
}
