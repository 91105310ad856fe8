/** An aftale opened from another device, with the number and the code of its receipt. Nothing of it is kept. */

import { longMoment, problemWords } from "./words.js";
import { FLOW } from "../strings_booking_flow.js";
import { calendarFileByCode, cancelByCode, lookUp } from "./api.js";
import { askCancel, saveFile } from "./changes.js";
import { element } from "../dom.js";
import { button, buttons, complain, title } from "./parts.js";
import { bookingCard } from "./view_offers.js";

const find = (id) => document.getElementById(id);
const WORDS = FLOW.lookup;

export class Lookup {
  #form = find("lookup-form");
  #place = find("lookup-found");
  #busy = false;
  #onMove;

  /** `onMove(booking, proof)` = find another time for it; null = that cannot be done here now. */
  constructor({ onMove }) {
    this.#onMove = onMove;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  async #submit() {
    const proof = { number: find("lookup-number").value.trim(), code: find("lookup-code").value.trim() };
    complain("lookup-number", proof.number ? "" : WORDS.numberMissing);
    complain("lookup-code", proof.code ? "" : WORDS.codeMissing);
    if (!proof.number) return find("lookup-number").focus();
    if (!proof.code) return find("lookup-code").focus();
    return this.#run(async () => this.#show((await lookUp(proof)).booking, proof));
  }

  #show(booking, proof, said = "") {
    const over = WORDS.state[booking.state];
    this.#place.replaceChildren(
      title(WORDS.found, { level: "h3" }),
      said || over ? element("p", { class: "booking-when" }, said || `${over} (${longMoment(booking.starts_at)})`) : this.#card(booking, proof),
      buttons(button(WORDS.close, () => this.#close())),
    );
    this.#place.querySelector(".booking-title").focus();
  }

  #card(booking, proof) {
    return bookingCard(booking, {
      onMove: this.#onMove && (() => { this.#close(); this.#onMove(booking, proof); }),
      onCalendar: () => this.#run(async () => this.#say(FLOW.receipt.calendarDone(saveFile(await calendarFileByCode(proof))))),
      onCancel: () => askCancel(booking, {
        onYes: () => this.#run(async () => this.#show((await cancelByCode({ ...proof, reason: null })).booking, proof, WORDS.cancelled)),
      }),
    });
  }

  #close() {
    this.#place.replaceChildren();
    this.#form.reset();
    find("lookup-number").focus();
  }

  async #run(work) {
    if (this.#busy) return;
    this.#busy = true;
    this.#say("");
    try {
      await work();
    } catch (error) {
      if (typeof error?.status !== "number") throw error;
      this.#say(problemWords(error));
    } finally {
      this.#busy = false;
    }
  }

  #say(text) {
    find("lookup-said").textContent = text;
  }
}
