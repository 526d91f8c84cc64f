// Preview, and the one next step: submit, withdraw or publish.

import { showDialog, decide } from "../ui/dialog.js";
import { element } from "../../../pages/elements.js";
import { say } from "../../../pages/messages.js";
import { h, icon } from "../ui/render.js";
import { openPreview } from "./preview.js";

/** The buttons at the right end of the top bar. */
export function nextStep(context) {
  const { state } = context.store;
  return h("div", { class: "ed-next", key: "next" },
    getCode(context, state),
    state.review && state.perms.approve && h("a", { class: "button", href: state.review.url, "data-testid": "open-review" }, "Review"),
    h("button", { type: "button", class: "button", "aria-label": "Preview", "data-testid": "preview", onclick: () => openPreview(context) }, icon("play"), h("span", {}, "Preview")),
    primary(context, state));
}

/** Where the code to paste is made, once there is something to show. */
function getCode({ net }, { live, perms }) {
  if (!live || !perms.links) return null;
  return h("a", { class: "button", href: net.urls.code, "aria-label": "Get the code", "data-testid": "get-code" }, icon("code-xml"), h("span", { class: "ed-wide" }, "Get the code"));
}

function primary(context, { perms, review, approved }) {
  const button = (label, run, testid) => h("button", { key: testid, type: "button", class: "button primary", "data-testid": testid, onclick: run }, label);
  if (review) return perms.submit && button("Withdraw", () => withdraw(context), "withdraw");
  if (approved && perms.publish) return button("Publish", () => publish(context, approved), "publish");
  return perms.submit && button(h("span", {}, "Submit", h("span", { class: "ed-wide" }, " for approval")), () => submit(context), "submit");
}

const link = (href, words) => element("a", { class: "button small", href }, words);

/** Send the draft to review; what blocks is listed, and whoever may override says why. */
export function submit(context) {
  const { store, net, actions } = context;
  const form = { note: "", reason: "", ownWork: false, reviewers: new Set(), checks: null, problem: "", busy: false };
  const send = async (dialog) => {
    Object.assign(form, { busy: true, problem: "" });
    dialog.redraw();
    try {
      await actions.saveNow?.();
      const answer = await net.post("submit", { note: form.note, reviewers: [...form.reviewers], ...(form.ownWork ? { allow_own_work: true } : {}), ...(form.reason ? { override_reason: form.reason } : {}) });
      store.update({ review: answer, save: { ...store.state.save, state: "readonly" } });
      dialog.close();
      say(`Version ${answer.version} waits for approval.`, { tone: "ok", action: link(answer.url, "Open the review") });
    } catch (error) {
      Object.assign(form, { busy: false, problem: error.message, checks: error.detail?.checks ?? null });
      dialog.redraw();
    }
  };
  showDialog({
    title: "Submit for approval", testid: "submit-dialog",
    body: (dialog) => [
      h("label", { class: "ed-field", key: "note" }, h("span", {}, "Note for the reviewer"), h("textarea", { rows: 3, placeholder: "What changed, and what to look at", oninput: (event) => (form.note = event.target.value) })),
      asked(store.state, form),
      form.problem && h("div", { class: "alert bad", role: "alert", key: "problem" }, icon("circle-x"), h("div", {}, form.problem)),
      form.checks && findings(context, form.checks, dialog),
      form.checks && store.state.perms.overrideQa && h("label", { class: "ed-field", key: "reason" }, h("span", {}, "Submit nevertheless, because"), h("input", { type: "text", "data-testid": "override-reason", oninput: (event) => ((form.reason = event.target.value), dialog.redraw()) })),
    ],
    foot: (dialog) => decide(dialog, "Submit", () => send(dialog), { "data-testid": "submit-now", "aria-busy": String(form.busy), disabled: form.busy || (form.checks && !form.reason.trim()) }),
  });
}

/** Whom to ask; nobody chosen means everybody who may review. Where nobody may, whoever looks after the settings may change that. */
function asked({ reviewers: people = [], perms }, form) {
  const tick = (key, words, checked, set) => h("label", { class: "ed-check", key }, h("input", { type: "checkbox", checked, onchange: (event) => set(event.target.checked) }), words);
  if (people.length) {
    return h("fieldset", { class: "ed-checks", key: "reviewers", "data-testid": "reviewers" },
      h("legend", {}, "Ask for a review", h("span", { class: "fine" }, " · nobody ticked: everybody here may take it")),
      people.map(({ key, name }) => tick(key, name, form.reviewers.has(key), (on) => (on ? form.reviewers.add(key) : form.reviewers.delete(key)))));
  }
  return h("div", { class: "stack tight", key: "nobody" },
    h("p", { class: "ed-note warn" }, icon("triangle-alert"), h("span", {}, `Nobody else in this workspace may review yet. ${perms.settings ? "Invite an approver, or review alone:" : "An admin can invite an approver."}`)),
    perms.settings && tick("own", "Let people of this workspace approve their own work", form.ownWork, (on) => (form.ownWork = on)));
}

function findings({ actions }, checks, dialog) {
  return h("ul", { class: "ed-problems", role: "list", key: "checks" }, checks.findings.filter((one) => one.level === "block").map((one, at) => h("li", { key: at, class: "ed-note bad" },
    icon("circle-x"), h("span", {}, one.text),
    one.layer && h("button", { type: "button", class: "ed-link", onclick: () => (dialog.close(), one.record && actions.setRecord(one.record), actions.select([one.layer])) }, "Show"))));
}

async function withdraw({ store, net }) {
  try {
    await net.post("withdraw", {});
    store.update({ review: null, save: { ...store.state.save, state: "saved" } });
    say("Withdrawn. The draft can be edited again.", { tone: "ok" });
  } catch (error) {
    say(error.message, { tone: "bad" });
  }
}

function publish({ store, net }, version) {
  const form = { problem: "" };
  const send = async (dialog) => {
    try {
      const answer = await net.post("publish", { version });
      store.update({ approved: null, live: answer.version });
      dialog.close();
      say(`Version ${answer.version} is live.`, { tone: "ok", action: store.state.perms.links ? link(net.urls.code, "Get the code") : undefined });
    } catch (error) {
      form.problem = error.message;
      dialog.redraw();
    }
  };
  showDialog({
    title: `Publish version ${version}`, size: "small",
    body: () => [h("p", { key: "words" }, "Every picture asked for from now on shows this version. Mails that were opened before keep what they loaded."), form.problem && h("p", { class: "alert bad", role: "alert", key: "problem" }, form.problem)],
    foot: (dialog) => decide(dialog, "Publish", () => send(dialog)),
  });
}
