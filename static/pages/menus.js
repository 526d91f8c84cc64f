// Menus are popovers: this adds the roles, arrow keys and type-ahead that people expect of a menu.

const ITEMS = "a[href], button:not(:disabled), label";

/** @param {Document} root */
export function startMenus(root) {
  root.addEventListener("toggle", onToggle, true);
  root.addEventListener("keydown", onKey);
  root.addEventListener("click", onClick);
}

function onToggle(event) {
  const menu = event.target;
  if (!menu.matches?.(".menu")) return;
  const open = event.newState === "open";
  for (const button of document.querySelectorAll(`[popovertarget="${menu.id}"]`)) {
    button.setAttribute("aria-expanded", String(open));
  }
  if (open) menu.querySelector(ITEMS)?.focus({ preventScroll: true });
}

function onKey(event) {
  const menu = event.target.closest?.(".menu:popover-open");
  if (!menu) return openByArrow(event);
  const items = [...menu.querySelectorAll(ITEMS)];
  const to = target(event.key, items, items.indexOf(document.activeElement));
  if (!to) return;
  event.preventDefault();
  to.focus();
}

function target(key, items, at) {
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items.at(at <= 0 ? -1 : at - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " ") return null;
  const after = [...items.slice(at + 1), ...items];
  return after.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

function openByArrow(event) {
  const button = event.target.closest?.("[popovertarget]");
  const menu = button && document.getElementById(button.getAttribute("popovertarget"));
  if (event.key !== "ArrowDown" || !menu?.matches(".menu")) return;
  event.preventDefault();
  button.click();
}

function onClick(event) {
  const item = event.target.closest?.(".menu a, .menu button:not([popovertarget])");
  item?.closest(".menu").hidePopover();
}
