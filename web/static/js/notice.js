/** The notice on top of the page: shown as the server tells it, asked for where no live line tells it. */

import { element } from "./dom.js";
import { addressOf, find } from "./place.js";

const ADDRESS = "/api/v1/notice";
const ASK_MS = 30_000;

/** Show `notice` ({text, level, label}), or nothing for null. */
export function showNotice(notice) {
  const place = find("emergency");
  if (!place) return;
  const now = notice ? `${notice.level}|${notice.label}: ${notice.text}` : "";
  const shown = place.firstElementChild;
  if (now === (shown ? `${shown.dataset.level}|${shown.textContent}` : "")) return; // not read aloud twice
  place.replaceChildren();
  if (!notice) return;
  const label = element("strong", {}, `${notice.label}:`);
  place.append(element("p", { class: "emergency", "data-level": notice.level }, label, " ", notice.text));
}

/** Ask for the notice once. */
export async function lookForNotice() {
  try {
    const answer = await fetch(addressOf(ADDRESS), { credentials: "omit" });
    if (answer.ok) showNotice((await answer.json()).notice);
  } catch {
    // The line is away: what stands there stays, and the next time comes.
  }
}

/** Ask for the notice now and again; `needed()` says whether it is worth asking. */
export function askForNotice(needed = () => true) {
  setInterval(() => {
    if (document.visibilityState === "visible" && needed()) lookForNotice();
  }, ASK_MS);
}
