/** "Til stede" and "Ikke til stede" without a new page, and a sign of life every 20 seconds. */

import { CONSOLE_STRINGS } from "../strings_console.js";
import { postForm } from "./request.js";

const HEARTBEAT = "/sagsbehandler/puls";
/** What the document hears when the person has chosen: a page may say something that depends on it. */
export const PRESENCE_CHANGED = "presencechanged";

/** Start both. The form also works without this. */
export function startPresence() {
  const form = document.getElementById("presence");
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      choose(form, event.submitter?.value ?? "away");
    });
  }
  const ticker = new Worker(workerAddress());
  ticker.addEventListener("message", () => beat(form, ticker));
  beat(form, ticker);
}

/** Show a presence that somebody else (another window, the server) told of. */
export function showPresence(presence) {
  const form = document.getElementById("presence");
  form?.querySelectorAll("[name=presence]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === presence));
  });
}

async function choose(form, wanted) {
  const said = document.getElementById("presence-said");
  try {
    const { presence } = await postForm(form.action, { presence: wanted });
    showPresence(presence);
    document.dispatchEvent(new Event(PRESENCE_CHANGED));
    said.textContent = CONSOLE_STRINGS.presence[presence];
    said.classList.add("visually-hidden");
  } catch {
    said.textContent = said.dataset.failed;
    said.classList.remove("visually-hidden");
  }
}

async function beat(form, ticker) {
  try {
    const { presence } = await postForm(HEARTBEAT);
    if (form) showPresence(presence);
  } catch (error) {
    // Without login there is nothing to tell; without network the next tick tries again.
    if (error.status === 401 || error.status === 403) ticker.terminate();
  }
}

function workerAddress() {
  const address = "/static/js/console/ticker.js";
  if (!window.trustedTypes) return address;
  return window.trustedTypes.createPolicy("retpligt-ticker", { createScriptURL: () => address }).createScriptURL("");
}
