"""A stand-in for the browser's voices, which takes down what it is given: test machines have none."""

from __future__ import annotations

from typing import TypeVar

from tests.support.chat_page import ChatPage

Page = TypeVar("Page", bound=ChatPage)

VOICES = """
class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
const told = { waiting: [], cancelled: 0 };
const speech = Object.assign(new EventTarget(), {
  getVoices: () => [{ lang: "en-GB", localService: true }, { lang: "da-DK", localService: LOCAL, name: "Dansk" }],
  speak: (one) => told.waiting.push(one),
  cancel: () => { told.cancelled += 1; told.waiting = []; },
});
told.finish = () => { for (const one of told.waiting.splice(0)) one.dispatchEvent(new Event("end")); };
told.said = () => told.waiting.map((one) => [one.text, one.lang, one.voice.name]);
window.told = told;
Object.defineProperty(window, "speechSynthesis", { value: speech });
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
"""


def with_voice(chat: Page, *, local: bool) -> Page:
    """The page again, in a browser that has a Danish voice; `local` = the voice is inside the machine."""
    chat.page.add_init_script(VOICES.replace("LOCAL", "true" if local else "false"))
    chat.page.reload()
    chat.ready()
    return chat
