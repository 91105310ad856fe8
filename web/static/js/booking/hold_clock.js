/** How long a time is still held: shown all the while, said aloud only now and then. */

import { BOOKING } from "../strings_booking.js";
import { leftWords } from "./words.js";

/** Said aloud when so many seconds are left: often enough to act on, not so often that it is in the way. */
export const SAID_AT_SECONDS = [300, 120, 60];

/** Whether a mark has been passed since the last look. A tab that slept may have passed more than one. */
export function markPassed(before, now) {
  return SAID_AT_SECONDS.some((mark) => before > mark && now <= mark);
}

/**
 * Counts down by the browser's steady clock: the server says how many seconds are left, so that a clock that is set
 * wrong does not matter.
 */
export class HoldClock {
  #ends = 0;
  #last = Infinity;
  #timer = null;
  #now;
  #show;
  #say;
  #onLapsed;

  /** `show(words)` what is left; `say(words)` aloud; `onLapsed()` once, when nothing is left; `now()` in milliseconds. */
  constructor({ show, say, onLapsed, now = () => performance.now() }) {
    this.#show = show;
    this.#say = say;
    this.#onLapsed = onLapsed;
    this.#now = now;
  }

  start(secondsLeft) {
    this.stop();
    this.#ends = this.#now() + secondsLeft * 1000;
    this.#last = secondsLeft;
    this.#timer = setInterval(() => this.look(), 1000);
    this.look();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Seconds left, never below 0. */
  get left() {
    return Math.max(0, (this.#ends - this.#now()) / 1000);
  }

  look() {
    const left = this.left;
    const passed = markPassed(this.#last, left);
    this.#last = left;
    if (left <= 0) {
      this.stop();
      this.#onLapsed();
      return;
    }
    this.#show(leftWords(left));
    if (passed) this.#say(BOOKING.hold.left(leftWords(left)));
  }
}
