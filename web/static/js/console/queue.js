/** The queue follows along: fetched again when something changes, every 15 seconds, and when the window is looked at. */

import { TALK_STRINGS } from "../strings_console_chat.js";
import { ping, setCount } from "./attention.js";
import { fetchPart, swap } from "./fragment.js";
import { PRESENCE_CHANGED } from "./presence.js";
import { difference } from "./queue_news.js";
import { startRuleBox } from "./rulebox.js";
import { registerShortcut } from "./shortcuts.js";
import { openLine } from "./staff_socket.js";

const EVERY_MS = 15_000;
// Several things often change at once: a claim is a message, a new state and a new queue.
const GATHER_MS = 150;

const place = document.getElementById("queue");
const news = document.getElementById("queue-news");
const address = `${place.dataset.address}?team=${encodeURIComponent(place.dataset.team)}`;
const now = () => document.getElementById("queue-now");
let fetching = null;
let again = false;
let timer = 0;

function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, GATHER_MS);
}

/** One request at a time; what changes meanwhile is fetched right after it. */
async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = fetchPart(address, "queue-now").then(show, () => {});
  await fetching;
  fetching = null;
  if (again) {
    again = false;
    refresh();
  }
}

function show(fresh) {
  const old = now();
  // A screen reader loses its place in a list that is replaced; so it stays when nothing has changed.
  if (old.isEqualNode(fresh)) return;
  const change = difference(old.dataset, fresh.dataset);
  swap(old, fresh, "waiting-heading");
  count();
  if (change.text) news.textContent = change.text;
  if (change.calls) ping();
}

function count() {
  setCount(Number(now().dataset.calling));
}

count();
setInterval(refresh, EVERY_MS);
window.addEventListener("focus", refresh);
window.addEventListener("online", refresh);
// The hint that citizens are not offered to talk with this person comes and goes with the choice.
document.addEventListener(PRESENCE_CHANGED, refresh);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") refresh();
});
// Somebody who comes back with the browser's arrow sees the queue as it is now.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) refresh();
});
openLine({ up: refresh, queue: refreshSoon });
registerShortcut("t", TALK_STRINGS.shortcut.claim, () => document.querySelector(".queue-entry [id^=tag-]")?.focus());
document.getElementById("conflict")?.focus();
startRuleBox();
