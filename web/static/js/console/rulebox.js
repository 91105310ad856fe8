/** The quick question about a rule, answered by the assistant in its voice for those who advise citizens. */

import { openConversation, sendMessage } from "../api.js";
import { answerNodes } from "../card.js";
import { element, textBlocks } from "../dom.js";
import { TALK_STRINGS } from "../strings_console_chat.js";
import { readTable, tableNodes } from "../table.js";
import { registerShortcut } from "./shortcuts.js";
import { rowText } from "./rule_row.js";

const find = (id) => document.getElementById(id);
// One conversation for as long as the page is open. It is kept nowhere else: it is nobody's case.
let session = null;

/** Start the box. `insert(text)` puts a text into the reply to the citizen; left out where there is none. */
export function startRuleBox(insert = null) {
  const form = find("rulebox-form");
  const question = find("rulebox-question");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (question.value.trim() === "") tell(TALK_STRINGS.rule.empty);
    else ask({ text: question.value.trim() }, insert);
  });
  // Out of the field, so that the one-key shortcuts can be used.
  question.addEventListener("keydown", (event) => {
    if (event.key === "Escape") find("rulebox-heading").focus();
  });
  registerShortcut("u", TALK_STRINGS.shortcut.rule, () => question.focus());
}

async function ask(message, insert) {
  tell(TALK_STRINGS.rule.waiting);
  try {
    session ??= await openConversation("caseworker");
    const { messages } = await sendMessage(session, { client_id: newId(), ...message });
    find("rulebox-answer").replaceChildren(...messages.flatMap((one) => nodesOf(one, insert)));
    tell(TALK_STRINGS.rule.found, true);
  } catch (error) {
    // A conversation that is gone is opened anew the next time.
    if (error.status === 401 || error.status === 404) session = null;
    tell(error.message && error.status >= 400 ? error.message : TALK_STRINGS.rule.failed);
  }
}

function nodesOf({ text, answer, buttons }, insert) {
  const table = readTable(answer?.table);
  const body = table ? tableNodes(answer) : answer?.rules?.length > 0 ? answerNodes(answer) : textBlocks(text, { links: true });
  return [...body, table && insert ? insertList(table, insert) : null, buttonList(buttons, insert)].filter(Boolean);
}

function insertList(table, insert) {
  const items = table.rows.map((row) => {
    const button = element("button", { type: "button", class: "quick-reply" }, TALK_STRINGS.rule.insert(row.heading));
    button.addEventListener("click", () => {
      insert(rowText(table, row, TALK_STRINGS.rule));
      tell(TALK_STRINGS.rule.inserted, true);
    });
    return element("li", {}, button);
  });
  return element("ul", { class: "quick-replies nobullet-list" }, items);
}

function buttonList(buttons, insert) {
  if (!buttons || buttons.length === 0) return null;
  const items = buttons.map(({ title, payload }) => {
    const button = element("button", { type: "button", class: "quick-reply" }, title);
    button.addEventListener("click", () => {
      ask({ payload, text: title }, insert);
      find("rulebox-question").focus();
    });
    return element("li", {}, button);
  });
  return element("ul", { class: "quick-replies nobullet-list" }, items);
}

/** Say it aloud, and on the screen unless the answer is there to be seen. */
function tell(text, quiet = false) {
  const news = find("rulebox-news");
  news.textContent = text;
  news.classList.toggle("visually-hidden", quiet);
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
