/**
 * A button that reads a message aloud with the reader's own Danish voice. Nothing is read before it is pressed.
 *
 * Only voices inside the machine are used: others send what they read to somebody else's server.
 */

import { element } from "./dom.js";
import { seenText, speakable } from "./speech_text.js";
import { READ_ALOUD } from "./strings_read_aloud.js";

const DANISH = /^da(?:[-_]|$)/i;

let reading = null;

/** The voice to read with, or null when this browser has no Danish one of its own. */
export function danishVoice(voices) {
  const own = voices.filter(({ lang, localService }) => localService && DANISH.test(lang));
  return own.find((voice) => voice.default) ?? own[0] ?? null;
}

/** Show the buttons inside `place` once there is a voice; browsers find their voices a while after the page. */
export function offerReading(place) {
  const speech = globalThis.speechSynthesis;
  if (!speech) return;
  const look = () => place.toggleAttribute("data-can-read", danishVoice(speech.getVoices()) !== null);
  look();
  speech.addEventListener?.("voiceschanged", look);
  window.addEventListener("pagehide", stopReading);
}

/** End what is being read; what another part of the page reads goes on. */
export function stopReading() {
  reading?.end();
}

/** The button for what `body` shows. */
export function readButton(body) {
  const button = element("button", { type: "button", class: "read-aloud" }, READ_ALOUD.start);
  const show = (on) => {
    button.textContent = on ? READ_ALOUD.stop : READ_ALOUD.start;
    button.toggleAttribute("data-reading", on);
  };
  button.addEventListener("click", () => {
    const own = reading?.button === button;
    stopReading();
    if (!own) read(button, speakable(seenText(body)), show);
  });
  return button;
}

function read(button, pieces, show) {
  const speech = globalThis.speechSynthesis;
  const voice = danishVoice(speech.getVoices());
  if (!voice || pieces.length === 0) return;
  const mine = {
    button,
    end() {
      if (reading !== mine) return;
      reading = null;
      speech.cancel();
      show(false);
    },
  };
  reading = mine;
  show(true);
  const last = pieces.length - 1;
  pieces.forEach((piece, index) => speech.speak(utterance(piece, voice, index === last ? mine.end : null, mine.end)));
}

function utterance(text, voice, onEnd, onError) {
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  if (onEnd) said.addEventListener("end", onEnd);
  said.addEventListener("error", onError);
  return said;
}
