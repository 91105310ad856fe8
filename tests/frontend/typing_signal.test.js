import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { TypingSignal } from "../../web/static/js/typing_signal.js";

function signal() {
  const told = [];
  let clock = 0;
  const made = new TypingSignal((on) => told.push(on), () => clock);
  const later = (milliseconds) => {
    clock += milliseconds;
    mock.timers.tick(milliseconds);
  };
  return { told, made, later };
}

test("many keys in a row are one signal every third second", (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ["setTimeout"] });
  const { told, made, later } = signal();
  for (let key = 0; key < 30; key += 1) {
    made.wrote("a".repeat(key + 1));
    later(100);
  }
  assert.deepEqual(told, [true]);
  made.wrote("og lidt til");
  assert.deepEqual(told, [true, true]);
});

test("whoever stops writing is told to have stopped after four seconds, not before", (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ["setTimeout"] });
  const { told, made, later } = signal();
  made.wrote("hej");
  later(3999);
  assert.deepEqual(told, [true]);
  later(1);
  assert.deepEqual(told, [true, false]);
});

test("an empty field and a sent message end it at once, and only once", () => {
  const { told, made } = signal();
  made.wrote("hej");
  made.wrote("  ");
  made.stop();
  assert.deepEqual(told, [true, false]);
});

test("an empty field that was empty before tells nothing", () => {
  const { told, made } = signal();
  made.wrote("");
  assert.deepEqual(told, []);
});
