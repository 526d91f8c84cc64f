// Light, dark or as the system: kept in a cookie, so that the server paints the right one at once.

const YEAR = 31536000;

/** @param {Document} root */
export function startTheme(root) {
  mark(root);
  root.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-theme-choice]")?.dataset.themeChoice;
    if (choice) choose(choice, root);
  });
}

function choose(choice, root) {
  const isFixed = choice !== "system";
  document.cookie = `theme=${choice}; path=/; max-age=${isFixed ? YEAR : 0}; samesite=lax`;
  if (isFixed) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
  mark(root);
}

function mark(root) {
  const now = document.documentElement.dataset.theme ?? "system";
  for (const button of root.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
  }
}
