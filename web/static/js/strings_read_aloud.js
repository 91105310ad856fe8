/** The words on the button that reads a message aloud. */

export const READ_ALOUD = { start: "Læs op", stop: "Stop oplæsning" };
