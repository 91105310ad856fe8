/** The first view: what is booked already, and what can be booked. */

import { capitalise, longDate } from "../dates.js";
import { disclosure, element } from "../dom.js";
import { BOOKING } from "../strings_booking.js";
import { FLOW } from "../strings_booking_flow.js";
import { codeNodes } from "./code_button.js";
import { button, buttons, list, notice, ruleLink, select, title } from "./parts.js";
import { deadlineWords, formSentence, fromTo, longMoment } from "./words.js";

/** data = {offers, bookings, called_off, agreements}; `on` = what the buttons do; onBook null = nothing can be booked now. */
export function offersView(data, on) {
  const open = data.offers.filter((offer) => !data.bookings.some((booking) => booking.kind === offer.kind));
  return [
    ...mineNodes(data, on),
    title(heading(open, data)),
    ...(data.called_off ?? []).map(calledOffNode),
    ...(open.length > 0 ? open.map((offer) => (offer.exempt ? exemptCard(offer, on) : offerCard(offer, on))) : nothing(data)),
    receiptNodes(data.receipts),
  ];
}

function heading(open, { bookings }) {
  if (open.length > 0 && open.every((offer) => offer.exempt)) return BOOKING.exempt.title;
  return open.length > 0 || bookings.length > 0 ? BOOKING.offer.title : BOOKING.offer.none;
}

/** A talk that staff have cancelled: what, when, why, and that it is not the citizen's doing. */
function calledOffNode({ name, number, starts_at, reason }) {
  const words = FLOW.calledOff;
  return notice(
    element("h3", {}, words.title(name)),
    element("p", {}, words.when(longMoment(starts_at), number)),
    reason ? element("p", {}, reason) : null,
    element("p", {}, words.what),
  );
}

function mineNodes({ bookings, agreements }, on) {
  if (bookings.length === 0 && agreements.length === 0) return [];
  const kept = agreements.map(({ text, next_by }) => notice(
    element("h3", {}, FLOW.mine.nextTime),
    element("p", {}, text),
    next_by ? element("p", {}, FLOW.mine.nextBy(longDate(next_by))) : null,
  ));
  return [title(FLOW.mine.title), ...bookings.map((booking) => bookingCard(booking, on)), ...kept];
}

/** A booked time with what can be done about it; `session` is missing for somebody who has only number and code. */
export function bookingCard(booking, { onMove, onCancel, onCalendar, session = null }) {
  const words = FLOW.mine;
  return element(
    "section",
    { class: "booking-card booking-card-mine", "data-number": booking.number, "aria-label": `${capitalise(booking.name)}, ${fromTo(booking)}` },
    element("h3", {}, capitalise(booking.name)),
    element("p", { class: "booking-when" }, fromTo(booking)),
    element("p", {}, howAndWhere(booking)),
    element("p", { class: "booking-quiet" }, words.number(booking.number)),
    changeLine(booking),
    buttons(
      onMove && booking.can_move ? button(words.move, () => onMove(booking), { label: `(${booking.name})` }) : null,
      button(FLOW.receipt.calendar, () => onCalendar(booking), { label: `(${booking.name})` }),
      onCancel && booking.can_cancel ? button(words.cancel, () => onCancel(booking), { label: `(${booking.name})` }) : null,
    ),
    session ? element("div", { class: "booking-code-place" }, codeNodes(booking.number, session, FLOW.code.fresh)) : null,
  );
}

/** "Du møder op. Sted: Torvet 1, lokale 2." */
export function howAndWhere({ form, place, room }) {
  const where = form === "fremmoede" ? [place, room].filter(Boolean).join(", ") : "";
  const how = BOOKING.form[form]?.said ?? form;
  return where ? `${how}: ${where}.` : `${how}.`;
}

function offerCard(offer, on) {
  const words = BOOKING.offer;
  const dates = deadlineWords(offer);
  return element(
    "section",
    { class: "booking-card", "data-offer": offer.id, "aria-label": capitalise(offer.name) },
    element("h3", {}, offerTitle(offer)),
    element("p", {}, offer.about),
    offer.late ? notice(element("p", {}, words.late)) : null,
    ...(dates.length > 0 ? dates : [words.noDates]).map((line, index) => (
      element("p", { class: index === 0 && dates.length > 0 ? "booking-when" : "" }, line)
    )),
    element("p", {}, `${words.howLong(offer.minutes)} ${formSentence(offer.forms)}`),
    whyNode(offer),
    bookNode(offer, on),
  );
}

function whyNode({ source, why = [], rules }) {
  const lines = source === "staff" ? [BOOKING.offer.whyStaff, ...why] : why;
  if (lines.length === 0 && rules.length === 0) return null;
  const links = rules.length > 0
    ? [element("p", {}, BOOKING.offer.rules), element("ul", {}, rules.map((rule) => element("li", {}, ruleLink(rule))))]
    : [];
  return disclosure(BOOKING.offer.why, ...lines.map((line) => element("p", {}, line)), ...links);
}

/** Exempt: said kindly, nothing is asked for, and a wish goes on to a caseworker. */
function exemptCard(offer, on) {
  const words = BOOKING.exempt;
  const id = `wish-${offer.id}`;
  const days = BOOKING.times.days.map((day, index) => [String(index), capitalise(day)]);
  const form = element(
    "form",
    { novalidate: true },
    element("p", {}, words.ask),
    element(
      "div",
      { class: "booking-filters" },
      select({ id: `${id}-day`, label: BOOKING.times.day, options: [["", BOOKING.times.anyDay], ...days] }),
      select({ id: `${id}-part`, label: BOOKING.times.part, options: Object.entries(BOOKING.times.parts) }),
      select({ id: `${id}-form`, label: words.how, options: [["", words.anyForm], ...offer.forms.map((name) => [name, capitalise(BOOKING.form[name].short)])] }),
    ),
    buttons(element("button", { class: "button button-secondary" }, words.send)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [day, part, how] = ["day", "part", "form"].map((name) => form.querySelector(`#${id}-${name}`).value);
    on.onWish(offer, { day, part, form: how });
  });
  return element(
    "section",
    { class: "booking-card booking-card-calm", "data-offer": offer.id, "aria-label": capitalise(offer.name) },
    element("h3", {}, offerTitle(offer)),
    element("p", {}, offer.exempt.text),
    form,
    on.onBook ? disclosure(words.mayBook, bookNode(offer, on)) : null,
  );
}

function nothing({ bookings, missing }) {
  if (bookings.length > 0) return [element("p", {}, FLOW.mine.nothingMore)];
  return [
    element("p", {}, BOOKING.offer.noneText),
    missing.length > 0 ? element("p", {}, BOOKING.offer.missing(missing[0])) : null,
    element("p", {}, element("a", { href: "/", class: "button button-primary" }, BOOKING.offer.toChat)),
  ];
}

/** The proofs of what was tried without getting a time. */
function receiptNodes(receipts) {
  if (receipts.length === 0) return null;
  const lines = receipts.map(({ made_at, number, name }) => FLOW.paper.line(capitalise(name), longMoment(made_at), number));
  return disclosure(FLOW.paper.lines, list(lines));
}

/** "Jobsamtale hos kommunen". */
export function offerTitle({ name, holder }) {
  return `${capitalise(name)} ${BOOKING.holder[holder] ?? ""}`.trim();
}

/** The way to a time: here, or with the one who holds the talk. */
function bookNode(offer, on) {
  if (offer.elsewhere) return notice(element("p", {}, offer.elsewhere));
  if (!on.onBook) return element("p", {}, BOOKING.offer.off);
  return buttons(button(BOOKING.offer.book, () => on.onBook(offer), { primary: true, label: `(${offer.name})` }));
}

function changeLine({ can_move, can_cancel, offer }) {
  if (can_move) return null;
  if (can_cancel && !offer) return element("p", {}, FLOW.lookup.noOffer);
  return element("p", {}, can_cancel ? FLOW.receipt.moveLate : FLOW.receipt.changeLate);
}
