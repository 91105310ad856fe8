/** The table of an answer to somebody who advises citizens: `answer.table` with caption, columns and rows. */

import { element, textBlocks } from "./dom.js";
import { STRINGS } from "./strings.js";

/**
 * A table as it came -> {caption, columns, rows: [{heading, cells}]}, or null when it is none.
 * A row that is too short is filled up, so that no cell ever stands under a wrong column.
 */
export function readTable(table) {
  const columns = (Array.isArray(table?.columns) ? table.columns : []).map(String);
  if (columns.length === 0 || !Array.isArray(table.rows)) return null;
  const rows = table.rows.filter(Array.isArray).map((row) => {
    const [heading, ...cells] = columns.map((_, index) => String(row[index] ?? ""));
    return { heading, cells };
  });
  return { caption: String(table.caption ?? ""), columns, rows };
}

/** answer (with a table) -> list of nodes: what was understood, the table, what to be aware of. */
export function tableNodes(answer) {
  const table = readTable(answer.table);
  return [...textBlocks(answer.intro), ...(table ? [tableBox(table)] : []), ...textBlocks(answer.outro)];
}

/** The table scrolls inside its own box. The box takes focus, so that the arrow keys can scroll it. */
function tableBox({ caption, columns, rows }) {
  const heads = columns.map((column) => element("th", { scope: "col" }, column));
  const body = rows.map(({ heading, cells }) => {
    return element("tr", {}, element("th", { scope: "row" }, heading), cells.map((cell) => element("td", {}, cell)));
  });
  return element(
    "div",
    { class: "table-box", role: "region", "aria-label": STRINGS.table.box(caption), tabindex: "0" },
    element(
      "table",
      { class: "answer-table" },
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, heads)),
      element("tbody", {}, body),
    ),
  );
}
