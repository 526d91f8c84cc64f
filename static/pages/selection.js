// Lists with checkboxes: “select all”, Shift for a range, and a line that says how many are chosen.

let last = null;

/** @param {Document} root */
export function startSelection(root) {
  root.addEventListener("click", onClick);
  for (const form of root.querySelectorAll("[data-selection]")) report(form);
}

function onClick(event) {
  const form = event.target.closest?.("[data-selection]");
  if (!form || !event.target.matches(".select-row, .select-all")) return;
  const rows = [...form.querySelectorAll(".select-row")];
  if (event.target.matches(".select-all")) for (const row of rows) row.checked = event.target.checked;
  else chooseRange(rows, event);
  report(form);
}

function chooseRange(rows, event) {
  const [from, to] = [rows.indexOf(last), rows.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const row of rows.slice(from, to + 1)) row.checked = event.target.checked;
  last = event.target;
}

function report(form) {
  const rows = [...form.querySelectorAll(".select-row")];
  const chosen = rows.filter((row) => row.checked).length;
  const all = form.querySelector(".select-all");
  if (all) {
    all.checked = chosen > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
  for (const text of form.querySelectorAll("[data-selected]")) text.textContent = chosen ? `${chosen} selected` : "";
  for (const control of form.querySelectorAll("[data-needs-selection]")) control.disabled = chosen === 0;
}
