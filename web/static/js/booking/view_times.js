/** Choosing a time: three suggestions first, then more of them by day. */

import { element, spoken } from "../dom.js";
import { capitalise, clockTime } from "../dates.js";
import { BOOKING } from "../strings_booking.js";
import { button, buttons, choice, choices, ruleLink, select, title } from "./parts.js";
import { byDay, dayTitle, deadlineWords, formSentence, formsWords, longMoment, slotTitle } from "./words.js";

const WORDS = BOOKING.times;

/**
 * `offer`; `found` = {suggestions, more, after}; `wish` = {day, part, form}; `opened` = more times are shown;
 * `replaces` = the booking that is moved, or null.
 */
export function timesView({ offer, found, wish, opened, replaces }, on) {
  const empty = found.suggestions.length === 0;
  return [
    title(replaces ? WORDS.rebookTitle : WORDS.title),
    replaces ? element("p", { class: "lead" }, WORDS.rebookText(longMoment(replaces.starts_at))) : null,
    element("p", { class: "booking-quiet" }, [`${capitalise(offer.name)}.`, ...deadlineWords(offer)].join(" ")),
    formNodes(offer, wish, on),
    empty ? element("p", { class: "booking-none" }, noFit(wish)) : suggestionNodes(found.suggestions, wish, on),
    opened || empty ? moreNodes({ found, wish, opened, empty }, on) : buttons(button(WORDS.more, on.onMore, { id: "more-times" })),
    buttons(button(WORDS.back, on.onBack)),
  ];
}

function noFit({ day, part }) {
  return day || part ? WORDS.noFit : WORDS.noFitForm;
}

function formNodes({ forms }, wish, on) {
  const rule = element("p", { class: "choice-hint" }, ruleLink({ id: "samtaler.form", title: WORDS.formRule }));
  if (forms.length < 2) {
    return element("div", { class: "choices" }, element("p", {}, formSentence(forms)), rule);
  }
  const radios = forms.map((form) => choice({
    type: "radio", name: "form", value: form, text: BOOKING.form[form].label, hint: BOOKING.form[form].hint,
    checked: form === wish.form, onChange: () => on.onForm(form),
  }));
  return choices(WORDS.formTitle, element("p", { class: "choice-hint" }, WORDS.formFree), radios, rule);
}

function suggestionNodes(slots, wish, on) {
  const items = slots.map((slot) => element("li", {}, slotButton(slot, wish, on)));
  const near = slots.every((slot) => !slot.fits);
  return element(
    "section",
    { "aria-labelledby": "suggestions-title" },
    element("h3", { id: "suggestions-title" }, WORDS.suggestions),
    near ? element("p", {}, WORDS.near) : null,
    element("ul", { class: "suggestions" }, items),
  );
}

function slotButton(slot, wish, on) {
  const details = [
    WORDS.minutes(slot.minutes),
    slot.forms.includes(wish.form) ? "" : formsWords(slot.forms, "eller"),
    slot.capacity > 1 ? WORDS.left(slot.free) : "",
  ].filter(Boolean);
  const node = element(
    "button",
    { type: "button", class: "slot", "data-slot": slot.id },
    element("span", { class: "slot-when" }, slotTitle(slot.starts_at)),
    " ",
    element("span", { class: "slot-more" }, details.join(", ")),
  );
  node.addEventListener("click", () => on.onPick(slot));
  return node;
}

function moreNodes({ found, wish, opened, empty }, on) {
  return element(
    "section",
    { "aria-labelledby": "more-title", class: "more-times" },
    element("h3", { id: "more-title", tabindex: "-1" }, WORDS.moreTitle),
    filterForm(wish, on),
    empty || !opened ? null : dayNodes(found, on),
  );
}

function filterForm(wish, on) {
  const days = WORDS.days.map((day, index) => [String(index), capitalise(day)]);
  const form = element(
    "form",
    { novalidate: true },
    element(
      "div",
      { class: "booking-filters" },
      select({ id: "filter-day", label: WORDS.day, options: [["", WORDS.anyDay], ...days], value: wish.day }),
      select({ id: "filter-part", label: WORDS.part, options: Object.entries(WORDS.parts), value: wish.part }),
    ),
    buttons(
      element("button", { class: "button button-secondary" }, WORDS.filter),
      wish.day || wish.part ? button(WORDS.clearFilter, () => on.onFilter({ day: "", part: "" })) : null,
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    on.onFilter({ day: form.querySelector("#filter-day").value, part: form.querySelector("#filter-part").value });
  });
  return form;
}

function dayNodes({ more, after }, on) {
  const days = byDay(more).map(([day, slots]) => [
    element("h4", {}, dayTitle(day)),
    element("ul", { class: "day-times" }, slots.map((slot) => element("li", {}, clockButton(slot, day, on)))),
  ]);
  return element("div", { class: "days" }, days.flat(), after ? buttons(button(WORDS.later, () => on.onLater(after), { id: "later-times" })) : null);
}

function clockButton(slot, day, on) {
  const node = element(
    "button",
    { type: "button", class: "slot slot-small", "data-slot": slot.id },
    spoken("kl. "), clockTime(slot.starts_at), spoken(` ${dayTitle(day).toLocaleLowerCase("da")}`),
  );
  node.addEventListener("click", () => on.onPick(slot));
  return node;
}
