/** Dates and times in plain Danish. Pure functions: text in, text out. */

const WEEKDAYS = ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"];
const MONTHS = [
  "januar", "februar", "marts", "april", "maj", "juni",
  "juli", "august", "september", "oktober", "november", "december",
];
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * The parts of an ISO date, or null when it is none.
 * UTC is used so that the reader's own time zone can never move a deadline by a day.
 */
export function parseDate(iso) {
  const match = ISO_DATE.exec(String(iso ?? ""));
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return { year, month, day, weekday: date.getUTCDay() };
}

/** "2026-11-16" -> "mandag den 16. november 2026"; the input itself when it is no date. */
export function longDate(iso) {
  const date = parseDate(iso);
  if (!date) return String(iso ?? "");
  return `${WEEKDAYS[date.weekday]} den ${date.day}. ${MONTHS[date.month - 1]} ${date.year}`;
}

/** "2020-01-01" -> "1. januar 2020"; the input itself when it is no date. */
export function plainDate(iso) {
  const date = parseDate(iso);
  return date ? `${date.day}. ${MONTHS[date.month - 1]} ${date.year}` : String(iso ?? "");
}

/** "2026-11-20T13:05:00Z" -> "14.05" (Danish clock); "" when it is no time. */
export function clockTime(timestamp) {
  const moment = new Date(timestamp ?? "");
  if (Number.isNaN(moment.getTime())) return "";
  const parts = new Intl.DateTimeFormat("da-DK", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Copenhagen",
  }).formatToParts(moment);
  const part = (type) => parts.find((item) => item.type === type)?.value ?? "";
  return `${part("hour")}.${part("minute")}`;
}

/** "mandag ..." -> "Mandag ...". */
export function capitalise(text) {
  return text ? text[0].toLocaleUpperCase("da") + text.slice(1) : "";
}
