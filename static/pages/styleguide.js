// The style guide shows states that only a pointer can bring about: rules for :hover and the like are repeated for [data-state].
import { say } from "./messages.js";

const STATES = /:(hover|focus-visible|active)/g;

function repeat(owner) {
  for (let at = owner.cssRules.length - 1; at >= 0; at -= 1) {
    const rule = owner.cssRules[at];
    if (rule.cssRules) repeat(rule);
    if (!rule.selectorText?.match(STATES) || rule.selectorText.includes(":not(:focus")) continue;
    const selector = rule.selectorText.replace(STATES, '[data-state="$1"]');
    owner.insertRule(rule.cssText.replace(rule.selectorText, selector), at + 1);
  }
}

for (const sheet of document.styleSheets) repeat(sheet);
document.addEventListener("click", (event) => {
  const text = event.target.closest?.("[data-say]")?.dataset.say;
  if (text) say(text, { undo: () => say("Layer restored.", { tone: "ok" }) });
});
