/** What is new between two states of the queue, as its template tells them in data attributes. Pure. */

import { TALK_STRINGS } from "../strings_console_chat.js";

/** dataset before and after -> {text, calls}: what to say ("" = nothing), and whether it calls for attention. */
export function difference(before, after) {
  const fresh = added(before.waiting, after.waiting);
  if (fresh > 0) return { text: fresh === 1 ? TALK_STRINGS.news.one : TALK_STRINGS.news.many(fresh), calls: true };
  if (added(before.unread, after.unread) > 0) return { text: TALK_STRINGS.news.message, calls: true };
  return { text: before.waiting === after.waiting ? "" : TALK_STRINGS.news.gone, calls: false };
}

/** How many wait. */
export function waiting(state) {
  return ids(state.waiting).length;
}

function added(before, after) {
  const known = new Set(ids(before));
  return ids(after).filter((id) => !known.has(id)).length;
}

function ids(list) {
  return (list ?? "").split(" ").filter(Boolean);
}
