/** Moving an aftale with number and code of its receipt: a new time, read back, then moved. Nothing of it is kept. */

import { BOOKING } from "../strings_booking.js";
import { FLOW } from "../strings_booking_flow.js";
import { calendarFileByCode, holdByCode, moveByCode, releaseByCode, timesByCode } from "./api.js";
import { saveFile } from "./changes.js";
import { HoldClock } from "./hold_clock.js";
import { OneAtATime } from "./one_at_a_time.js";
import { holdBox } from "./parts.js";
import { randomId } from "./talk.js";
import { checkMoveView, movedView, noTimesView } from "./view_code_move.js";
import { lapsedView } from "./view_paper.js";
import { timesView } from "./view_times.js";
import { problemWords } from "./words.js";

export class CodeMove {
  #screen;
  #proof;
  #booking;
  #wish;
  #found = null;
  #opened = false;
  #hold = null;
  #onDone;
  #clock;
  #turns;

  /** `proof` = {number, code}; `booking` = what they open; `onDone` = back to the page as it was. */
  constructor({ screen, proof, booking, onDone }) {
    this.#screen = screen;
    this.#proof = proof;
    this.#booking = booking;
    this.#onDone = onDone;
    this.#wish = { day: "", part: "", form: booking.form };
    this.#clock = new HoldClock({
      show: (words) => screen.setLeft(BOOKING.hold.shown(words)),
      say: (text) => screen.say(text),
      onLapsed: () => this.#lapsed(),
    });
    this.#turns = new OneAtATime({
      busy: (yes) => screen.busy(yes),
      worked: () => {},
      refused: (error) => this.#refused(error),
    });
  }

  start() {
    return this.#do(() => this.#showTimes());
  }

  async #showTimes(said = "", { focus = "" } = {}) {
    this.#clock.stop();
    this.#found = await timesByCode(this.#proof, this.#wish);
    if (this.#found.none_before_deadline) {
      this.#screen.show(0, noTimesView(this.#booking, { onDone: () => this.#done() }), { said });
      return;
    }
    this.#drawTimes(said, focus);
  }

  #drawTimes(said = "", focus = "") {
    const again = (changes, where) => this.#do(() => {
      this.#wish = { ...this.#wish, ...changes };
      return this.#showTimes("", { focus: where });
    });
    const shown = { offer: this.#booking.offer, found: this.#found, wish: this.#wish, opened: this.#opened, replaces: this.#booking };
    this.#screen.show(0, timesView(shown, {
      onForm: (form) => again({ form }, `form-${form}`),
      onFilter: (changes) => again(changes, "more-title"),
      onMore: () => { this.#opened = true; this.#drawTimes("", "more-title"); },
      onLater: (after) => this.#do(() => this.#later(after)),
      onPick: (slot) => this.#do(() => this.#pick(slot)),
      onBack: () => this.#done(),
    }), { said, focus });
  }

  async #later(after) {
    const first = this.#found.more.length;
    const next = await timesByCode(this.#proof, { ...this.#wish, after });
    this.#found = { ...this.#found, more: [...this.#found.more, ...next.more], after: next.after };
    this.#drawTimes();
    this.#screen.focusSlot(this.#found.more[first]?.id);
  }

  async #pick(slot) {
    const form = slot.forms.includes(this.#wish.form) ? this.#wish.form : slot.forms[0];
    this.#hold = await holdByCode(this.#proof, { slot: slot.id, form, client_id: randomId() });
    this.#clock.start(this.#hold.seconds_left);
    this.#screen.show(0, checkMoveView({ booking: this.#booking, hold: this.#hold }, {
      holdBox: () => holdBox(this.#hold),
      onMove: () => this.#do(() => this.#move()),
      onOtherTime: () => this.#do(() => this.#otherTime()),
      onKeep: () => this.#do(() => this.#keep()),
    }));
    this.#clock.look();
  }

  async #move() {
    const { booking, replaced } = await moveByCode(this.#proof, this.#hold.id);
    this.#clock.stop();
    this.#booking = booking;
    this.#screen.show(0, movedView({ booking, replaced }, {
      onCalendar: () => this.#do(() => this.#calendar()),
      onDone: () => this.#done(),
    }));
  }

  async #calendar() {
    this.#screen.say(FLOW.receipt.calendarDone(saveFile(await calendarFileByCode(this.#proof))), { shown: true });
  }

  async #otherTime() {
    await this.#giveBack();
    return this.#showTimes();
  }

  async #keep() {
    await this.#giveBack();
    this.#done();
  }

  async #giveBack() {
    this.#clock.stop();
    // A time that cannot be given back now is free again by itself in some minutes.
    await releaseByCode(this.#proof, this.#hold.id).catch(() => null);
  }

  #lapsed() {
    const { slot } = this.#hold;
    this.#clock.stop();
    this.#screen.show(0, lapsedView(this.#hold, {
      onAgain: () => this.#do(() => this.#pick(slot)),
      onOther: () => this.#do(() => this.#showTimes()),
    }), { said: BOOKING.hold.lapsedTitle });
  }

  #done() {
    this.#clock.stop();
    this.#onDone();
  }

  #refused(error) {
    if (error.code === "slot_gone") return () => this.#showTimes(BOOKING.times.gone);
    if (error.code === "form_not_allowed") return () => this.#showTimes(BOOKING.times.formGone);
    if (error.code === "hold_lapsed") return () => this.#lapsed();
    this.#screen.say(problemWords(error), { shown: true, wrong: true });
    return null;
  }

  #do(work) {
    return this.#turns.run(work);
  }
}
