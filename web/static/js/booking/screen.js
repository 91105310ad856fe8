/** The part of the page where the views of booking are shown, and the places where things are said. */

import { BOOKING } from "../strings_booking.js";

const find = (id) => document.getElementById(id);
const STEPS = BOOKING.steps.length;

export class Screen {
  #view = find("booking-view");
  #shown = false;

  /** The step that is shown: 0 = before the first one. */
  step = 0;

  /**
   * Show a view. The focus goes to its heading (or to `focus`, an id), except when the page has just been opened.
   * `said` = news that is shown over the view and read aloud.
   */
  show(step, nodes, { said = "", focus = "" } = {}) {
    this.step = step;
    find("booking-step").textContent = step === 0 ? "" : BOOKING.step(step, STEPS, BOOKING.steps[step - 1]);
    this.#view.replaceChildren(...nodes.flat().filter(Boolean));
    this.#tell(said, { shown: said !== "" });
    if (this.#shown) this.#focus(focus);
    this.#shown = true;
  }

  #focus(id) {
    const place = (id && find(id)) || this.#view.querySelector(".booking-title");
    // The step stands over the heading and should be seen with it.
    if (!id) find("booking-step").scrollIntoView({ block: "start", behavior: "instant" });
    place?.focus({ preventScroll: !id });
  }

  /** The first of the times that were just added. */
  focusSlot(id) {
    this.#view.querySelector(`.days [data-slot="${id}"]`)?.focus();
  }

  /** Read aloud; `shown` = also for the eye, until the next view. */
  say(text, { shown = false, wrong = false } = {}) {
    this.#tell(text, { shown, wrong });
  }

  #tell(text, { shown = false, wrong = false } = {}) {
    const status = find("booking-status");
    status.className = shown && text ? `booking-said${wrong ? " booking-said-wrong" : ""}` : "visually-hidden";
    if (status.textContent !== text) status.textContent = text;
  }

  /** What is left of the time that is held. */
  setLeft(text) {
    const place = find("hold-left");
    if (place && place.textContent !== text) place.textContent = text;
  }

  busy(on) {
    this.#view.setAttribute("aria-busy", String(on));
    find("booking-wait").hidden = !on;
  }
}
