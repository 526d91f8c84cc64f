// What is said aloud, and how the keyboard goes from region to region.

const THROTTLE = 500;

/**
 * Say a sentence in the page's live region; of several within half a second the last. What is told by the way
 * (`aside`) never takes the place of what somebody did. @param {HTMLElement} region
 */
export function createAnnouncer(region) {
  let timer = 0, last = 0, waiting = false;
  return (text, { aside = false } = {}) => {
    if (aside && waiting) return;
    clearTimeout(timer);
    waiting = !aside;
    const wait = Math.max(0, THROTTLE - (performance.now() - last));
    timer = setTimeout(() => ((waiting = false), (last = performance.now()), (region.textContent = text)), wait);
  };
}

/** F6 and Shift+F6: the next and previous region that can take the focus. @param {HTMLElement[]} regions */
export function roamRegions(regions) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6") return;
    event.preventDefault();
    const at = regions.findIndex((region) => region.contains(document.activeElement));
    for (let step = 1; step <= regions.length; step++) {
      const region = regions[(at + (event.shiftKey ? -step : step) + regions.length * 2) % regions.length];
      const target = region.querySelector('[tabindex="0"], button:not(:disabled), input, a[href]');
      if (target && target.offsetParent !== null) return target.focus();
    }
  });
}

/** Tell of moves and fits as they happen. */
export function narrate(store, bitmaps, announce) {
  let before = "";
  store.subscribe(["doc", "bitmaps"], ({ doc, sel }) => {
    if (sel.length !== 1) return;
    const layer = doc.layers.find((one) => one.id === sel[0]), meta = bitmaps.of(sel[0])?.meta;
    if (!layer) return;
    const fit = meta?.size && meta.size < layer.size ? `, shrunk to ${Math.round(meta.size)} px` : "";
    const words = `${layer.name}, x ${Math.round(layer.x)} y ${Math.round(layer.y)}, ${Math.round(layer.w)} by ${Math.round(layer.h)}${fit}`;
    if (before && words !== before) announce(words, { aside: true });
    before = words;
  });
  store.subscribe("sel", () => (before = ""));
}
