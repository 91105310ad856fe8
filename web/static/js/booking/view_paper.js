/** When no time can be had: the stored paper on what was tried, and the failures on the way to it. */

import { element } from "../dom.js";
import { capitalise, longDate } from "../dates.js";
import { BOOKING } from "../strings_booking.js";
import { FLOW } from "../strings_booking_flow.js";
import { button, buttons, facts, title } from "./parts.js";
import { longMoment } from "./words.js";

const WORDS = FLOW.paper;

/** `receipt` = {number, made_at, why, name, tried, book_by, queued}. */
export function paperView(receipt, on) {
  return [
    title(receipt.why === "exempt" ? WORDS.wishTitle : WORDS.title),
    element("p", { class: "booking-readback" }, { no_times: WORDS.noTimes, exempt: WORDS.exempt }[receipt.why] ?? WORDS.failure),
    element("p", { id: "paper-stored" }, WORDS.stored(longMoment(receipt.made_at), receipt.number)),
    facts([
      [FLOW.summary.what, capitalise(receipt.name)],
      [receipt.why === "exempt" ? WORDS.wished : WORDS.tried, triedLines(receipt.tried)],
    ]),
    element("p", { id: "paper-queue" }, receipt.queued ? WORDS.queue : WORDS.queueCall),
    receipt.why === "exempt" ? null : element("p", {}, proofText(receipt)),
    element("p", {}, WORDS.keep, " ", WORDS.call),
    buttons(
      button(FLOW.receipt.print, () => window.print(), { primary: true }),
      receipt.why === "exempt" ? null : button(WORDS.again, on.onAgain),
      button(FLOW.receipt.done, on.onDone),
    ),
  ];
}

function proofText({ book_by }) {
  return book_by ? WORDS.deadline(longDate(book_by)) : WORDS.noDeadline;
}

/** {days, part_of_day, form} -> what was looked for, in words. */
export function triedLines({ days = [], part_of_day, form } = {}) {
  const day = days.length > 0 ? days.map((number) => BOOKING.times.days[number] ?? "").join(", ") : BOOKING.times.anyDay;
  const lines = [WORDS.triedDay(day), WORDS.triedPart(BOOKING.times.parts[part_of_day ?? ""] ?? part_of_day)];
  return form ? [...lines, WORDS.triedForm(BOOKING.form[form]?.short ?? form)] : lines;
}

/** The search or a step failed, and what was chosen is still there. */
export function failureView(on) {
  return [
    title(WORDS.failedTitle),
    element("p", {}, WORDS.failedText),
    buttons(button(WORDS.retry, on.onRetry, { primary: true }), button(WORDS.ask, on.onAsk)),
  ];
}

/** Not even the paper could be stored: the citizen's own proof, and the telephone. `now` = a moment. */
export function ownPaperView(now, contact, on) {
  return [
    title(WORDS.ownTitle),
    element("p", { class: "booking-readback" }, WORDS.ownText(longMoment(now))),
    element("p", {}, contact),
    buttons(button(WORDS.retry, on.onRetry, { primary: true }), button(FLOW.receipt.print, () => window.print())),
  ];
}

/** A held time that was given back while the citizen was deciding. */
export function lapsedView(hold, on) {
  const words = BOOKING.hold;
  return [
    title(words.lapsedTitle),
    element("p", {}, words.lapsedText),
    element("p", { class: "booking-when" }, longMoment(hold.slot.starts_at)),
    buttons(button(words.again, on.onAgain, { primary: true }), button(words.other, on.onOther)),
  ];
}
