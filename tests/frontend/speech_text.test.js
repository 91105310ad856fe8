import assert from "node:assert/strict";
import { test } from "node:test";

import { danishVoice } from "../../web/static/js/read_aloud.js";
import { speakable } from "../../web/static/js/speech_text.js";

test("a date is one date and a sentence is one piece", () => {
  assert.deepEqual(speakable("Du skal have dit cv klar senest mandag den 7. december 2026. Ring til os, hvis du er i tvivl."), [
    "Du skal have dit cv klar senest mandag den 7. december 2026.",
    "Ring til os, hvis du er i tvivl.",
  ]);
});

test("short forms are said in full", () => {
  assert.deepEqual(speakable("Kilde: Lov nr. 701, § 21 b, stk. 2, fx kl. 9"), [
    "Kilde:",
    "Lov nummer 701, paragraf 21 b, stykke 2, for eksempel klokken 9",
  ]);
  assert.deepEqual(speakable("Det er 500 kr. og 10 pct. mindre. Se §§ 4 og 5."), [
    "Det er 500 kroner og 10 procent mindre.",
    "Se paragrafferne 4 og 5.",
  ]);
  assert.deepEqual(speakable("Du får 500 kr. Ring til os."), ["Du får 500 kroner.", "Ring til os."]);
});

test("an address on the net is not spelt", () => {
  assert.deepEqual(speakable("Se https://www.retsinformation.dk/eli/lta/2019/548"), ["Se en adresse på nettet"]);
});

test("a long sentence is cut and no word is lost", () => {
  const long = `${Array.from({ length: 60 }, (_, number) => `ord${number}`).join(" ")}, og så er det slut.`;
  const pieces = speakable(long);
  assert.ok(pieces.length > 1 && pieces.every((piece) => piece.length <= 180));
  assert.equal(pieces.join(" "), long);
});

test("lines without a word are left out", () => {
  assert.deepEqual(speakable("–\n\nJa"), ["Ja"]);
});

test("only a Danish voice of this machine reads", () => {
  const voice = (lang, localService, more = {}) => ({ lang, localService, ...more });
  assert.equal(danishVoice([voice("en-GB", true), voice("da-DK", false)]), null);
  assert.equal(danishVoice([voice("da-DK", true)])?.lang, "da-DK");
  assert.equal(danishVoice([voice("da_DK", true), voice("da-DK", true, { default: true })])?.default, true);
  assert.equal(danishVoice([]), null);
  assert.equal(danishVoice([voice("dav-KE", true)]), null);
});
