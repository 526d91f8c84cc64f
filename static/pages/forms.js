// Forms: the list of errors takes the focus, a sent form shows that it is busy, data-submits-on-change sends itself.

/** @param {Document} root */
export function startForms(root) {
  root.querySelector("[data-focus]:not([data-example] *)")?.focus();
  root.addEventListener("submit", onSubmit);
  root.addEventListener("change", (event) => event.target.closest?.("[data-submits-on-change]")?.requestSubmit());
  addEventListener("pageshow", (event) => event.persisted && calm(root));
}

function onSubmit(event) {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  if (form.method !== "post") return;
  form.setAttribute("data-sent", "");
  submitter?.setAttribute("aria-busy", "true");
}

function calm(root) {
  for (const form of root.querySelectorAll("[data-sent]")) form.removeAttribute("data-sent");
  for (const button of root.querySelectorAll("form [aria-busy]")) button.removeAttribute("aria-busy");
}
