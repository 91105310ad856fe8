/** The list of call-backs follows along, but never moves under the hands of somebody who is about to press. */

import { ping } from "./attention.js";
import { fetchPart, swap } from "./fragment.js";
import { openLine } from "./staff_socket.js";

const EVERY_MS = 15_000;
const now = () => document.getElementById("calls-now");
const news = document.getElementById("calls-news");

/** Somebody reads "are you sure?": what is open would be closed by a new list. */
const isBusy = () => now().querySelector("details[open]") !== null;

async function refresh() {
  if (isBusy()) return;
  const fresh = await fetchPart(location.pathname, "calls-now").catch(() => null);
  const old = now();
  // A screen reader loses its place in a list that is replaced; so it stays when nothing has changed.
  if (!fresh || isBusy() || old.isEqualNode(fresh)) return;
  const more = Number(fresh.dataset.count) > Number(old.dataset.count);
  swap(old, fresh, "main");
  if (!more) return;
  news.textContent = news.dataset.changed;
  ping();
}

setInterval(refresh, EVERY_MS);
window.addEventListener("focus", refresh);
window.addEventListener("online", refresh);
openLine({ up: refresh, queue: refresh });
