// Who else is here: says so every ten seconds while the page is seen.

const EVERY = 10_000;

export function startPresence({ store, net }, client) {
  async function beat() {
    if (document.hidden) return;
    const answer = await net.post("presence", { client, sel: store.state.sel }).catch(() => null);
    if (answer) store.update({ here: answer.here });
  }
  beat();
  const timer = setInterval(beat, EVERY);
  return () => clearInterval(timer);
}
