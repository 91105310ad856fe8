/** Reading a conversation with the keyboard: j and k between the citizen's messages, 1-5 mark, h hides. */

import { registerShortcut } from "../console/shortcuts.js";
import { REVIEW_STRINGS } from "../strings_review.js";

const turns = [...document.querySelectorAll("[data-turn]")];

/** The turn the reader is in, or -1 before the first. */
function current() {
  const inside = document.activeElement?.closest?.("[data-turn]");
  return inside ? turns.indexOf(inside) : turns.findIndex((turn) => `#${turn.id}` === location.hash);
}

function move(step) {
  const to = Math.min(Math.max(current() + step, 0), turns.length - 1);
  turns[to]?.focus();
}

function mark(index) {
  const turn = turns[Math.max(current(), 0)];
  const form = turn?.querySelector(".mark-form");
  const choice = form?.querySelectorAll("input[name=kind]")[index];
  if (!choice) return;
  form.open = true;
  choice.checked = true;
  choice.focus();
}

/** Puts what is marked with the mouse into the field; nothing is hidden before the button is pressed. */
function takeSelection() {
  const passage = document.getElementById("passage");
  const selected = String(window.getSelection()).trim();
  if (selected) passage.value = selected.slice(0, passage.maxLength);
  passage.focus();
}

registerShortcut("j", REVIEW_STRINGS.next, () => move(1));
registerShortcut("k", REVIEW_STRINGS.previous, () => move(-1));
REVIEW_STRINGS.kinds.forEach((label, index) => registerShortcut(String(index + 1), label, () => mark(index)));
registerShortcut("h", REVIEW_STRINGS.hide, takeSelection);
registerShortcut("f", REVIEW_STRINGS.finish, () => document.getElementById("finish-theme")?.focus());

// After a form the page comes back to the turn that was worked on.
document.getElementById(location.hash.slice(1))?.focus();
