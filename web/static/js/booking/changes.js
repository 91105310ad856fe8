/** Cancelling, with what it leads to said first, and the file for a calendar. */

import { capitalise, longDate } from "../dates.js";
import { element } from "../dom.js";
import { FLOW } from "../strings_booking_flow.js";
import { fetchCalendarFile } from "./api.js";
import { longMoment } from "./words.js";

const find = (id) => document.getElementById(id);

/** What cancelling leads to, as sentences: the duty stays, and by when another time must be booked. Pure. */
export function consequenceWords({ book_by, reopens }) {
  const words = FLOW.cancel;
  const duty = reopens ? (book_by ? words.stillDuty(longDate(book_by)) : words.stillDutyNoDate) : words.deadlineGone;
  return [duty, words.consequence];
}

/** Ask before a booking is cancelled; `onOther` = find another time instead. Closing the dialog changes nothing. */
export function askCancel(booking, { onYes, onOther = null }) {
  const dialog = find("cancel-dialog");
  const [duty, consequence] = consequenceWords(booking);
  find("cancel-when").textContent = FLOW.cancel.when(capitalise(booking.name), longMoment(booking.starts_at));
  find("cancel-duty").textContent = duty;
  find("cancel-consequence").textContent = consequence;
  find("cancel-other").hidden = !onOther || !booking.can_move;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") onYes();
    if (dialog.returnValue === "other") onOther?.();
  }, { once: true });
  dialog.showModal();
  find("cancel-no").focus();
}

/** Fetch the file and let the browser save it -> its name. Throws ApiError. */
export async function saveCalendarFile(session, number) {
  return saveFile(await fetchCalendarFile(session, number));
}

/** {blob, name} -> the name, when the browser has been told to save it. */
export function saveFile({ blob, name }) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  // The browser reads the file after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}
