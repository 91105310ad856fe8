import assert from "node:assert/strict";
import { test } from "node:test";

import { keptSize, nextStep } from "../../web/static/js/text_size.js";

test("the text grows in steps to twice its size and no further", () => {
  assert.deepEqual([100, 125, 150, 175, 200].map((now) => nextStep(now, 1)), [125, 150, 175, 200, 200]);
  assert.deepEqual([200, 125, 100].map((now) => nextStep(now, -1)), [175, 100, 100]);
});

test("only a size of ours is taken from the store", () => {
  const holding = (value) => ({ getItem: () => value });
  assert.equal(keptSize(holding("150")), 150);
  for (const wrong of [null, "900", "stor", ""]) assert.equal(keptSize(holding(wrong)), 100);
  assert.equal(keptSize({ getItem: () => { throw new Error("off"); } }), 100);
});
