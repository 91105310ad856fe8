/** What is shown while an aftale is moved with number and code. */

import { capitalise } from "../dates.js";
import { element } from "../dom.js";
import { BOOKING } from "../strings_booking.js";
import { FLOW } from "../strings_booking_flow.js";
import { button, buttons, facts, title } from "./parts.js";
import { howAndWhere } from "./view_offers.js";
import { fromTo, longMoment } from "./words.js";

const WORDS = FLOW.lookup;

/** Read back before it is moved. `booking` = as it stands; `hold` = the new time. */
export function checkMoveView({ booking, hold }, on) {
  return [
    title(FLOW.summary.title),
    on.holdBox(),
    element("p", { class: "booking-readback" }, WORDS.moving(booking.name, longMoment(hold.slot.starts_at))),
    element("p", {}, WORDS.frees(longMoment(booking.starts_at))),
    facts([
      [FLOW.summary.what, capitalise(booking.name)],
      [FLOW.summary.when, fromTo(hold.slot)],
      [FLOW.summary.how, howAndWhere({ form: hold.form, place: hold.slot.place, room: hold.slot.room })],
    ]),
    element("p", {}, WORDS.wordsStay),
    buttons(
      button(WORDS.yes, on.onMove, { primary: true }),
      button(FLOW.summary.otherTime, on.onOtherTime),
      button(WORDS.keep, on.onKeep),
    ),
  ];
}

/** Moved: the new time, and that number and code still hold. */
export function movedView({ booking, replaced }, on) {
  return [
    title(FLOW.receipt.titleMoved),
    element("p", { class: "booking-readback" }, FLOW.receipt.lead(longMoment(booking.starts_at))),
    replaced ? element("p", {}, FLOW.receipt.oldGone(longMoment(replaced.starts_at))) : null,
    facts([
      [FLOW.summary.what, capitalise(booking.name)],
      [FLOW.summary.when, fromTo(booking)],
      [FLOW.summary.how, howAndWhere(booking)],
      [FLOW.receipt.number, element("strong", { class: "booking-number" }, booking.number)],
    ]),
    element("p", {}, WORDS.sameCode),
    buttons(button(FLOW.receipt.calendar, on.onCalendar, { primary: true }), button(WORDS.close, on.onDone)),
  ];
}

/** Nothing to move it to: the time that is booked stands. */
export function noTimesView(booking, on) {
  return [
    title(WORDS.noTimes),
    element("p", {}, WORDS.noTimesText(longMoment(booking.starts_at))),
    buttons(button(BOOKING.times.back, on.onDone)),
  ];
}
