/** The panel of somebody who waits for a person: the place, about how long, and the ways out. */

import { reveal, setShown, setText } from "./panel.js";
import { find } from "./place.js";
import { PERSON } from "./strings_person.js";

export class WaitingPanel {
  #panel = find("waiting-panel");
  #keepFocus;
  #announce;

  /** `onLeave()`, `onCallMe()` when pressed; `keepFocus()` when the panel goes away under the citizen's hands. */
  constructor({ onLeave, onCallMe, keepFocus, announce }) {
    this.#keepFocus = keepFocus;
    this.#announce = announce;
    find("leave-queue").addEventListener("click", onLeave);
    find("call-me").addEventListener("click", onCallMe);
  }

  /** Draw the standing. A new place in the queue is said once; the minutes are only shown. */
  show(now, before) {
    const waiting = now.state === "waiting";
    if (waiting) {
      setText(find("waiting-place"), PERSON.place(now.place));
      setText(find("waiting-minutes"), now.minutes ? PERSON.minutes(now.minutes) : "");
      if (before.state === "waiting" && before.place !== now.place) this.#announce(PERSON.place(now.place));
    }
    // Whoever is called anyway need not choose it.
    setShown(find("call-me"), !now.callback, this.#keepFocus);
    setShown(this.#panel, waiting, this.#keepFocus);
    if (waiting && before.state !== "waiting") reveal(this.#panel);
  }
}
