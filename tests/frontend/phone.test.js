import assert from "node:assert/strict";
import { test } from "node:test";

import { danishNumber } from "../../web/static/js/phone.js";
import { PERSON } from "../../web/static/js/strings_person.js";

test("a Danish number is understood however it is grouped", () => {
  for (const text of ["20304050", "20 30 40 50", " 2030 4050 ", "+45 20304050", "0045-20-30-40-50", "(+45) 20.30.40.50", "4520304050"]) {
    assert.equal(danishNumber(text), "20304050", text);
  }
});

test("what is no Danish number is not sent as one", () => {
  for (const text of ["", "2030405", "203040506", "10304050", "+46 20 30 40 50", "tyve tredive", "20304050 eller 60"]) {
    assert.equal(danishNumber(text), null, text);
  }
});

test("for whom somebody writes is said back to them", () => {
  const said = (whom) => PERSON.onBehalf(whom).split(".")[0];
  assert.equal(said("min mor"), "Du skriver på vegne af din mor");
  assert.equal(said("mit barn"), "Du skriver på vegne af dit barn");
  assert.equal(said("mine forældre"), "Du skriver på vegne af dine forældre");
  assert.equal(said("en anden"), "Du skriver på vegne af en anden");
});
