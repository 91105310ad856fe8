/** The small parts that the views of booking are built of. */

import { capitalise } from "../dates.js";
import { element, spoken } from "../dom.js";
import { BOOKING } from "../strings_booking.js";
import { longMoment } from "./words.js";

/** A heading that can take the focus when its view appears. */
export function title(text, { level = "h2" } = {}) {
  return element(level, { class: "booking-title", tabindex: "-1" }, text);
}

/** A button; `label` is what a screen reader says when the shown text alone is not enough. */
export function button(text, onPress, { primary = false, label = "", id = null } = {}) {
  const hidden = label ? spoken(` ${label}`) : null;
  const node = element("button", { type: "button", id, class: `button ${primary ? "button-primary" : "button-secondary"}` }, text, hidden);
  node.addEventListener("click", onPress);
  return node;
}

export function buttons(...nodes) {
  return element("div", { class: "booking-buttons" }, nodes);
}

/** One radio or checkbox with its label and perhaps a line under it. */
export function choice({ type, name, value, text, checked = false, hint = "", onChange = null }) {
  const id = `${name}-${value}`;
  const input = element("input", { type, name, id, value, checked, "aria-describedby": hint ? `${id}-hint` : null });
  if (onChange) input.addEventListener("change", () => onChange(input));
  const lines = [element("label", { for: id }, text)];
  if (hint) lines.push(element("p", { class: "choice-hint", id: `${id}-hint` }, hint));
  return element("div", { class: "choice" }, input, element("div", { class: "choice-text" }, lines));
}

/** Choices that belong together, under the question they answer. */
export function choices(question, ...nodes) {
  return element("fieldset", { class: "choices" }, element("legend", {}, question), nodes.flat(Infinity));
}

/** A field for text, with its label over it and what is wrong with it beside. */
export function textField({ id, label, hint = "", value = "", rows = 1, longest = 200, onInput }) {
  const described = [hint ? `${id}-hint` : "", `${id}-error`].filter(Boolean).join(" ");
  const shared = { id, class: "form-input", maxlength: longest, autocomplete: "off", "aria-describedby": described };
  const field = rows > 1 ? element("textarea", { ...shared, rows }) : element("input", { ...shared, type: "text" });
  field.value = value;
  field.addEventListener("input", () => onInput(field.value));
  return element(
    "div",
    { class: "panel-field" },
    element("label", { for: id }, label),
    hint ? element("p", { class: "panel-hint", id: `${id}-hint` }, hint) : null,
    element("p", { class: "panel-error", id: `${id}-error`, hidden: true }),
    field,
  );
}

/** Say what is wrong with a field, or that nothing is. */
export function complain(id, text) {
  const field = document.getElementById(id);
  const place = document.getElementById(`${id}-error`);
  place.textContent = text;
  place.hidden = text === "";
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

export function select({ id, label, options, value = "" }) {
  const items = options.map(([key, text]) => element("option", { value: key, selected: key === value }, text));
  return element("div", { class: "panel-field" }, element("label", { for: id }, label), element("select", { id, class: "form-select" }, items));
}

/** A list of what is known: [[word, text or node], ...]; what is empty is left out. */
export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value && value.length !== 0).map(([word, value]) => (
    element("div", {}, element("dt", {}, word), element("dd", {}, Array.isArray(value) ? list(value) : value))
  ));
  return element("dl", { class: "booking-facts" }, rows);
}

export function list(lines) {
  return element("ul", {}, lines.map((line) => element("li", {}, line)));
}

/** A link to a page of the rule book, in a new tab: what is being booked stays open. */
export function ruleLink({ id, title: text }) {
  const attributes = { href: `/regler/${encodeURIComponent(id)}`, target: "_blank", rel: "noopener" };
  return element("a", attributes, text, " ", spoken(BOOKING.offer.newWindow));
}

export function notice(...nodes) {
  return element("div", { class: "booking-notice" }, nodes);
}

/** The time that is held; how long is written into #hold-left. */
export function holdBox({ slot }) {
  const lines = [element("strong", {}, BOOKING.hold.title), capitalise(BOOKING.hold.text(longMoment(slot.starts_at)))];
  return notice(...lines.map((line) => element("p", {}, line)), element("p", { id: "hold-left" }));
}
