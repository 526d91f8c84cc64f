// Tabs inside a page: [role=tablist] with [role=tab][aria-controls]; arrows move, the panels follow.
// Tabs that are links, and switches, show their current one even where they are wider than the window.

/** @param {Document} root */
export function startTabs(root) {
  for (const list of root.querySelectorAll("[role=tablist]")) show(current(list));
  for (const item of root.querySelectorAll(":is(.tabs, .segmented) > [aria-current]")) reveal(item);
  root.addEventListener("click", (event) => show(event.target.closest?.("[role=tab]")));
  root.addEventListener("keydown", onKey);
}

function reveal(item) {
  const row = item.parentElement;
  row.scrollLeft = item.offsetLeft - row.offsetLeft - (row.clientWidth - item.offsetWidth) / 2;
}

function current(list) {
  return list.querySelector("[aria-selected=true]") ?? list.querySelector("[role=tab]");
}

function show(tab) {
  if (!tab) return;
  for (const other of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", String(isChosen));
    other.tabIndex = isChosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel) panel.hidden = !isChosen;
  }
}

function onKey(event) {
  const tab = event.target.closest?.("[role=tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]:not(:disabled)")];
  const next = tabs.at((tabs.indexOf(tab) + step) % tabs.length);
  event.preventDefault();
  show(next);
  next.focus();
}
