/** The way through booking: which view is shown, what has been chosen, and what a refusal leads to. */

import { BOOKING } from "../strings_booking.js";
import { FLOW } from "../strings_booking_flow.js";
import { bookTime, cancelBooking, fetchTimes, holdTime, releaseHold } from "./api.js";
import { askCancel, saveCalendarFile } from "./changes.js";
import { HoldClock } from "./hold_clock.js";
import { forget, recall, remember } from "./memory.js";
import { OneAtATime } from "./one_at_a_time.js";
import { Papers } from "./papers.js";
import { Proof } from "./proof.js";
import { holdBox } from "./parts.js";
import { randomId, Talk } from "./talk.js";
import { offersView } from "./view_offers.js";
import { lapsedView } from "./view_paper.js";
import { chosenBefore, preparationOf, prepareView, wishesOf, writtenBefore } from "./view_prepare.js";
import { receiptView, summaryView } from "./view_summary.js";
import { timesView } from "./view_times.js";
import { problemWords } from "./words.js";

export class Flow {
  #screen;
  #closed;
  #talk = new Talk();
  #chosen = {};
  #written = writtenBefore();
  #found = null;
  #opened = false;
  #hold = null;
  #replaced = null;
  #papers;
  #proof;
  #clock;
  #turns;

  /** `screen` shows views; `contact` = how to reach the authority, in a sentence; `closed` = no time can be had here now. */
  constructor({ screen, contact, closed = false }) {
    this.#screen = screen;
    this.#closed = closed;
    this.#clock = new HoldClock({
      show: (words) => screen.setLeft(BOOKING.hold.shown(words)),
      say: (text) => screen.say(text),
      onLapsed: () => this.#lapsed(),
    });
    this.#turns = new OneAtATime({
      busy: (yes) => screen.busy(yes),
      worked: () => this.#papers.worked(),
      refused: (error, again) => this.#refused(error, again),
    });
    this.#papers = new Papers({ screen, contact, session: this.#session, onDone: () => this.#overview() });
    this.#proof = new Proof({
      screen, contact, session: this.#session, run: (work) => this.#do(work), onShown: () => this.#book(),
    });
  }

  /** Fetch what there is and go on where the citizen was. `asked` = {offer, day, part, form} from the address. */
  async start(asked = {}) {
    await this.#do(async () => {
      await this.#load();
      if (!(await this.#resume(asked))) this.#showOffers();
    }, () => this.start(asked));
  }

  /** Somebody else shows views now; `start` goes on. What is held stays so at the server. */
  leave() {
    this.#clock.stop();
  }

  async #load() {
    await this.#talk.load();
    this.#chosen = recall(this.#talk.session.id);
  }

  /** True when something was under way and is shown again. */
  async #resume({ offer, day = "", part = "", form = "" }) {
    const { step } = this.#chosen;
    if (step === "receipt" && this.#talk.bookingOf(this.#chosen.number)) return this.#showReceipt();
    if (this.#closed) return false;
    if (step === "paper" && this.#chosen.receipt) return this.#papers.show(this.#chosen.receipt, this.#timesAgain);
    if (step === "hold" && this.#offer() && this.#chosen.slot) return this.#holdAgain();
    const wanted = this.#talk.data.offers.find(({ id }) => String(id) === offer);
    if (wanted) return this.#pickOffer(wanted, { day, part, form });
    if (step === "times" && this.#offer()) return this.#showTimes();
    return false;
  }

  #showOffers(said = "") {
    this.#clock.stop();
    this.#hold = null;
    this.#keep({ step: "offers" });
    this.#screen.show(0, offersView(this.#talk.data, {
      onBook: this.#closed ? null : (offer) => this.#do(() => this.#pickOffer(offer)),
      onMove: this.#closed ? null : (booking) => this.#do(() => this.#move(booking)),
      onCancel: (booking) => this.#askCancel(booking),
      session: this.#session,
      onCalendar: (booking) => this.#calendar(booking),
      onWish: (offer, wish) => this.#do(() => this.#papers.make({ offer, wish, why: "exempt" }, this.#keepPaper)),
    }), { said });
    return true;
  }

  #overview = () => this.#do(() => this.#overviewAfter());

  #pickOffer(offer, wish = {}) {
    const form = offer.forms.includes(wish.form) ? wish.form : offer.forms[0];
    this.#opened = Boolean(wish.day || wish.part);
    this.#keep({ offer, wish: { day: wish.day ?? "", part: wish.part ?? "", form }, slot: null, receipt: null });
    return this.#showTimes();
  }

  /** Another time for what is booked: its topic and wishes are kept. */
  async #move(booking) {
    this.#chosen = chosenBefore(booking);
    this.#written = writtenBefore(booking);
    return this.#pickOffer(booking.offer, { form: booking.form });
  }

  async #showTimes(said = "", { focus = "" } = {}) {
    this.#clock.stop();
    this.#keep({ step: "times" });
    const { offer, wish } = this.#chosen;
    this.#found = await fetchTimes(this.#talk.session, offer.id, wish);
    const replaces = this.#replaces();
    if (this.#found.none_before_deadline && !replaces) {
      return this.#papers.make({ offer, wish, why: "no_times" }, this.#keepPaper, this.#timesAgain);
    }
    this.#drawTimes(said, focus);
    return true;
  }

  #drawTimes(said = "", focus = "") {
    const { offer, wish } = this.#chosen;
    const again = (changes, where) => this.#do(() => {
      this.#keep({ wish: { ...this.#chosen.wish, ...changes } });
      return this.#showTimes("", { focus: where });
    });
    this.#screen.show(1, timesView({ offer, found: this.#found, wish, opened: this.#opened, replaces: this.#replaces() }, {
      onForm: (form) => again({ form }, `form-${form}`),
      onFilter: (changes) => again(changes, "more-title"),
      onMore: () => { this.#opened = true; this.#drawTimes("", "more-title"); },
      onLater: (after) => this.#do(() => this.#later(after)),
      onPick: (slot) => this.#do(() => this.#pick(slot)),
      onBack: () => this.#do(() => this.#showOffers()),
    }), { said, focus });
  }

  async #later(after) {
    const first = this.#found.more.length;
    const next = await fetchTimes(this.#talk.session, this.#chosen.offer.id, { ...this.#chosen.wish, after });
    this.#found = { ...this.#found, more: [...this.#found.more, ...next.more], after: next.after };
    this.#drawTimes();
    this.#screen.focusSlot(this.#found.more[first]?.id);
  }

  async #pick(slot) {
    // What comes nearest to a wish may be held in another form than the one that was wished for.
    const form = slot.forms.includes(this.#chosen.wish.form) ? this.#chosen.wish.form : slot.forms[0];
    this.#keep({ slot, form, client: randomId() });
    await this.#holdAgain();
  }

  /** Hold the chosen time. With the same client_id, after a reload, the same hold comes back. */
  async #holdAgain(then = () => this.#showPrepare()) {
    const { offer, slot, form, client } = this.#chosen;
    this.#hold = await holdTime(this.#talk.session, { offer: offer.id, slot: slot.id, form, client_id: client });
    this.#keep({ step: "hold" });
    this.#clock.start(this.#hold.seconds_left);
    then();
    return true;
  }

  #showPrepare() {
    this.#screen.show(2, prepareView({ offer: this.#offer(), chosen: this.#chosen, written: this.#written }, {
      holdBox: () => holdBox(this.#hold),
      onChange: () => this.#keep({}),
      onNext: () => this.#showSummary(),
      onOtherTime: () => this.#do(() => this.#otherTime()),
    }));
    this.#clock.look();
  }

  #showSummary() {
    const { offer, topic } = this.#chosen;
    this.#screen.show(3, summaryView({
      offer,
      hold: this.#hold,
      topic: offer.topics.find(({ id }) => id === topic) ?? null,
      preparation: preparationOf(offer, topic, this.#written),
      wishes: wishesOf(this.#chosen, this.#written),
      replaces: this.#replaces(),
    }, {
      holdBox: () => holdBox(this.#hold),
      onBook: () => this.#do(() => this.#book()),
      onChange: () => this.#showPrepare(),
      onOtherTime: () => this.#do(() => this.#otherTime()),
    }));
    this.#clock.look();
  }

  async #book() {
    const { offer, topic } = this.#chosen;
    const done = await bookTime(this.#talk.session, {
      hold: this.#hold.id,
      topic: topic || null,
      preparation: preparationOf(offer, topic, this.#written),
      wishes: wishesOf(this.#chosen, this.#written),
    });
    this.#clock.stop();
    this.#replaced = done.replaced;
    this.#written = writtenBefore();
    this.#chosen = {};
    this.#keep({ step: "receipt", number: done.booking.number, code: done.code });
    await this.#talk.booked(done.booking);
    this.#showReceipt();
  }

  #showReceipt() {
    const { number, code } = this.#chosen;
    this.#screen.show(4, receiptView({ booking: this.#talk.bookingOf(number), code, replaced: this.#replaced }, {
      onCalendar: (booking) => this.#calendar(booking),
      onDone: () => this.#overview(),
      session: this.#session,
    }));
    return true;
  }

  async #otherTime() {
    this.#clock.stop();
    // A time that cannot be given back now is free again by itself in some minutes.
    await releaseHold(this.#talk.session, this.#hold.id).catch(() => null);
    return this.#showTimes();
  }

  #lapsed() {
    const hold = this.#hold ?? { slot: this.#chosen.slot };
    this.#clock.stop();
    this.#screen.show(this.#screen.step, lapsedView(hold, {
      onAgain: () => this.#do(async () => {
        await this.#pick(hold.slot);
        this.#screen.say(BOOKING.hold.heldAgain);
      }),
      onOther: () => this.#do(() => this.#showTimes()),
    }), { said: BOOKING.hold.lapsedTitle });
  }

  #askCancel(booking) {
    askCancel(booking, {
      onYes: () => this.#do(async () => {
        const done = await cancelBooking(this.#talk.session, booking.number, null);
        await this.#overviewAfter(done.offer ? FLOW.mine.cancelledOpen : FLOW.mine.cancelled);
      }),
      onOther: this.#closed ? null : () => this.#do(() => this.#move(booking)),
    });
  }

  async #overviewAfter(said = "") {
    forget();
    await this.#load();
    this.#showOffers(said);
  }

  #calendar(booking) {
    const saved = () => saveCalendarFile(this.#talk.session, booking.number);
    return this.#do(async () => this.#screen.say(FLOW.receipt.calendarDone(await saved()), { shown: true }));
  }

  #do = (work, again = work) => this.#turns.run(work, again);
  #session = () => this.#talk.session;
  #offer = () => this.#chosen.offer ?? null;
  #replaces = () => this.#talk.activeOf(this.#offer()?.kind);
  #keepPaper = (receipt) => this.#keep({ step: "paper", receipt });
  #timesAgain = () => this.#do(() => this.#showTimes());

  #keep(changes) {
    Object.assign(this.#chosen, changes);
    remember(this.#talk.session.id, this.#chosen);
  }

  /** What to do about a refusal: something to run next, or null when it is said already. */
  #refused(error, again) {
    const { offer, wish } = this.#chosen;
    if (error.status === 401) return () => this.#newTalk();
    if (error.temporary) {
      return this.#papers.failed({ offer, wish, why: "failure" }, this.#keepPaper, () => this.#do(again), (work) => this.#do(work));
    }
    if (error.code === "slot_gone") return () => this.#showTimes(BOOKING.times.gone);
    if (error.code === "form_not_allowed") return () => this.#showTimes(BOOKING.times.formGone);
    if (error.code === "hold_lapsed") return () => this.#lapsed();
    if (error.code?.startsWith("booking_needs_")) return this.#prove;
    if (["offer_gone", "already_booked", "too_late", "no_booking"].includes(error.code)) return () => this.#overviewAfter(problemWords(error));
    this.#screen.say(problemWords(error), { shown: true, wrong: true });
    return null;
  }

  /** The booking waits for an address or a login; the server keeps the time a while longer. */
  #prove = () => this.#holdAgain(() => this.#proof.show(this.#hold, this.#talk.data.needs));

  #newTalk = () => { this.#talk.leave(); return this.#overviewAfter(BOOKING.newTalk); };
}
