/** The field where the citizen writes: Enter sends, Shift+Enter makes a new line. */

import { STRINGS } from "./strings.js";

// The counter appears when this many characters are left.
const COUNT_FROM_LEFT = 200;
const MAX_HEIGHT_PX = 160;

export class Composer {
  #form;
  #input;
  #hint;
  #counter;
  #onSend;
  #max;

  /** `onSend(text)` gets a text that is neither empty nor too long. */
  constructor({ form, input, hint, counter, onSend }) {
    this.#form = form;
    this.#input = input;
    this.#hint = hint;
    this.#counter = counter;
    this.#onSend = onSend;
    this.#max = Number(input.dataset.longest);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#input.addEventListener("keydown", (event) => this.#keydown(event));
    this.#input.addEventListener("input", () => this.#changed());
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  #keydown(event) {
    // isComposing: Enter that only confirms a suggestion from the keyboard must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#input.value.trim();
    if (text === "") return this.#complain(STRINGS.empty);
    if (lengthOf(text) > this.#max) return this.#complain(STRINGS.tooLong(this.#max.toLocaleString("da-DK")));
    this.#input.value = "";
    this.#changed();
    this.#onSend(text);
    return undefined;
  }

  #changed() {
    this.#complain("");
    this.#input.style.height = "auto";
    this.#input.style.height = `${Math.min(this.#input.scrollHeight + 2, MAX_HEIGHT_PX)}px`;
    const left = this.#max - lengthOf(this.#input.value.trim());
    const over = -left;
    this.#counter.textContent = over > 0 ? STRINGS.over(over) : left <= COUNT_FROM_LEFT ? STRINGS.left(left) : "";
    this.#counter.dataset.over = String(over > 0);
  }

  #complain(text) {
    this.#hint.textContent = text;
    this.#hint.hidden = text === "";
    if (text === "") this.#input.removeAttribute("aria-invalid");
    else {
      this.#input.setAttribute("aria-invalid", "true");
      this.focus();
    }
  }
}

/** Characters as the server counts them: an emoji is one. */
function lengthOf(text) {
  return [...text].length;
}
