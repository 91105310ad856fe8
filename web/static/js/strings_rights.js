/** What the page says when a citizen fetches, rates or deletes the conversation. */

export const RIGHTS = {
  fetching: "Vi henter samtalen …",
  fetched: (name) => `Samtalen er hentet som filen ${name}.`,
  failed: "Det lykkedes ikke. Prøv igen om lidt.",
  nobody: "Ingen af os har åbnet din samtale.",
  reading: (who, day, clock) => `${who}, ${day} kl. ${clock}.`,
  choose: "Vælg et tal fra 1 til 6 først.",
  rated: "Tak. Vi har gemt din bedømmelse.",
  deleted: "Samtalen er slettet. Du er i gang med en ny.",
  ended: "Samtalen er slut. Vil du sige, hvor langt du kom?",
  rateNow: "Bedøm samtalen",
  thumbs: "Hjalp svaret?",
  up: "Svaret hjalp",
  down: "Svaret hjalp ikke",
  saidUp: "Tak. Du har sagt, at svaret hjalp.",
  saidDown: "Tak. Du har sagt, at svaret ikke hjalp.",
  saidNothing: "Din tommel er fjernet.",
};
