/** The page on which a citizen logs in, comes back, finds what is their own, and logs out. */

import { openConversation } from "../api.js";
import { longDate } from "../dates.js";
import { element } from "../dom.js";
import { clearSession, loadSession, saveSession } from "../session.js";
import { LOGIN } from "../strings_login.js";
import { longMoment } from "../booking/words.js";
import { beginLogin, endLogin, fetchLogin, fetchOwn, takeToken, takeUp } from "./api.js";

const MODE = "citizen";
const find = (id) => document.getElementById(id);
const main = find("main");

/** The conversation of this tab, or a new one: a login is always for one. */
async function sessionOfTab() {
  const kept = loadSession(MODE);
  if (kept) return kept;
  const { id, token } = await openConversation(MODE);
  saveSession(MODE, { id, token });
  return { id, token };
}

async function start() {
  if (main.dataset.step === "back") return comeBack();
  const session = await sessionOfTab();
  const state = await fetchLogin(session).catch((error) => {
    if (error.status !== 401) throw error;
    clearSession(MODE);
    return null;
  });
  if (state === null) return start();
  return state.logged_in ? showIn(session) : showOut();
}

async function comeBack() {
  const before = loadSession(MODE);
  if (!before) return showOut(LOGIN.lost);
  const session = await takeToken(before).catch((error) => {
    if (error.status !== 401) throw error;
    return null;
  });
  if (!session) return showOut(LOGIN.lost);
  saveSession(MODE, session);
  // A reload must not try to take what is taken.
  main.dataset.step = "start";
  history.replaceState(null, "", "/log-ind");
  const { talks } = await fetchOwn(session);
  // Nothing to choose here: on with what was begun.
  if (talks.length === 0) return window.location.replace(main.dataset.goOn);
  return showIn(session, talks);
}

function showOut(problem = "") {
  if (problem) tell(problem);
  show({ out: true });
}

async function showIn(session, known = null) {
  const talks = known ?? (await fetchOwn(session)).talks;
  find("login-title").textContent = find("login-title").dataset.in;
  find("login-talks").replaceChildren(...talks.map((talk) => talkNode(session, talk)));
  find("login-own").hidden = talks.length === 0;
  find("login-problem").hidden = true;
  find("login-end").onclick = () => run(async () => {
    const { address } = await endLogin(session);
    clearSession(MODE);
    window.location.assign(address);
  });
  show({ inside: true });
  find("login-title").focus();
}

function talkNode(session, { id, changed_on, bookings, reminders }) {
  const day = longDate(changed_on);
  const lines = bookings.map(({ kind, starts_at }) => LOGIN.booked(kind, longMoment(starts_at)));
  if (reminders > 0) lines.push(LOGIN.reminders(reminders));
  const take = element("button", { type: "button", class: "button button-secondary" }, LOGIN.takeUp(day));
  take.addEventListener("click", () => run(async () => {
    saveSession(MODE, await takeUp(session, id));
    window.location.assign("/");
  }));
  return element(
    "li", {}, element("h3", {}, LOGIN.talk(day)),
    (lines.length > 0 ? lines : [LOGIN.nothing]).map((line) => element("p", {}, line)),
    element("p", {}, LOGIN.takeUpNote), take,
  );
}

function show({ out = false, inside = false }) {
  find("login-wait").hidden = true;
  find("login-out").hidden = !out;
  find("login-in").hidden = !inside;
}

function tell(problem) {
  const box = find("login-problem");
  box.textContent = problem;
  box.hidden = false;
}

let busy = false;

/** One thing at a time; what goes wrong is said in words. */
async function run(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch (error) {
    tell(error.message && error.status > 0 ? error.message : LOGIN.failed);
    if (find("login-out").hidden && find("login-in").hidden) showOut();
  } finally {
    busy = false;
  }
}

find("login-begin").addEventListener("click", () => run(async () => {
  const { address } = await beginLogin(await sessionOfTab(), main.dataset.page);
  window.location.assign(address);
}));
run(start);
