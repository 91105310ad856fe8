import assert from "node:assert/strict";
import { test } from "node:test";

import { readOptions } from "../../web/static/js/widget/options.js";
import { build } from "../../web/static/js/widget/tree.js";

const BASE = "https://ret.example";
const page = {
  createTextNode: (text) => text,
  createElement: (tag) => ({
    tag, attributes: {}, children: [],
    setAttribute(name, value) { this.attributes[name] = value; },
    append(...nodes) { this.children.push(...nodes); },
  }),
};

test("a tree becomes elements, and a path of ours leads to our own server", () => {
  const node = build(["p", { class: "lead" }, "Se ", ["a", { href: "/regler" }, "reglerne"]], BASE, page);
  assert.equal(node.attributes.class, "lead");
  assert.equal(node.children[0], "Se ");
  assert.equal(node.children[1].attributes.href, "https://ret.example/regler");
});

test("what could run a script or load something is refused", () => {
  for (const tree of [
    ["script", {}], ["iframe", {}], ["img", {}], ["p", { onclick: "x" }], ["p", { style: "x" }], ["input", { src: "x" }],
    ["a", { href: "javascript:x" }], ["a", { href: "//other.example" }], ["button", { formaction: "x" }],
  ]) assert.throws(() => build(tree, BASE, page), TypeError, JSON.stringify(tree));
});

test("the owner's words on the script tag are read, and unknown ones count as not given", () => {
  const dataset = { side: "left", theme: "pink", font: "system", label: " Spørg os ", accent: "#06c" };
  assert.deepEqual(readOptions({ src: "https://ret.example/widget.js?x=1", dataset }), {
    base: BASE, side: "left", theme: "auto", font: "system", label: "Spørg os", accent: "#06c",
    authorityColour: null, login: true,
  });
  assert.equal(readOptions({ src: `${BASE}/widget.js`, dataset: { label: "å".repeat(41) } }).label.length, 40);
});
