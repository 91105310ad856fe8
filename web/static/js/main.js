/** Puts the parts of the page together. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { PersonPart } from "./person.js";
import { Rights } from "./rights.js";
import { loadSession } from "./session.js";
import { STRINGS } from "./strings.js";
import { ConversationView } from "./view.js";

const find = (id) => document.getElementById(id);

const view = new ConversationView({
  log: find("chat-log"),
  typing: find("typing"),
  status: find("chat-status"),
  onReply: ({ title, payload }) => {
    send({ text: title, payload });
    keepFocus();
  },
  onRetry: () => conversation.retry(),
});

let replayed = false;

const conversation = new Conversation({
  // The first batch is history and is drawn silently; later ones are news and are read aloud.
  onReplay: (messages) => {
    if (replayed) messages.forEach((message) => view.show(message));
    else view.replay(messages);
    replayed = true;
    person.saw(messages);
  },
  onMessage: (message) => {
    view.show(message);
    person.saw([message]);
  },
  onState: (client_id, state, reason) => view.setState(client_id, state, reason),
  onTyping: (event) => person.typing(event),
  onStanding: (news) => {
    person.hear(news);
    tellOthers(news);
  },
  onRead: ({ by, seq }) => view.setRead(by === "staff" ? seq : 0),
  onConnection: showConnection,
  onExpired: (unsent) => {
    view.announce(STRINGS.expired);
    unsent.forEach(({ text, payload }) => send({ text, payload }));
  },
  onClear: () => {
    view.clear();
    person.clear();
    replayed = false;
    rights.clear();
  },
}, document.body.dataset.mode);

const rights = new Rights({
  session: () => conversation.session,
  announce: (text) => view.announce(text),
  onDeleted: restart,
});

const composer = new Composer({
  form: find("composer"),
  input: find("message-input"),
  hint: find("message-error"),
  counter: find("message-counter"),
  onSend: (text) => send({ text }),
});

const person = new PersonPart({ conversation, view, keepFocus, onFetched: tellOthers });

/** How the conversation stands also says whether a talk may be rated and what a person has read. */
function tellOthers(news) {
  rights.standing(news);
  view.setRead(news.read_by_staff);
}

function send(message) {
  person.sent();
  view.showOutgoing(conversation.send(message));
}

/** What had the focus has gone (a pressed quick reply turns into text), so it must go somewhere sensible. */
function keepFocus() {
  // On a phone the field would bring up the keyboard and cover the answer.
  if (window.matchMedia("(pointer: coarse)").matches) find("chat-log").focus({ preventScroll: true });
  else composer.focus();
}

function showConnection(state) {
  const banner = find("connection");
  const text = { offline: STRINGS.offline, cannot_open: STRINGS.cannotOpen }[state] ?? "";
  if (banner.textContent === text) return;
  banner.textContent = text;
  banner.hidden = text === "";
  if (state === "online" && replayed) view.announce(STRINGS.online);
}

function askToRestart() {
  if (conversation.isEmpty && !person.lossOnRestart) return restart();
  find("restart-text").textContent = person.lossOnRestart ?? RESTART_TEXT;
  find("restart-dialog").showModal();
  return undefined;
}

async function restart() {
  person.letGo();
  await conversation.restart();
  view.announce(STRINGS.restarted);
  composer.focus();
}

const RESTART_TEXT = find("restart-text").textContent;
find("restart").addEventListener("click", askToRestart);
find("restart-dialog").addEventListener("close", (event) => {
  if (event.target.returnValue === "yes") restart();
});
window.addEventListener("online", () => conversation.sync());
window.addEventListener("focus", () => conversation.sync());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") conversation.sync();
});

person.begin(loadSession(document.body.dataset.mode) !== null);
conversation.start();
