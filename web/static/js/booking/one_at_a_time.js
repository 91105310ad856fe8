/** Runs what the citizen asks for, one thing at a time, so that a double click does nothing twice. */

export class OneAtATime {
  #busy = false;
  #on;

  /**
   * `on.busy(yes)` while something runs; `on.worked()` when it succeeded; `on.refused(error, again)` when the server
   * said no or was away -> what to run next, or null when it is said already.
   */
  constructor(on) {
    this.#on = on;
  }

  /** `again` = what another try would be. Errors that are no refusal are mistakes of ours and are thrown. */
  async run(work, again = work) {
    if (this.#busy) return;
    this.#busy = true;
    this.#on.busy(true);
    let next = null;
    try {
      await work();
      this.#on.worked();
    } catch (error) {
      if (typeof error?.status !== "number") throw error;
      next = this.#on.refused(error, again);
    } finally {
      this.#busy = false;
      this.#on.busy(false);
    }
    if (next) await this.run(next);
  }
}
