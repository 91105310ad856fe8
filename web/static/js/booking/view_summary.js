/** Reading back before it is booked, and the receipt when it is. */

import { capitalise, longDate } from "../dates.js";
import { element } from "../dom.js";
import { FLOW } from "../strings_booking_flow.js";
import { codeNodes, inHalves } from "./code_button.js";
import { button, buttons, facts, list, notice, title } from "./parts.js";
import { howAndWhere, offerTitle } from "./view_offers.js";
import { danishDay, fromTo, longMoment, wishLines } from "./words.js";

/** `offer`, `hold`, `topic` = {id, name} or null, `preparation` = {question: answer}, `wishes`, `replaces` or null. */
export function summaryView({ offer, hold, topic, preparation, wishes, replaces }, on) {
  const words = FLOW.summary;
  const wished = wishLines(wishes);
  return [
    title(words.title),
    on.holdBox(),
    element("p", { class: "booking-readback" }, words.lead(offer.name, longMoment(hold.slot.starts_at))),
    replaces ? element("p", {}, words.replaces(longMoment(replaces.starts_at))) : null,
    facts([
      [words.what, offerTitle(offer)],
      [words.when, fromTo(hold.slot)],
      [words.how, howAndWhere({ form: hold.form, place: hold.slot.place, room: hold.slot.room })],
      [words.topic, topic ? capitalise(topic.name) : FLOW.prepare.topicNone],
      [words.wishes, wished.length > 0 ? wished : words.nothing],
      [words.preparation, writtenLines(offer, topic, preparation)],
    ]),
    buttons(
      button(words.yes, on.onBook, { primary: true, id: "book-now" }),
      button(words.change, on.onChange),
      button(words.otherTime, on.onOtherTime),
    ),
  ];
}

function writtenLines(offer, topic, preparation) {
  const questions = offer.topics.find(({ id }) => id === topic?.id)?.questions ?? [];
  return questions.filter(({ id }) => preparation[id]).map(({ id, text }) => `${text} ${preparation[id]}`);
}

/** `booking`, `code` (or "" when it was shown before), `replaced` = the time that was given back, or null. */
export function receiptView({ booking, code, replaced }, on) {
  const words = FLOW.receipt;
  const lead = { telefon: words.leadPhone, video: words.leadVideo }[booking.form] ?? words.lead;
  return [
    title(replaced ? words.titleMoved : words.title),
    element("p", { class: "booking-readback" }, lead(longMoment(booking.starts_at))),
    replaced ? element("p", {}, words.oldGone(longMoment(replaced.starts_at))) : null,
    facts([
      [FLOW.summary.what, offerTitle(booking)],
      [FLOW.summary.when, fromTo(booking)],
      [FLOW.summary.how, howAndWhere(booking)],
      [FLOW.summary.topic, booking.topic ? capitalise(booking.topic.name) : ""],
      [FLOW.summary.wishes, wishLines(booking.wishes)],
      [words.number, element("strong", { class: "booking-number", id: "booking-number" }, booking.number)],
      [words.code, code ? element("strong", { class: "booking-number", id: "booking-code" }, inHalves(code)) : ""],
    ]),
    element("p", {}, code ? words.codeText : words.codeGone),
    code ? null : element("div", { class: "booking-code-place" }, codeNodes(booking.number, on.session, FLOW.code.fresh)),
    formAdvice(booking),
    booking.bring.length > 0 ? element("h3", {}, booking.form === "fremmoede" ? words.bring : words.ready) : null,
    booking.bring.length > 0 ? list(booking.bring) : null,
    element("h3", {}, words.change),
    ...changeNodes(booking),
    element("p", {}, words.sick),
    buttons(
      button(words.calendar, () => on.onCalendar(booking), { primary: true }),
      button(words.print, () => window.print()),
      button(words.done, on.onDone),
    ),
  ];
}

/** How it is moved and cancelled, and until when. */
function changeNodes({ can_move, can_cancel, change_by, starts_at }) {
  const words = FLOW.receipt;
  if (!can_cancel) return [element("p", {}, words.changeLate)];
  const lines = [can_move ? moveWords(change_by, starts_at) : words.moveLate, words.cancelText(longMoment(starts_at))];
  return lines.map((line) => element("p", {}, line));
}

/** Until when it can be moved: the last day for it, or the talk itself when that comes first. Pure. */
export function moveWords(change_by, starts_at) {
  const first = change_by && change_by < danishDay(starts_at);
  return first ? FLOW.receipt.moveText(longDate(change_by)) : FLOW.receipt.moveAlways;
}

function formAdvice({ form }) {
  const text = { telefon: FLOW.receipt.phone, video: FLOW.receipt.video }[form];
  return text ? notice(element("p", {}, text)) : null;
}
