// Parts of a page that keep up to date: data-refreshes="60" on an element with an id, in seconds.

/** @param {Document} root */
export function startLive(root) {
  for (const part of root.querySelectorAll("[data-refreshes][id]")) {
    setInterval(() => isWelcome(part) && refresh(part), Number(part.dataset.refreshes) * 1000);
  }
}

/** Not while the tab is hidden, or while someone selects text or works inside. */
function isWelcome(part) {
  return !document.hidden && getSelection().isCollapsed && !part.contains(document.activeElement);
}

async function refresh(part) {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "refresh" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  } catch {
    // Offline for a moment: the numbers stay, the next round tries again.
  }
}
