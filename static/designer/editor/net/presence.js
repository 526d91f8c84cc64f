// Who else is here: says so every ten seconds while the page is seen, and once when it goes.

const EVERY = 10_000;

export function startPresence({ store, net, bitmaps }) {
  const { client } = store;

  async function beat() {
    if (document.hidden) return;
    const answer = await net.post("presence", { client, sel: store.state.sel }).catch(() => null);
    if (answer) store.update({ here: answer.here.map((one) => (one.you ? { ...one, user: "You, in another window" } : one)) });
  }

  // Else whoever loads the page again would meet the window before for half a minute.
  addEventListener("pagehide", () => net.post("presence", { client, gone: true }, { keepalive: true }).catch(() => null));
  bitmaps.shown.then(beat);
  const timer = setInterval(beat, EVERY);
  return () => clearInterval(timer);
}
