import assert from "node:assert/strict";
import { test } from "node:test";

import { clockTime, longDate, parseDate, plainDate } from "../../web/static/js/dates.js";

test("a date is written with its weekday", () => {
  assert.equal(longDate("2026-11-16"), "mandag den 16. november 2026");
});

test("29 February exists in a leap year and not in the year after", () => {
  assert.equal(longDate("2028-02-29"), "tirsdag den 29. februar 2028");
  assert.equal(parseDate("2029-02-29"), null);
});

test("what is no date is shown as it came", () => {
  assert.equal(plainDate("snart"), "snart");
  assert.equal(plainDate(null), "");
});

test("a message just before midnight in Copenhagen keeps its own clock time", () => {
  assert.equal(clockTime("2026-07-01T21:59:00Z"), "23.59");
  assert.equal(clockTime("2026-11-20T23:05:00Z"), "00.05");
});

test("a time that cannot be read is left out", () => {
  assert.equal(clockTime("i går"), "");
});
