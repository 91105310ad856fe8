/** Draws attention to those who wait: a number in the title and a short tone. */

import { postForm } from "./request.js";

const title = document.title;
const TONE_HZ = 660;
const TONE_SECONDS = 0.35;
const LOUDNESS = 0.12;
let context = null;

/** Show how many wait: "(2) Kø ...". 0 shows the plain title. */
export function setCount(count) {
  document.title = count > 0 ? `(${count}) ${title}` : title;
}

/** Whether the person wants sound. */
export function soundIsOn() {
  return document.body.dataset.sound === "on";
}

/** A short soft tone, when the person wants one. Browsers allow it once the page has been touched. */
export async function ping() {
  if (!soundIsOn() || !window.AudioContext) return;
  context ??= new AudioContext();
  await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 200))]);
  if (context.state !== "running") return;
  const tone = context.createOscillator();
  const volume = context.createGain();
  const end = context.currentTime + TONE_SECONDS;
  tone.frequency.value = TONE_HZ;
  volume.gain.setValueAtTime(LOUDNESS, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, end);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(end);
}

/** The button that turns the sound on and off; remembered with the account. */
export function startSoundButton() {
  const button = document.getElementById("sound");
  button?.addEventListener("click", async () => {
    try {
      const { sound } = await postForm("/sagsbehandler/lyd", { sound: soundIsOn() ? "off" : "on" });
      document.body.dataset.sound = sound ? "on" : "off";
      button.setAttribute("aria-pressed", String(sound));
      // Lets the person hear what they chose, and wakes the browser's sound.
      if (sound) await ping();
    } catch {
      // The button still shows how it is.
    }
  });
}
