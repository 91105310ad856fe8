import assert from "node:assert/strict";
import { test } from "node:test";

import { contrast, parseColour, readableAccent, SURFACES } from "../../web/static/js/widget/colour.js";

test("a colour is read in its short and its long form, and nothing else is one", () => {
  assert.deepEqual(parseColour("#06c"), [0, 0x66, 0xcc]);
  assert.deepEqual(parseColour(" 0066CC "), [0, 0x66, 0xcc]);
  for (const wrong of ["red", "#12345", "url(x)", "", null]) assert.equal(parseColour(wrong), null);
});

test("black on white is 21 and a colour on itself is 1", () => {
  assert.equal(Math.round(contrast([0, 0, 0], [255, 255, 255])), 21);
  assert.equal(contrast([10, 20, 30], [10, 20, 30]), 1);
});

test("a colour that can be read is left alone, the next lighter one is not", () => {
  // #676767 has 4.5 on our darkest light surface, by a hair; #6f6f6f has not.
  assert.equal(readableAccent("#666666", "light").changed, false);
  assert.equal(readableAccent("#6f6f6f", "light").changed, true);
});

test("whatever is chosen can be read on every surface and carries readable text", () => {
  for (const theme of ["light", "dark"]) {
    for (let given = 0; given < 4096; given += 7) {
      const { accent, text } = readableAccent(`#${given.toString(16).padStart(3, "0")}`, theme);
      for (const surface of SURFACES[theme]) assert.ok(contrast(parseColour(accent), parseColour(surface)) >= 4.5);
      assert.ok(contrast(parseColour(accent), parseColour(text)) >= 4.5);
    }
  }
});
