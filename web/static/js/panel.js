/** Panels over the field where the citizen writes, and the question before something that cannot be taken back. */

import { bringIntoView, find, focused, heightOfView } from "./place.js";

/** Show or hide. A panel that goes away must not take the focus with it: `keepFocus()` puts it somewhere sensible. */
export function setShown(panel, shown, keepFocus) {
  if (panel.hidden === !shown) return;
  const held = !shown && panel.contains(focused());
  panel.hidden = !shown;
  if (held) keepFocus();
}

/** Bring a panel that has just appeared into view, if the window has room for it. */
export function reveal(panel) {
  if (panel.getBoundingClientRect().height > heightOfView() * 0.6) return;
  bringIntoView(panel, { smooth: true, block: "nearest" });
}

/** Write a text only when it is another one: a screen reader must not hear the same twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Asks "are you sure?" in one dialog with the words of the case. */
export class Confirmation {
  #dialog = find("person-dialog");
  #onYes = null;

  constructor() {
    this.#dialog.addEventListener("close", () => {
      const onYes = this.#onYes;
      this.#onYes = null;
      if (this.#dialog.returnValue === "yes") onYes?.();
    });
  }

  /** `words` = {title, text, yes, no}; `onYes()` when the citizen is sure. */
  ask({ title, text, yes, no }, onYes) {
    find("person-dialog-title").textContent = title;
    find("person-dialog-text").textContent = text;
    find("person-dialog-yes").textContent = yes;
    find("person-dialog-no").textContent = no;
    this.#onYes = onYes;
    this.#dialog.returnValue = "no";
    this.#dialog.showModal();
  }

  /** What was asked about has gone: nobody can say yes to it any more. */
  drop() {
    if (this.#dialog.open) this.#dialog.close("no");
  }
}
