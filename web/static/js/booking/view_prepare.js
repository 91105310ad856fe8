/** Getting ready: the topic, the questions to think over, and what is needed for the talk. */

import { capitalise } from "../dates.js";
import { disclosure, element } from "../dom.js";
import { BOOKING } from "../strings_booking.js";
import { FLOW } from "../strings_booking_flow.js";
import { button, buttons, choice, choices, complain, ruleLink, textField, title } from "./parts.js";

const NEEDS = ["interpreter", "accessibility"];
export const LONGEST_ANSWER = 1000;
export const LONGEST_NEED = 200;

/** `offer`; `chosen` = the choices (kept over a reload); `written` = the texts (kept on the screen only). */
export function prepareView({ offer, chosen, written }, on) {
  const questions = element("div", { id: "prepare-questions" }, questionNodes(offer, chosen.topic, written));
  const topics = offer.topics.map(({ id, name, about }) => topicChoice(id, capitalise(name), about));
  function topicChoice(id, name, hint = "") {
    const onChange = () => {
      chosen.topic = id;
      on.onChange();
      questions.replaceChildren(...questionNodes(offer, id, written));
    };
    return choice({ type: "radio", name: "topic", value: id || "none", text: name, hint, checked: (chosen.topic ?? "") === id, onChange });
  }
  return [
    title(FLOW.prepare.title),
    on.holdBox(),
    topics.length > 0 ? choices(FLOW.prepare.topic, topics, topicChoice("", FLOW.prepare.topicNone)) : null,
    questions,
    wishNodes(offer, chosen, written, on),
    buttons(
      button(FLOW.prepare.next, () => { if (valid(chosen, written)) on.onNext(); }, { primary: true }),
      button(FLOW.prepare.otherTime, on.onOtherTime),
    ),
  ];
}

function questionNodes(offer, topic, written) {
  const questions = offer.topics.find(({ id }) => id === topic)?.questions ?? [];
  if (questions.length === 0) return [];
  const fields = questions.map(({ id, text, help }) => textField({
    id: `answer-${id}`, label: text, hint: help ?? "", rows: 2, longest: LONGEST_ANSWER, value: written.preparation[id] ?? "",
    onInput: (value) => { written.preparation[id] = value; },
  }));
  const box = disclosure(FLOW.prepare.questions, element("p", { class: "panel-hint" }, FLOW.prepare.questionsHint), ...fields);
  box.open = true;
  return [box];
}

function wishNodes(offer, chosen, written, on) {
  const words = BOOKING.wishes;
  const flag = (name, text) => choice({
    type: "checkbox", name: "wish", value: name, text, checked: Boolean(chosen[name]),
    onChange: (input) => { chosen[name] = input.checked; on.onChange(); },
  });
  return choices(
    words.title,
    offer.akasse_may_join ? flag("akasse", words.akasse) : null,
    flag("companion", words.companion),
    element("p", { class: "choice-hint" }, ruleLink({ id: "bisidder.ret", title: words.companionRule })),
    need("interpreter", words.interpreter, { label: words.interpreterLanguage }, chosen, written, on),
    need("accessibility", words.accessibility, { label: words.accessibilityWhat, hint: words.accessibilityHint }, chosen, written, on),
  );
}

/** A checkbox that opens a field: what is needed is kept over a reload, the words about it are not. */
function need(name, text, field, chosen, written, on) {
  chosen.needs ??= {};
  const box = textField({ id: `need-${name}`, ...field, longest: LONGEST_NEED, value: written[name], onInput: (value) => { written[name] = value; } });
  box.hidden = !chosen.needs[name];
  const onChange = (input) => {
    chosen.needs[name] = input.checked;
    box.hidden = !input.checked;
    on.onChange();
  };
  return [choice({ type: "checkbox", name: "needs", value: name, text, checked: Boolean(chosen.needs[name]), onChange }), box];
}

function valid(chosen, written) {
  const wrong = NEEDS.filter((name) => {
    const missing = Boolean(chosen.needs?.[name]) && written[name].trim() === "";
    complain(`need-${name}`, missing ? BOOKING.wishes[`${name}Missing`] : "");
    return missing;
  });
  if (wrong.length > 0) document.getElementById(`need-${wrong[0]}`).focus();
  return wrong.length === 0;
}

/** The choices of a booking that is moved. */
export function chosenBefore({ topic, wishes }) {
  const { akasse, companion, interpreter, accessibility } = wishes;
  const needs = { interpreter: Boolean(interpreter), accessibility: Boolean(accessibility) };
  return { topic: topic?.id ?? "", akasse, companion, needs };
}

/** What was written for a booking that is moved; nothing for a new one. */
export function writtenBefore({ preparation = {}, wishes = {} } = {}) {
  return { preparation: { ...preparation }, interpreter: wishes.interpreter ?? "", accessibility: wishes.accessibility ?? "" };
}

/** What is sent about wishes: only what is ticked. */
export function wishesOf(chosen, written) {
  return {
    akasse: Boolean(chosen.akasse),
    companion: Boolean(chosen.companion),
    interpreter: chosen.needs?.interpreter ? written.interpreter.trim() : "",
    accessibility: chosen.needs?.accessibility ? written.accessibility.trim() : "",
  };
}

/** The answers that were written, to the questions that are shown. */
export function preparationOf(offer, topic, written) {
  const questions = offer.topics.find(({ id }) => id === topic)?.questions ?? [];
  const told = questions.map(({ id }) => [id, (written.preparation[id] ?? "").trim()]).filter(([, text]) => text !== "");
  return Object.fromEntries(told);
}
