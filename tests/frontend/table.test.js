import assert from "node:assert/strict";
import { test } from "node:test";

import { readTable, tableNodes } from "../../web/static/js/table.js";

const TABLE = { caption: "Cv (cv.registrering)", columns: ["Gruppe", "Frist"], rows: [["Dagpengemodtager", "2 uger"]] };

/** Just enough of a page to see which elements are made. */
class FakeElement {
  constructor(tag) {
    this.tag = tag;
    this.attributes = {};
    this.children = [];
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  append(...children) {
    this.children.push(...children);
  }

  all(tag) {
    const below = this.children.flatMap((child) => (child instanceof FakeElement ? child.all(tag) : []));
    return this.tag === tag ? [this, ...below] : below;
  }
}

function drawn(answer) {
  globalThis.document = { createElement: (tag) => new FakeElement(tag) };
  try {
    return tableNodes(answer);
  } finally {
    delete globalThis.document;
  }
}

test("the first cell of a row is its heading", () => {
  assert.deepEqual(readTable(TABLE).rows, [{ heading: "Dagpengemodtager", cells: ["2 uger"] }]);
});

test("a row that is too short is filled up and one that is too long is cut", () => {
  const { rows } = readTable({ ...TABLE, rows: [["Sygedagpengemodtager"], ["a", "b", "c"]] });
  assert.deepEqual(rows, [{ heading: "Sygedagpengemodtager", cells: [""] }, { heading: "a", cells: ["b"] }]);
});

test("what is no table is not drawn", () => {
  for (const bad of [null, undefined, {}, "x", { columns: [], rows: [] }, { columns: ["a"], rows: "x" }]) {
    assert.equal(readTable(bad), null);
  }
});

test("columns and rows have headings with a scope, and the table has a caption", () => {
  const [box] = drawn({ table: TABLE, intro: null, outro: null });
  assert.deepEqual(box.all("th").map((head) => head.attributes.scope), ["col", "col", "row"]);
  assert.deepEqual(box.all("caption")[0].children, ["Cv (cv.registrering)"]);
});

test("the box around the table can be reached with the keyboard and has a name", () => {
  const [box] = drawn({ table: TABLE });
  assert.equal(box.attributes.tabindex, "0");
  assert.equal(box.attributes.role, "region");
  assert.equal(box.attributes["aria-label"], "Tabel: Cv (cv.registrering)");
});

test("intro and outro stand around the table", () => {
  const nodes = drawn({ table: TABLE, intro: "For: dagpenge.", outro: "Bemærk" });
  assert.deepEqual(nodes.map((node) => node.tag), ["p", "div", "p"]);
});
