import assert from "node:assert/strict";
import { test } from "node:test";

import { forget, recall, remember } from "../../web/static/js/booking/memory.js";

function storage() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("choices come back after a reload", () => {
  const box = storage();
  remember("k1", { step: "hold", topic: "cv", needs: { interpreter: true }, wish: { day: "3" } }, box);
  const found = recall("k1", box);
  assert.equal(found.step, "hold");
  assert.deepEqual(found.needs, { interpreter: true });
  assert.deepEqual(found.wish, { day: "3" });
});

test("nothing that the citizen writes is kept", () => {
  const box = storage();
  remember("k1", { topic: "cv", preparation: { droemmejob: "bager" }, interpreter: "arabisk", accessibility: "kørestol" }, box);
  const raw = [...box.kept.values()].join("");
  for (const text of ["bager", "arabisk", "kørestol"]) assert.equal(raw.includes(text), false, text);
});

test("another conversation sees nothing of it", () => {
  const box = storage();
  remember("k1", { step: "receipt", code: "HEMMELIG" }, box);
  assert.deepEqual(recall("k2", box), {});
});

test("what is forgotten or broken is as if it had never been", () => {
  const box = storage();
  remember("k1", { step: "times" }, box);
  forget(box);
  assert.deepEqual(recall("k1", box), {});
  box.setItem("retpligt.booking", "{ikke json");
  assert.deepEqual(recall("k1", box), {});
});

test("without storage nothing breaks", () => {
  const none = { getItem() { throw new Error("off"); }, setItem() { throw new Error("off"); }, removeItem() { throw new Error("off"); } };
  remember("k1", { step: "times" }, none);
  forget(none);
  assert.deepEqual(recall("k1", none), {});
});
