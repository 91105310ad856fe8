/**
 * Sends what the citizen has written: one at a time and in the order it was written. When one cannot be sent, it and
 * everything behind it wait and are tried again, so that a later message never overtakes an earlier one.
 */

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export class Outbox {
  #store;
  #deliver;
  #onState;
  #onFailure;
  #later;
  #busy = false;
  #failures = 0;
  #timer = null;

  /**
   * `deliver(item)` sends one message and throws when that did not succeed; an error with `temporary` or status 401 is
   * tried again. `onState(client_id, state, reason)` with "sending", "failed" or "refused"; `onFailure()` after each
   * failure that is tried again. `later(action, ms)` as setTimeout.
   */
  constructor({ store, deliver, onState, onFailure, later = (action, ms) => setTimeout(action, ms) }) {
    this.#store = store;
    this.#deliver = deliver;
    this.#onState = onState;
    this.#onFailure = onFailure;
    this.#later = later;
  }

  /** Send everything that waits, now. A message that failed keeps saying so until it is through. */
  flush() {
    this.#drop();
    return this.#busy ? undefined : this.#run();
  }

  /** A new message has been written. Those that wait for a better line go first. */
  added() {
    return this.#timer === null ? this.flush() : this.#holdBack();
  }

  /** Try again because the citizen asked for it: shown as being sent. */
  retry() {
    for (const item of this.#store.unsent()) if (item.state === "failed") this.#set(item, "sending");
    return this.flush();
  }

  /** The conversation is left: forget the pause. */
  clear() {
    this.#drop();
    this.#failures = 0;
  }

  async #run() {
    this.#busy = true;
    try {
      for (let item = this.#next(); item; item = this.#next()) {
        if (await this.#sent(item)) continue;
        this.#wait();
        return;
      }
    } finally {
      this.#busy = false;
    }
  }

  #next() {
    return this.#store.unsent().find(({ state }) => state !== "refused");
  }

  /** False when it must be tried again. */
  async #sent(item) {
    try {
      await this.#deliver(item);
      this.#failures = 0;
      // Delivered, and its copy has not come back: the next question for news brings it.
      if (this.#store.outgoing(item.client_id) === item) this.#store.forget(item.client_id);
      return true;
    } catch (error) {
      if (this.#store.outgoing(item.client_id) !== item) return true; // it came back, or the conversation was left
      if (error.temporary || error.status === 401) return false;
      this.#set(item, "refused", error.message);
      return true;
    }
  }

  #wait() {
    this.#failures += 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS);
    this.#drop();
    this.#timer = this.#later(() => this.flush(), pause);
    this.#holdBack();
    this.#onFailure();
  }

  #holdBack() {
    for (const item of this.#store.unsent()) if (item.state === "sending") this.#set(item, "failed");
  }

  #set(item, state, reason = "") {
    if (this.#store.setState(item.client_id, state)) this.#onState(item.client_id, state, reason);
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
