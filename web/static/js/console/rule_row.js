/** A row of an answer table as a short text to a citizen. Pure. */

const NOTHING = new Set(["", "–", "-"]);

// What the rule tells the citizen stands in such marks in the table; that is what a citizen can be sent.
const QUOTED = /»(.+)«/s;

/**
 * table {columns}, row {heading, cells},
 * words {columns: {says, value, exceptions, source: [names of columns]}, exceptions(text), source(text)}
 * -> "Du skal ... 2 uger. (Kilde: LAB § 23)". Tables differ in their columns; one that is not there is left out.
 */
export function rowText(table, row, words) {
  const all = [row.heading, ...row.cells];
  const cell = (names) => all[table.columns.findIndex((column) => names.includes(column))]?.trim() ?? "";
  const says = cell(words.columns.says);
  const quoted = QUOTED.exec(says)?.[1];
  const said = quoted ? [quoted] : [says, cell(words.columns.value)];
  const told = [...new Set(said)].filter((part) => !NOTHING.has(part)).map(sentence);
  const exceptions = cell(words.columns.exceptions);
  if (!NOTHING.has(exceptions)) told.push(sentence(words.exceptions(exceptions.replace(/[»«]/g, ""))));
  const source = cell(words.columns.source);
  return [...told, NOTHING.has(source) ? "" : words.source(source)].filter(Boolean).join(" ");
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
