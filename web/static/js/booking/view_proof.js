/** Before a time is booked: the address a code is sent to, and the code. */

import { element } from "../dom.js";
import { PROOF } from "../strings_booking_proof.js";
import { button, buttons, complain, holdBox, textField, title } from "./parts.js";

const LONGEST_ADDRESS = 254;
const CODE = /^\s*\d{3}\s?\d{3}\s*$/;

/** `needs` = {what, ways, login}, `contact` = whom to call instead, `written` = to be corrected; `on.onSend(address)`. */
export function addressView({ hold, needs, contact, written = "" }, on) {
  const byAddress = needs.what === "contact" && needs.ways.length > 0;
  if (!byAddress && !needs.login) {
    return [title(PROOF.title), holdBox(hold), element("p", {}, PROOF.noWay), element("p", {}, contact)];
  }
  let address = written;
  const send = () => {
    complain("proof-address", address.trim() ? "" : PROOF.addressMissing);
    if (address.trim()) on.onSend(address.trim());
  };
  const field = textField({
    id: "proof-address", label: PROOF.address[wayOf(needs.ways)], hint: PROOF.addressHint, longest: LONGEST_ADDRESS,
    value: written,
    onInput: (value) => { address = value; },
  });
  return [
    title(byAddress ? PROOF.title : PROOF.titleLogin),
    holdBox(hold),
    element("p", {}, byAddress ? PROOF.lead : PROOF.leadLogin),
    byAddress ? form(send, field, buttons(submit(PROOF.send))) : null,
    ...(needs.login ? loginNodes(needs.login, byAddress) : []),
  ];
}

/** `shown` = enough of the address to see a slip; `on.onCode(code)`, `on.onAgain()`, `on.onOther()`. */
export function codeView({ hold, shown }, on) {
  let code = "";
  const send = () => {
    const right = CODE.test(code);
    complain("proof-code", right ? "" : PROOF.codeMissing);
    if (right) on.onCode(code.trim());
  };
  const field = textField({ id: "proof-code", label: PROOF.code, longest: 9, onInput: (value) => { code = value; } });
  const input = field.querySelector("input");
  input.setAttribute("inputmode", "numeric");
  input.setAttribute("autocomplete", "one-time-code");
  return [
    title(PROOF.codeTitle),
    holdBox(hold),
    element("p", {}, PROOF.codeLead(shown)),
    form(send, field, buttons(submit(PROOF.book), button(PROOF.again, on.onAgain), button(PROOF.other, on.onOther))),
  ];
}

function loginNodes(label, second) {
  const link = element("a", { class: "button button-secondary", href: "/log-ind?fra=booking" }, PROOF.login(label));
  return [second ? element("p", {}, PROOF.or) : null, element("p", {}, link)];
}

function wayOf(ways) {
  return ways.length > 1 ? "both" : ways[0] === "sms" ? "sms" : "email";
}

function form(onSend, ...nodes) {
  const node = element("form", { novalidate: true }, nodes);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    onSend();
  });
  return node;
}

function submit(text) {
  return element("button", { type: "submit", class: "button button-primary" }, text);
}
