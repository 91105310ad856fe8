import assert from "node:assert/strict";
import { test } from "node:test";

import { linkTokens, paragraphs, safeUrl } from "../../web/static/js/text.js";

test("blank lines separate paragraphs and line breaks stay", () => {
  assert.deepEqual(paragraphs("en\nto\n\ntre"), [["en", "to"], ["tre"]]);
});

test("an empty text has no paragraphs", () => {
  assert.deepEqual(paragraphs(" \n\n "), []);
  assert.deepEqual(paragraphs(null), []);
});

test("only web addresses are opened", () => {
  assert.equal(safeUrl("https://www.borger.dk/"), "https://www.borger.dk/");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", null]) assert.equal(safeUrl(bad), null);
});

test("the full stop after an address is not part of it", () => {
  assert.deepEqual(linkTokens("Se https://www.borger.dk/cv. Hilsen"), [
    { text: "Se " },
    { text: "https://www.borger.dk/cv", url: "https://www.borger.dk/cv" },
    { text: ". Hilsen" },
  ]);
});

test("a line without an address is one piece of text", () => {
  assert.deepEqual(linkTokens("<b>fed</b>"), [{ text: "<b>fed</b>" }]);
});
