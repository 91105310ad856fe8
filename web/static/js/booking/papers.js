/** The stored paper on what was tried: made when there are no times, and when the system fails twice in a row. */

import { askReceipt } from "./api.js";
import { failureView, ownPaperView, paperView } from "./view_paper.js";

/** After so many failures in a row the citizen gets a paper without asking for it. */
export const FAILURES_TO_PAPER = 2;

export class Papers {
  #screen;
  #contact;
  #session;
  #onDone;
  #failures = 0;

  constructor({ screen, contact, session, onDone }) {
    this.#screen = screen;
    this.#contact = contact;
    this.#session = session;
    this.#onDone = onDone;
  }

  /** Something succeeded: failures are counted from the beginning again. */
  worked() {
    this.#failures = 0;
  }

  /** Store that it was tried and show the proof. `tried` = {offer, wish, why}; `keep(receipt)`; `again()` looks for times anew. */
  async make({ offer, wish, why }, keep, again = null) {
    const { day = "", part = "", form = "" } = wish ?? {};
    try {
      const { receipt } = await askReceipt(this.#session(), {
        offer: offer.id, why, day: day || null, part: part || null, form: form || null,
      });
      keep(receipt);
      return this.show(receipt, again);
    } catch (error) {
      if (!error.temporary) throw error;
      this.#screen.show(0, ownPaperView(new Date().toISOString(), this.#contact, { onRetry: again ?? (() => this.#onDone()) }));
      return true;
    }
  }

  show(receipt, again) {
    this.#screen.show(0, paperView(receipt, { onAgain: again, onDone: () => this.#onDone() }));
    return true;
  }

  /**
   * A step failed: offer another try first, and a paper; then the paper comes by itself.
   * -> what to run next, or null when the citizen chooses. `run(work)` runs one thing with everything around it.
   */
  failed(tried, keep, retry, run) {
    this.#failures += 1;
    const paper = () => this.make(tried, keep, retry);
    if (!tried.offer || !this.#session()) {
      this.#screen.show(0, ownPaperView(new Date().toISOString(), this.#contact, { onRetry: retry }));
      return null;
    }
    if (this.#failures >= FAILURES_TO_PAPER) return paper;
    this.#screen.show(1, failureView({ onRetry: retry, onAsk: () => run(paper) }));
    return null;
  }
}
