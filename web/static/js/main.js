/** Puts the parts of the page together. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
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
  onRetry: (client_id) => conversation.retry(client_id),
});

let replayed = false;

const conversation = new Conversation({
  // The first batch is history and is drawn silently; later ones are news and are read aloud.
  onReplay: (messages) => {
    if (replayed) messages.forEach((message) => view.show(message));
    else view.replay(messages);
    replayed = true;
  },
  onMessage: (message) => view.show(message),
  onState: (client_id, state, reason) => view.setState(client_id, state, reason),
  onTyping: (on) => view.setTyping(on),
  onConnection: showConnection,
  onExpired: (unsent) => {
    view.announce(STRINGS.expired);
    unsent.forEach(({ text, payload }) => send({ text, payload }));
  },
  onClear: () => {
    view.clear();
    replayed = false;
  },
}, document.body.dataset.mode);

const composer = new Composer({
  form: find("composer"),
  input: find("message-input"),
  hint: find("message-error"),
  counter: find("message-counter"),
  onSend: (text) => send({ text }),
});

function send(message) {
  view.showOutgoing(conversation.send(message));
}

/** A pressed quick reply turns into text, so focus must go somewhere sensible. */
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
  if (conversation.isEmpty) restart();
  else find("restart-dialog").showModal();
}

async function restart() {
  await conversation.restart();
  view.announce(STRINGS.restarted);
  composer.focus();
}

find("restart").addEventListener("click", askToRestart);
find("restart-dialog").addEventListener("close", (event) => {
  if (event.target.returnValue === "yes") restart();
});
window.addEventListener("online", () => conversation.sync());
window.addEventListener("focus", () => conversation.sync());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") conversation.sync();
});

conversation.start();
