import assert from "node:assert/strict";
import { test } from "node:test";

import { amountText, inForceText, optionText, partText, sourceText, tagsOf } from "../../web/static/js/rule_texts.js";

test("one week and two weeks", () => {
  assert.equal(amountText({ amount: 1, unit: "uger" }), "1 uge");
  assert.equal(amountText({ amount: 2, unit: "uger" }), "2 uger");
});

test("a bare number has no unit to say", () => {
  assert.equal(amountText({ amount: 1, unit: "antal" }), "1");
  assert.equal(partText({ what: "jobmål", amount: 1, unit: "antal", bearer: "borger" }), "Jobmål: 1");
  assert.equal(amountText({ amount: 75, unit: "procent" }), "75 procent");
});

test("no amount gives no words", () => {
  assert.equal(amountText({ amount: null, unit: "uger" }), "");
  assert.equal(amountText(null), "");
});

test("a part of a number says who holds it and says nothing twice", () => {
  assert.equal(partText({ what: "jobsamtaler", amount: 6, unit: "samtaler", bearer: "akasse" }), "Jobsamtaler: 6 (a-kassen)");
  assert.equal(partText({ what: "kursus", amount: 1, unit: "uger", bearer: "borger" }), "Kursus: 1 uge");
});

test("a possibility with a date tells the date", () => {
  const option = { when: "du får dagpenge", status: "applies", deadline: { date: "2026-11-16" } };
  assert.equal(optionText(option), "Hvis du får dagpenge, er fristen mandag den 16. november 2026.");
});

test("a possibility that others decide names who", () => {
  const option = { when: "du er syg", status: "discretionary" };
  assert.equal(optionText(option, "akasse"), "Hvis du er syg, er det din a-kasse, der bestemmer.");
});

test("a possibility without date or amount says whether the rule applies", () => {
  assert.equal(optionText({ when: "du er syg", status: "exempt" }), "Hvis du er syg, behøver du det ikke.");
  assert.equal(optionText({ when: "du er rask", status: "applies" }), "Hvis du er rask, gælder reglen for dig.");
});

test("a rule still in force is told with since when", () => {
  assert.equal(inForceText({ version_from: "2020-01-01", version_to: null }, "2026-11-20"), "Reglen har været gældende siden 1. januar 2020.");
});

test("a rule whose last day is the day asked about still applies, the day after it applied", () => {
  const rule = { version_from: "2017-01-01", version_to: "2019-12-31" };
  assert.equal(inForceText(rule, "2019-12-31"), "Reglen gælder fra 1. januar 2017 til 31. december 2019.");
  assert.match(inForceText({ version_from: "2024-01-01", unchanged_since: "2020-01-01", version_to: null }), /siden 1. januar 2020/);
  assert.match(inForceText({ version_from: "2017-01-01", version_to: null }), /i hvert fald siden 1. januar 2017/);
  assert.equal(inForceText(rule, "2020-01-01"), "Reglen gjaldt fra 1. januar 2017 til 31. december 2019.");
});

test("a proposal is marked first of all", () => {
  assert.equal(tagsOf({ track: "kl-2017", kind: "pligt", bearer: "borger", status: "applies" })[0].style, "proposal");
});

test("a duty of the municipality is never called the citizen's", () => {
  assert.deepEqual(tagsOf({ track: "gaeldende", kind: "pligt", bearer: "kommune", status: "applies" }), [
    { text: "Kommunens opgave", style: "kind" },
  ]);
});

test("a compared rule is not said to apply, for it may be the law of another day", () => {
  const rule = { track: "gaeldende", kind: "ret", bearer: "borger", status: "applies" };
  assert.equal(tagsOf(rule).length, 2);
  assert.deepEqual(tagsOf({ ...rule, compared: true }).map((tag) => tag.style), ["kind"]);
});

test("a length says which way it is counted", () => {
  const deadline = { date: null, length: "14 dage", phrase: "14 dage før din første feriedag" };
  const option = { when: "du holder ferie", status: "applies", deadline };
  assert.equal(optionText(option), "Hvis du holder ferie, er fristen 14 dage før din første feriedag.");
});

test("a source without section is its title", () => {
  assert.equal(sourceText({ title: "Lov", section: "§ 23" }), "Lov, § 23");
  assert.equal(sourceText({ title: "Lov", section: "" }), "Lov");
});

test("an amount of money ends its sentence with one full stop", () => {
  for (const unit of ["kr", "kr."]) {
    const option = { when: "du ikke er gift", status: "applies", value: { amount: 15500, unit } };
    assert.equal(optionText(option), "Hvis du ikke er gift, er det 15.500 kr.");
  }
});
