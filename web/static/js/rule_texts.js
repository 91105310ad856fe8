/** Words for parts of a rule answer. Pure: answer data in, Danish text out. */

import { capitalise, longDate, plainDate } from "./dates.js";
import { STRINGS } from "./strings.js";

/** {amount: 2, unit: "uger"} -> "2 uger"; "" when no amount is given. */
export function amountText(value) {
  if (value?.amount === null || value?.amount === undefined) return "";
  const words = STRINGS.unit[value.unit];
  const number = Number(value.amount).toLocaleString("da-DK");
  if (!words) return value.unit ? `${number} ${value.unit}` : number;
  return `${number} ${Number(value.amount) === 1 ? words[0] : words[1]}`.trim();
}

/** {what: "jobsamtaler", amount: 6, unit: "samtaler", bearer: "akasse"} -> "Jobsamtaler: 6 (a-kassen)". */
export function partText(part) {
  // A point of a checklist has nothing to count.
  if (!part.unit) return capitalise(part.what);
  const amount = amountText(part);
  // "Jobsamtaler: 6 samtaler" says the same twice.
  const short = part.what.includes(part.unit) ? amount.split(" ")[0] : amount;
  const who = STRINGS.holder[part.bearer];
  return [capitalise(part.what), short && `: ${short}`, who && ` (${who})`].filter(Boolean).join("");
}

/** What the answer would be if `option.when` held: one whole sentence. `decidedBy`: who decides, from the rule. */
export function optionText(option, decidedBy = null) {
  const when = option.when;
  const texts = STRINGS.option;
  if (option.text) return texts.text(when, option.text);
  if (option.status === "applies" || option.status === "unresolved") {
    if (option.deadline?.date) return texts.deadline(when, longDate(option.deadline.date));
    if (option.deadline?.length) return texts.length(when, option.deadline.phrase ?? option.deadline.length);
    const amount = amountText(option.value);
    // "15.500 kr." ends the sentence with its own full stop.
    if (amount) return texts.value(when, amount.replace(/\.$/, ""));
  }
  const decider = STRINGS.who[option.decided_by ?? decidedBy] ?? STRINGS.who.kommune;
  return (texts[option.status] ?? texts.unresolved)(when, decider);
}

// Where the timeline of the rules begins; a rule that stands from that day may well be older.
const FIRST_KNOWN = "2017-01-01";

/** "Reglen har været gældende siden 1. januar 2020." `today` is the day it is read. */
export function inForceText(rule, today) {
  if (!rule.version_from) return "";
  const first = rule.unchanged_since ?? rule.version_from;
  const from = plainDate(first);
  if (!rule.version_to) return first === FIRST_KNOWN ? STRINGS.card.sinceFirstKnown(from) : STRINGS.card.since(from);
  const to = plainDate(rule.version_to);
  const over = today && rule.version_to < today;
  return over ? STRINGS.card.until(from, to) : STRINGS.card.untilOnly(from, to);
}

/** "Lov om en aktiv beskæftigelsesindsats, § 23, stk. 1". */
export function sourceText(source) {
  return [source.title, source.section].filter(Boolean).join(", ");
}

/** Short words on top of a card: whose rule it is and how it stands. */
export function tagsOf(rule) {
  const tags = [];
  if (rule.track && rule.track !== "gaeldende") tags.push({ text: STRINGS.card.proposal, style: "proposal" });
  const kind = STRINGS.bearer[rule.bearer] ?? STRINGS.kind[rule.kind];
  if (kind) tags.push({ text: kind, style: "kind" });
  const status = STRINGS.status[rule.status];
  // "Applies to you" is about the citizen; on somebody else's task it would be wrong.
  // In a comparison the rule of another day is told: whether it applies today is not the question.
  if (status && !rule.compared && !(rule.status === "applies" && rule.bearer in STRINGS.bearer)) {
    tags.push({ text: status, style: rule.status });
  }
  return tags;
}
