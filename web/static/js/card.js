/** The answer card: one section per rule, built from `answer.rules`. */

import { longDate } from "./dates.js";
import { disclosure, element, externalLink, spoken, textBlocks } from "./dom.js";
import { addressOf } from "./place.js";
import { inForceText, optionText, partText, sourceText, tagsOf } from "./rule_texts.js";
import { STRINGS } from "./strings.js";

// So many rules are shown in full. Of three, the leading one is; a longer list is short all through.
const FULL_CARDS = 2;
const LIST_FROM = 4;

/** answer (with at least one rule) -> list of nodes: intro, cards, outro. */
export function answerNodes(answer) {
  const count = answer.rules.length;
  const full = count <= FULL_CARDS ? count : count < LIST_FROM ? 1 : 0;
  return [
    ...textBlocks(answer.intro, { links: true }),
    ...answer.rules.map((rule, index) => ruleCard(rule, { compact: index >= full })),
    ...textBlocks(answer.outro, { links: true }),
  ];
}

/** answer.links -> a paragraph for each page of this site that tells more. Other addresses are left out. */
export function linkNodes(answer) {
  const links = (answer?.links ?? []).filter((link) => /^\/(?:regler|booking|log-ind)(?:[/?]|$)/.test(link.url));
  return links.map((link) => {
    // Whoever logs in must come back to this very tab: it alone holds the conversation.
    if (link.url.startsWith("/log-ind")) return element("p", {}, element("a", { href: addressOf(link.url), "data-login": "" }, link.title));
    const attributes = { href: addressOf(link.url), target: "_blank", rel: "noopener" };
    return element("p", {}, element("a", attributes, link.title, " ", spoken(STRINGS.newWindow)));
  });
}

function ruleCard(rule, { compact }) {
  const proposal = rule.track && rule.track !== "gaeldende";
  const details = [
    ...consequenceNodes(rule),
    ...deciderNodes(rule),
    ...listSection(STRINGS.card.caveats, rule.caveats),
    calculationNode(rule),
    ...forceNodes(rule),
    ...sourceNodes(rule),
  ];
  // One of a long list: its title, and the rest for whoever opens it.
  if (rule.brief) {
    const told = [tagList(rule), ...textBlocks(rule.text, { links: true }), ...partNodes(rule.parts), ...optionNodes(rule)];
    return element("section", { class: "rule-card", "data-rule": rule.id }, disclosure(rule.title, ...told, ...details));
  }
  return element(
    "section",
    { class: proposal ? "rule-card rule-card-proposal" : "rule-card", "data-rule": rule.id },
    tagList(rule),
    element("h3", { class: "rule-title" }, rule.title),
    ...deadlineNodes(rule.deadline),
    ...textBlocks(rule.text, { links: true }),
    ...partNodes(rule.parts),
    ...optionNodes(rule),
    ...(compact ? [disclosure(STRINGS.card.more, details)] : details),
  );
}

function tagList(rule) {
  const tags = tagsOf(rule);
  if (tags.length === 0) return null;
  const items = tags.map((tag) => element("li", { class: `rule-tag rule-tag-${tag.style}` }, tag.text));
  return element("ul", { class: "rule-tags nobullet-list" }, items);
}

function deadlineNodes(deadline) {
  if (!deadline?.date) return [];
  const time = element("time", { datetime: deadline.date, class: "rule-date" }, longDate(deadline.date));
  const nodes = [element("p", { class: "rule-deadline" }, element("span", {}, STRINGS.card.deadline), " ", time)];
  if (deadline.warning) nodes.push(element("p", { class: "rule-warning" }, deadline.warning));
  return nodes;
}

function optionNodes(rule) {
  const lines = (rule.options ?? []).map((option) => optionText(option, rule.decided_by));
  return listSection(STRINGS.card.depends, lines);
}

function partNodes(parts) {
  return parts && parts.length > 0 ? [plainList(parts.map(partText))] : [];
}

function consequenceNodes(rule) {
  if (!rule.consequence) return [];
  const title = rule.deadline?.date ? STRINGS.card.consequence : STRINGS.card.consequenceNoDate;
  return [heading(title), ...textBlocks(rule.consequence, { links: true })];
}

function deciderNodes(rule) {
  // Where it depends, each possibility already says who decides.
  const saidAlready = (rule.options ?? []).some((option) => option.status === "discretionary");
  const text = saidAlready ? null : STRINGS.decider[rule.decided_by];
  return text ? [heading(STRINGS.card.decides), element("p", {}, text)] : [];
}

function calculationNode(rule) {
  const calculation = rule.deadline?.calculation;
  // The calculation stands above the steps; the step that repeats it is left out.
  const steps = (rule.steps ?? []).filter((step) => !calculation || !step.text.startsWith(calculation));
  if (!calculation && steps.length === 0) return null;
  const summary = calculation ? STRINGS.card.calculation : STRINGS.card.reasoning;
  const items = steps.map((step) => {
    const outcome = String(step.outcome ?? null);
    const word = STRINGS.card.stepOutcome[outcome] ?? "";
    return element("li", { class: "rule-step", "data-outcome": outcome }, spoken(`${word} `), step.text);
  });
  return disclosure(
    summary,
    calculation ? element("p", { class: "rule-calculation" }, calculation) : null,
    items.length > 0 ? element("ul", { class: "rule-steps" }, items) : null,
  );
}

function forceNodes(rule) {
  // Also an answer about 2021 is read today: a version that has ended by now "gjaldt".
  const text = inForceText(rule, new Date().toISOString().slice(0, 10));
  return text ? [element("p", { class: "rule-force" }, text)] : [];
}

function sourceNodes(rule) {
  const sources = rule.sources ?? [];
  if (sources.length === 0) return [];
  const items = sources.map((source) => {
    const unsure = source.confidence && source.confidence !== "high";
    return element("li", {}, externalLink(source.url, sourceText(source)), unsure ? unsureNote() : null);
  });
  const title = sources.length === 1 ? STRINGS.card.source : STRINGS.card.sources;
  return [heading(title), element("ul", { class: "rule-sources" }, items)];
}

function unsureNote() {
  return element("span", { class: "rule-unsure" }, ` (${STRINGS.card.unsureSource})`);
}

function listSection(title, lines) {
  return lines && lines.length > 0 ? [heading(title), plainList(lines)] : [];
}

function plainList(lines) {
  return element("ul", {}, lines.map((line) => element("li", {}, line)));
}

function heading(text) {
  return element("h4", { class: "rule-heading" }, text);
}
