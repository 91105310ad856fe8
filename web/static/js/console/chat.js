/** Puts the page of a conversation together. */

import { element } from "../dom.js";
import { TALK_STRINGS } from "../strings_console_chat.js";
import { TypingSignal } from "../typing_signal.js";
import { ping, setCount } from "./attention.js";
import { Canned, insertText } from "./canned.js";
import { openGaps } from "./canned_search.js";
import { TalkView } from "./chat_view.js";
import { fetchPart, swap } from "./fragment.js";
import { difference, waiting } from "./queue_news.js";
import { postForm } from "./request.js";
import { startRuleBox } from "./rulebox.js";
import { registerShortcut } from "./shortcuts.js";
import { TalkLine } from "./talk_line.js";

const find = (id) => document.getElementById(id);
// What the other side said last may be lost on the way.
const CITIZEN_STOPPED_MS = 8_000;
// Several things often change at once.
const GATHER_MS = 500;

const talk = find("talk");
const base = `/sagsbehandler/samtale/${talk.dataset.conversation}`;
const reply = find("reply");
const note = find("note");
let mine = talk.dataset.mine === "true";
let state = talk.dataset.state;
let leaving = false;
let unseen = 0;
// How the queue was when it was last asked for; own unread messages are on this page already.
let queue = null;
let queueTimer = 0;

const view = new TalkView({
  log: find("log"),
  news: find("news"),
  ownName: talk.dataset.name,
  onRetry: () => line.retry(),
});

const line = new TalkLine(talk.dataset.conversation, view.shown(), {
  onMessage: (message) => {
    const theirs = view.show(message);
    if (message.author === "citizen") showTyping(false);
    if (theirs && message.author === "citizen" && !looking()) {
      ping();
      unseen += 1;
      setCount(unseen);
    }
    markRead();
  },
  onState: showState,
  onRead: (seq) => view.seenUpTo(seq),
  onTyping: showTyping,
  onDelivery: (client_id, how, reason) => view.setState(client_id, how, reason),
  onLine: showLine,
  onQueue: () => {
    clearTimeout(queueTimer);
    queueTimer = setTimeout(watchQueue, GATHER_MS);
  },
});

const signal = new TypingSignal((on) => line.typing(on));

function looking() {
  return document.visibilityState === "visible" && document.hasFocus();
}

function markRead() {
  if (!looking()) return;
  unseen = 0;
  setCount(0);
  if (mine) line.read();
}

/** Others may come to wait while this one is talked with: the way back says how many, with the tone of the queue. */
async function watchQueue() {
  try {
    const fresh = await fetchPart("/sagsbehandler/koe", "queue-now");
    find("to-queue").textContent = TALK_STRINGS.toQueue(waiting(fresh.dataset));
    const change = queue === null ? null : difference(queue, fresh.dataset);
    queue = { waiting: fresh.dataset.waiting };
    if (change?.calls) {
      ping();
      view.say(change.text);
    }
  } catch {
    // Without the right to answer there is no queue, and without a network the next event tries again.
  }
}

let typingTimer = 0;
function showTyping(on) {
  const place = find("typing");
  clearTimeout(typingTimer);
  if (on) {
    if (place.hidden) view.say(TALK_STRINGS.citizenTyping);
    typingTimer = setTimeout(() => showTyping(false), CITIZEN_STOPPED_MS);
  }
  place.textContent = `${TALK_STRINGS.citizenTyping} …`;
  place.hidden = !on;
}

let wasDown = false;
function showLine(up) {
  const place = find("line");
  place.hidden = up;
  place.textContent = up ? "" : TALK_STRINGS.offline;
  if (up && wasDown) view.say(TALK_STRINGS.online);
  wasDown = !up;
}

/** Who has it may change under our hands: the page says so and stops writing, and what was typed stays. */
function showState(now) {
  if (now.mine === mine && now.state === state) return;
  const had = mine;
  mine = now.mine;
  state = now.state;
  const told = TALK_STRINGS.left[now.state];
  const text = typeof told === "function" ? told(now.name) : told;
  const reload = now.state === "gone" ? "" : element("a", { href: base }, TALK_STRINGS.reload);
  find("standing").replaceChildren(had || !mine ? `${text} ` : "", reload);
  for (const control of talk.querySelectorAll("#reply-form button, .talk-actions button, #claim")) control.disabled = true;
  if (reply) reply.readOnly = true;
}

function complain(field, place, text) {
  place.textContent = text;
  place.hidden = text === "";
  if (text === "") field.removeAttribute("aria-invalid");
  else {
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
}

function sendReply() {
  const text = reply.value.trim();
  const longest = Number(reply.dataset.longest);
  const gaps = openGaps(text);
  const problem = text === "" ? TALK_STRINGS.empty
    : gaps.length > 0 ? TALK_STRINGS.gaps(gaps)
      : [...text].length > longest ? TALK_STRINGS.tooLong(longest.toLocaleString("da-DK")) : "";
  complain(reply, find("reply-error"), problem);
  if (problem || !mine) return;
  reply.value = "";
  signal.stop();
  view.showOutgoing(line.send(text));
}

function typing() {
  find("reply-error").hidden = true;
  reply.removeAttribute("aria-invalid");
  signal.wrote(reply.value);
}

async function saveNote() {
  const problem = find("note-error");
  if (note.value.trim() === "") return complain(note, problem, TALK_STRINGS.noteEmpty);
  try {
    await postForm(`${base}/note`, { note: note.value });
    note.value = "";
    complain(note, problem, "");
    swap(find("notes-now"), await fetchPart(`${base}/noter`, "notes-now"), "notes-heading");
    view.say(TALK_STRINGS.noteSaved);
  } catch {
    complain(note, problem, TALK_STRINGS.noteFailed);
  }
  return undefined;
}

function startReply() {
  find("reply-form").addEventListener("submit", (event) => {
    event.preventDefault();
    sendReply();
  });
  reply.addEventListener("keydown", (event) => {
    // isComposing: Enter that only confirms a suggestion from the keyboard must not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      sendReply();
    } else if (event.key === "Escape") {
      // Out of the field, so that the one-key shortcuts can be used.
      find("log").focus({ preventScroll: true });
    }
  });
  reply.addEventListener("input", typing);
  const canned = new Canned(reply, `${base}/faerdige-svar`);
  registerShortcut("r", TALK_STRINGS.shortcut.reply, () => reply.focus());
  registerShortcut("/", TALK_STRINGS.shortcut.canned, () => canned.open());
  openWith("v", TALK_STRINGS.shortcut.forward, "action-forward", "forward-to");
  openWith("b", TALK_STRINGS.shortcut.back, "action-back", "back-button");
  openWith("a", TALK_STRINGS.shortcut.close, "action-close", "close-button");
}

function openWith(key, label, part, field) {
  registerShortcut(key, label, () => {
    find(part).open = true;
    find(field).focus();
  });
}

function startNote() {
  find("note-form").addEventListener("submit", (event) => {
    event.preventDefault();
    saveNote();
  });
  note.addEventListener("keydown", (event) => {
    if (event.key === "Escape") find("notes-heading").focus();
  });
  registerShortcut("n", TALK_STRINGS.shortcut.note, () => note.focus());
}

if (reply) startReply();
if (note) startNote();
registerShortcut("s", TALK_STRINGS.shortcut.sheet, () => find("sheet-heading").focus());
startRuleBox(reply ? (text) => insertText(reply, text) : null);
window.addEventListener("focus", markRead);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") line.sync();
});
// What was typed is kept nowhere but on the page; so the browser asks before it is lost.
document.addEventListener("submit", (event) => {
  leaving = !event.defaultPrevented;
});
window.addEventListener("beforeunload", (event) => {
  const typed = [reply, note].some((field) => field && field.value.trim() !== "");
  if (typed || (line.unsent.length > 0 && !leaving)) event.preventDefault();
});
line.start();
markRead();
watchQueue();
