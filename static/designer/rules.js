// Rules on the Fields page: their picture while they are written, further rows, and only the inputs that matter.

const PATIENCE = 350;

for (const form of document.querySelectorAll("form[data-tries]")) startTrying(form);
for (const button of document.querySelectorAll("[data-another]")) startRows(button);

/** Draws the rule as it stands in the form, the newest wish only; an incomplete rule has no picture. */
function startTrying(form) {
  const figure = form.querySelector("[data-result]");
  const picture = figure.querySelector("img");
  let timer = 0;
  let asked = new AbortController();
  const draw = async () => {
    asked.abort();
    asked = new AbortController();
    const address = new URL(form.dataset.tries, location.href);
    for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") address.searchParams.append(name, value);
    figure.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asked.signal });
      const isDrawn = answer.status === 200;
      if (isDrawn) show(picture, await answer.blob());
      figure.hidden = !isDrawn;
      figure.removeAttribute("aria-busy");
    } catch (problem) {
      if (problem.name !== "AbortError") figure.hidden = true;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PATIENCE);
  };
  form.addEventListener("input", soon);
  const fold = form.closest("details");
  fold?.addEventListener("toggle", () => fold.open && figure.hidden && draw());
  if (fold?.open && form.elements["term-value"]?.value !== "") draw();
  startDeeds(form);
}

function show(picture, blob) {
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(blob);
}

/** Without a script every input is there; with one, those that the chosen deed does not need are away. */
function startDeeds(form) {
  const lines = form.querySelectorAll("[data-for-deed]");
  const choose = () => {
    for (const line of lines) line.hidden = line.dataset.forDeed !== form.elements.do.value;
  };
  if (lines.length) form.elements.do.addEventListener("change", choose);
  if (lines.length) choose();
}

/** One more blank comparison below the last. */
function startRows(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = button.closest("[data-terms]").querySelectorAll("[role=group]");
    const row = rows[rows.length - 1].cloneNode(true);
    const [field, op] = row.querySelectorAll("select");
    field.selectedIndex = op.selectedIndex = 0;
    row.querySelector("[name=term-value]").value = "";
    rows[rows.length - 1].after(row);
    field.focus();
  });
}
