/** What the widget says on somebody else's page, before and around the chat itself. */

export const WIDGET = {
  open: "Spørg Ret & Pligt",
  title: "Ret & Pligt",
  close: "Luk chatten",
  loading: "Et øjeblik …",
  failed: "Chatten svarer ikke lige nu. Prøv igen om lidt, eller brug vores egen side.",
  again: "Prøv igen",
  ownPage: "Åbn chatten på en side for sig",
  unread: (count) => (count === 1 ? "1 ny besked" : `${count} nye beskeder`),
  deleted: "Samtalen er slettet. Der er ikke gemt noget om den i din browser.",
  owner: {
    refused: (origin) => `Ret & Pligt: Chatten kunne ikke hentes. Står ${origin} i RETPLIGT_ALLOWED_ORIGINS, og tillader sidens CSP adressen i connect-src?`,
    colour: (given, used, theme) => `Ret & Pligt: Farven ${given} kan ikke læses (${theme}). Vi bruger ${used} i stedet.`,
    noColour: (given) => `Ret & Pligt: ${given} er ikke en farve, vi kan læse. Skriv den som #rrggbb.`,
  },
};
