/** The menu "Din samtale": take the conversation home, see who read it, rate it, delete it; and the thumbs' answers. */

import { accessOf, deleteConversation, fetchTranscript, rateConversation, setThumb } from "./api.js";
import { clockTime, longDate } from "./dates.js";
import { element } from "./dom.js";
import { find } from "./place.js";
import { RIGHTS } from "./strings_rights.js";

export class Rights {
  #session;
  #announce;
  #onDeleted;
  #dialog = find("rights-dialog");
  #said = find("rights-said");
  #prompt = null;
  #rated = false;

  /** `session()` -> {id, token} or null; `announce(text)` reads aloud; `onDeleted()` begins a new conversation. */
  constructor({ session, announce, onDeleted }) {
    this.#session = session;
    this.#announce = announce;
    this.#onDeleted = onDeleted;
    find("rights-open").addEventListener("click", () => this.#open());
    for (const button of this.#dialog.querySelectorAll("[data-transcript]")) {
      button.addEventListener("click", () => this.#try(() => this.#fetch(button.dataset.transcript)));
    }
    find("rights-access").addEventListener("click", () => this.#try(() => this.#showReaders()));
    find("rating-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#rate();
    });
    find("rights-ask-delete").addEventListener("click", () => this.#askToDelete());
    find("delete-yes").addEventListener("click", () => this.#delete());
    find("chat-log").addEventListener("thumb", (event) => this.#thumb(event.detail));
  }

  /** News of who answers: when a talk with a person has ended, offer to rate it, without taking the focus. */
  standing({ state, rating }) {
    if (rating) this.#rated = true;
    if (state === "closed" && !this.#rated) this.#offerRating();
    else if (state) this.#withdrawOffer();
  }

  #offerRating() {
    if (this.#prompt) return;
    const button = element("button", { type: "button", class: "button button-secondary" }, RIGHTS.rateNow);
    button.addEventListener("click", () => {
      this.#open();
      find("rights-rate").focus();
    });
    this.#prompt = element("div", { class: "rate-prompt", id: "rate-prompt" }, element("p", {}, RIGHTS.ended), button);
    find("composer").before(this.#prompt);
  }

  #withdrawOffer() {
    this.#prompt?.remove();
    this.#prompt = null;
  }

  /** Another conversation begins: nothing of the last one may be left in the menu. */
  clear() {
    this.#rated = false;
    this.#withdrawOffer();
    find("rating-form").reset();
    find("rights-readings").replaceChildren();
    find("rights-readings").hidden = true;
    this.#say("");
  }

  #open() {
    this.#say("");
    this.#complain("rating-error", "");
    this.#dialog.showModal();
  }

  async #fetch(format) {
    this.#say(RIGHTS.fetching);
    const { blob, name } = await fetchTranscript(this.#session(), format);
    const address = URL.createObjectURL(blob);
    const link = element("a", { href: address, download: name });
    link.click();
    // The browser reads the file after this turn.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    this.#say(RIGHTS.fetched(name));
  }

  async #showReaders() {
    const { readings } = await accessOf(this.#session());
    const place = find("rights-readings");
    const items = readings.map(({ at, who, why }) => (
      element("li", {}, `${RIGHTS.reading(who, longDate(at.slice(0, 10)), clockTime(at))} ${why}.`)
    ));
    place.replaceChildren(readings.length > 0 ? element("ul", {}, items) : element("p", {}, RIGHTS.nobody));
    place.hidden = false;
    place.focus();
  }

  async #rate() {
    const form = find("rating-form");
    const score = Number(new FormData(form).get("score"));
    if (!score) {
      this.#complain("rating-error", RIGHTS.choose);
      find("score-1").focus();
      return;
    }
    this.#complain("rating-error", "");
    await this.#try(async () => {
      const kept = await rateConversation(this.#session(), score, find("rating-comment").value.trim() || null);
      // Shown as it is kept: a cpr-number is hidden in it.
      find("rating-comment").value = kept.comment ?? "";
      this.#rated = true;
      this.#withdrawOffer();
      this.#say(RIGHTS.rated);
    });
  }

  #askToDelete() {
    this.#complain("delete-error", "");
    find("delete-dialog").returnValue = "";
    find("delete-dialog").showModal();
    find("delete-no").focus();
  }

  async #delete() {
    const button = find("delete-yes");
    button.disabled = true;
    try {
      await deleteConversation(this.#session());
    } catch (error) {
      // 401: it is gone already, perhaps from another window.
      if (error.status !== 401) {
        this.#complain("delete-error", (error.status && error.message) || RIGHTS.failed);
        return;
      }
    } finally {
      button.disabled = false;
    }
    find("delete-dialog").close();
    this.#dialog.close();
    this.clear();
    await this.#onDeleted();
    this.#announce(RIGHTS.deleted);
  }

  async #thumb({ seq, up, failed }) {
    try {
      await setThumb(this.#session(), seq, up);
      this.#announce(up === null ? RIGHTS.saidNothing : up ? RIGHTS.saidUp : RIGHTS.saidDown);
    } catch {
      failed();
      this.#announce(RIGHTS.failed);
    }
  }

  async #try(action) {
    try {
      await action();
    } catch (error) {
      this.#say((error.status && error.message) || RIGHTS.failed);
    }
  }

  #say(text) {
    this.#said.textContent = text;
  }

  #complain(id, text) {
    find(id).textContent = text;
    find(id).hidden = text === "";
  }
}
