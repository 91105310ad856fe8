import assert from "node:assert/strict";
import { test } from "node:test";

import { timesQuery } from "../../web/static/js/booking/api.js";
import { consequenceWords } from "../../web/static/js/booking/changes.js";
import { moveWords } from "../../web/static/js/booking/view_summary.js";
import { triedLines } from "../../web/static/js/booking/view_paper.js";
import {
  askedFor, byDay, danishDay, deadlineWords, formSentence, formsWords, fromTo, leftWords, longMoment, problemWords, slotTitle, wishLines,
} from "../../web/static/js/booking/words.js";

test("a time is said with weekday, date and clock in Denmark", () => {
  assert.equal(longMoment("2026-11-26T09:15:00Z"), "torsdag den 26. november 2026 kl. 10.15");
  assert.equal(slotTitle("2026-11-26T10:15:00+01:00"), "Torsdag den 26. november kl. 10.15");
});

test("the hour before the clocks change and the hour after are both right", () => {
  assert.equal(longMoment("2027-03-27T08:00:00Z"), "lørdag den 27. marts 2027 kl. 09.00");
  assert.equal(longMoment("2027-03-28T08:00:00Z"), "søndag den 28. marts 2027 kl. 10.00");
});

test("a time just before midnight in Denmark belongs to the day it is there", () => {
  assert.equal(danishDay("2026-11-26T22:59:00Z"), "2026-11-26");
  assert.equal(danishDay("2026-11-26T23:00:00Z"), "2026-11-27");
});

test("a talk is said from and to", () => {
  const talk = { starts_at: "2026-11-26T10:15:00+01:00", ends_at: "2026-11-26T11:00:00+01:00" };
  assert.equal(fromTo(talk), "torsdag den 26. november 2026 kl. 10.15 til 11.00");
});

test("times are gathered by day and keep their order", () => {
  const at = (moment) => ({ starts_at: moment });
  const days = byDay([at("2026-11-26T08:00:00Z"), at("2026-11-26T12:00:00Z"), at("2026-11-27T08:00:00Z")]);
  assert.deepEqual(days.map(([day, slots]) => [day, slots.length]), [["2026-11-26", 2], ["2026-11-27", 1]]);
});

test("only the dates that an offer has are said", () => {
  assert.deepEqual(deadlineWords({ book_by: "2026-11-26", hold_by: "2026-12-04" }), [
    "Book senest torsdag den 26. november 2026.",
    "Samtalen skal være holdt senest fredag den 4. december 2026.",
  ]);
  assert.deepEqual(deadlineWords({ book_by: null, hold_by: null }), []);
});

test("forms are joined as one says them", () => {
  assert.equal(formsWords(["fremmoede"]), "fremmøde");
  assert.equal(formsWords(["fremmoede", "telefon", "video"]), "fremmøde, telefon og video");
  assert.equal(formsWords(["telefon", "video"], "eller"), "telefon eller video");
  assert.equal(formSentence(["fremmoede"]), "Du skal møde op.");
  assert.equal(formSentence(["telefon", "video"]), "Du vælger selv mellem telefon og video.");
});

test("what is left is said in whole minutes, and in seconds at the end", () => {
  assert.equal(leftWords(600), "10 minutter");
  assert.equal(leftWords(120), "2 minutter");
  assert.equal(leftWords(119), "1 minut og 59 sekunder");
  assert.equal(leftWords(60), "1 minut");
  assert.equal(leftWords(1), "1 sekund");
  assert.equal(leftWords(-3), "0 sekunder");
});

test("only what is wished for is read back", () => {
  assert.deepEqual(wishLines({ akasse: false, companion: false, interpreter: "", accessibility: null }), []);
  assert.deepEqual(wishLines({ akasse: true, companion: true, interpreter: "arabisk", accessibility: "elevator" }), [
    "Din a-kasse skal være med", "Tolk til arabisk", "Du tager en med (en bisidder)", "Du har brug for: elevator",
  ]);
});

test("the consequence of cancelling says by when, and what to do when it is too late", () => {
  assert.match(consequenceWords({ book_by: "2026-11-26", reopens: true })[0], /senest torsdag den 26\. november 2026/);
  assert.match(consequenceWords({ book_by: null, reopens: true })[0], /Book en ny tid med det samme/);
  assert.match(consequenceWords({ book_by: "2026-11-26", reopens: false })[0], /Fristen for at booke er gået/);
});

test("the last day to move is said when it comes before the talk, and not when it comes after", () => {
  const talk = "2026-11-26T10:15:00+01:00";
  assert.match(moveWords("2026-11-25", talk), /til og med onsdag den 25\. november 2026/);
  assert.match(moveWords("2026-11-26", talk), /indtil samtalen begynder/);
  assert.match(moveWords(null, talk), /indtil samtalen begynder/);
});

test("what was tried is said, also when nothing special was wished for", () => {
  assert.deepEqual(triedLines({ days: [3], part_of_day: "formiddag", form: "telefon" }), [
    "Dag: torsdag", "Tid på dagen: Formiddag, kl. 9-12", "Måde: telefon",
  ]);
  assert.deepEqual(triedLines({ days: [], part_of_day: null, form: null }), ["Dag: Alle dage", "Tid på dagen: Hele dagen"]);
});

test("an address can ask for a time, and nonsense in it is left out", () => {
  const asked = askedFor("?tilbud=4&dag=torsdag&tid=formiddag&form=telefon");
  assert.deepEqual(asked, { offer: "4", day: "3", part: "formiddag", form: "telefon" });
  assert.deepEqual(askedFor("?dag=fest&tid=nat&form=brev"), { offer: "", day: "", part: "", form: "" });
  assert.equal(askedFor("?dag=mandag").day, "0");
});

test("a search sends only what was chosen, Monday too", () => {
  assert.equal(timesQuery({ day: "0", part: "", form: "telefon" }), "day=0&form=telefon");
  assert.equal(timesQuery(undefined), "");
});

test("a refusal says the server's words, a failure the page's own", () => {
  assert.equal(problemWords({ status: 409, message: "Tiden er taget." }), "Tiden er taget.");
  assert.equal(problemWords({ status: 500, message: "Traceback" }), "Det lykkedes ikke. Prøv igen om lidt.");
  assert.equal(problemWords({ status: 0, message: "fetch failed" }), "Det lykkedes ikke. Prøv igen om lidt.");
});
