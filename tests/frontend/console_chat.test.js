import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, matching, openGaps } from "../../web/static/js/console/canned_search.js";
import { difference, waiting } from "../../web/static/js/console/queue_news.js";
import { rowText } from "../../web/static/js/console/rule_row.js";
import { TALK_STRINGS } from "../../web/static/js/strings_console_chat.js";

const REPLIES = [
  { shortcut: "hej", title: "Hilsen", text: "Hej, jeg hedder Mette." },
  { shortcut: "frist", title: "Før fristen", text: "Gør det før fristen." },
  { shortcut: "møde", title: "Møde", text: "Sig hej på mødet." },
];
const named = (found) => found.map(({ shortcut }) => shortcut);

test("an empty search shows every reply in order", () => {
  assert.deepEqual(named(matching(REPLIES, "")), ["hej", "frist", "møde"]);
  assert.deepEqual(named(matching(REPLIES, "/")), ["hej", "frist", "møde"]);
});

test("a reply whose shortcut fits comes before one whose text does", () => {
  assert.deepEqual(named(matching([...REPLIES].reverse(), "hej")), ["hej", "møde"]);
});

test("Danish letters are found however they are typed", () => {
  assert.deepEqual(named(matching(REPLIES, "FOER")), ["frist"]);
  assert.deepEqual(named(matching(REPLIES, "møde")), ["møde"]);
  assert.equal(folded("Ærø får é"), "aeroe faar e");
});

test("all words must be there, in any order", () => {
  assert.deepEqual(named(matching(REPLIES, "fristen gør")), ["frist"]);
  assert.deepEqual(named(matching(REPLIES, "fristen mette")), []);
});

test("only the gaps that a reply can have stop it from being sent", () => {
  assert.deepEqual(openGaps("{frist} og {navn} og {frist}"), ["{frist}", "{navn}"]);
  assert.deepEqual(openGaps("{postnummer} {}"), []);
});

const WORDS = TALK_STRINGS.rule;
const RULES = { columns: ["Gruppe", "Regel siger", "Frist/værdi", "Undtagelser", "Kilde"] };
const DUTIES = { columns: ["Regel", "Pligt", "Frist", "Konsekvens"] };

test("a row of a table becomes a short text with its source", () => {
  const row = { heading: "Dagpenge", cells: ["Cv'et skal være klar", "2 uger", "–", "LAB § 23"] };
  assert.equal(rowText(RULES, row, WORDS), "Cv'et skal være klar. 2 uger. (Kilde: LAB § 23)");
});

test("what the rule tells the citizen is sent, and never what it tells the caseworker about the citizen", () => {
  const says = "Grænse. Borgeren får at vide: »Din praktik må vare op til 4 uger.«";
  const row = { heading: "Jobparat", cells: [says, "4 uger", "8 uger: »du er fyldt 50 år«", "LAB, § 61"] };
  const told = "Din praktik må vare op til 4 uger. Undtagelser: 8 uger: du er fyldt 50 år. (Kilde: LAB, § 61)";
  assert.equal(rowText(RULES, row, WORDS), told);
});

test("a table of duties has no source, and its consequence is not taken for one", () => {
  const row = { heading: "cv.registrering", cells: ["Du skal have et cv.", "23. november 2026", "Sanktion"] };
  assert.equal(rowText(DUTIES, row, WORDS), "Du skal have et cv. 23. november 2026.");
});

test("a row without value or source says no more than it knows", () => {
  const row = { heading: "Dagpenge", cells: ["Du skal have et cv.", "–", "–", ""] };
  assert.equal(rowText(RULES, row, WORDS), "Du skal have et cv.");
});

const state = (waitingIds, unread = "") => ({ waiting: waitingIds, unread });

test("whoever is new in the queue calls for attention, once", () => {
  assert.deepEqual(difference(state(""), state("a")), { text: "1 ny i køen.", calls: true });
  assert.deepEqual(difference(state("a"), state("c a b")), { text: "2 nye i køen.", calls: true });
  assert.deepEqual(difference(state("a"), state("a")), { text: "", calls: false });
});

test("whoever leaves the queue changes it without a sound", () => {
  assert.deepEqual(difference(state("a b"), state("b")), { text: "Køen er ændret.", calls: false });
});

test("a new message in one's own talk calls, and reading it does not", () => {
  assert.deepEqual(difference(state("", ""), state("", "x")).calls, true);
  assert.deepEqual(difference(state("", "x"), state("", "")).calls, false);
});

test("an empty queue holds nobody and a list of two holds two", () => {
  assert.equal(waiting(state("")), 0);
  assert.equal(waiting(state("a b")), 2);
});
