import assert from "node:assert/strict";
import { test } from "node:test";

import { HoldClock, markPassed } from "../../web/static/js/booking/hold_clock.js";

function clockAt() {
  const heard = { shown: [], said: [], lapsed: 0, now: 0 };
  const clock = new HoldClock({
    show: (words) => heard.shown.push(words),
    say: (text) => heard.said.push(text),
    onLapsed: () => { heard.lapsed += 1; },
    now: () => heard.now,
  });
  return { clock, heard };
}

test("ten minutes are shown at every look and said aloud three times", () => {
  const { clock, heard } = clockAt();
  clock.start(600);
  for (let second = 1; second < 600; second += 1) {
    heard.now = second * 1000;
    clock.look();
  }
  clock.stop();
  assert.equal(heard.shown[0], "10 minutter");
  assert.deepEqual(heard.said.map((text) => text.slice(0, 18)), ["Der er 5 minutter ", "Der er 2 minutter ", "Der er 1 minut til"]);
  assert.equal(heard.lapsed, 0);
});

test("a second before the end nothing has lapsed, at the end it has, once", () => {
  const { clock, heard } = clockAt();
  clock.start(10);
  heard.now = 9_000;
  clock.look();
  assert.equal(heard.lapsed, 0);
  heard.now = 10_000;
  clock.look();
  assert.equal(heard.lapsed, 1);
  assert.equal(clock.left, 0);
});

test("a mark is passed once, on its own second", () => {
  assert.equal(markPassed(302, 301), false);
  assert.equal(markPassed(301, 300), true);
  assert.equal(markPassed(300, 299), false);
});

test("a tab that slept over two marks says what is left now, once", () => {
  const { clock, heard } = clockAt();
  clock.start(400);
  heard.now = 300_000;
  clock.look();
  clock.stop();
  assert.deepEqual(heard.said, ["Der er 1 minut og 40 sekunder tilbage, før tiden bliver givet fri."]);
});

test("a time that is nearly gone when it is shown says nothing that has passed", () => {
  const { clock, heard } = clockAt();
  clock.start(45);
  clock.stop();
  assert.deepEqual(heard.said, []);
});
