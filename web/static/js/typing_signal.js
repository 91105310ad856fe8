/** Tells the other side that somebody writes: that they do, never what. */

const AGAIN_MS = 3_000;
const QUIET_MS = 4_000;

export class TypingSignal {
  #tell;
  #now;
  #told = 0;
  #on = false;
  #quiet = null;

  /** `tell(on)` sends the signal; `now()` in milliseconds. */
  constructor(tell, now = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** The field holds this text now. Told at most every third second; after four quiet seconds it is taken back. */
  wrote(text) {
    clearTimeout(this.#quiet);
    if (text.trim() === "") return this.stop();
    if (!this.#on || this.#now() - this.#told >= AGAIN_MS) {
      this.#on = true;
      this.#told = this.#now();
      this.#tell(true);
    }
    this.#quiet = setTimeout(() => this.stop(), QUIET_MS);
    return undefined;
  }

  /** The message was sent, the field was emptied, or nobody listens any more. */
  stop() {
    clearTimeout(this.#quiet);
    if (!this.#on) return;
    this.#on = false;
    this.#tell(false);
  }
}
