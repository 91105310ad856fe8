/** The code of an aftale, fetched when somebody asks for it. It stands on the screen and nowhere else. */

import { element, spoken } from "../dom.js";
import { FLOW } from "../strings_booking_flow.js";
import { newCode } from "./api.js";
import { problemWords } from "./words.js";

const WORDS = FLOW.code;

/** A button that shows a new code for the aftale; `session()` = the conversation it belongs to; `words` = on the button. */
export function codeNodes(number, session, words = WORDS.show) {
  const whose = spoken(` (${number})`);
  const said = element("p", { class: "booking-code", role: "status" });
  const button = element("button", { type: "button", class: "button button-secondary code-button" }, words, whose);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { code } = await newCode(session(), number);
      said.replaceChildren(WORDS.shown(number), " ", element("strong", { class: "booking-number" }, inHalves(code)), ". ", WORDS.keep);
      button.replaceChildren(WORDS.again, whose);
    } catch (error) {
      if (typeof error?.status !== "number") throw error;
      said.textContent = problemWords(error);
    } finally {
      button.disabled = false;
    }
  });
  return [button, said];
}

/** A code is read and written down in two pieces; the server takes it with and without the blank. */
export function inHalves(code) {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}
