/** Times, dates and choices of a booking in plain Danish. Pure: data in, text out. */

import { capitalise, clockTime, longDate, parseDate } from "../dates.js";
import { BOOKING } from "../strings_booking.js";

/** A moment -> the date in Denmark: "2026-11-26". */
export function danishDay(moment) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date(moment));
}

/** A moment -> "torsdag den 26. november 2026 kl. 10.15". */
export function longMoment(moment) {
  return `${longDate(danishDay(moment))} kl. ${clockTime(moment)}`;
}

/** A moment -> "Torsdag den 26. november kl. 10.15"; the year is left out where all times are near. */
export function slotTitle(moment) {
  return `${dayTitle(danishDay(moment))} kl. ${clockTime(moment)}`;
}

/** "2026-11-26" -> "Torsdag den 26. november". */
export function dayTitle(day) {
  return capitalise(longDate(day).replace(/ \d{4}$/, ""));
}

/** {starts_at, ends_at} -> "torsdag den 26. november 2026 kl. 10.15 til 11.00". */
export function fromTo({ starts_at, ends_at }) {
  return `${longMoment(starts_at)} til ${clockTime(ends_at)}`;
}

/** Times in order -> [[day, [times of the day]], ...]. */
export function byDay(slots) {
  const days = new Map();
  for (const slot of slots) {
    const day = danishDay(slot.starts_at);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days];
}

/** Dates of an offer -> the sentences about them, e.g. ["Book senest torsdag den 26. november 2026."]. */
export function deadlineWords({ book_by, hold_by }) {
  const lines = [];
  if (parseDate(book_by)) lines.push(BOOKING.offer.bookBy(longDate(book_by)));
  if (parseDate(hold_by)) lines.push(BOOKING.offer.holdBy(longDate(hold_by)));
  return lines;
}

/** ["fremmoede", "telefon"] -> "fremmøde og telefon". */
export function formsWords(forms, and = "og") {
  const names = forms.map((form) => BOOKING.form[form]?.short ?? form);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;
}

/** How a talk can be held, as a sentence: a choice where there is one. */
export function formSentence(forms) {
  return forms.length > 1 ? BOOKING.offer.choose(formsWords(forms)) : (BOOKING.form[forms[0]]?.only ?? "");
}

/** Seconds that a time is still held -> "9 minutter", "1 minut og 30 sekunder", "12 sekunder". */
export function leftWords(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (minutes >= 2) return `${minutes} minutter`;
  const parts = [];
  if (minutes === 1) parts.push("1 minut");
  if (rest > 0 || minutes === 0) parts.push(rest === 1 ? "1 sekund" : `${rest} sekunder`);
  return parts.join(" og ");
}

/** What the citizen wishes -> one line for each wish. */
export function wishLines({ akasse, companion, interpreter, accessibility }) {
  const words = BOOKING.wishes;
  return [
    akasse ? words.akasseSaid : "",
    interpreter ? words.interpreterSaid(interpreter) : "",
    companion ? words.companionSaid : "",
    accessibility ? words.accessibilitySaid(accessibility) : "",
  ].filter(Boolean);
}

/** A refusal or a failure -> what to say: the server's own words where the citizen can act on them. */
export function problemWords(error) {
  return (error?.status && error.status < 500 && error.message) || BOOKING.failed;
}

const DAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "loerdag", "soendag"];

/** "?tilbud=4&dag=torsdag&tid=formiddag&form=telefon" -> {offer: "4", day: "3", part, form}; what is unknown is "". */
export function askedFor(search) {
  const query = new URLSearchParams(search);
  const among = (name, known) => (known.includes(query.get(name)) ? query.get(name) : "");
  const day = DAYS.indexOf(query.get("dag"));
  return {
    offer: query.get("tilbud") ?? "",
    day: day < 0 ? "" : String(day),
    part: among("tid", ["morgen", "formiddag", "eftermiddag"]),
    form: among("form", Object.keys(BOOKING.form)),
  };
}
