import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesOfPage } from "../../web/static/js/widget/style.js";

const nothing = () => null;
const light = (options, ofPage = nothing) => choicesOfPage({ theme: "auto", ...options }, ofPage)["--rp-accent-light"];

test("the script line wins over the page's style sheet, and that over the authority's colour", () => {
  const all = { accent: "#7a1f5c", authorityColour: "#0b5d3b" };
  assert.equal(light(all, () => "#123456"), "#7a1f5c");
  assert.equal(light({ ...all, accent: null }, () => "#123456"), "#123456");
  assert.equal(light({ ...all, accent: null }), "#0b5d3b");
  assert.deepEqual(choicesOfPage({ theme: "auto", accent: null, authorityColour: null }, nothing), {});
});

test("the authority's colour is made readable in the dark, and the page's owner is told nothing of it", (t) => {
  const warned = t.mock.method(console, "warn", () => {});
  const values = choicesOfPage({ theme: "auto", accent: null, authorityColour: "#0b5d3b" }, nothing);
  assert.notEqual(values["--rp-accent-dark"], "#0b5d3b");
  assert.equal(warned.mock.callCount(), 0);
  choicesOfPage({ theme: "auto", accent: "#0b5d3b" }, nothing);
  assert.equal(warned.mock.callCount(), 1);
});

test("what is no colour changes nothing, and the page's owner is told once", (t) => {
  const warned = t.mock.method(console, "warn", () => {});
  assert.deepEqual(choicesOfPage({ theme: "auto", accent: "grøn", authorityColour: "#0b5d3b" }, nothing), {});
  assert.equal(warned.mock.callCount(), 1);
});
